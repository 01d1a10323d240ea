"""The first run: the first structure, founded from a browser."""

from __future__ import annotations

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from maillage.core.commands import Refusal
from maillage.core.ratelimit import first_run_subjects, give_back
from maillage.network import first_run
from maillage.network.bootstrap import Founded, found
from maillage.office.forms.sign import BeginForm
from maillage.office.screens.sign import may_try
from maillage.office.shell import IN_ERROR, typed


@never_cache
@sensitive_post_parameters("code", "password")
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Found a structure and its first manager, by the code of the terminal; 404 once one stands."""
    if not first_run.is_empty():
        raise Http404
    form = BeginForm(typed(request))
    founded = _try(request, form) if form.is_bound and form.is_valid() else None
    if founded is not None:
        login(request, founded.manager.account)
        return redirect("home", slug=founded.structure.slug)
    status = IN_ERROR if form.is_bound else 200
    return render(request, "office/begin.html", {"form": form}, status=status)


def _try(request: HttpRequest, form: BeginForm) -> Founded | None:
    """The structure founded; else the form says why. Each try at the code is counted."""
    now, data = timezone.now(), dict(form.cleaned_data)
    tries = first_run_subjects(request.META["REMOTE_ADDR"])
    if not may_try(form, tries, now):
        return None
    code = data.pop("code")
    if not first_run.take(code):
        form.add_error("code", _("Ce n’est pas le code. Relisez celui du terminal."))
        return None
    give_back(tries, now)
    try:
        return found(**data, now=now)
    except Refusal as refusal:
        first_run.put_back(code)
        form.add_error(None, refusal.message)
        return None
