"""A house with something on every page, and an empty one: run in a process of its own.

Prints, as JSON, one id for each name that an address of the office asks for.
"""

from __future__ import annotations

import json
from datetime import timedelta

from django.conf import settings
from django.test.utils import setup_test_environment
from django.utils import timezone

from maillage.booking.photos import keep_photo
from maillage.core.ids import new_id
from maillage.core.models import ToSettle
from maillage.messages.models import Message
from maillage.money.models import Price, PriceProfile, Receipt, Sale
from maillage.network.bootstrap import found
from maillage.network.models import (
    Carrier,
    Device,
    NetworkMembership,
    Place,
    PriorityNeighbourhood,
    RotaSlot,
    StaffAbsence,
    StaffRole,
    Territory,
)
from maillage.people.models import (
    ActsFor,
    Document,
    DoorRing,
    Guardianship,
    HandOver,
    PersonAlias,
    PersonName,
)
from maillage.programme.models import Registration, Series
from tests.houses import PASSWORD, Desk, House, build_house, open_desk
from tests.making import rung
from tests.making_booking import (
    authorisation,
    family,
    given_feed,
    given_page,
    incident,
    job,
    machine,
    reservation,
    resource,
    slot,
    token,
)
from tests.making_plans import shown
from tests.pictures import PNG


def fill() -> dict[str, str]:
    """Bras, open this morning; Neuve, founded a minute ago."""
    setup_test_environment()
    settings.MAIL, settings.SMS_URL = {"folder": True}, "file:"
    found(
        structure_name="Maison neuve", slug="neuve", first_name="Anne", login="anne",
        password=PASSWORD, now=timezone.now(),
    )  # fmt: skip
    return fill_house(build_house())


def fill_house(house: House) -> dict[str, str]:
    """Something on every page of the house; one id for each name an address asks for."""
    house.add_staff("mediator", "Sandrine")
    set_up(house)
    week(house)
    territory(house)
    theme = themes(house)
    person = people(house)
    session = sessions(house, person)
    away(house, person)
    event = events(house, person)
    arrive(open_desk(house), person, session)
    later, batch, machines = messages(house), kits(house), bookings(house, person)
    named = {
        "batch": batch,
        "person": person,
        "session": session,
        "later": later,
        "theme": theme,
        **event,
        **machines,
        **shown(house, person),
    }
    return {**ids(house), **{name: str(one) for name, one in named.items()}}


def set_up(house: House) -> None:
    today = timezone.localdate()
    house.do(
        "network.edit_place", place=house.place, motto="Village connecté à l’avenir",
        phone="03 29 12 34 56", address="1 rue de la Mairie",
        opening="Mo-Fr 09:00-12:00,14:00-17:30; Sa 10:00-12:00",
    )  # fmt: skip
    house.do("network.add_place", place=new_id(), name="Annexe", kind="fablab", colour="#7a1f5c")
    house.do(
        "network.found_network", network=new_id(), membership=new_id(), from_day=today,
        name=f"Réseau de {house.slug}", code=new_id().hex[-24:],
    )  # fmt: skip
    house.do(
        "network.set_carrier", carrier=new_id(), kind="commune", name="Commune de Bras",
        from_day="2016-01-01",
    )  # fmt: skip
    house.do(
        "money.set_price", price=new_id(), code="ATELIER", label="Ancien", rate=1,
        profile="demandeur", from_day="2020-01-01", to_day="2021-01-01",
    )  # fmt: skip
    for version, day in ((1, today), (2, today + timedelta(days=30))):
        house.do(
            "people.add_document", document=new_id(), document_kind="charter", title="Charte",
            version=version, from_day=day,
        )  # fmt: skip


def territory(house: House) -> None:
    """A territory whose stated population is not its sum; a neighbourhood."""
    house.do(
        "network.set_territory", territory=new_id(), name="Val d’Amboise",
        communes=["37003", "37131"], stated_population=29_057, stated_year=2012,
    )  # fmt: skip
    house.do(
        "network.add_neighbourhood", neighbourhood=new_id(), name="La Verrerie", commune="37003"
    )


def week(house: House) -> None:
    """A week with hours that nobody staffs, somebody away, and their session."""
    values = {"staff": house.staff["mediator"], "place": house.place}
    for weekday in range(6):
        house.do(
            "network.set_rota_slot", slot=new_id(), weekday=weekday, starts="14:00", ends="17:00",
            **values,
        )  # fmt: skip


def away(house: House, person) -> None:
    """The mediator is away tomorrow, when somebody comes to their session."""
    who, day = house.staff["mediator"], timezone.localdate() + timedelta(days=1)
    session = house.session(day=day, mediators=[who])
    seats = [{"registration": new_id(), "person": person}]
    house.do("programme.register", session=session, seats=seats)
    house.do("network.declare_absence", absence=new_id(), staff=who, from_day=day, to_day=day)


def themes(house: House) -> str:
    """An old theme and what replaced it; one of the house's workshops is about it."""
    old, new = new_id(), new_id()
    for theme, title in ((old, "Picasa (ancien)"), (new, "Retouche photo")):
        house.do("programme.add_theme", theme=theme, title=title, synonyms="photos, images")
    house.do("programme.retire_theme", theme=old, retired_on="2016-05-01", successor=new)
    house.do(
        "programme.create_workshop", workshop=new_id(), theme=new, tools=["computer"],
        description="Recadrer, éclaircir, enregistrer.",
    )  # fmt: skip
    return str(new)


def events(house: House, person) -> dict[str, str]:
    """A tournament with a minor whose consent is missing; a workshop that decided something."""
    workshops = {kind: new_id() for kind in ("tournament", "collaborative")}
    made = {}
    for kind, workshop in workshops.items():
        house.do("programme.create_workshop", workshop=workshop, title=f"Un {kind}", format=kind)
        made[kind] = house.session(workshop=workshop)
    minor = house.person("Léo", "Petit", profile={"birth_year": timezone.localdate().year - 10})
    partner = new_id()
    house.do("network.add_organisation", organisation=partner, name="Point 35", kind="département")
    for someone in (minor, person):
        seats = [{"registration": new_id(), "person": someone}]
        house.do("programme.register", session=made["tournament"], seats=seats)
    house.do(
        "programme.describe_event", session=made["tournament"], game="Mario Kart", pegi=12,
        maximum_age=17, cash_prizes=True, papers=["parental_consent", "image_voice_consent"],
    )  # fmt: skip
    house.do("programme.keep_decisions", session=made["collaborative"], decisions=["Se revoir"])
    item = new_id()
    house.do("programme.add_item", item=item, session=made["tournament"], label="Ranger")
    return {"item": str(item), "event": str(made["tournament"]), "organisation": str(partner)}


def people(house: House):
    person = house.person(phone="06 12 34 56 78", card="0247", profile={"birth_year": 1947})
    house.person()
    rung(house, "Marie")
    kin(house, person)
    house.do(
        "money.sell", person=person,
        sale={
            "sale": new_id(),
            "lines": [
                {"kind": "other", "code": "DIVERS", "rate": 50_000, "reason": "other",
                 "amount_cents": 500}
            ],
        },
    )  # fmt: skip
    return person


def kin(house: House, person) -> None:
    """Another name, somebody of the same household, a minor, an organisation."""
    house.do("people.add_name", name=new_id(), person=person, name_kind="birth", last_name="Petit")
    merged = house.person("Mari", "Legal", phone="07 12 34 56 78")
    house.do("people.merge", alias=new_id(), kept=person, merged=merged)
    child = house.person("Léa", "Le Gall", profile={"age_band": "12_17"})
    house.do("people.join_household", person=child, other=person, household=new_id())
    house.do("people.add_guardian", guardianship=new_id(), minor=child, guardian=person)
    house.do(
        "people.hand_over", hand_over=new_id(), person=person, to_name="Médiathèque",
        consent="oral",
    )  # fmt: skip
    house.do("network.add_organisation", organisation=new_id(), name="Atelier Roux")
    house.do(
        "people.act_for", acts_for=new_id(), person=person, from_day="2026-01-01",
        new_organisation={"organisation": new_id(), "name": "Les Mulots"},
    )  # fmt: skip


def sessions(house: House, person):
    session = house.session(capacity=2, room=house.room, mediators=[house.staff["mediator"]])
    for someone in (person, house.person("Odette", "Petit"), house.person("Zoé", "")):
        seats = [{"registration": new_id(), "person": someone}]
        house.do("programme.register", session=session, seats=seats)
    repeated = house.do(
        "programme.plan_session", session=new_id(), workshop=house.workshop, place=house.place,
        room=house.room, day=timezone.localdate() + timedelta(days=1), start="10:00",
        repeat={"rrule": "FREQ=WEEKLY;BYDAY=TU,FR", "count": 6},
    )  # fmt: skip
    house.do("programme.edit_session", session=repeated["sessions"][2], start="10:30")
    house.session(day=timezone.localdate() + timedelta(days=1), start="15:00", minutes=60)
    cancelled = house.session(start="09:00", minutes=30)
    house.do("programme.cancel_session", session=cancelled)
    return session


def messages(house: House):
    """Somebody to call, a letter to post, an e-mail that failed, an SMS that waits."""
    later = house.session(day=timezone.localdate() + timedelta(days=9), start="09:00", minutes=30)
    told = [
        house.person("Ana", "Bon", phone="03 29 12 34 57"),
        house.person("Dan", "Cler", phone="03 29 12 34 58", address="3 rue des Lilas, Bras"),
        house.person("Eve", "Dol", email="eve@example.fr"),
        house.person("Fay", "Eck", phone="06 12 34 56 79"),
    ]
    for someone in told:
        seats = [{"registration": new_id(), "person": someone}]
        house.do("programme.register", session=later, seats=seats)
    house.do("counter.write", session=later, text="Venez avec vos photos.")
    house.do("messages.write", persons=told[:1], text="L’exposition ouvre samedi.")
    with house.scope():
        Message.objects.filter(channel="email").update(
            state="failed", next_try_at=None, fault="Le serveur refuse cette adresse (550)."
        )
    return later


def bookings(house: House, person) -> dict[str, str]:
    """Two printers of the annexe, a laser out of use, a machine that is not reserved yet.

    A reservation to confirm, one who waits. The annexe has no hours: it may be reserved at any.
    """
    with house.scope():
        place = Place.objects.get(name="Annexe").pk
    printers, laser = (
        family(house, name=one, tentative=True, unattended=True) for one in ("Imprimante", "Laser")
    )
    first, second = (resource(house, printers, place=place) for _ in range(2))
    made = reservation(house, resource=first, person=person, **slot(days=1))
    reservation(house, resource=first, wait=True, **slot(days=1))
    out = resource(house, laser, place=place)
    house.do("booking.lock_out", lock_out=new_id(), resource=out, why="broken")
    machine(house, place=place)
    done, runs = (
        job(house, resource=second, person=person, start=start) for start in (True, False)
    )
    house.do("booking.end_job", job=done, outcome="failed")
    house.do("booking.start_job", job=runs)
    job(house, resource=second, person=person, what="vase bleu")
    house.do("booking.edit_resource", resource=second, maintain_hours=1, maintain_months=1)
    given = authorisation(house, laser, person)
    given_feed(house, "public", place=house.place)
    given_page(house, person)
    named = {
        "reservation": made,
        "family": printers,
        "resource": first,
        "authorisation": given,
        "job": runs,
        "incident": incident(house, resource=second, photo=keep_photo(PNG)),
    }
    named |= {"feed": token(house, "own_feed", person), "page": token(house, "own_page", person)}
    return {name: str(one) for name, one in named.items()}


def kits(house: House):
    """Two paper kits that wait; the second."""
    made = [new_id(), new_id()]
    for batch in made:
        house.do("money.reserve_paper", batch=batch, place=house.place, receipts=2)
    return made[1]


def arrive(desk: Desk, person, session) -> None:
    price = next(
        one for one in desk.snapshot()["prices"] if one["code"] == "ATELIER" and one["member"]
    )
    line = {
        "kind": "session", "code": "ATELIER", "member": True, "price": price["price"],
        "rate": price["rate"], "discount_cents": 200, "reason": "goodwill", "amount_cents": 600,
    }  # fmt: skip
    till = new_id()
    desk.do("money.open_till", till=till, float_cents=5000)
    desk.do(
        "counter.arrive", visit=new_id(), person=person,
        sale={
            "sale": new_id(), "lines": [line],
            "payments": [{"means": "cash", "amount_cents": 600}],
            "receipt": {"receipt": new_id(), "number": 1},
        },
    )  # fmt: skip
    desk.do("people.count_anonymous", count=new_id())
    desk.do("people.greet", visit=new_id(), person=new_id())
    desk.do("money.close_till", closing=new_id(), till=till, counted_cents=5500, reason="change")
    desk.do("money.open_till", till=new_id(), float_cents=5000)


def ids(house: House) -> dict[str, str]:
    with house.scope():
        rows = {
            "place": house.place,
            "message": Message.objects.filter(state="to_do", channel="letter").first().pk,
            "workshop": house.workshop,
            "series": Series.objects.get().pk,
            "staff": house.staff["mediator"],
            "price": Price.objects.filter(to_day=None).first().pk,
            "profile": PriceProfile.objects.get().pk,
            "plan": house.plan,
            "document": Document.objects.get(version=1).pk,
            "carrier": Carrier.objects.get().pk,
            "membership": NetworkMembership.objects.get().pk,
            "role": StaffRole.objects.first().pk,
            "receipt": Receipt.objects.get().pk,
            "sale": Sale.objects.filter(receipts__isnull=False).first().pk,
            "handed": HandOver.objects.first().pk,
            "ring": DoorRing.objects.first().pk,
            "alias": PersonAlias.objects.first().pk,
            "name": PersonName.objects.first().pk,
            "guardianship": Guardianship.objects.first().pk,
            "acting": ActsFor.objects.first().pk,
            "row": ToSettle.objects.first().pk,
            "unit": house.room,
            "territory": Territory.objects.first().pk,
            "neighbourhood": PriorityNeighbourhood.objects.first().pk,
            "slot": RotaSlot.objects.first().pk,
            "absence": StaffAbsence.objects.get().pk,
            "registration": Registration.objects.exclude(person=None).first().pk,
            "device": Device.objects.filter(kind=Device.Kind.DESK).first().pk,
        }
    return {name: str(value) for name, value in rows.items()}


def main() -> None:
    print(json.dumps(fill()))
