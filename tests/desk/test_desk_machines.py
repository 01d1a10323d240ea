"""Machines at the desk, in Chromium: who may use which one now, what a use costs, what is shown."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.desk.fixture_snapshot import DAY, NOW, name, snapshot
from tests.desk.gestures import toast, type_in

pytestmark = [pytest.mark.browser, pytest.mark.once]

LASER, SOLDER, HEADSET, PRINTER = (
    name(one) for one in ("Laser", "Poste à souder", "Casque VR", "Imprimante 1")
)


def refused(run, who: dict[str, Any] | None, **families: Any) -> dict[str, str]:
    """Why somebody may not begin now, by machine; those that are free are left out."""
    told = snapshot(lab=True)
    for one in told["machines"]["families"]:
        one.update(families.get(one["name"], {}))
    return run(
        """
        const { setClock } = await import("/static/desk/when.js");
        const { Base, World } = await import("/static/desk/world.js");
        const { obstacle } = await import("/static/desk/machines.js");
        setClock(() => Date.parse(given.now));
        const world = new World(new Base(given.snapshot));
        const why = (one) => [one.name, obstacle(world, given.who, one)?.code];
        return Object.fromEntries(world.machines.resources.map(why).filter(([, code]) => code));
        """,
        {"snapshot": told, "now": NOW, "who": who},
    )


BASE = {"minor": False, "missing": [], "age_from": None}
ALWAYS = {"Couture": "taken", "Imprimante 2": "locked", "Studio": "unstaffed"}


@pytest.mark.parametrize(
    ("who", "why"),
    [
        ({}, {"Laser": "training", "Fraiseuse": "training", "Poste à souder": "paper"}),
        ({"badges": [name("Découpe laser")], "papers": ["insurance"]}, {"Fraiseuse": "training"}),
        (
            {"papers": ["insurance"], "missing": ["charter"], "age_from": 12,
             "badges": [name("Découpe laser"), name("Fraisage")]},
            {"Poste à souder": "paper", "Casque VR": "age"},
        ),
    ],
)  # fmt: skip
def test_the_desk_refuses_by_itself_what_the_server_would(run, who, why) -> None:
    assert refused(run, {**BASE, **who}) == {**ALWAYS, **why}


def test_a_passer_by_has_what_asks_for_nobody(run) -> None:
    asks = ("Laser", "Fraiseuse", "Poste à souder", "Casque VR")
    assert refused(run, None) == {**ALWAYS, **dict.fromkeys(asks, "unnamed")}


def test_the_minutes_of_the_day_are_counted_whatever_was_left_early(run) -> None:
    used = {
        "id": "r", "family": name("Réalité"), "came_at": f"{DAY}T10:00:00Z",
        "starts_at": f"{DAY}T10:00:00Z", "ends_at": f"{DAY}T10:20:00Z",
        "left_at": f"{DAY}T10:05:00Z",
    }  # fmt: skip
    assert refused(run, {**BASE, "reserved": [used]})["Casque VR"] == "day"


def test_how_long_follows_the_family_and_what_comes_next(run) -> None:
    assert run(
        """
        const { setClock } = await import("/static/desk/when.js");
        const { Base, World } = await import("/static/desk/world.js");
        const { lengthsOf, obstacle } = await import("/static/desk/machines.js");
        setClock(() => Date.parse(given.now));
        const world = new World(new Base(given.snapshot));
        const of = (id) => world.machines.resources.find((one) => one.id === id);
        const printer = of(given.printer);
        setClock(() => Date.parse("2026-11-24T14:57:00Z"));
        const late = obstacle(world, null, printer);
        setClock(() => Date.parse("2026-11-24T14:50:00Z"));
        const short = lengthsOf(world, null, printer);
        setClock(() => Date.parse(given.now));
        return [lengthsOf(world, null, printer), lengthsOf(world, given.who, of(given.headset)),
          late, short];
        """,
        {
            "snapshot": snapshot(lab=True), "now": NOW, "printer": PRINTER, "headset": HEADSET,
            "who": BASE,
        },
    ) == [
        {"lengths": [15, 30, 45, 60, 90, 120], "usual": 60},
        {"lengths": [15], "usual": 15},
        {"code": "soon", "at": "2026-11-24T15:00:00Z"},
        {"lengths": [9], "usual": 9},
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("1 h 30", 90), ("1h30", 90), ("1:30", 90), ("90", 90), ("45 min", 45), ("2 h", 120),
        ("1,5 h", 90), ("1\u00a0h\u00a030", 90), ("0", None), ("", None), ("1 h 75", None),
        ("une", None),
    ],
)  # fmt: skip
def test_a_length_as_it_is_typed(run, typed: str, minutes: int | None) -> None:
    body = "return (await import('/static/desk/using.js')).minutesOf(given)"
    assert run(body, typed) == minutes


def test_plans_pay_first_and_never_more_than_they_have(run) -> None:
    assert run(
        """
        const { sharesOf, spending } = await import("/static/desk/plans.js");
        const plan = (label, used, given, code = "LASER") => ({ label, used, given, code });
        const held = [plan("a", 500, 1000), plan("b", 0, 600), plan("c", 0, null, "AUTRE")];
        const told = (units) => sharesOf(held, "LASER", units)
          .map((one) => [one.plan.label, one.units]);
        return [told(1500), told(400), told(0),
          spending(held, "LASER", 1500).map((one) => one.used)];
        """
    ) == [[["a", 500], ["b", 600]], [["a", 400]], [], [1000, 600, 0]]


def test_begun_left_counted_and_undone_as_shown_before_any_answer(run) -> None:
    assert run(
        """
        const { setClock } = await import("/static/desk/when.js");
        const { Base, World } = await import("/static/desk/world.js");
        const { applyAll } = await import("/static/desk/effects.js");
        const { runningNow, obstacle } = await import("/static/desk/machines.js");
        let time = Date.parse(given.now);
        setClock(() => time);
        const entry = (key, kind, payload, minutes = 0) => ({
          command: { key, kind, payload }, typedAt: Date.parse(given.now) + minutes * 60000,
          skew: 0, state: "waiting", result: null });
        const { printer, marie } = given;
        const start = entry("s", "booking.start",
          { reservation: "r", resource: printer, person: marie, minutes: 60 });
        const leave = entry("l", "booking.leave", { reservation: "r" }, 30);
        const sale = { sale: "x", payments: [],
          lines: [{ kind: "use", code: "IMP3D", quantity: 500, amount_cents: 300 }] };
        const charge = entry("c", "counter.charge_use",
          { reservation: "r", minutes: 30, person: marie, sale }, 30);
        const base = new Base(given.snapshot);
        const shown = (entries, minutes = 31) => {
          time = Date.parse(given.now) + minutes * 60000;
          const world = applyAll(new World(base), entries);
          const machine = world.machines.resources.find((one) => one.id === printer);
          const used = world.use("r");
          return [runningNow(world).length, obstacle(world, null, machine)?.code ?? "",
            Boolean(used?.left_at), used?.charged ?? false, world.person(marie).due_cents];
        };
        const undo = (key) => entry(`u${key}`, "core.undo", { key, given: {} }, 31);
        return [shown([]), shown([start], 1), shown([start, leave]), shown([start, leave, charge]),
          shown([start, leave, charge, undo("c"), undo("l")]), shown([start, undo("s")])];
        """,
        {
            "snapshot": snapshot(lab=True), "now": NOW, "printer": PRINTER,
            "marie": name("Marie Le Gall"),
        },
    ) == [
        [1, "", False, False, 0],
        [2, "taken", False, False, 0],
        [1, "", True, False, 0],
        [1, "", True, True, 300],
        [2, "taken", False, False, 0],
        [1, "", False, False, 0],
    ]  # fmt: skip


def test_which_training_and_when_is_said_and_a_paper_is_recorded_on_the_way(open_desk, sent):
    tab = open_desk("lab")
    tab.keyboard.type("mar")
    tab.get_by_role("button", name="Une machine, un poste").press("Enter")
    dialog = tab.locator("dialog[open]")
    expect(dialog.locator(".machine-list li", has_text="Laser")).to_have_text(
        "Laser : demande la formation « Sécurité laser ». "
        "Prochaine date : jeudi 26 novembre à 14 h."
    )
    expect(dialog.locator(".machine-list li", has_text="Fraiseuse")).to_contain_text(
        "« Fraiseuse » : aucune date n’est prévue."
    )
    dialog.get_by_role("button", name="Enregistrer la charte : Poste à souder").press("Enter")
    tab.locator("dialog[open] button[type=submit]").press("Enter")
    expect(toast(tab)).to_have_text("Marie : la charte, c’est noté")
    [(kind, payload)] = sent(tab)
    assert (kind, payload["document"]) == ("people.accept_document", name("charter"))


def test_by_keyboard_alone_begun_then_paid_at_once(open_desk, sent):
    tab = open_desk("lab")
    tab.keyboard.type("jul")
    tab.get_by_role("button", name="Une machine, un poste").press("Enter")
    expect(tab.locator("dialog[open] .session-choice").first).to_be_focused()
    type_in(tab, "", "Tab", "Enter")
    expect(tab.locator("dialog[open]")).to_contain_text("« Imprimante 1 » : combien de temps ?")
    type_in(tab, "", "Enter")
    expect(toast(tab)).to_have_text("Julien : Imprimante 1, jusqu’à 14 h 58")
    type_in(tab, "jul")
    expect(tab.locator(".chips")).to_contain_text("Imprimante 1 · 1 min")
    expect(tab.locator(".do")).to_contain_text("Julien a terminé avec « Imprimante 1 »")
    type_in(tab, "", "Enter")
    expect(tab.locator(".stop input").first).to_be_focused()
    material = tab.get_by_label("PLA, le gramme, en grammes")
    expect(material).to_have_accessible_description("0,05 € le gramme")
    type_in(tab, "", "Control+a")
    type_in(tab, "1h30", "Tab")
    type_in(tab, "42", "Enter")
    expect(tab.locator(".lines")).to_contain_text("11,10 €")
    type_in(tab, "", "e", "Enter")
    expect(toast(tab)).to_have_text(
        "Julien : Impression 3D, l’heure × 1,5 + PLA, le gramme × 42, 11,10 € en espèces"
    )
    kinds, payloads = zip(*sent(tab), strict=True)
    assert kinds == ("people.greet", "booking.start", "booking.leave", "counter.charge_use")
    charged = payloads[3]
    assert (charged["reservation"], charged["minutes"]) == (payloads[1]["reservation"], 90)
    assert [one["amount_cents"] for one in charged["sale"]["lines"]] == [900, 210]
    assert {one["target"] for one in charged["sale"]["lines"]} == {charged["reservation"]}
    tab.get_by_role("button", name="Annuler la dernière saisie").press("Enter")
    expect(tab.locator("#machines")).to_be_visible()
    undone = [payload["key"] for kind, payload in sent(tab) if kind == "core.undo"]
    assert len(undone) == 2


def test_a_passer_by_is_ended_from_home_and_what_is_no_length_is_said(open_desk, sent):
    tab = open_desk("lab")
    row = tab.locator("section.card", has=tab.locator("#machines"))
    expect(row).to_contain_text("CoutureSans nom29 min")
    tab.get_by_role("button", name="Terminer : Couture, Sans nom").press("Enter")
    tab.locator(".stop input").first.fill("une heure")
    type_in(tab, "", "Enter")
    expect(tab.locator(".stop .errors").first).to_have_text(
        "Écrivez une durée, comme 1 h 30 ou 45 min."
    )
    tab.locator(".stop input").first.fill("30 min")
    type_in(tab, "", "Enter")
    expect(tab.get_by_role("button", name="Plus tard")).to_have_count(0)
    type_in(tab, "", "c", "Enter")
    expect(toast(tab)).to_have_text("Impression 3D, l’heure × 0,5, 3,00 € par carte")
    (_, left), (kind, charged) = sent(tab)
    assert (kind, left["reservation"]) == ("counter.charge_use", name("use Couture"))
    assert "person" not in charged
