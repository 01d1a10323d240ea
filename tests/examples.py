"""One valid payload for each kind of command, in a given house: what the walks start from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import cycle
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from maillage.core.ids import new_id
from maillage.core.models import Command, ToSettle
from maillage.messages.models import Message
from maillage.money.models import Price, PriceProfile, TillSession
from maillage.network.devices import hash_pin, hash_secret
from maillage.network.logos import keep_logo
from maillage.network.models import Network, StaffRole
from tests.houses import PASSWORD, House
from tests.pictures import PNG

Example = Callable[[House], dict[str, Any]]


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


EXAMPLES: dict[str, Example] = {
    "core.settle": lambda h: {"row": to_settle(h)},
    "core.undo": lambda h: {"key": undoable(h)},
    "counter.arrive": lambda h: {
        "visit": new_id(),
        "person": h.person(),
        "papers": [{"acceptance": new_id(), "document": document(h)}],
        "seat": {"registration": new_id(), "session": h.session(room=None)},
        "sale": sale_part(h),
    },
    "messages.drop": lambda h: {"message": to_call(h)},
    "messages.mark_done": lambda h: {"messages": [to_call(h)]},
    "messages.send_again": lambda h: {"message": failed(h)},
    "messages.set_template": lambda h: {
        "code": "session_cancelled",
        "subject": "Annulé",
        "body": "{bonjour}, {atelier} est annulé. {lieu}",
    },
    "messages.write": lambda h: {"persons": [h.person()], "text": "Venez voir l’exposition."},
    "counter.ask_documents": lambda h: {"session": later(h)},
    "counter.call_off": lambda h: {"session": later(h)},
    "counter.declare_absence": lambda h: {
        "absence": new_id(),
        "staff": staff(h),
        "replaced_by": staff(h),
    },
    "counter.move_session": lambda h: {"session": later(h), "room": h.room, "minutes": 45},
    "counter.offer_seat": lambda h: {"registration": waiting(h)},
    "counter.tell_waiting": lambda h: {"session": later(h)},
    "counter.write": lambda h: {"text": "Venez avec vos photos.", **registered_later(h)},
    "money.add_plan": lambda h: {
        "plan": new_id(),
        "code": f"A{new_id().hex[-8:]}",
        "label": "Au mois",
        "price_code": f"A{new_id().hex[-8:]}",
        "months": 1,
        "price": new_id(),
        "rate": 50_000,
    },
    "money.add_profile": lambda h: {
        "profile": new_id(),
        "code": f"e{new_id().hex[-8:]}",
        "label": "Étudiant",
    },
    "money.change_price": lambda h: {
        "price": new_id(),
        "code": f"P{new_id().hex[-8:]}",
        "label": "Impression",
        "rate": 1500,
        "place": h.place,
        "from_day": today(),
    },
    "money.edit_plan": lambda h: {"plan": h.plan, "label": "Adhésion"},
    "money.edit_profile": lambda h: {"profile": profile(h), "label": "En recherche d’emploi"},
    "money.end_price": lambda h: {"price": ending_price(h), "to_day": today()},
    "money.give_series": lambda h: {"device": enrolled(h)},
    "money.open_till": lambda h: {"till": new_id(), "float_cents": 5000},
    "money.close_till": lambda h: {
        "closing": new_id(),
        "till": open_till(h),
        "counted_cents": 0,
        "reason": "unknown",
    },
    "money.pay": lambda h: {
        "sale": sold(h, due=True),
        "payments": [{"means": "card", "amount_cents": 800}],
    },
    "money.reverse": lambda h: {"sale": sold(h), "reversal": new_id(), "means": "transfer"},
    "money.sell": lambda h: {
        "sale": sale_part(h),
        "person": h.person(),
        "memberships": [
            {
                "membership": new_id(),
                "plan": h.plan,
                "starts_on": today(),
                "ends_on": today(),
            }
        ],
    },
    "money.set_price": lambda h: {
        "price": new_id(),
        "code": f"P{new_id().hex[-8:]}",
        "label": "Impression",
        "rate": 1500,
        "place": h.place,
        "from_day": today(),
    },
    "network.add_organisation": lambda h: {
        "organisation": new_id(),
        "name": f"Mission Locale {new_id().hex[-6:]}",
    },
    "network.add_neighbourhood": lambda h: {
        "neighbourhood": new_id(),
        "name": f"Quartier {new_id().hex[-6:]}",
        "commune": "37003",
    },
    "network.retire_neighbourhood": lambda h: {
        "neighbourhood": neighbourhood(h),
        "retired_on": today(),
    },
    "network.set_population": lambda h: {"commune": "37003", "year": 2012, "count": 13246},
    "network.set_territory": lambda h: {
        "territory": new_id(),
        "name": f"Val {new_id().hex[-6:]}",
        "communes": ["37003"],
    },
    "people.rename_neighbourhood": lambda h: {
        "neighbourhood": neighbourhood(h),
        "name": f"Quartier {new_id().hex[-6:]}",
    },
    "network.add_place": lambda h: {
        "place": new_id(),
        "name": f"Fab lab {new_id().hex[-6:]}",
        "kind": "fablab",
    },
    "network.add_staff": lambda h: {"staff": new_id(), "first_name": "Inès"},
    "network.add_token": lambda h: {
        "token": new_id(),
        "staff": new_id(),
        "name": "Site",
        "role": "coordinator",
        "secret_hash": hash_secret(new_id().hex),
        "place": h.place,
    },
    "network.add_unit": lambda h: {
        "unit": new_id(),
        "place": h.place,
        "name": f"Poste {new_id().hex[-6:]}",
        "kind": "desk",
        "parent": h.room,
    },
    "network.edit_organisation": lambda h: {
        "organisation": organisation(h),
        "logo": keep_logo(PNG),
    },
    "network.edit_place": lambda h: {"place": h.place, "motto": "Ouvert à tous"},
    "network.cancel_absence": lambda h: {"absence": absence(h)},
    "network.declare_absence": lambda h: {"absence": new_id(), "staff": staff(h)},
    "network.edit_unit": lambda h: {"unit": unit(h), "capacity": 6, "retired_on": today()},
    "network.end_role": lambda h: {"staff_role": staff_role(h), "to_day": today()},
    "network.end_rota_slot": lambda h: {"slot": rota_slot(h), "to_day": today()},
    "network.give_half_day": lambda h: {
        "slot": rota_slot(h),
        "day": next_thursday(),
        "given": new_id(),
        "rest": new_id(),
        "staff": staff(h),
    },
    "network.end_staff": lambda h: {"staff": staff(h), "left_on": today()},
    "network.enrol_device": lambda h: {
        "device": new_id(),
        "name": "Accueil",
        "place": h.place,
        "secret_hash": hash_secret(new_id().hex),
    },
    "network.found_network": lambda h: {
        "network": new_id(),
        "membership": new_id(),
        "name": f"Réseau {new_id().hex}",
        "code": new_id().hex[-24:],
        "from_day": today(),
    },
    "network.join_network": lambda h: {
        "membership": new_id(),
        "code": partner_code(h),
        "from_day": today(),
    },
    "network.leave_network": lambda h: {"membership": membership(h), "to_day": today()},
    "network.give_role": lambda h: {
        "staff_role": new_id(),
        "staff": staff(h),
        "role": "organiser",
        "place": h.place,
        "organisation": organisation(h),
    },
    "network.qualify_staff": lambda h: {
        "qualification": new_id(),
        "staff": staff(h),
        "label": "Découpe laser",
    },
    "network.revoke_device": lambda h: {"device": enrolled(h)},
    "network.set_carrier": lambda h: {
        "carrier": new_id(),
        "kind": "association",
        "name": "Association Numéripôle",
        "from_day": today(),
    },
    "network.set_logo": lambda h: {"place": h.place, "logo": keep_logo(PNG)},
    "network.set_password": lambda h: {
        "staff": account(h),
        "password_hash": make_password(PASSWORD),
    },
    "network.set_pin": lambda h: {"staff": staff(h), "pin_hash": hash_pin("1357")},
    "network.set_rota_slot": lambda h: {
        "slot": new_id(),
        "staff": staff(h),
        "place": h.place,
        "weekday": 1,
        "starts": "09:00",
        "ends": "12:00",
    },
    "people.accept_document": lambda h: {
        "acceptance": new_id(),
        "person": h.person(),
        "document": document(h),
        "how": "oral",
        "witness": h.person("Odette"),
        "witness_staff": staff(h),
    },
    "people.act_for": lambda h: {
        "acts_for": new_id(),
        "person": h.person("Julien"),
        "organisation": organisation(h),
        "from_day": today(),
    },
    "people.add_document": lambda h: {
        "document": new_id(),
        "document_kind": "insurance",
        "title": "Assurance",
        "version": next(VERSIONS),
        "from_day": today(),
    },
    "people.add_guardian": lambda h: {
        "guardianship": new_id(),
        "minor": h.person("Léa"),
        "guardian": h.person("Odette"),
    },
    "people.add_name": lambda h: {
        "name": new_id(),
        "person": h.person(),
        "name_kind": "birth",
        "last_name": "Petit",
    },
    "people.count_anonymous": lambda h: {"count": new_id(), "session": h.session(room=None)},
    "people.create": lambda h: {"person": new_id(), "first_name": "Léa"},
    "people.edit": lambda h: {"person": h.person(), "last_name": "Petit"},
    "people.end_guardian": lambda h: {"guardianship": guardianship(h)},
    "people.erase": lambda h: {"person": h.person()},
    "people.import_persons": lambda h: {"persons": [{"person": new_id(), "first_name": "Ali"}]},
    "people.greet": lambda h: {"visit": new_id(), "person": h.person()},
    "people.join_household": lambda h: {
        "person": h.person("Odette"),
        "other": h.person(),
        "household": new_id(),
    },
    "people.leave_household": lambda h: {"person": h.person()},
    "people.hand_over": lambda h: {
        "hand_over": new_id(),
        "person": h.person(),
        "to_name": "Médiathèque de Verdun",
        "consent": "paper",
    },
    "people.merge": lambda h: {
        "alias": new_id(),
        "kept": h.person(),
        "merged": h.person("Marie", ""),
    },
    "people.remove_name": lambda h: {"name": other_name(h)},
    "people.say_not_same": lambda h: {"first": h.person(), "second": h.person()},
    "people.stop_acting_for": lambda h: {"acts_for": acts_for(h), "to_day": today()},
    "people.unmerge": lambda h: {"alias": alias(h)},
    "programme.add_item": lambda h: {
        "item": new_id(),
        "session": tournament(h),
        "label": "Gonfler les ballons",
        "due_on": today(),
    },
    "programme.add_starter_themes": lambda h: {},
    "programme.add_theme": lambda h: {"theme": new_id(), "title": f"Mail {new_id().hex[-6:]}"},
    "programme.add_chair": lambda h: {"session": h.session(room=None)},
    "programme.cancel_registration": lambda h: {"registration": registration(h)},
    "programme.cancel_session": lambda h: {"session": h.session(room=None)},
    "programme.create_workshop": lambda h: {
        "workshop": new_id(),
        "title": "Tablette",
        "theme": theme(h),
        "organisation": organisation(h),
        "audiences": ["seniors"],
        "tools": ["tablet"],
    },
    "programme.describe_event": lambda h: {
        "session": tournament(h),
        "game": "Rocket League",
        "pegi": 3,
        "papers": ["parental_consent"],
    },
    "programme.drop_item": lambda h: {"item": item(h)},
    "programme.edit_theme": lambda h: {"theme": theme(h), "synonyms": "photos, images"},
    "programme.edit_session": lambda h: {
        "session": h.session(day=f"{ahead(11)}"),
        "room": h.room,
        "minutes": 45,
        "mediators": [staff(h)],
    },
    "programme.edit_workshop": lambda h: {"workshop": workshop(h), "title": "Retouche photo"},
    "programme.keep_decisions": lambda h: {
        "session": h.session(room=None),
        "decisions": ["On se revoit jeudi", "Chacun apporte une photo"],
    },
    "programme.mark_attendance": lambda h: {
        "registration": registration(h),
        "attendance": "present",
    },
    "programme.offer_seat": lambda h: {"registration": waiting(h)},
    "programme.plan_session": lambda h: {
        "session": new_id(),
        "workshop": workshop(h),
        "place": h.place,
        "room": h.room,
        "day": f"20{30 + new_id().int % 60}-0{new_id().int % 9 + 1}-1{new_id().int % 9}",
        "start": "09:00",
        "mediators": [staff(h)],
        "organisers": [organisation(h)],
    },
    "programme.replace_mediator": lambda h: animated(h) | {"by": staff(h)},
    "programme.tick_item": lambda h: {"item": item(h)},
    "programme.retire_theme": lambda h: {
        "theme": theme(h),
        "retired_on": today(),
        "successor": theme(h),
    },
    "programme.register": lambda h: {
        "session": h.session(room=None),
        "seats": [{"registration": new_id(), "person": h.person()}],
    },
}
