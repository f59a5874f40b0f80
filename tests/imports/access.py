"""Who may open which address of this room."""

from imports import services
from tests.access import Cast, Row
from tests.world import NOW

# The committee's own people may know that there is such a place; only the office imports.
OFFICE_ONLY = {"head": 403, "standing": 403}


def file(cast: Cast, state: str = "preview"):
    content = "Xã, phường;Tổ tuyên vận;Số thành viên\r\nHợp Thành;Tổ tuyên vận thôn 9;5\r\nHợp Thành;;5\r\n"
    made = services.receive_file(
        kind="teams", period=None, name="to.csv", content=content.encode(), by=cast.users["office"], at=NOW
    )
    if state == "preview":
        services.read_file(made.pk)
    return {"import_id": made.pk}


def unread(cast: Cast):
    return file(cast, state="reading")


def ready(cast: Cast):
    made = file(cast)
    services.leave_out(services.read_file(made["import_id"]), numbers=[3])
    return made


def _row(name: str, status: int, *, method: str = "get", build=lambda cast: {}, data=lambda cast: {}) -> Row:
    allowed = {"office": status} | OFFICE_ONLY
    return Row(name=f"imports:{name}", method=method, allowed=allowed, otherwise=404, build=build, data=data)


ROWS: list[Row] = [
    _row("import_list", 200),
    _row("import_create", 200),
    _row("import_create", 422, method="post", data=lambda cast: {"kind": "teams"}),
    _row("import_blank_xlsx", 200, build=lambda cast: {"kind": "teams"}),
    _row("import_detail", 200, build=file),
    _row("import_read", 302, method="post", build=unread),
    _row("import_columns", 200, build=file),
    _row(
        "import_columns", 302, method="post", build=file, data=lambda cast: {"heading": "1", "sheet": "0", "lines": "1"}
    ),
    _row("row_decide", 302, method="post", build=file, data=lambda cast: {"act": "leave-out", "number": "3"}),
    _row("rows_leave_out", 302, method="post", build=file),
    _row("import_apply", 200, build=ready),
    _row("import_apply", 302, method="post", build=ready, data=lambda cast: {"version": "2"}),
    _row("import_abandon", 200, build=file),
    _row("import_abandon", 302, method="post", build=file),
]
