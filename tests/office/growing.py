"""A house whose every list gains a row each time it grows: by it, statements are compared.

One person's page, one session's, one place's… have as many rows as the house grew times.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from maillage.booking.photos import keep_photo
from maillage.core.ids import new_id
from maillage.core.models import RetentionRun, ToSettle
from maillage.messages.models import Message
from maillage.money.models import PlanTerm
from tests.houses import Desk, build_house
from tests.making import price
from tests.making_booking import given_page, token
from tests.making_plans import material, set_price, take, use_plan
from tests.pictures import PNG

NETWORK = "reseau-meuse"
COMMUNES = ("37003", "37131", "55073")
MONDAY_TO_FRIDAY = "Mo-Fr 09:00-12:00"


class Growing:
    """The house and its desk; ``ids`` are those that addresses name, by the names they give."""

    def __init__(self, desk: Desk) -> None:
        self.house, self.desk, self.receipts = desk.house, desk, 0
        self.today: date = timezone.localdate()
        self.ids: dict[str, UUID] = {
            "place": self.house.place,
            "unit": self.house.room,
            "staff": self.house.staff["mediator"],
            "person": self.house.person("Odette", "Roux", phone="06 98 76 54 32"),
        }
        given_page(self.house, self.ids["person"])
        self.tokens = {
            name: token(self.house, f"own_{name}", self.ids["person"]) for name in ("feed", "page")
        }
        self.one("theme", "programme.add_theme", title="Jeux")
        self.one("workshop", "programme.create_workshop", theme=self.ids["theme"])
        self.one("territory", "network.set_territory", name="Val", communes=[COMMUNES[0]])
        self.one(
            "membership",
            "network.found_network",
            network=new_id(),
            name="Meuse",
            code=NETWORK,
            from_day=self.today,
        )
        self.tournament()

    def grow(self, n: int) -> None:
        """A row more in each list; ``n`` is 0, then 1, then 2."""
        for part in (
            self.settings, self.prices, self.team, self.away, self.catalogue, self.sessions,
            self.seats, self.file, self.kin, self.alike, self.door, self.till, self.messages,
            self.partner, self.night, self.paper, self.machines, self.printers, self.plans,
        ):  # fmt: skip
            part(n)

    # What each part is made with

    def one(self, name: str, kind: str, /, field: str = "", **payload: Any) -> UUID:
        """A command that makes a row; addresses now name it."""
        self.ids[name] = new_id()
        self.house.do(kind, **{field or name: self.ids[name]}, **payload)
        return self.ids[name]

    def some(self, name: str, kind: str, /, **payload: Any) -> UUID:
        """A command that makes a row which no address names."""
        made = new_id()
        self.house.do(kind, **{name: made}, **payload)
        return made

    def minor(self) -> UUID:
        return self.house.person("Léo", "Petit", profile={"birth_year": self.today.year - 10})

    def seat(self, session: UUID, person: UUID) -> UUID:
        made = new_id()
        seats = [{"registration": made, "person": person}]
        self.house.do("programme.register", session=session, seats=seats)
        return made

    def sell(self, n: int, person: UUID, *, at: datetime | None = None, **more: Any) -> None:
        """A receipt of ``n + 1`` lines, by two means."""
        found, lines = price(self.house, "ATELIER", member=True), n + 1
        line = {
            "kind": "session", "code": "ATELIER", "member": True, "price": found.pk,
            "rate": found.rate, "amount_cents": 800,
        }  # fmt: skip
        self.receipts += 1
        self.ids |= {"sale": new_id(), "receipt": new_id()}
        halves = [{"means": one, "amount_cents": 400 * lines} for one in ("cash", "card")]
        receipt = {"receipt": self.ids["receipt"], "number": self.receipts}
        sale = {
            "sale": self.ids["sale"], "lines": [{**line} for _ in range(lines)],
            "payments": halves, "receipt": receipt,
        }  # fmt: skip
        self.desk.do("money.sell", at=at, person=person, sale=sale, **more)

    def tournament(self) -> None:
        """The session whose page is read: full, with somebody who waits, minors, papers."""
        played = self.some(
            "workshop", "programme.create_workshop", title="Tournoi", format="tournament"
        )
        self.ids["session"] = self.ids["event"] = self.house.session(workshop=played, capacity=1)
        self.house.do(
            "programme.describe_event", session=self.ids["event"], papers=["parental_consent"]
        )
        self.seat(self.ids["session"], self.minor())

    # What grows

    def settings(self, n: int) -> None:
        """Places, rooms, carriers, desks, territory, documents."""
        self.annexe = self.some("place", "network.add_place", name=f"Lieu {n}", kind="fablab",
                                opening=MONDAY_TO_FRIDAY)  # fmt: skip
        self.some("unit", "network.add_unit", place=self.house.place, name=f"Salle {n}")
        self.some("unit", "network.add_unit", place=self.house.place, name=f"Poste {n}",
                  kind="desk", parent=self.house.room)  # fmt: skip
        self.one("carrier", "network.set_carrier", kind="other", name=f"Porteur {n}",
                 from_day=self.today + timedelta(days=n))  # fmt: skip
        self.one("device", "network.enrol_device", name=f"Poste {n}", place=self.house.place,
                 secret_hash=f"{n:064}")  # fmt: skip
        self.house.do("network.set_territory", territory=self.ids["territory"], name="Val",
                      communes=[*COMMUNES[: n + 1]])  # fmt: skip
        self.some("territory", "network.set_territory", name=f"Val {n}", communes=[COMMUNES[n]])
        for commune in COMMUNES:
            self.house.do("network.set_population", commune=commune, year=2012 + n, count=1000)
        self.one("neighbourhood", "network.add_neighbourhood", name=f"Quartier {n}",
                 commune=COMMUNES[0])  # fmt: skip
        self.one("document", "people.add_document", document_kind="charter", title="Charte",
                 version=n + 1, from_day=self.today)  # fmt: skip

    def prices(self, n: int) -> None:
        """Prices of a code, profiles, plans."""
        self.one("profile", "money.add_profile", code=f"p{n}", label=f"Profil {n}")
        for code in ("COPIE", f"C{n}"):
            self.one("price", "money.set_price", code=code, label="Copie", rate=1,
                     profile=f"p{n}", from_day="2026-01-01", place=self.house.place)  # fmt: skip
        self.one("plan", "money.add_plan", code=f"M{n}", label="Au mois", price_code=f"M{n}",
                 months=1, price=new_id(), rate=50_000)  # fmt: skip

    def team(self, n: int) -> None:
        """Members of the team; roles, skills and half-days of one of them."""
        other, known = self.some("staff", "network.add_staff", first_name=f"Zoé {n}"), self.ids
        for role in ("volunteer", "mediator"):
            self.some("staff_role", "network.give_role", staff=other, role=role)
        self.one("role", "network.give_role", "staff_role", staff=known["staff"],
                 role="volunteer", place=self.house.place)  # fmt: skip
        self.some("qualification", "network.qualify_staff", staff=known["staff"],
                  label=f"Laser {n}")  # fmt: skip
        for who in (other, known["staff"]):
            self.one("slot", "network.set_rota_slot", staff=who, place=self.house.place,
                     weekday=n, starts="09:00", ends="12:00")  # fmt: skip

    def away(self, n: int) -> None:
        """Somebody away, who was to animate a session more each time."""
        day = self.today + timedelta(days=1)
        who = self.some("staff", "network.add_staff", first_name=f"Karim {n}")
        self.some("staff_role", "network.give_role", staff=who, role="mediator")
        for rank in range(n + 1):
            made = self.house.session(
                day=day, start=f"{9 + rank:02}:00", minutes=30, mediators=[who]
            )
            self.seat(made, self.house.person())
        self.one("absence", "network.declare_absence", staff=who, from_day=day, to_day=day)

    def catalogue(self, n: int) -> None:
        """Themes, one of them old; workshops about one theme."""
        old = self.some("theme", "programme.add_theme", title=f"Thème {n}", synonyms="photos")
        self.house.do("programme.retire_theme", theme=old, retired_on="2026-01-01",
                      successor=self.ids["theme"])  # fmt: skip
        self.some("workshop", "programme.create_workshop", title=f"Autre {n}",
                  theme=self.ids["theme"])  # fmt: skip
        self.one("organisation", "network.add_organisation", name=f"Partenaire {n}")

    def sessions(self, n: int) -> None:
        """Sessions of one workshop, today and tomorrow; a series longer each time."""
        room = self.some("unit", "network.add_unit", place=self.house.place, name=f"Studio {n}")
        for ahead in (0, 1):
            made = self.house.session(
                workshop=self.ids["workshop"], day=self.today + timedelta(days=ahead), room=room,
                start=f"{n:02}:00", minutes=30, mediators=[self.ids["staff"]],
            )  # fmt: skip
            self.seat(made, self.house.person())
        self.ids["later"] = made
        planned = self.house.do(
            "programme.plan_session", session=new_id(), workshop=self.house.workshop,
            place=self.house.place, room=self.house.room, start=f"{10 + n}:00", minutes=30,
            day=self.today + timedelta(days=30),
            repeat={"rrule": "FREQ=WEEKLY;BYDAY=TU", "count": 3 + n},
        )  # fmt: skip
        self.ids["series"] = planned["series"]

    def seats(self, n: int) -> None:
        """In the session read: a seat, a thing to do, a decision; still one who waits."""
        session = self.ids["session"]
        if n:
            self.house.do("programme.add_chair", session=session)
            self.house.do("programme.offer_seat", registration=self.ids["registration"])
        self.ids["registration"] = self.seat(session, self.minor())
        self.one("item", "programme.add_item", session=session, label=f"Ranger {n}")
        decided = [f"On se revoit {one}" for one in range(n + 1)]
        self.house.do("programme.keep_decisions", session=session, decisions=decided)

    def file(self, n: int) -> None:
        """Of one person: a visit, a seat, a receipt, a membership, an agreement, a hand-over."""
        person, at = self.ids["person"], timezone.now() - timedelta(days=n)
        self.house.do("people.greet", at=at, visit=new_id(), person=person)
        self.seat(self.house.session(start=f"{3 + n:02}:00", minutes=30), person)
        day = self.today + timedelta(days=n)
        held = {"membership": new_id(), "plan": self.house.plan, "starts_on": day, "ends_on": day}
        self.sell(n, person, memberships=[held])
        self.some("acceptance", "people.accept_document", person=person, how="paper",
                  document=self.ids["document"])  # fmt: skip
        self.one("handed", "people.hand_over", "hand_over", person=person, consent="oral",
                 to_name=f"Médiathèque {n}")  # fmt: skip

    def kin(self, n: int) -> None:
        """Of one person: names, files brought together, household, minors, organisations."""
        person = self.ids["person"]
        self.one("name", "people.add_name", person=person, name_kind="birth",
                 last_name=f"Petit {n}")  # fmt: skip
        self.one("alias", "people.merge", kept=person, merged=self.house.person("Odile", "Rou"))
        self.house.do("people.join_household", household=new_id(), other=person,
                      person=self.house.person("Ali", f"Haddad {n}"))  # fmt: skip
        self.one("guardianship", "people.add_guardian", minor=self.minor(), guardian=person)
        acting = {"organisation": new_id(), "name": f"Les Mulots {n}"}
        self.one("acting", "people.act_for", "acts_for", person=person, from_day=self.today,
                 new_organisation=acting)  # fmt: skip

    def alike(self, n: int) -> None:
        """Two files that may be one; another that may be the person's."""
        for _ in range(2):
            self.house.person("Marie", f"Le Gall {'abc'[n]}", phone=f"06 12 34 56 7{n}")
        self.house.person("Odette", "Roux", card=f"47{n}")

    def door(self, n: int) -> None:
        """A kiosk; at the door, somebody who came before under that name."""
        self.some("device", "network.enrol_kiosk", staff=new_id(), name=f"Borne {n}",
                  place=self.house.place, secret_hash=f"{n + 10:064}")  # fmt: skip
        came = self.house.person("Odette", f"Sy {n}")
        self.house.do("people.greet", visit=new_id(), person=came)
        self.one("ring", "people.ring", first_name="Odette")

    def till(self, n: int) -> None:
        """A till closed on a receipt more; the next one open."""
        if not n:
            self.open_till()
        self.sell(n, self.house.person())
        self.desk.do("money.close_till", closing=new_id(), till=self.ids["till"], counted_cents=0,
                     reason="unknown")  # fmt: skip
        self.open_till()

    def open_till(self) -> None:
        self.ids["till"] = new_id()
        self.desk.do("money.open_till", till=self.ids["till"], float_cents=0)

    def paper(self, n: int) -> None:
        """A kit of the day; the one before it waits."""
        self.one("batch", "money.reserve_paper", place=self.house.place, receipts=2)

    def messages(self, n: int) -> None:
        """A call, a letter, an e-mail that failed; of the session and of the person read."""
        told = [
            self.house.person("Ana", "Bon", phone=f"03 29 12 34 5{n}"),
            self.house.person("Dan", "Cler", address="3 rue des Lilas, Bras"),
            self.house.person("Eve", "Dol", email="eve@example.fr"),
            self.ids["person"],
        ]
        text = f"L’exposition ouvre samedi {n}."
        self.house.do("messages.write", persons=told, text=text)
        session = self.house.session(day=self.today + timedelta(days=9), start=f"{n:02}:00",
                                     minutes=30)  # fmt: skip
        for one in told:
            self.seat(session, one)
        self.house.do("counter.write", session=session, text=text)
        with self.house.scope():
            Message.objects.filter(channel="email").update(state="failed", next_try_at=None)
            self.ids["message"] = Message.objects.filter(channel="letter").latest("created_at").pk

    def partner(self, n: int) -> None:
        """A partner of the network, with a place and a session."""
        other = build_house(f"autre-{n}", f"Autre {n}")
        other.do("network.join_network", membership=new_id(), code=NETWORK, from_day=self.today)
        other.session(day=self.today + timedelta(days=1))

    def machines(self, n: int) -> None:
        """A machine of a family, reserved; one more who waits for the first; of one person too."""
        of = self.some("family", "booking.add_family", name=f"Laser {n}")
        self.ids.setdefault("family", of)
        self.one("authorisation", "booking.authorise", person=self.ids["person"], family=of)
        unit = self.some("unit", "network.add_unit", place=self.house.place, name=f"Laser {n}",
                         kind="machine")  # fmt: skip
        resource = self.some("resource", "booking.set_resource", unit=unit,
                             family=self.ids["family"])  # fmt: skip
        self.ids.setdefault("resource", resource)
        there = self.some("unit", "network.add_unit", place=self.annexe, name="Laser",
                          kind="machine")  # fmt: skip
        self.some("resource", "booking.set_resource", unit=there, family=of)
        for place in (self.house.place, self.annexe) if n == 0 else ():
            self.house.do("booking.give_feed", audience="public", place=place)
        late = {"day": self.today, "start": "23:00", "minutes": 60, "person": self.ids["person"]}
        made = self.some("reservation", "booking.reserve", resource=resource, **late)
        self.ids.setdefault("reservation", made)
        self.some("reservation", "booking.reserve", resource=self.ids["resource"], wait=True,
                  **late)  # fmt: skip

    def printers(self, n: int) -> None:
        """A machine that works by itself: what runs, what waits its turn, what has ended."""
        of = self.some("family", "booking.add_family", name=f"Imprimante {n}", unattended=True)
        unit = self.some("unit", "network.add_unit", place=self.house.place, kind="machine",
                         name=f"Imprimante {n}")  # fmt: skip
        printer = self.some("resource", "booking.set_resource", unit=unit, family=of)
        work = {"resource": printer, "minutes": 60, "person": self.ids["person"]}
        ended = self.some("job", "booking.queue_job", start=True, **work)
        self.house.do("booking.end_job", job=ended)
        runs = self.some("job", "booking.queue_job", start=True, **work)
        self.some("job", "booking.queue_job", **work)
        self.ids.setdefault("job", runs)
        self.house.do("booking.edit_resource", resource=printer, maintain_hours=n + 1)
        self.one("incident", "booking.report_incident", resource=printer, what="broken",
                 words=f"Bobine {n} vide.", photo=keep_photo(PNG))  # fmt: skip

    def plans(self, n: int) -> None:
        """Plans of one person, one asleep, days counted; a material and its moves."""
        first = n == 0
        pays = [{"code": "COWORKING"}, {"code": f"LASER{n}"}]
        made = use_plan(self.house, f"H{n}", 250, trial_months=1, allowances=pays)
        self.ids["useplan"] = made
        term = take(self.house, made, self.today, person=self.ids["person"])
        with self.house.scope():
            holder = PlanTerm.objects.get(pk=term).holder_id
        self.ids["holder"] = holder
        if first:
            set_price(self.house, "COWORKING", 12)
        self.ids["used"] = self.some(
            "visit", "counter.check_in", person=self.ids["person"], code="COWORKING"
        )
        self.one("pause", "money.pause_plan", holder=holder, from_day=self.today,
                 to_day=self.today)  # fmt: skip
        set_price(self.house, f"GRAMME{n}", 0.05, unit="gram")
        row = material(self.house, f"PLA{n}")
        self.ids.setdefault("material", row)
        self.some("move", "money.move_stock", material=self.ids["material"], why="delivered",
                  units=1000)  # fmt: skip

    def night(self, n: int) -> None:
        """What a night forgot; a row to settle."""
        with self.house.scope():
            RetentionRun.objects.create(
                structure_id=self.house.structure, day=self.today - timedelta(days=n),
                at=timezone.now(), counts={"core.commands": n + 1},
            )  # fmt: skip
            self.ids["row"] = ToSettle.objects.create(
                structure_id=self.house.structure, command_key=new_id(), kind="people.greet",
                code="person_unknown", at=timezone.now(), ids=[str(self.ids["person"])],
            ).pk  # fmt: skip
