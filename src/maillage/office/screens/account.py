"""One's own account: change the password."""

from __future__ import annotations

from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from maillage.core.ratelimit import give_back, sign_in_subjects
from maillage.network.access import needs
from maillage.network.middleware import StaffRequest
from maillage.network.models import Account
from maillage.network.rights import Right
from maillage.office.forms.sign import OwnPasswordForm
from maillage.office.screens.sign import may_try
from maillage.office.shell import IN_ERROR, page, run, say, typed


@needs(Right.OWN_ACCOUNT)
@sensitive_post_parameters("present", "password")
@require_http_methods(["GET", "POST"])
def account(request: StaffRequest, slug: str) -> HttpResponse:
    """A new password, for who knows the present one; the other sessions end, this one stays."""
    theirs = request.staff.account
    form = OwnPasswordForm(typed(request))
    if theirs and form.is_bound and form.is_valid() and _change(request, form, theirs):
        say(request, _("Votre mot de passe est changé. Les autres appareils sont déconnectés."))
        return redirect("account", slug=slug)
    context = {"form": form, "login": theirs.login if theirs else ""}
    status = IN_ERROR if form.is_bound else 200
    return page(request, "office/account.html", context, status=status)


def _change(request: StaffRequest, form: OwnPasswordForm, theirs: Account) -> bool:
    """Whether the password is changed; else the form says why."""
    now, tries = timezone.now(), sign_in_subjects(theirs.login, request.META["REMOTE_ADDR"])
    if not may_try(form, tries, now):
        return False
    if not theirs.check_password(form.cleaned_data["present"]):
        form.add_error("present", _("Ce n’est pas votre mot de passe actuel."))
        return False
    give_back(tries, now)
    payload = {"staff": request.staff.pk, **form.payload()}
    if run(request, form, "network.set_password", payload) is None:
        return False
    if request.user.pk == theirs.pk:
        theirs.refresh_from_db()
        update_session_auth_hash(request, theirs)
    return True
