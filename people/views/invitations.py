from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from people import services
from people.forms import ChoosePasswordForm
from people.models import Invitation
from people.views.finding import person_or_404
from units.actor import AppRequest
from units.models import IssuingBody


@never_cache
@require_POST
def person_invite(request: AppRequest, person_id: int) -> HttpResponse:
    """The link is shown here, once: only its hash is kept. Sent once more, a new link takes its place."""
    person = person_or_404(request, person_id)
    try:
        token = services.invite(person, by=request.user, at=timezone.now())
    except services.Refused as refusal:
        return render(request, "people/person_invite.html", {"person": person, "refusal": refusal}, status=422)
    context = {
        "person": person,
        "link": request.build_absolute_uri(reverse("people:invitation_accept", args=[token])),
        "invitation": Invitation.objects.open(timezone.now()).filter(user=person).first(),
        "body": IssuingBody.objects.valid().first(),
    }
    return render(request, "people/person_invite.html", context)


@never_cache
@login_not_required
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_accept(request: HttpRequest, token: str) -> HttpResponseBase:
    """Open to all who hold the link. Looking at it, as preview robots do, does not use it up."""
    now = timezone.now()
    invitation = services.open_invitation(token, now)
    if invitation is None:
        return render(request, "people/invitation_gone.html", status=404)
    if request.user.is_authenticated:
        return render(request, "people/invitation_other.html", {"person": invitation.user})
    form = ChoosePasswordForm(request.POST if request.method == "POST" else None, person=invitation.user)
    if request.method == "POST" and form.is_valid():
        try:
            person = services.accept(invitation, password=form.cleaned_data["password1"], at=now)
        except services.Refused:
            return render(request, "people/invitation_gone.html", status=404)
        record_authentication(request, person, method="password")
        response: HttpResponseBase = perform_login(request, person)
        return response
    context = {"form": form, "person": invitation.user}
    return render(request, "people/invitation_accept.html", context, status=422 if form.errors else 200)
