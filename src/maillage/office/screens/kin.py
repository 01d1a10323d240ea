"""Who a person is with: other names, household, guardians, organisations they act for."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from maillage.core import saying
from maillage.core.ids import new_id, read_id
from maillage.network.access import needs
from maillage.network.middleware import StaffRequest
from maillage.network.models import Organisation
from maillage.network.rights import Right
from maillage.office.forms.fields import OfficeForm
from maillage.office.forms.kin import ActsForForm, GuardianForm, NameForm, OtherPersonForm
from maillage.office.forms.network import EndForm
from maillage.office.screens.people import person_or_404
from maillage.office.shell import act, address, run, say, typed
from maillage.people import queries
from maillage.people.models import ActsFor, Guardianship, Person, PersonName

FORM = ["GET", "POST"]
MOST_FOUND = 10
MOST_ORGANISATIONS = 300


@needs(Right.PEOPLE)
@require_http_methods(FORM)
def name_add(request: StaffRequest, slug: str, person: UUID) -> HttpResponse:
    """Another name a person is found by."""
    found = person_or_404(person)
    return act(
        request,
        NameForm(typed(request)),
        "people.add_name",
        ids={"name": new_id(), "person": person},
        to=address(request, "person", person),
        said=_("Le nom est ajouté : la personne se trouve aussi par ce nom."),
        title=_("Un autre nom pour %s") % found,
        lead=_("Un nom de naissance, un nom d’usage, un surnom, un nom souvent mal écrit."),
    )


@needs(Right.PEOPLE)
@require_POST
def name_remove(request: StaffRequest, slug: str, name: UUID) -> HttpResponse:
    """Take another name away."""
    found = PersonName.objects.filter(pk=name).first()
    if found is None:
        raise Http404
    to = address(request, "person", found.person_id)
    return done(request, "people.remove_name", {"name": name}, _("Le nom est retiré."), to)


def done(
    request: StaffRequest, kind: str, payload: dict[str, UUID], said: str | Promise, to: str
) -> HttpResponse:
    """A button: its command, then the page it stands on; a refusal is said there."""
    form = OfficeForm(request.POST)
    if form.is_valid() and run(request, form, kind, payload) is not None:
        say(request, said)
    else:
        say(request, " ".join(map(str, form.non_field_errors())))
    return redirect(to)


def someone(request: StaffRequest, but: Person) -> tuple[str, list[Person]]:
    """What was asked for, and who was found; also who was chosen, when a form comes back."""
    asked = request.GET.get("q", "").strip()[:60]
    found = found_persons(asked, request.POST.get("other", ""))
    return asked, [one for one in found if one.pk != but.pk]


def found_persons(asked: str, chosen: str) -> list[Person]:
    """Who was found by what was asked, and who was chosen already, by their id."""
    found = queries.search_persons(asked, limit=MOST_FOUND) if len(asked) > 1 else []
    known = read_id(chosen)
    if known and known not in {one.pk for one in found}:
        found += queries.live_persons().filter(pk=known)
    return found


@needs(Right.PEOPLE)
@require_http_methods(FORM)
def household_join(request: StaffRequest, slug: str, person: UUID) -> HttpResponse:
    """A person lives with another: searched, then chosen."""
    who = person_or_404(person)
    asked, found = someone(request, who)
    return act(
        request,
        OtherPersonForm(typed(request), found=found),
        "people.join_household",
        ids={"person": person, "household": new_id()},
        to=address(request, "person", person),
        said=_("Les deux personnes sont dans le même foyer."),
        template="office/with_person.html",
        title=saying.of(_("Le foyer de %s"), who),
        lead=_("Avec qui cette personne vit-elle ? Cherchez quelqu’un de ce foyer."),
        asked=asked,
        found=found,
    )


@needs(Right.PEOPLE)
@require_POST
def household_leave(request: StaffRequest, slug: str, person: UUID) -> HttpResponse:
    """A person lives elsewhere."""
    person_or_404(person)
    to = address(request, "person", person)
    said = _("La personne n’est plus dans ce foyer.")
    return done(request, "people.leave_household", {"person": person}, said, to)


@needs(Right.PEOPLE)
@require_http_methods(FORM)
def guardian_add(request: StaffRequest, slug: str, person: UUID) -> HttpResponse:
    """Who answers for a minor: somebody known, or a first name and a phone."""
    minor = person_or_404(person)
    asked, found = someone(request, minor)
    return act(
        request,
        GuardianForm(typed(request), found=found),
        "people.add_guardian",
        ids={"guardianship": new_id(), "minor": person},
        to=address(request, "person", person),
        said=_("La personne responsable est notée."),
        template="office/with_person.html",
        title=saying.of(_("Responsable légal·e de %s"), minor),
        lead=_("Cherchez cette personne. Sans fiche, un prénom et un téléphone suffisent."),
        asked=asked,
        found=found,
        always=True,
    )


@needs(Right.PEOPLE)
@require_POST
def guardian_end(request: StaffRequest, slug: str, guardianship: UUID) -> HttpResponse:
    """Somebody no longer answers for a minor."""
    found = Guardianship.objects.filter(pk=guardianship, ended_at=None).first()
    if found is None:
        raise Http404
    to = address(request, "person", found.minor_id)
    said = _("La personne n’est plus responsable.")
    return done(request, "people.end_guardian", {"guardianship": guardianship}, said, to)


@needs(Right.PEOPLE)
@require_http_methods(FORM)
def acts_for_add(request: StaffRequest, slug: str, person: UUID) -> HttpResponse:
    """An organisation a person acts for: a firm, an association, a town hall."""
    who = person_or_404(person)
    form = ActsForForm(
        typed(request),
        initial={"from_day": timezone.localdate()},
        organisations=list(Organisation.objects.order_by("name", "id")[:MOST_ORGANISATIONS]),
    )
    return act(
        request,
        form,
        "people.act_for",
        ids={"acts_for": new_id(), "person": person},
        to=address(request, "person", person),
        said=_("C’est noté : la personne agit pour cette organisation."),
        title=_("Pour qui agit %s ?") % who,
        lead=_(
            "Une entreprise, une association, une mairie. La personne reste une seule personne."
        ),
    )


@needs(Right.PEOPLE)
@require_http_methods(FORM)
def acts_for_end(request: StaffRequest, slug: str, acting: UUID) -> HttpResponse:
    """The last day a person acts for an organisation."""
    found = ActsFor.objects.select_related("organisation").filter(pk=acting, to_day=None).first()
    if found is None:
        raise Http404
    return act(
        request,
        EndForm(typed(request), initial={"to_day": timezone.localdate()}),
        "people.stop_acting_for",
        ids={"acts_for": acting},
        to=address(request, "person", found.person_id),
        said=_("C’est noté."),
        title=_("N’agit plus pour %s") % found.organisation,
        lead=_("Le lien reste dans l’histoire, avec son dernier jour."),
    )
