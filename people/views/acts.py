"""What is done to an account with one press, after a page that says what it means."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.models import User
from people import access, services
from people.views.finding import person_or_404
from units.actor import AppRequest


@dataclass(frozen=True, kw_only=True)
class Act:
    title: str
    means: str
    button: str
    done: str
    do: Callable[..., Any]
    for_administrators: bool = True


def _disable(person: User, **who: Any) -> None:
    services.disable(person, because=User.Disabled.BY_HAND, **who)


ACTS = {
    "khoa": Act(
        title="Khóa tài khoản",
        means="Người này bị đăng xuất ngay và không đăng nhập được nữa. Việc đã làm vẫn còn. Mở lại lúc nào cũng được.",
        button="Khóa tài khoản",
        done="Đã khóa tài khoản của đồng chí {}.",
        do=_disable,
        for_administrators=False,
    ),
    "mo-lai": Act(
        title="Mở lại tài khoản",
        means="Người này lại đăng nhập được bằng mật khẩu cũ. Nếu quên mật khẩu thì tạo liên kết mời.",
        button="Mở lại",
        done="Đã mở lại tài khoản của đồng chí {}.",
        do=services.enable,
        for_administrators=False,
    ),
    "thu-hoi": Act(
        title="Thu hồi liên kết mời",
        means="Liên kết đã gửi không dùng được nữa.",
        button="Thu hồi liên kết",
        done="Đã thu hồi liên kết mời của đồng chí {}.",
        do=services.revoke,
        for_administrators=False,
    ),
    "dat-lai-ma": Act(
        title="Đặt lại mã xác thực",
        means=(
            "Dùng khi mất điện thoại và hết mã dự phòng. Hãy chắc chắn đang nói chuyện với đúng người. Người này bị "
            "đăng xuất; lần đăng nhập tới chỉ cần mật khẩu, rồi phải bật mã mới nếu vai trò bắt buộc."
        ),
        button="Đặt lại mã xác thực",
        done="Đã đặt lại mã xác thực của đồng chí {}.",
        do=services.reset_factor,
    ),
    "dang-xuat": Act(
        title="Đăng xuất mọi thiết bị",
        means="Người này phải đăng nhập lại trên mọi thiết bị. Dữ liệu chưa lưu trên thiết bị có thể mất.",
        button="Đăng xuất mọi thiết bị",
        done="Đã đăng xuất mọi thiết bị của đồng chí {}.",
        do=services.sign_out,
    ),
}


@require_http_methods(["GET", "POST"])
def person_act(request: AppRequest, person_id: int, act: str) -> HttpResponse:
    person = person_or_404(request, person_id)
    chosen = ACTS.get(act)
    if chosen is None:
        raise Http404
    is_allowed = access.can_administer(request.actor) or not chosen.for_administrators
    if not is_allowed or person.pk == request.user.pk:
        raise PermissionDenied  # oneself: by one's own pages
    refusal = None
    if request.method == "POST":
        try:
            chosen.do(person, by=request.user, at=timezone.now())
        except services.Refused as error:
            refusal = error.messages[0]
        else:
            messages.success(request, chosen.done.format(person.full_name))
            return redirect("people:person_detail", person.pk)
    context = {"person": person, "act": chosen, "refusal": refusal}
    return render(request, "people/person_act.html", context, status=422 if refusal else 200)
