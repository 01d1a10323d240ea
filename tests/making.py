"""Rows of a house that a test needs beside its own, each made by a command; their ids."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import cycle
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from maillage.core.ids import new_id
from maillage.core.models import Command, ToSettle
from maillage.messages.models import Message
from maillage.money.models import PaperBatch, Price, PriceProfile, TillSession
from maillage.network.devices import hash_secret
from maillage.network.models import Network, StaffRole
from tests.houses import PASSWORD, House


def today() -> str:
    return timezone.localdate().isoformat()


def ahead(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def price(house: House, code: str, *, member: bool | None) -> Price:
    with house.scope():
        return Price.objects.get(code=code, member=member)


def sale_part(house: House, target: UUID | None = None, *, due: bool = False) -> dict[str, Any]:
    """One session at the members' price, paid in cash, unless it is left due."""
    found = price(house, "ATELIER", member=True)
    line = {
        "kind": "session",
        "code": "ATELIER",
        "member": True,
        "price": found.pk,
        "target": target,
        "rate": found.rate,
        "amount_cents": 800,
    }
    paid = [] if due else [{"means": "cash", "amount_cents": 800}]
    return {"sale": new_id(), "lines": [line], "payments": paid}


def sold(house: House, *, due: bool = False) -> UUID:
    part = sale_part(house, due=due)
    house.do("money.sell", sale=part, person=house.person())
    return part["sale"]


def paper(house: House, *, alone: bool = False) -> UUID:
    """A kit of two receipts; ``alone``: no kit before it waits."""
    if alone:
        house.do("money.enter_paper", batch=paper(house), earlier_unused=True)
    made = new_id()
    house.do("money.reserve_paper", batch=made, place=house.place, receipts=2)
    return made


def last_number(house: House) -> int:
    """The last number printed."""
    with house.scope():
        return PaperBatch.objects.latest("last_number").last_number


def paper_part(house: House) -> dict[str, Any]:
    """A receipt of a kit: the members' price, paid in cash an hour ago."""
    part = sale_part(house)
    return {**part, "receipt": new_id(), "at": timezone.now() - timedelta(hours=1)}


def workshop(house: House) -> UUID:
    made = new_id()
    house.do("programme.create_workshop", workshop=made, title=f"Photos {made.hex[-6:]}")
    return made


def theme(house: House) -> UUID:
    made = new_id()
    house.do("programme.add_theme", theme=made, title=f"Photos {made.hex[-6:]}")
    return made


def tournament(house: House) -> UUID:
    made = new_id()
    house.do("programme.create_workshop", workshop=made, title="Tournoi", format="tournament")
    return house.session(workshop=made)


def item(house: House) -> UUID:
    made = new_id()
    house.do("programme.add_item", item=made, session=tournament(house), label="Ranger")
    return made


VERSIONS = cycle(range(1, 1000))
"""Of a document: none twice in a test."""


def document(house: House) -> UUID:
    made = new_id()
    house.do(
        "people.add_document",
        document=made,
        document_kind="charter",
        title="Charte",
        version=next(VERSIONS),
        from_day=today(),
    )
    return made


def registration(house: House, session: UUID | None = None) -> UUID:
    made = new_id()
    house.do(
        "programme.register",
        session=session or house.session(room=None),
        seats=[{"registration": made, "person": house.person()}],
    )
    return made


def waiting(house: House) -> UUID:
    session = house.session(capacity=1)
    registration(house, session)
    second = registration(house, session)
    house.do("programme.add_chair", session=session)
    return second


def rung(house: House, first_name: str = "Zoé", **typed: Any) -> UUID:
    made = new_id()
    house.do("people.ring", ring=made, first_name=first_name, **typed)
    return made


def organisation(house: House) -> UUID:
    made = new_id()
    house.do("network.add_organisation", organisation=made, name=f"Les Mulots {made.hex[-6:]}")
    return made


def staff(house: House) -> UUID:
    made = new_id()
    house.do("network.add_staff", staff=made, first_name="Karim")
    return made


def account(house: House) -> UUID:
    made = new_id()
    signing_in = {"login": f"karim-{made}", "password_hash": make_password(PASSWORD)}
    house.do("network.add_staff", staff=made, first_name="Karim", **signing_in)
    return made


def staff_role(house: House) -> UUID:
    made = new_id()
    house.do("network.give_role", staff_role=made, staff=staff(house), role="volunteer")
    with house.scope():
        assert StaffRole.objects.filter(pk=made).exists()
    return made


def next_thursday() -> date:
    """The day of ``rota_slot``, to come."""
    now = timezone.localdate()
    return now + timedelta(days=(3 - now.weekday()) % 7)


def rota_slot(house: House) -> UUID:
    made = new_id()
    hours = {"weekday": 3, "starts": "14:00", "ends": "17:00"}
    house.do("network.set_rota_slot", slot=made, staff=staff(house), place=house.place, **hours)
    return made


def animated(house: House) -> dict[str, UUID]:
    who = staff(house)
    return {"session": house.session(room=None, mediators=[who]), "staff": who}


def neighbourhood(house: House) -> UUID:
    made = new_id()
    name = f"Quartier {made.hex[-6:]}"
    house.do("network.add_neighbourhood", neighbourhood=made, name=name, commune="37003")
    return made


def unit(house: House) -> UUID:
    made = new_id()
    house.do("network.add_unit", unit=made, place=house.place, name=f"Poste {made.hex[-6:]}")
    return made


def absence(house: House) -> UUID:
    made = new_id()
    house.do("network.declare_absence", absence=made, staff=staff(house))
    return made


def enrolled(house: House) -> UUID:
    made = new_id()
    secret = hash_secret(made.hex)
    house.do(
        "network.enrol_device", device=made, name="Accueil", place=house.place, secret_hash=secret
    )
    return made


def lost_desk(house: House) -> UUID:
    """A desk taken away before it gave a receipt."""
    made = enrolled(house)
    house.do("money.give_series", device=made)
    house.do("network.revoke_device", device=made)
    return made


def undoable(house: House) -> UUID:
    """The key of a command just done by the manager."""
    house.do("people.greet", visit=new_id(), person=house.person())
    with house.scope():
        return Command.objects.filter(kind="people.greet").latest("rev").key


def to_settle(house: House) -> UUID:
    with house.scope():
        row = ToSettle.objects.create(
            structure_id=house.structure,
            command_key=new_id(),
            kind="people.greet",
            code="person_unknown",
            at=timezone.now(),
        )
    return row.pk


def open_till(house: House) -> UUID:
    """The till of the house's server device: opened once."""
    with house.scope():
        standing = TillSession.objects.filter(closing=None).first()
    if standing is not None:
        return standing.pk
    made = new_id()
    house.do("money.open_till", till=made, float_cents=0)
    return made


def other_name(house: House) -> UUID:
    made = new_id()
    house.do(
        "people.add_name", name=made, person=house.person(), name_kind="birth", last_name="Petit"
    )
    return made


def guardianship(house: House) -> UUID:
    made = new_id()
    house.do(
        "people.add_guardian",
        guardianship=made,
        minor=house.person("Léa"),
        guardian=house.person("Odette"),
    )
    return made


def acts_for(house: House) -> UUID:
    made = new_id()
    house.do(
        "people.act_for",
        acts_for=made,
        person=house.person(),
        organisation=organisation(house),
        from_day=today(),
    )
    return made


def alias(house: House) -> UUID:
    made = new_id()
    house.do("people.merge", alias=made, kept=house.person(), merged=house.person("Marie", ""))
    return made


def ending_price(house: House) -> UUID:
    made = new_id()
    code = f"P{made.hex[-8:]}"
    house.do("money.set_price", price=made, code=code, label="Scan", rate=1000, from_day=today())
    return made


def later(house: House) -> UUID:
    """A session to come."""
    return house.session(day=f"{ahead(9)}", room=None)


def registered_later(house: House) -> dict[str, Any]:
    """A session to come, and who is registered in it."""
    session, person = later(house), house.person()
    seats = [{"registration": new_id(), "person": person}]
    house.do("programme.register", session=session, seats=seats)
    return {"session": session, "persons": [person]}


def to_call(house: House) -> UUID:
    """A call to make."""
    person = house.person(phone="03 29 12 34 56")
    house.do("messages.write", persons=[person], text="Venez voir l’exposition.")
    with house.scope():
        return Message.objects.get(person=person).pk


def failed(house: House) -> UUID:
    """An e-mail that its server refused."""
    person = house.person(email="marie@example.fr")
    house.do("messages.write", persons=[person], text="Venez voir l’exposition.")
    with house.scope():
        Message.objects.filter(person=person).update(state="failed", next_try_at=None)
        return Message.objects.get(person=person).pk


def profile(house: House) -> UUID:
    with house.scope():
        return PriceProfile.objects.get(code="demandeur").pk


def membership(house: House) -> UUID:
    """In a network of one's own."""
    made, network = new_id(), new_id()
    values = {"network": network, "name": f"Réseau {network.hex}", "code": network.hex[:24]}
    house.do("network.found_network", membership=made, from_day=today(), **values)
    return made


def partner_code(house: House) -> str:
    """The code of a network founded by a partner."""
    network = new_id()
    Network.objects.create(id=network, name=f"Réseau {network.hex}", code=network.hex[:24])
    return network.hex[:24]
