"""Sentences of a mobilisation office, to be put together by chance. They speak of work, never of a resident. Pure."""

from random import Random

# One direction a calendar month, from January; each line is a point of the agenda.
GUIDANCE = (
    (
        "Chăm lo Tết cho hộ nghèo, gia đình chính sách; đón Tết vui tươi, tiết kiệm",
        "Tuyên truyền kỷ niệm ngày thành lập Đảng 03/02",
    ),
    ("Tết trồng cây; phòng cháy, chữa cháy rừng mùa khô", "Công tác tuyển quân và hậu phương quân đội"),
    ("Xây dựng nông thôn mới, đô thị văn minh", "Rà soát, kiện toàn tổ tuyên vận đầu năm"),
    ("Phòng, chống thiên tai mùa mưa bão", "Chuyển đổi số đến từng tổ, từng thôn; định danh điện tử"),
    ("Học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh", "Vệ sinh môi trường, phân loại rác tại nguồn"),
    ("Tháng hành động phòng, chống ma túy", "An toàn cho trẻ em trong dịp hè, phòng đuối nước"),
    ("Đền ơn đáp nghĩa nhân ngày 27/7", "Tiến độ giải phóng mặt bằng các dự án trọng điểm"),
    ("Chuẩn bị năm học mới, huy động học sinh ra lớp", "Ứng phó sạt lở đất, lũ ống, lũ quét"),
    ("Tuyên truyền kỷ niệm Quốc khánh 2/9", "Thu hoạch vụ mùa, kế hoạch vụ đông"),
    ("Ngày Chuyển đổi số quốc gia 10/10", "Quỹ Vì người nghèo; xóa nhà tạm, nhà dột nát"),
    ("Ngày hội Đại đoàn kết toàn dân tộc ở khu dân cư", "Ngày Pháp luật Việt Nam 09/11; bình đẳng giới"),
    ("Tổng kết công tác năm, bình xét thi đua, gia đình văn hóa", "Phòng, chống pháo nổ, an ninh trật tự cuối năm"),
)
ALWAYS = "Thông tin thời sự trong tháng; tình hình tư tưởng, dư luận ở cơ sở"
LOCAL_TOPICS = (
    "Vận động Nhân dân bàn giao mặt bằng đường liên thôn",
    "Chỉnh trang vỉa hè, thu gom rác đúng giờ, đúng nơi quy định",
    "Phòng dịch tả lợn châu Phi và chống rét cho gia súc",
    "Bảo hiểm y tế hộ gia đình và bảo hiểm xã hội tự nguyện",
    "Cài đặt ứng dụng dịch vụ công, hỗ trợ người cao tuổi nộp hồ sơ trực tuyến",
    "Giữ gìn bản sắc văn hóa dân tộc gắn với du lịch cộng đồng",
    "Bài trừ hủ tục, tảo hôn trong đồng bào dân tộc thiểu số",
    "An ninh trật tự, phòng chống lừa đảo qua mạng",
    "Hiến đất làm đường, nhà văn hóa thôn",
    "Trồng dâu, nuôi tằm, dược liệu; liên kết tiêu thụ nông sản",
    "Kiểm tra an toàn hồ đập, phòng sạt lở",
    "Tham gia góp ý quy hoạch, điều chỉnh giá đất",
)

CONCERNS = (
    "Nhiều hộ chưa đồng thuận phương án bồi thường, hỗ trợ tái định cư",
    "Ý kiến kéo dài về ô nhiễm từ cơ sở sản xuất trên địa bàn",
    "Tranh chấp ranh giới đất giữa hai thôn chưa giải quyết dứt điểm",
    "Dư luận về chậm cấp giấy chứng nhận quyền sử dụng đất",
    "Nguy cơ sạt lở, phải di dời dân trong mùa mưa",
    "Khiếu nại về thu các khoản đóng góp ở khu dân cư",
    "Hoạt động tín dụng đen, lừa đảo trên không gian mạng tăng",
    "Nội bộ ban công tác mặt trận có ý kiến khác nhau",
    "Thiếu nước sinh hoạt vào mùa khô ở các thôn vùng cao",
    "Phản ánh về chậm tiến độ tuyến đường liên xã",
)

OBSERVATIONS = {
    "good": (
        "Công tác chuẩn bị chu đáo, tài liệu gửi trước cho các tổ ba ngày.",
        "Chủ trì điều hành khoa học, kết luận rõ việc, rõ người, rõ thời hạn.",
        "Các tổ trưởng báo cáo ngắn gọn, có số liệu, nêu được việc người dân quan tâm.",
        "Thảo luận sôi nổi, nhiều ý kiến thiết thực từ cơ sở.",
        "Ý kiến của Nhân dân tháng trước đã được trả lời và thông báo công khai tại hội nghị.",
        "Đơn vị có cách làm hay: nhóm Zalo tổ dân phố, bản tin ngắn bằng hai thứ tiếng.",
        "Tỷ lệ tổ tuyên vận dự họp cao, không khí đoàn kết, thẳng thắn.",
    ),
    "fair": (
        "Nội dung bám định hướng của tháng, liên hệ với địa phương còn chung.",
        "Chuẩn bị đầy đủ, tuy nhiên tài liệu gửi các tổ còn muộn.",
        "Một số tổ trưởng báo cáo còn nặng về liệt kê, chưa nêu nguyên nhân.",
        "Thời gian thảo luận ít, chủ yếu nghe báo cáo.",
        "Việc trả lời ý kiến Nhân dân có tiến bộ, còn vài việc chưa rõ thời hạn.",
        "Tổ dự họp cơ bản đầy đủ, còn một vài tổ cử người dự thay.",
    ),
    "weak": (
        "Hội nghị bắt đầu muộn, hội trường chuẩn bị chưa chu đáo.",
        "Nội dung sao chép từ tài liệu cấp trên, chưa gắn việc của từng thôn, tổ.",
        "Nhiều tổ vắng không có lý do, ít ý kiến phát biểu.",
        "Các kiến nghị từ tháng trước chưa được trả lời.",
        "Chủ trì chưa kết luận rõ trách nhiệm và thời hạn thực hiện.",
    ),
}
ADVICE = {
    "good": (
        "",
        "Tiếp tục nhân rộng mô hình của tổ đến các tổ còn lại.",
        "Đề nghị viết gương điển hình gửi bản tin nội bộ.",
    ),
    "fair": (
        "Gửi tài liệu cho các tổ trước hội nghị ít nhất ba ngày.",
        "Dành nhiều thời gian hơn cho thảo luận; gợi ý câu hỏi cho từng tổ.",
        "Công khai thời hạn trả lời từng kiến nghị.",
    ),
    "weak": (
        "Đề nghị ban tuyên vận họp rút kinh nghiệm, báo cáo trước ngày 25.",
        "Bí thư trực tiếp chủ trì hội nghị; nhắc các tổ dự họp đầy đủ.",
        "Kiện toàn tổ trưởng các tổ thường xuyên vắng họp.",
    ),
}
VISIT_SEEN = {
    "good": (
        "Tổ sinh hoạt đúng lịch, sổ ghi chép đầy đủ, từng thành viên phụ trách hộ cụ thể.",
        "Tổ trưởng nắm chắc hộ khó, kể được việc đã làm trong tháng; người dân trong thôn biết nội dung tháng.",
        "Buổi sinh hoạt có hơn hai phần ba số hộ dự, trao đổi bằng tiếng dân tộc và tiếng phổ thông.",
    ),
    "fair": (
        "Tổ có họp, ghi chép còn sơ sài; một số thành viên chưa đến hộ trong tháng.",
        "Tài liệu đã phát nhưng người dân mới nắm được một phần nội dung.",
        "Sinh hoạt lồng ghép với họp chi bộ, thời gian cho tuyên vận còn ít.",
    ),
    "weak": (
        "Đến đúng lịch nhưng tổ không sinh hoạt, tổ trưởng đi vắng, không cử người thay.",
        "Không có sổ theo dõi; thành viên chưa được phân công hộ.",
        "Người dân chưa nghe nội dung của tháng.",
    ),
}
MATTERS = (
    ("Đường vào thôn hư hỏng sau mưa lũ, xe không đi được", "Phòng Kinh tế, Hạ tầng và Đô thị"),
    ("Đèn chiếu sáng công cộng hỏng, chưa thay", "Ban Quản lý dịch vụ công ích"),
    ("Chậm chi trả bồi thường đợt 2 của dự án", "Trung tâm Phát triển quỹ đất"),
    ("Rác thải tồn đọng ở điểm tập kết gần khu dân cư", "Công ty Môi trường đô thị"),
    ("Thiếu nước sinh hoạt về mùa khô", "Trung tâm Nước sạch và vệ sinh môi trường"),
    ("Nhà văn hóa xuống cấp, dột khi mưa", "Ủy ban nhân dân xã, phường"),
    ("Kiến nghị cắm biển báo, gờ giảm tốc trước cổng trường", "Công an xã, phường"),
    ("Hồ sơ cấp giấy chứng nhận quyền sử dụng đất quá hạn trả", "Chi nhánh Văn phòng Đăng ký đất đai"),
    ("Hộ chăn nuôi xả thải gây mùi", "Ủy ban nhân dân xã, phường"),
    ("Sóng điện thoại yếu, khó dùng dịch vụ công trực tuyến", "Tổ công nghệ số cộng đồng"),
    ("Mương thoát nước tắc, ngập khi mưa lớn", "Phòng Kinh tế, Hạ tầng và Đô thị"),
    ("Đề nghị hỗ trợ xóa nhà tạm cho các hộ đủ điều kiện", "Ủy ban MTTQ xã, phường"),
)
OUTCOMES = (
    "Đã khắc phục xong, đơn vị kiểm tra và thông báo cho Nhân dân.",
    "Đã trả lời bằng văn bản, Nhân dân đồng thuận.",
    "Đã bố trí kinh phí và hoàn thành; tổ tuyên vận xác nhận.",
    "Đã đối thoại tại thôn, thống nhất cách giải quyết và thời hạn.",
)
ABSENCES = ("Dự họp đột xuất của cấp trên", "Ốm, có báo cáo", "Đi cơ sở xử lý việc phát sinh", "Đi công tác ngoài tỉnh")
BUSY = (
    "Công tác nước ngoài",
    "Học lớp cao cấp lý luận chính trị",
    "Nghỉ phép",
    "Đoàn kiểm tra của Trung ương",
    "Tập huấn",
)
NEW_RULES = "Kết luận giao ban: việc quá hạn từ 3 ngày trở lên mới đề xuất đưa vào diện quan tâm"
BONUSES = (
    "Có mô hình tuyên vận được cấp trên biểu dương",
    "Hoàn thành giải phóng mặt bằng trước hạn",
    "Có điển hình được đăng bản tin nội bộ",
)
PENALTIES = (
    "Báo cáo tháng chậm quá 3 ngày",
    "Để kiến nghị quá hạn không trả lời",
    "Vắng tập huấn nghiệp vụ không có lý do",
)
SELF_COMMENTS = (
    "",
    "Đã thực hiện theo kế hoạch tháng.",
    "Có biên bản và ảnh hội nghị kèm theo.",
    "Số liệu tổng hợp từ báo cáo của các tổ.",
    "Đạt yêu cầu, còn một số tổ cần nhắc nhở.",
)
APPRAISAL_REASONS = {
    "lower": (
        "Minh chứng chưa đủ cho mức tự chấm.",
        "Đối chiếu báo cáo của các tổ, tỷ lệ thực tế thấp hơn.",
        "Nội dung đúng nhưng gửi chậm so với quy định.",
        "Qua kiểm tra, còn tổ chưa có sổ theo dõi.",
    ),
    "higher": ("Đơn vị tự chấm chặt; minh chứng đầy đủ, có cách làm mới.", "Kết quả thực tế cao hơn mức tự chấm."),
    "same": ("", "Nhất trí với điểm tự chấm."),
}


def level_of(quality: float) -> str:
    return "good" if quality >= 0.78 else "fair" if quality >= 0.55 else "weak"


def guidance(month: int) -> str:
    """The committee's direction of a month, 1 to 12."""
    return "; ".join((ALWAYS, *GUIDANCE[month - 1])) + "."


def quarter_contents(quarter: int) -> str:
    """What the year's plan says of a quarter, 1 to 4: a numbered line a point."""
    months = GUIDANCE[quarter * 3 - 3 : quarter * 3]
    return _numbered([ALWAYS, *(point for points in months for point in points)])


def agenda(month: int, rng: Random) -> str:
    points = [ALWAYS, rng.choice(GUIDANCE[month - 1]), *rng.sample(LOCAL_TOPICS, rng.randint(1, 2))]
    return _numbered(points)


def _numbered(points: list[str]) -> str:
    return "\n".join(f"{number}. {point}." for number, point in enumerate(points, 1))


def observation(quality: float, rng: Random) -> str:
    level = level_of(quality)
    others = OBSERVATIONS["fair"] if level != "fair" else OBSERVATIONS[rng.choice(("good", "weak"))]
    sentences = rng.sample(OBSERVATIONS[level], 2)
    if rng.random() < 0.5:
        sentences.append(rng.choice(others))
    return " ".join(sentences)
