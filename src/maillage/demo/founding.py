"""How a demo structure was set up, before the first day laid: places, team, prices, files."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from maillage.core.periods import inclusive_end, local_date, months_after
from maillage.demo.scene import Spot, Tariff, Villager, Worker, clock
from maillage.demo.world import Step, World, demo_id
from maillage.money.rules import amount
from maillage.network.rules import HOME_ZONE
from maillage.people.models import Document
from maillage.programme.models import Format
from maillage.programme.starter import starter_themes

PAPERS = (
    (Document.Kind.CHARTER, "Charte du lieu", Document.RequiredOf.EVERYONE),
    (Document.Kind.PARENTAL, "Autorisation parentale", Document.RequiredOf.MINORS),
    (Document.Kind.IMAGE_VOICE, "Droit à l’image et à la voix", Document.RequiredOf.NOBODY),
)


class Founding:
    """The steps of the setting up, all by the server, on the manager's word."""

    def __init__(self, world: World) -> None:
        self.world, self.scene = world, world.scene
        self.manager = world.scene.team[0].label

    def steps(self) -> Iterator[Step]:
        yield from self._carriers()
        if self.scene.network:
            yield self._network()
        for spot in self.world.spots:
            yield from self._spot(spot)
        for worker in self.scene.team:
            yield from self._worker(worker)
        yield from self._offer()
        for spot in self.world.spots:
            yield from self._desk(spot)
        yield from self._neighbourhoods()
        for one in self.scene.cast:
            if one.joined is not None:
                yield from self._file(one)

    def _neighbourhoods(self) -> Iterator[Step]:
        """The priority neighbourhoods that its people live in."""
        known = sorted({(one.qpv, one.commune) for one in self.scene.cast if one.qpv})
        for name, commune in known:
            yield self._do(
                self._since(None),
                f"neighbourhood {name}",
                "network.add_neighbourhood",
                neighbourhood=self.world.id("neighbourhood", name),
                name=name,
                commune=commune,
            )

    def _do(self, at: datetime, key: str, kind: str, place: str = "", /, **payload: Any) -> Step:
        return Step(at, key, kind, payload, self.manager, place)

    def _carriers(self) -> Iterator[Step]:
        for one in self.scene.carriers:
            yield self._do(
                max(self.world.at(one.from_day, clock("09:00")), self.scene.founded),
                f"carrier {one.label}",
                "network.set_carrier",
                carrier=self.world.id("carrier", one.label),
                kind=one.kind,
                name=one.name,
                from_day=one.from_day,
                address=one.address,
            )

    def _network(self) -> Step:
        at, name = self._since(None), self.scene.network
        payload = {
            "membership": self.world.id("membership in", name),
            "code": demo_id("network", name).hex[-12:],
            "from_day": local_date(at, HOME_ZONE),
        }
        if not self.scene.founds_network:
            return self._do(at, "network", "network.join_network", **payload)
        founded = {"network": demo_id("network", name), "name": name}
        return self._do(at, "network", "network.found_network", **payload, **founded)

    def _spot(self, spot: Spot) -> Iterator[Step]:
        names = ("name", "kind", "commune", "motto", "colour", "opening", "address", "phone")
        dates = {"opened_on": spot.opened_on, "closed_on": spot.closed_on}
        at = self._since(spot.opened_on)
        place = self.world.id("place", spot.label)
        yield self._do(
            at,
            f"place {spot.label}",
            "network.add_place",
            place=place,
            **{name: getattr(spot, name) for name in names},
            **{name: day for name, day in dates.items() if day is not None},
        )
        for room in spot.rooms:
            unit = {"unit": self.world.id("room", room.label), "place": place}
            parent = {"parent": self.world.id("room", room.inside)} if room.inside else {}
            yield self._do(
                at,
                f"room {room.label}",
                "network.add_unit",
                **unit,
                **parent,
                name=room.name,
                kind=room.kind,
                capacity=room.capacity,
            )

    def _since(self, day: date | None) -> datetime:
        """When something of a day was typed: then, but not before the founding nor after all."""
        opened = self.world.at(day, clock("09:00")) if day else self.scene.founded
        eve = self.world.at(self.world.start - timedelta(days=2), clock("09:00"))
        return min(max(opened, self.scene.founded), eve)

    def _worker(self, worker: Worker) -> Iterator[Step]:
        since = worker.since or self.world.start - timedelta(days=60)
        at, staff = self._since(since), self.world.staff(worker.label)
        if worker.label != self.manager:
            yield self._do(
                at,
                f"staff {worker.label}",
                "network.add_staff",
                staff=staff,
                first_name=worker.first_name,
                last_name=worker.last_name,
                login=f"{worker.label}@{self.scene.slug}",
            )
            yield self._do(
                at,
                f"role {worker.label}",
                "network.give_role",
                staff_role=self.world.id("role", worker.label),
                staff=staff,
                role=worker.role,
                from_day=since,
                till_allowed=worker.till_allowed,
            )
        pin = {"staff": staff, "pin": worker.pin}
        yield self._do(at, f"pin {worker.label}", "network.set_pin", **pin)
        for what in worker.qualified_for:
            yield self._do(
                at,
                f"qualification {worker.label} {what}",
                "network.qualify_staff",
                qualification=self.world.id("qualification", worker.label, what),
                staff=staff,
                label=what,
                granted_on=since,
            )

    def _offer(self) -> Iterator[Step]:
        """Partners, prices, papers, workshops."""
        at = self._since(None)
        for name, kind in self.scene.organisations:
            organisation = {"organisation": self.world.id("organisation", name), "name": name}
            yield self._do(
                at, f"organisation {name}", "network.add_organisation", **organisation, kind=kind
            )
        for tariff in self.scene.tariffs:
            yield self._tariff(at, tariff)
        if self.scene.plan:
            code, label, price_code = self.scene.plan
            plan = {"plan": self.world.id("plan"), "code": code, "label": label}
            yield self._do(at, "plan", "money.add_plan", **plan, price_code=price_code)
        for kind, title, required_of in PAPERS[0 if self.scene.with_charter else 1 :]:
            yield self._do(
                at,
                f"document {kind}",
                "people.add_document",
                document=self.world.id("document", kind),
                document_kind=kind,
                title=title,
                from_day=local_date(at, HOME_ZONE),
                required_of=required_of,
            )
        yield from self._workshops(at)

    def _tariff(self, at: datetime, tariff: Tariff) -> Step:
        return self._do(
            at,
            f"price {tariff.code} {tariff.member}",
            "money.set_price",
            price=self.world.id("price", tariff.code, str(tariff.member)),
            code=tariff.code,
            label=tariff.label,
            rate=tariff.rate,
            member=tariff.member,
            unit=tariff.unit,
            from_day=local_date(at, HOME_ZONE),
        )

    def _workshops(self, at: datetime) -> Iterator[Step]:
        names = (
            "title",
            "minutes",
            "capacity",
            "format",
            "price_code",
            "level",
            "audiences",
            "tools",
        )
        yield from self._themes(at)
        for one in self.scene.activities:
            yield self._do(
                at,
                f"workshop {one.label}",
                "programme.create_workshop",
                workshop=self.world.id("workshop", one.label),
                theme=self.world.id("theme", one.theme) if one.theme else None,
                **{name: getattr(one, name) for name in names},
                **({"shares_room": True} if one.format == Format.OUTREACH else {}),
            )

    def _themes(self, at: datetime) -> Iterator[Step]:
        """The themes of the workshops, and those that were replaced."""
        words = {one.title: one.synonyms for one in starter_themes()}
        words |= {one.title: one.synonyms for one in self.scene.former_themes}
        titles = [one.theme for one in self.scene.activities if one.theme]
        titles += [one.title for one in self.scene.former_themes]
        for title in dict.fromkeys(titles):
            theme = {"theme": self.world.id("theme", title), "title": title}
            synonyms = words.get(title, "")
            yield self._do(at, f"theme {title}", "programme.add_theme", **theme, synonyms=synonyms)
        for one in self.scene.former_themes:
            yield self._do(
                at,
                f"former {one.title}",
                "programme.retire_theme",
                theme=self.world.id("theme", one.title),
                retired_on=one.retired_on,
                successor=self.world.id("theme", one.successor),
            )

    def _desk(self, spot: Spot) -> Iterator[Step]:
        at, device = self.world.desks_since, self.world.id("desk", spot.label)
        yield self._do(
            at,
            f"desk {spot.label}",
            "network.enrol_device",
            spot.label,
            device=device,
            name=f"Accueil {spot.name}"[:60],
            place=self.world.id("place", spot.label),
        )
        key = f"series {spot.label}"
        yield self._do(at, key, "money.give_series", spot.label, device=device)

    def _file(self, one: Villager) -> Iterator[Step]:
        """A file opened before the first day laid: a first visit, a charter, perhaps a membership.

        Where the place was not open yet, they had phoned.
        """
        day = joined_on(self.world, one)
        place, person = self.world.spots[0].label, self.world.id("person", one.label)
        at = self.world.at(day, clock("10:00") + self.world.rng(day, one.label).randrange(400))
        yield self._do(
            at, f"file {one.label}", "people.create", place, **person_part(self.world, one)
        )
        opened_on = self.world.spots[0].opened_on
        if opened_on is not None and day < opened_on:
            return
        visit = {"visit": self.world.id("first visit", one.label), "person": person}
        yield self._do(at, f"first visit {one.label}", "people.greet", place, **visit)
        yield from papers(self.world, one, at, place)
        if "member" in one.traits:
            yield self._membership(one, at, place, day)

    def _membership(self, one: Villager, at: datetime, place: str, day: date) -> Step:
        rng = self.world.rng(day, f"membership {one.label}")
        taken = {
            "membership": self.world.id("first membership", one.label),
            "plan": self.world.id("plan"),
            "starts_on": day,
            "ends_on": inclusive_end(day, 12),
        }
        code = self.scene.plan[2] if self.scene.plan else ""
        price = next(row for row in self.scene.tariffs if row.code == code)
        line = {
            "kind": "membership",
            "code": code,
            "price": self.world.id("price", code, str(price.member)),
            "target": taken["membership"],
            "rate": price.rate,
            "amount_cents": amount(price.rate, 1000, 0),
        }
        paid = {"means": rng.choice(("cheque", "transfer")), "amount_cents": line["amount_cents"]}
        sale = {"sale": self.world.id("first sale", one.label), "lines": [line], "payments": [paid]}
        person = self.world.id("person", one.label)
        payload = {"sale": sale, "person": person, "memberships": [taken]}
        return self._do(at, f"first membership {one.label}", "money.sell", place, **payload)


def joined_on(world: World, one: Villager) -> date:
    """The day a file was opened, before the first day laid."""
    eve = world.start - timedelta(days=1)
    some_days = timedelta(days=world.rng(eve, one.label).randrange(9))
    return months_after(eve, -(one.joined or 0)) - some_days


def person_part(world: World, one: Villager) -> dict[str, Any]:
    """What is typed of a person in their file."""
    profile: dict[str, Any] = {
        "sex": one.sex,
        "birth_year": world.first_run.year - one.age,
        "status": one.status,
    }
    profile |= {"commune": one.commune} if one.commune else {"commune_told": "declined"}
    profile |= {"qpv": one.qpv} if one.qpv else {}
    return {
        "person": world.id("person", one.label),
        "first_name": one.first_name,
        "last_name": one.last_name,
        "phone": one.phone,
        "card": one.card,
        "profile": profile,
    }


def papers(
    world: World, one: Villager, at: datetime, place: str, *, by: str = "", desk: bool = False
) -> Iterator[Step]:
    """The charter, and a parent's consent, signed on paper; unless they are what is missing."""
    signs = world.scene.with_charter and "no_charter" not in one.traits
    wanted = [Document.Kind.CHARTER] if signs else []
    if one.is_minor and "no_consent" not in one.traits:
        wanted.append(Document.Kind.PARENTAL)
    for number, kind in enumerate(wanted):
        sheet = world.rng(world.start, f"{kind} {one.label}").randrange(1000)
        yield Step(
            at + timedelta(minutes=2 + number),
            f"{kind} {one.label}",
            "people.accept_document",
            {
                "acceptance": world.id("acceptance", kind, one.label),
                "person": world.id("person", one.label),
                "document": world.id("document", kind),
                "how": "paper",
                "sheet": f"F-{sheet:03}",
            },
            by or world.scene.team[0].label,
            place,
            desk,
        )
