"""The panels of a person's page: what each package knows of somebody, on screen and in words."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.booking import queries as booking
from maillage.booking.feed_queries import page_of
from maillage.booking.models import Authorisation, Reservation
from maillage.core import saying, secret_links
from maillage.core.cents import format_euros
from maillage.core.commands import Data
from maillage.core.phones import phone_fr
from maillage.messages.queries import messages_of
from maillage.messages.wordings import WORDINGS
from maillage.money import queries as money
from maillage.network.rights import Right
from maillage.office.booked import when_said
from maillage.office.plans import PLANS
from maillage.people import file_queries as people
from maillage.people.models import Document, Person, Told
from maillage.people.panels import Panel, register
from maillage.people.queries import files_of
from maillage.people.rules import age_band, may_be_minor
from maillage.programme.models import Registration
from maillage.programme.queries import registrations_of_person

NOTHING = "–"
ASIDE = 4
"""Panels from this one on stand beside the page's main column."""


def file(person: Person, most: int) -> Data:
    """Contact details, the profile with the state of each answer, other names."""
    return {
        "lines": profile_lines(person),
        "names": people.other_names_of(person),
    }


def profile_lines(person: Person) -> list[tuple[str, Any]]:
    """What is known, and how it is not known, in words."""
    return [
        (_("Téléphone"), phone_fr(person.phone) or NOTHING),
        (_("Adresse e-mail"), person.email or NOTHING),
        (_("Adresse"), person.address or NOTHING),
        (_("Prévenir"), person.get_contact_by_display() or _("comme c’est possible")),
        (_("Carte"), person.card or NOTHING),
        (_("Profil tarifaire"), getattr(person, "price_label", None) or NOTHING),
        (_("Année de naissance"), person.birth_year or NOTHING),
        (_("Âge"), _age(person)),
        (_("Sexe"), person.get_sex_display() or person.get_sex_told_display()),
        (_("Situation"), person.get_status_display() or person.get_status_told_display()),
        (_("Commune"), person.commune or person.get_commune_told_display()),
        (_("Quartier prioritaire"), _quarter(person)),
    ]


def _age(person: Person) -> Any:
    """The band of the age reached this year, or how it is not known."""
    if person.birth_year is not None:
        return age_band(person.birth_year, timezone.localdate().year).label
    return person.get_age_band_display() or person.get_age_told_display()


def file_said(it: Data) -> list[str]:
    """« Téléphone : 06 12 34 56 78 »."""
    lines = [
        _("%(what)s : %(value)s") % {"what": what, "value": value}
        for what, value in it["lines"]
        if value != NOTHING
    ]
    return lines + [
        _("%(what)s : %(value)s") % {"what": saying.capital(one.get_kind_display()), "value": one}
        for one in it["names"]
    ]


def kin(person: Person, most: int) -> Data:
    """Guardians, those they answer for, household, organisations; a minor alone is said."""
    known = people.guardianships_of(person)
    guardians = [one for one in known if one.minor.kept == person]
    minor = may_be_minor(person.birth_year, person.age_band, timezone.localdate().year)
    it: Data = {
        "guardians": guardians,
        "wards": [one for one in known if one.minor.kept != person],
        "household": people.household_of(person, most),
        "organisations": people.organisations_of(person),
    }
    return {**it, "nobody": not any(it.values()), "minor": minor, "alone": minor and not guardians}


def kin_said(it: Data) -> list[str]:
    """« Odette Petit : responsable légal·e »."""
    said = [(one.guardian.kept, one.get_relation_display()) for one in it["guardians"]]
    said += [(one.minor.kept, _("mineur·e dont vous êtes responsable")) for one in it["wards"]]
    said += [(one, _("même foyer")) for one in it["household"]]
    said += [(one.organisation, _("vous agissez pour cette organisation"))
             for one in it["organisations"] if not one.to_day]  # fmt: skip
    return [_("%(what)s : %(value)s") % {"what": what, "value": value} for what, value in said]


def visits(person: Person, most: int) -> Data:
    """The days on which the person came."""
    return {"visits": people.visits_of(person, most), "most": most}


def visits_said(it: Data) -> list[str]:
    """« mardi 24 novembre 2026 : Numéripôle »."""
    return [_on(one.day, one.place.name) for one in it["visits"]]


def _on(day: Any, what: object) -> str:
    return _("%(what)s : %(value)s") % {"what": saying.capital(saying.day_long(day)), "value": what}


def seats(person: Person, most: int) -> Data:
    """The sessions they are or were registered to."""
    return {"seats": registrations_of_person(person, most)}


def seats_said(it: Data) -> list[str]:
    """« Mardi 24 novembre 2026 : Boîte mail, inscrit·e, présent·e, présence signée »."""
    return [
        _on(one.session.day, ", ".join([one.session.title, *_seat_words(one), *_signed(one)]))
        for one in it["seats"]
    ]


def _signed(seat: Any) -> list[str]:
    return [_("présence signée")] if seat.signed else []


def _seat_words(seat: Registration) -> list[str]:
    """« inscrit·e », « présent·e »; whether somebody came is said of a seat only."""
    seated = seat.state in {Registration.State.CONFIRMED, Registration.State.OVERBOOKED}
    return [seat.get_state_display(), *([seat.get_attendance_display()] if seated else [])]


def sales(person: Person, most: int) -> Data:
    """What they bought, with its receipts, and what they owe."""
    found = money.bought_by(person, most)
    return {"sales": found.sales, "due_cents": found.due_cents}


def sales_said(it: Data) -> list[str]:
    """« Mardi 24 novembre 2026 : 8,00 €, reçu A-12 »."""
    lines = []
    for one in it["sales"]:
        receipts = [f"{made.series.code}-{made.number}" for made in one.receipts.all()]
        said = [format_euros(one.amount_cents), *(_("reçu %s") % number for number in receipts)]
        lines.append(_on(one.day, ", ".join(said)))
    if it["due_cents"]:
        lines.append(_("Reste à payer : %s") % format_euros(it["due_cents"]))
    return lines


def members(person: Person, most: int) -> Data:
    """Their memberships, past ones too."""
    return {"memberships": money.memberships_of(person), "today": timezone.localdate()}


def members_said(it: Data) -> list[str]:
    """« Adhésion annuelle : du 1er janvier 2026 au 31 décembre 2026 »."""
    return [
        _("%(what)s : du %(first)s au %(last)s")
        % {
            "what": one.plan.label,
            "first": saying.date_long(one.starts_on),
            "last": saying.date_long(one.ends_on),
        }
        for one in it["memberships"]
    ]


def documents(person: Person, most: int) -> Data:
    """What they accepted, and what is still asked of them."""
    kinds = dict(Document.Kind.choices)
    papers = people.papers_of(person, timezone.localdate(), most)
    return {
        "acceptances": papers.accepted,
        "missing": [kinds[kind] for kind in sorted(papers.missing)],
    }


def documents_said(it: Data) -> list[str]:
    """« Mardi 24 novembre 2026 : Charte, sur papier »."""
    return [
        _on(timezone.localdate(one.at), f"{one.document.title}, {one.get_how_display()}")
        for one in it["acceptances"]
    ]


def authorisations(person: Person, most: int) -> Data:
    """What they may use, and what they might; the latest first."""
    return {"rows": booking.authorisations_of(person.pk), "today": timezone.localdate()}


def authorisations_said(it: Data) -> list[str]:
    """« Mardi 24 novembre 2026 : Découpe laser, utilise, jusqu’au 24 novembre 2027 »."""
    return [
        _on(one.from_day, ", ".join([str(one.family), one.get_level_display(), *_until(one)]))
        for one in it["rows"]
    ]


def _until(one: Authorisation) -> list[str]:
    if one.withdrawn_on:
        return [_("retirée le %s") % saying.date_long(one.withdrawn_on)]
    return [_("jusqu’au %s") % saying.date_long(one.expires_on)] if one.expires_on else []


def bookings(person: Person, most: int) -> Data:
    """What they reserved, the latest first."""
    rows = booking.reservations_of(person.pk, most)
    return {
        "rows": [
            {"row": one, "when": when_said(one.starts_at, one.ends_at, _zone(one))} for one in rows
        ]
    }


def _zone(row: Reservation) -> str:
    return str(row.resource.unit.place.time_zone)


def bookings_said(it: Data) -> list[str]:
    """« Mardi 24 novembre 2026 : Trotec, confirmée »."""
    rows = (one["row"] for one in it["rows"])
    return [_on(row.day, f"{row.resource.unit.name}, {row.get_state_display()}") for row in rows]


def merged(person: Person, most: int) -> Data:
    """The other files that are this person's."""
    return {"merged": people.merges_of(person)}


def merged_said(it: Data) -> list[str]:
    """« Marie Petit »."""
    return [_("Aussi : %s") % one.merged for one in it["merged"]]


def messages(person: Person, most: int) -> Data:
    """What the person was told, or was said about them."""
    rows = messages_of(person, most)
    return {"messages": [{"row": one, "label": WORDINGS[one.code].label} for one in rows]}


def messages_said(it: Data) -> list[str]:
    """« mardi 24 novembre 2026 : Séance annulée (SMS) »."""
    return [
        _on(
            timezone.localdate(one["row"].created_at),
            f"{one['label']} ({one['row'].get_channel_display()})",
        )
        for one in it["messages"]
    ]


def link(person: Person, most: int) -> Data:
    """The link to their own page, and whether it can be shown again."""
    found = page_of(files_of(person))
    return {"link": found, "shown": bool(found and secret_links.token_of(found))}


def link_said(it: Data) -> list[str]:
    """« Lien personnel donné le 24 novembre 2026 »."""
    if it["link"] is None:
        return []
    day = saying.date_long(timezone.localdate(it["link"].given_at))
    return [_("Un lien vers une page à vous, donné le %s") % day]


MACHINES = (
    Panel(
        "bookings", gettext_lazy("Réservations"), Right.PEOPLE, 20,
        "office/panels/bookings.html", bookings, bookings_said, apart=True,
    ),
    Panel(
        "authorisations", gettext_lazy("Habilitations"), Right.PEOPLE, 21,
        "office/panels/authorisations.html", authorisations, authorisations_said, apart=True,
    ),
    Panel(
        "link", gettext_lazy("Lien personnel"), Right.PEOPLE, 22,
        "office/panels/link.html", link, link_said, apart=True,
    ),
)  # fmt: skip
"""What their page about machines shows."""


def register_panels() -> None:
    """All of them, in their order; called once, when the application is ready."""
    shown = (
        ("office/panels/seats.html", gettext_lazy("Séances"), seats, seats_said),
        ("office/panels/sales.html", gettext_lazy("Paiements"), sales, sales_said),
        ("office/panels/messages.html", gettext_lazy("Messages"), messages, messages_said),
        ("office/panels/visits.html", gettext_lazy("Venues"), visits, visits_said),
        ("office/panels/file.html", gettext_lazy("La fiche"), file, file_said),
        ("office/panels/memberships.html", gettext_lazy("Adhésions"), members, members_said),
        ("office/panels/documents.html", gettext_lazy("Documents"), documents, documents_said),
        ("office/panels/kin.html", gettext_lazy("Proches"), kin, kin_said),
        ("office/panels/merged.html", gettext_lazy("Fiches réunies"), merged, merged_said),
    )  # fmt: skip
    for order, (template, title, read, said) in enumerate(shown):
        key = PurePosixPath(template).stem
        aside = order >= ASIDE
        register(Panel(key, title, Right.PEOPLE, order, template, read, said, aside))
    for panel in (*MACHINES, PLANS):
        register(panel)


def _quarter(person: Person) -> str:
    if person.qpv_told != Told.KNOWN:
        return str(person.get_qpv_told_display())
    return person.qpv or _("hors quartier prioritaire")
