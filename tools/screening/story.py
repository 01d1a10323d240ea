"""What the demo's Numéripôle lacks so that no screen is empty; run in a process of its own.

Prints, as JSON, the addresses of the staff and one id for each name that they ask for.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.utils import timezone

from maillage.core.ids import new_id
from maillage.core.models import ToSettle
from maillage.core.retention import run_tonight
from maillage.core.scopes import structure_scope
from maillage.desk.urls import urlpatterns as desk
from maillage.messages.models import Message
from maillage.money.models import MembershipPlan, PaperBatch, Price, PriceProfile, Receipt, Sale
from maillage.network.doors import do_as_server
from maillage.network.models import (
    Carrier,
    Device,
    NetworkMembership,
    Organisation,
    Place,
    PriorityNeighbourhood,
    RotaSlot,
    Staff,
    StaffAbsence,
    StaffRole,
    Structure,
    Territory,
    Unit,
)
from maillage.office.urls import urlpatterns as office
from maillage.people.models import (
    ActsFor,
    Document,
    DoorRing,
    Guardianship,
    HandOver,
    Person,
    PersonAlias,
    PersonName,
)
from maillage.programme.models import (
    ChecklistItem,
    Format,
    Registration,
    Series,
    Session,
    Theme,
    Workshop,
)
from screening.machines import machine_ids, machines, plan_ids

VERDUN, BRAS = "55545", "55073"
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
MORNING, AFTERNOON = ("08:30", "12:00"), ("13:30", "19:30")


class Numeripole:
    """Bras in the demo: what is in it, by name, and its manager's hand."""

    def __init__(self) -> None:
        self.today = timezone.localdate()
        self.structure = Structure.objects.get(slug="bras").pk
        with structure_scope(self.structure):
            self.place = first(Place.objects)
            self.team = {one.first_name: one.pk for one in Staff.objects.all()}
            self.people = {
                f"{one.first_name} {one.last_name}": one.pk for one in Person.objects.all()
            }
            self.workshops = {one.title: one.pk for one in Workshop.objects.all()}

    def do(self, kind: str, /, **payload: Any) -> dict[str, Any]:
        """A command of the manager at the office."""
        return do_as_server(
            self.structure, kind, payload, actor=self.team["Élise"], place=self.place
        )

    def day(self, ahead: int) -> date:
        return self.today + timedelta(days=ahead)


def first(rows: Any) -> UUID:
    """The key of the first of them; there is one."""
    key: UUID = rows.values_list("pk", flat=True).first()
    return key


def tell(at: Numeripole) -> None:
    """Everything that the months of the demo did not bring."""
    around(at)
    week(at)
    prices_and_papers(at)
    programme(at)
    kin(at)
    twins(at)
    seats(at)
    away(at)
    messages(at)
    door(at)
    kits(at)
    machines(at)
    run_tonight(timezone.now())


def around(at: Numeripole) -> None:
    """A network, a territory with a neighbourhood."""
    at.do(
        "network.found_network", network=new_id(), membership=new_id(), from_day=at.day(-90),
        name="Réseau des lieux numériques de Meuse", code=new_id().hex[-24:],
    )  # fmt: skip
    at.do(
        "network.set_territory", territory=new_id(), name="Grand Verdun",
        communes=[BRAS, VERDUN], stated_population=28_500, stated_year=2021,
    )  # fmt: skip
    at.do("network.add_neighbourhood", neighbourhood=new_id(), name="Cité Verte", commune=VERDUN)


def week(at: Numeripole) -> None:
    """Sandrine every day of the week, Bastien in the afternoon; nobody on Saturday morning."""
    shifts = [("Sandrine", day, MORNING) for day in range(5)]
    shifts += [("Bastien", day, AFTERNOON) for day in range(6)]
    for name, weekday, (starts, ends) in shifts:
        at.do(
            "network.set_rota_slot", slot=new_id(), staff=at.team[name], place=at.place,
            weekday=weekday, starts=starts, ends=ends, from_day=at.day(-60),
        )  # fmt: skip


def prices_and_papers(at: Numeripole) -> None:
    """A lower price for who looks for work; the next version of the charter."""
    at.do("money.add_profile", profile=new_id(), code="demandeur", label="Demandeur d’emploi")
    at.do(
        "money.set_price", price=new_id(), code="ATELIER", label="Séance, demandeur d’emploi",
        rate=40_000, profile="demandeur", member=True, from_day=at.today,
    )  # fmt: skip
    at.do(
        "people.add_document", document=new_id(), document_kind="charter", version=2,
        title="Charte du lieu", from_day=at.day(30), required_of="everyone",
    )  # fmt: skip


def programme(at: Numeripole) -> None:
    """A weekly workshop; what the last repair last decided; papers asked for at a tournament."""
    at.do(
        "programme.plan_session", session=new_id(), place=at.place,
        workshop=at.workshops["Réseaux sociaux"], day=at.day(8), start="17:00", minutes=60,
        mediators=[at.team["Sandrine"]],
        repeat={"rrule": f"FREQ=WEEKLY;BYDAY={DAYS[at.day(8).weekday()]}", "count": 10},
    )  # fmt: skip
    with structure_scope(at.structure):
        last = held(at)
        coming = next_session(at, "Tournoi de jeux vidéo")
    decisions = ["Apporter un second fer à souder", "Se revoir le premier samedi de janvier"]
    at.do("programme.keep_decisions", session=last, decisions=decisions)
    at.do(
        "programme.describe_event", session=coming, game="Mario Kart 8", pegi=3,
        minimum_age=8, papers=["parental_consent", "image_voice_consent"],
    )  # fmt: skip
    enrol(at, coming, "Léa Marchal", "Thomas Royer", "Enzo Da Silva")


def held(at: Numeripole) -> UUID:
    """The last session that keeps what was decided together."""
    past = Session.objects.filter(format=Format.COLLABORATIVE, day__lte=at.today)
    return first(past.order_by("-day"))


def next_session(at: Numeripole, title: str) -> UUID:
    """The next one of a workshop, after today."""
    coming = Session.objects.filter(workshop_id=at.workshops[title], day__gt=at.today)
    return first(coming.order_by("starts_at"))


def enrol(at: Numeripole, session: UUID, *names: str) -> None:
    for name in names:
        person = at.people[name]
        with structure_scope(at.structure):
            seated = Registration.objects.filter(session=session, person=person).exists()
        if not seated:
            seat = {"registration": new_id(), "person": person}
            at.do("programme.register", session=session, seats=[seat])


def kin(at: Numeripole) -> None:
    """Marie's whole file: her names, her household, her granddaughter, her association."""
    marie, lea = at.people["Marie Le Gall"], at.people["Léa Marchal"]
    at.do("people.add_name", name=new_id(), person=marie, name_kind="birth", last_name="Petit")
    at.do("people.join_household", person=lea, other=marie, household=new_id())
    at.do(
        "people.add_guardian", guardianship=new_id(), minor=lea, guardian=marie,
        relation="other",
    )  # fmt: skip
    at.do(
        "people.act_for", acts_for=new_id(), person=marie, from_day=at.day(-200),
        new_organisation={"organisation": new_id(), "name": "Les Amis du lavoir"},
    )  # fmt: skip
    at.do(
        "people.hand_over", hand_over=new_id(), person=marie, consent="oral",
        to_name="Médiathèque de Verdun",
    )  # fmt: skip
    at.do(
        "people.edit", person=marie, email="marie.legall@example.fr",
        address="3 rue du Lavoir, 55100 Bras-sur-Meuse",
    )  # fmt: skip


def twins(at: Numeripole) -> None:
    """A file brought together with Marie's; two others that look alike."""
    double = new_id()
    at.do("people.create", person=double, first_name="Mari", last_name="Legall")
    at.do("people.merge", alias=new_id(), kept=at.people["Marie Le Gall"], merged=double)
    with structure_scope(at.structure):
        phones = dict(Person.objects.values_list("pk", "phone"))
    for name, first_name, last_name in (
        ("Odette Chrétien", "Odete", "Chretien"),
        ("Henri Toussaint", "Henry", "Toussaint"),
    ):
        twin = {"first_name": first_name, "last_name": last_name}
        at.do("people.create", person=new_id(), phone=phones[at.people[name]], **twin)


def seats(at: Numeripole) -> None:
    """Marie comes again; « Mon téléphone » is waited for."""
    with structure_scope(at.structure):
        mail, phone = next_session(at, "Boîte mail"), next_session(at, "Mon téléphone")
    enrol(at, mail, "Marie Le Gall")
    enrol(at, phone, "Marie Le Gall", "Camille François", "Nicole Husson")


def away(at: Numeripole) -> None:
    """Bastien is away in two days, for two days: sessions lose who holds them."""
    at.do(
        "network.declare_absence", absence=new_id(), staff=at.team["Bastien"],
        from_day=at.day(2), to_day=at.day(3),
    )  # fmt: skip


def messages(at: Numeripole) -> None:
    """Somebody to call, a letter to post, an e-mail that failed."""
    for name, change in (
        ("Odette Chrétien", {"contact_by": "call", "phone": "03 29 12 34 57"}),
        ("Denise Humbert", {"contact_by": "letter", "address": "8 Grand-Rue, 55100 Verdun"}),
    ):
        at.do("people.edit", person=at.people[name], **change)
    told = ("Marie Le Gall", "Odette Chrétien", "Denise Humbert")
    at.do(
        "messages.write", persons=[at.people[one] for one in told],
        text="L’exposition « Nos vieilles photos » ouvre samedi à 14 h. Venez avec les vôtres !",
    )  # fmt: skip
    with structure_scope(at.structure):
        Message.objects.filter(channel="email").update(
            state="failed", next_try_at=None, fault="Le serveur refuse cette adresse (550)."
        )


def door(at: Numeripole) -> None:
    """Two first names and a card typed at the kiosk, that nobody has matched yet."""
    for typed in ({"first_name": "Marie"}, {"first_name": "Zoé"}, {"card": "4711"}):
        at.do("people.ring", ring=new_id(), **typed)


def kits(at: Numeripole) -> None:
    """A kit of the day that waits."""
    at.do("money.reserve_paper", batch=new_id(), place=at.place, receipts=20)


def ids(at: Numeripole) -> dict[str, str]:
    """One row for each name of an address, the most telling one."""
    marie = at.people["Marie Le Gall"]
    coming = Session.objects.filter(day__gte=at.today, state=Session.State.PLANNED)
    live = ~Q(registrations__state=Registration.State.CANCELLED)
    fullest = coming.annotate(n=Count("registrations", filter=live)).order_by("-n", "starts_at")
    event = next_session(at, "Tournoi de jeux vidéo")
    with_seats = Registration.objects.exclude(state="cancelled").filter(person=marie)
    seat = with_seats.order_by("-session__day")
    rows = {
        "place": at.place,
        "batch": first(PaperBatch.objects.order_by("-first_number")),
        "message": first(Message.objects.filter(channel="letter")),
        "workshop": at.workshops["Boîte mail"],
        "series": first(Series.objects),
        "session": first(fullest),
        "event": event,
        "collaborative": held(at),
        "item": first(ChecklistItem.objects.filter(session=event)),
        "theme": first(Theme.objects.filter(workshops=at.workshops["Boîte mail"])),
        "staff": at.team["Sandrine"],
        "twin": first(Person.objects.filter(first_name="Odete")),
        "role": first(StaffRole.objects.filter(staff=at.team["Sandrine"])),
        "price": first(Price.objects.filter(to_day=None)),
        "profile": first(PriceProfile.objects),
        "plan": first(MembershipPlan.objects),
        "document": first(Document.objects.filter(version=2)),
        "carrier": first(Carrier.objects.order_by("-from_day")),
        "organisation": first(Organisation.objects),
        "membership": first(NetworkMembership.objects),
        "receipt": first(Receipt.objects.order_by("-number")),
        "sale": first(Sale.objects.filter(receipts__isnull=False)),
        "person": marie,
        "odette": at.people["Odette Chrétien"],
        "minor": at.people["Léa Marchal"],
        "handed": first(HandOver.objects),
        "ring": first(DoorRing.objects),
        "alias": first(PersonAlias.objects),
        "name": first(PersonName.objects),
        "guardianship": first(Guardianship.objects),
        "acting": first(ActsFor.objects),
        "row": first(ToSettle.objects),
        "unit": first(Unit.objects),
        "territory": first(Territory.objects),
        "neighbourhood": first(PriorityNeighbourhood.objects),
        "slot": first(RotaSlot.objects),
        "absence": first(StaffAbsence.objects),
        "registration": first(seat),
        **machine_ids(at),
        "device": first(Device.objects.filter(kind=Device.Kind.DESK)),
    }
    return {name: str(value) for name, value in rows.items()}


def addresses() -> dict[str, str]:
    """Each address of the staff by its name, below the structure's."""
    return {
        **{str(one.name): str(one.pattern) for one in office},
        **{str(one.name): f"desk/{one.pattern}" for one in desk},
    }


def main() -> None:
    """Tell the story; print the addresses and the ids they ask for."""
    at = Numeripole()
    tell(at)
    with structure_scope(at.structure):
        known = ids(at)
    print(json.dumps({"addresses": addresses(), "ids": known | plan_ids()}))
