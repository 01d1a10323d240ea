"""Sign in, choose a structure, sign out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth import authenticate, login, logout
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from maillage.core.ratelimit import Subject, give_back, seconds_to_wait, sign_in_subjects
from maillage.network.queries import structures_of
from maillage.office.forms.sign import SignInForm
from maillage.office.shell import typed

TOO_MANY = 429


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """By login and password; ten wrong tries in a quarter of an hour make one wait."""
    form = SignInForm(typed(request))
    if request.method == "GET":
        if request.user.is_authenticated:
            return _onward(request)
        return _form(request, form, 200)
    if not form.is_valid():
        return _form(request, form, 422)
    return _try(request, form, timezone.now())


def _try(request: HttpRequest, form: SignInForm, now: datetime) -> HttpResponse:
    name, password = form.cleaned_data["login"], form.cleaned_data["password"]
    tries = sign_in_subjects(name, request.META["REMOTE_ADDR"])
    if not may_try(form, tries, now):
        return _form(request, form, TOO_MANY)
    account = authenticate(request, username=name, password=password)
    if account is None:
        form.add_error(
            None,
            _("L’identifiant ou le mot de passe n’est pas le bon. Vérifiez les majuscules."),
        )
        return _form(request, form, 422)
    give_back(tries, now)
    login(request, account)
    return _onward(request)


def may_try(form: Form, tries: Sequence[Subject], now: datetime) -> bool:
    """Count a try; whether it may go on, else the form says how long to wait."""
    wait = seconds_to_wait(tries, now)
    if wait:
        text = _("Trop d’essais. Attendez %(minutes)s min, puis réessayez.")
        form.add_error(None, text % {"minutes": wait // 60 + 1})
    return not wait


def _form(request: HttpRequest, form: SignInForm, status: int) -> HttpResponse:
    context = {"form": form, "next": _next(request)}
    return render(request, "office/sign_in.html", context, status=status)


def _next(request: HttpRequest) -> str:
    """Where to go then: an address of ours, or nothing."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if ours else ""


def _onward(request: HttpRequest) -> HttpResponse:
    """Where they were going, else their structure, else a choice of structures."""
    wanted = _next(request)
    if wanted:
        return redirect(wanted)
    structures = structures_of(request.user.pk, timezone.localdate())  # type: ignore[arg-type]
    if len(structures) == 1:
        return redirect("home", slug=structures[0].slug)
    if request.path != reverse("structures"):
        return redirect("structures")
    return render(request, "office/structures.html", {"structures": structures})


@never_cache
@require_http_methods(["GET"])
def structures(request: HttpRequest) -> HttpResponse:
    """Which structure, for somebody who works in several."""
    if not request.user.is_authenticated:
        return redirect("sign-in")
    return _onward(request)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """The session ends; the browser stays a desk if it was one, and forgets people."""
    logout(request)
    return redirect(f"{reverse('sign-in')}?left")
