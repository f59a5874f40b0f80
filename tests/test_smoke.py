def test_sign_in_page_opens_for_anyone(client, db):
    assert "Đăng nhập" in client.get("/tai-khoan/dang-nhap/").content.decode()


def test_home_asks_a_stranger_to_sign_in(client, db):
    assert client.get("/").headers["Location"].startswith("/tai-khoan/dang-nhap/")


def test_home_opens_for_the_office(client, office, period):
    client.force_login(office)
    assert "Tháng 11/2026" in client.get("/").content.decode()
