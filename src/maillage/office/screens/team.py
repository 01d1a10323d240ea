"""The team: who, with which roles, since when; sign-ins and PINs."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from maillage.core import saying
from maillage.core.ids import new_id
from maillage.network.access import needs
from maillage.network.devices import hash_pin
from maillage.network.middleware import StaffRequest
from maillage.network.models import Role, Staff, StaffRole
from maillage.network.queries import organisations, qualifications_of, team_with_roles
from maillage.network.rights import RIGHTS, Right
from maillage.office.forms.network import (
    EndForm,
    LeaveForm,
    PinForm,
    QualificationForm,
    RoleForm,
    StaffForm,
)
from maillage.office.forms.sign import PasswordForm
from maillage.office.shell import act, address, onward, page, run, say, typed
from maillage.office.words import RIGHT_WORDS

FORM = ["GET", "POST"]


@needs(Right.STAFF)
@require_GET
def team(request: StaffRequest, slug: str) -> HttpResponse:
    """Everybody of the team with their roles, present and past."""
    today = timezone.localdate()
    rows = [
        {
            "staff": one,
            "roles": [role_line(role, today) for role in one.roles.all()],
            "gone": one.has_left(today),
        }
        for one in team_with_roles()
    ]
    return page(request, "office/team.html", {"rows": rows})


@needs(Right.STAFF)
@require_GET
def roles(request: StaffRequest, slug: str) -> HttpResponse:
    """What each role may do, out of the one table of rights."""
    shown = [role for role in Role if role in RIGHTS]
    rows = [
        {"label": label, "may": [right in RIGHTS[role] for role in shown]}
        for right, label in RIGHT_WORDS.items()
    ]
    return page(request, "office/roles.html", {"roles": [one.label for one in shown], "rows": rows})


@needs(Right.STAFF)
@require_GET
def staff(request: StaffRequest, slug: str, staff: UUID) -> HttpResponse:
    """Everything about somebody of the team: roles, sign-in, code, qualifications, last day."""
    found = _staff(staff)
    today = timezone.localdate()
    held = StaffRole.objects.filter(staff=found).select_related("place")
    context = {
        "person": found,
        "login": found.account.login if found.account else "",
        "own": found == request.staff,
        "roles": [role_line(role, today) for role in held.order_by("-from_day", "id")],
        "qualifications": [
            {"held": one, "over": one.valid_until is not None and one.valid_until < today}
            for one in qualifications_of(staff)
        ],
        "gone": found.has_left(today),
    }
    return page(request, "office/staff.html", context)


def role_line(role: StaffRole, today: date) -> dict[str, object]:
    """A role in words, and whether it is over."""
    return {"role": role, "over": role.to_day is not None and role.to_day < today}


@needs(Right.STAFF)
@require_http_methods(FORM)
def staff_add(request: StaffRequest, slug: str) -> HttpResponse:
    """Somebody joins: their name and sign-in, their role, their PIN; up to three commands."""
    initial = {"from_day": timezone.localdate()}
    form = StaffForm(
        typed(request),
        initial=initial,
        places=request.places,
        organisations=organisations(),
    )
    if form.is_bound and form.is_valid() and _join(request, form):
        return redirect(onward(request, address(request, "team")))
    context = {
        "form": form,
        "title": _("Ajouter à l’équipe"),
        "lead": _("Un prénom, un rôle, un code : assez pour accueillir."),
        "back": address(request, "team"),
    }
    return page(request, "office/form.html", context, status=422 if form.is_bound else 200)


def _join(request: StaffRequest, form: StaffForm) -> bool:
    """Whether they joined; a role that is refused later is said on the next page."""
    member = form.member()
    if run(request, form, "network.add_staff", member) is None:
        return False
    role = {**form.role_given(), "staff": member["staff"]}
    said = _("%s fait partie de l’équipe.") % member["first_name"]
    pin = form.cleaned_data["pin"]
    if run(request, form, "network.give_role", role) is None or (
        pin
        and run(
            request, form, "network.set_pin", {"staff": member["staff"], "pin_hash": hash_pin(pin)}
        )
        is None
    ):
        said += " " + " ".join(str(one) for one in form.non_field_errors())
    say(request, said)
    return True


def _staff(staff: UUID) -> Staff:
    rows = Staff.objects.filter(pk=staff, is_service=False).select_related("account")
    found: Staff | None = rows.first()
    if found is None:
        raise Http404
    return found


@needs(Right.STAFF)
@require_http_methods(FORM)
def role_give(request: StaffRequest, slug: str, staff: UUID) -> HttpResponse:
    """One role more, from a day."""
    found = _staff(staff)
    form = RoleForm(
        typed(request),
        initial={
            "from_day": timezone.localdate(),
            "organisation": str(found.organisation_id or ""),
        },
        places=request.places,
        organisations=organisations(),
    )
    return act(
        request,
        form,
        "network.give_role",
        ids={"staff_role": new_id(), "staff": staff},
        to=address(request, "staff", staff),
        said=_("Le rôle est donné."),
        title=_("Donner un rôle à %s") % found.first_name,
        lead=_("Ce que la personne pourra faire, où, et à partir de quand."),
    )


@needs(Right.STAFF)
@require_http_methods(FORM)
def role_end(request: StaffRequest, slug: str, role: UUID) -> HttpResponse:
    """The last day of a role."""
    found = StaffRole.objects.select_related("staff").filter(pk=role).first()
    if found is None:
        raise Http404
    words = {"role": found.get_role_display(), "who": found.staff.first_name}
    return act(
        request,
        EndForm(typed(request), initial={"to_day": timezone.localdate()}),
        "network.end_role",
        ids={"staff_role": role},
        to=address(request, "staff", found.staff_id),
        said=_("Le rôle a une fin."),
        title=_("Mettre fin au rôle de %(who)s : %(role)s") % words,
        lead=_("Après ce jour, la personne ne peut plus ce que ce rôle permet."),
    )


@needs(Right.STAFF)
@require_http_methods(FORM)
def qualify(request: StaffRequest, slug: str, staff: UUID) -> HttpResponse:
    """What somebody is qualified for, and until when."""
    found = _staff(staff)
    return act(
        request,
        QualificationForm(typed(request), initial={"granted_on": timezone.localdate()}),
        "network.qualify_staff",
        ids={"qualification": new_id(), "staff": staff},
        to=address(request, "staff", staff),
        said=_("La qualification est notée."),
        title=saying.of(_("Noter une qualification de %s"), found.first_name),
        lead=_("Une machine, un diplôme, une habilitation : ce qui permet d’encadrer."),
    )


@needs(Right.STAFF)
@require_http_methods(FORM)
def pin_set(request: StaffRequest, slug: str, staff: UUID) -> HttpResponse:
    """A new PIN for a member of the team."""
    found = _staff(staff)
    return act(
        request,
        PinForm(typed(request)),
        "network.set_pin",
        ids={"staff": staff},
        to=address(request, "staff", staff),
        said=_("Le nouveau code est en place."),
        title=saying.of(_("Changer le code de %s"), found.first_name),
        lead=_("Le code sert à prendre la main au poste d’accueil. Dites-le de vive voix."),
    )


@needs(Right.STAFF)
@sensitive_post_parameters("password")
@require_http_methods(FORM)
def password_set(request: StaffRequest, slug: str, staff: UUID) -> HttpResponse:
    """A new password for somebody who lost theirs; one's own asks the present one."""
    found = _staff(staff)
    if found == request.staff:
        return redirect("account", slug=slug)
    return act(
        request,
        PasswordForm(typed(request)),
        "network.set_password",
        ids={"staff": staff},
        to=address(request, "staff", staff),
        said=_("Le nouveau mot de passe est en place. Dites-le-lui de vive voix."),
        title=_("Donner un nouveau mot de passe à %s") % found.first_name,
        lead=_("Tous ses appareils seront déconnectés."),
    )


@needs(Right.STAFF)
@require_http_methods(FORM)
def staff_end(request: StaffRequest, slug: str, staff: UUID) -> HttpResponse:
    """Somebody leaves the team, or stays after all: once confirmed."""
    found = _staff(staff)
    return act(
        request,
        LeaveForm(typed(request), initial={"left_on": found.left_on or timezone.localdate()}),
        "network.end_staff",
        ids={"staff": staff},
        to=address(request, "staff", staff),
        said=_("C’est noté."),
        title=saying.of(_("Noter le départ de %s"), found.first_name),
        lead=_("Après ce jour : plus de rôle, plus de connexion, plus de code."),
    )
