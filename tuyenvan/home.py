import datetime

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from units.actor import AppRequest
from units.models import Period


@require_safe
def home(request: AppRequest) -> HttpResponse:
    return render(request, "home.html", {"period": Period.objects.first()})


@require_safe
def month(request: AppRequest, month: datetime.date) -> HttpResponse:
    return render(request, "home.html", {"period": get_object_or_404(Period, month=month)})
