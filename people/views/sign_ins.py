from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from accounts.models import SignIn
from people import access
from people.filters import SignInFilter
from people.tables import SignInTable
from units.actor import AppRequest
from units.tables import show_page
from units.views.pages import list_page


@require_safe
def sign_in_list(request: AppRequest) -> HttpResponse:
    if not access.can_administer(request.actor):
        raise Http404
    filters = SignInFilter(request.GET, queryset=SignIn.objects.select_related("user"))
    table = show_page(request, SignInTable(filters.qs))
    return list_page(request, "people/sign_in_list.html", {"filters": filters, "table": table})
