"""What the desk shows and finds, run in Chromium: the world, the rules, the search."""

import pytest

from maillage.people.models import AgeBand
from maillage.people.rules import surely_aged
from tests.desk.fixture_snapshot import name, snapshot

pytestmark = [pytest.mark.browser, pytest.mark.once]


# The world and the search


def test_ids_are_uuid_of_version_7(run):
    assert run("""
        const { newId } = await import("/static/desk/ids.js");
        const id = newId(0x017f22e279b0);
        const many = new Set(Array.from({ length: 1000 }, () => newId()));
        return [/^017f22e2-79b0-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id), many.size];
    """) == [True, 1000]


def test_pending_commands_are_shown_until_undone(run):
    assert run(
        """
        const { Base, World } = await import("/static/desk/world.js");
        const { applyAll } = await import("/static/desk/effects.js");
        const entry = (key, kind, payload) => (
          { command: { key, kind, payload }, typedAt: 0, state: "waiting", result: null });
        const base = new Base(given.snapshot);
        const shown = (entries) => {
          const world = applyAll(new World(base), entries);
          const marie = world.person(given.marie);
          const seat = world.sessions.get(given.mail).registrations.find((one) => one.seat === 5);
          return [marie.visits, Boolean(marie.today), seat.attendance, world.till.open.cash_cents,
            world.today.persons];
        };
        const lines = [{ amount_cents: 800, code: "ATELIER" }];
        const arrival = entry("k", "counter.arrive", {
          person: given.marie, visit: "v", seat: { registration: given.seat, session: given.mail },
          sale: { sale: "s", lines, payments: [{ means: "cash", amount_cents: 800 }] },
        });
        const undo = entry("u", "core.undo", { key: "k", given: {} });
        return [shown([]), shown([arrival]), shown([arrival, undo])];
        """,
        {
            "snapshot": snapshot(),
            "marie": name("Marie Le Gall"),
            "mail": name("Boîte mail2026-11-24"),
            "seat": name("mail Marie Le Gall 5"),
        },
    ) == [
        [11, False, "expected", 12_400, 19],
        [12, True, "present", 13_200, 20],
        [11, False, "expected", 12_400, 19],
    ]


def pending(run, body):
    """`shown(world => …, [kind, payload]…)`: what is read once these commands are typed."""
    return run(
        f"""
        const {{ Base, World }} = await import("/static/desk/world.js");
        const {{ applyAll }} = await import("/static/desk/effects.js");
        const base = new Base(given.snapshot);
        const entry = ([kind, payload, actor], i) =>
          ({{ command: {{ key: `k${{i}}`, kind, payload, actor }}, typedAt: 0, state: "waiting" }});
        const shown = (read, ...typed) => read(applyAll(new World(base), typed.map(entry)));
        {body}
        """,
        {
            "snapshot": snapshot(),
            "mehdi": name("Mehdi Haddad"),
            "marie": name("Marie Le Gall"),
            "mail": name("Boîte mail2026-11-24"),
            "sale": name("sale"),
            "sandrine": name("Sandrine"),
            "karim": name("Karim"),
        },
    )


def test_who_takes_over_without_a_line_sees_what_their_rights_allow_of_what_was_fetched(run):
    whole = ["Haddad", "male", 800, 1, "people", 2]
    assert pending(
        run,
        """
        const seen = (world) => {
          const { last, sex, due_cents, dues } = world.person(given.mehdi);
          const { actor, to_settle } = world.snapshot;
          const files = actor.rights.find((one) => one === "people") ?? actor.first_name;
          return [last, sex, due_cents, dues.length, files, to_settle];
        };
        const taken = (actor) => ["network.take_over", {}, actor];
        const pay = ["money.pay", { sale: given.sale,
          payments: [{ means: "cash", amount_cents: 300 }] }];
        base.snapshot.team.find((one) => one.id === given.karim).rights = ["desk"];
        return [shown(seen), shown(seen, taken(given.karim)),
          shown(seen, taken(given.karim), pay, taken(given.sandrine))];
        """,
    ) == [whole, ["H.", None, 0, 0, "Karim", 0], ["Haddad", "male", 500, 0, "people", 2]]


def test_what_is_left_for_later_is_named_by_its_session_then_paid_then_due_again(run):
    assert pending(
        run,
        """
        const line = { kind: "session", code: "ATELIER", target: given.mail, quantity: 1000,
          amount_cents: 800 };
        const later = ["counter.arrive", { person: given.mehdi, visit: "v",
          sale: { sale: "new", lines: [line], payments: [] } }];
        const payments = [{ means: "cash", amount_cents: 800 }];
        const pay = ["money.pay", { sale: given.sale, payments }];
        const undo = ["core.undo", { key: "k1", given: {} }];
        const owed = (world) => {
          const { due_cents, dues } = world.person(given.mehdi);
          return [due_cents, dues.map((one) => one.label), world.till.open.cash_cents];
        };
        return [shown(owed, later), shown(owed, later, pay), shown(owed, later, pay, undo)];
        """,
    ) == [
        [1600, ["Mon téléphone", "Boîte mail"], 12_400],
        [800, ["Boîte mail"], 13_200],
        [1600, ["Mon téléphone", "Boîte mail"], 12_400],
    ]


@pytest.mark.parametrize(
    ("person", "minimum_age", "obstacle"),
    [
        ({"minor": True, "age_from": 12}, 13, "age"),
        ({"minor": True, "age_from": 12}, 12, ""),
        ({"minor": True, "age_from": None}, 13, ""),
        ({"minor": False, "age_from": 18}, 21, "age"),
        ({"minor": True, "age_from": 0, "missing": ["parental_consent"]}, 6, "age"),
        ({"minor": True, "age_from": 0, "missing": ["parental_consent"]}, None, "consent"),
    ],
)
def test_who_may_not_take_part(run, person, minimum_age, obstacle):
    given = {"person": {"missing": [], **person}, "session": {"minimum_age": minimum_age}}
    assert run("""
        const { blocked } = await import("/static/desk/suggest.js");
        return blocked(given.session, given.person);
    """, given) == obstacle  # fmt: skip


def test_the_youngest_age_of_each_band_is_the_servers(run):
    bands = [band.value for band in AgeBand]
    assert run(
        """
        const { youngest } = await import("/static/desk/suggest.js");
        return given.map((band) => youngest(band));
        """,
        [*bands, ""],
    ) == [*(surely_aged(None, band, 2026) for band in bands), None]


def test_what_the_snapshot_holds_is_not_counted_twice_even_before_its_answer(run):
    assert run(
        """
        const { Store } = await import("/static/desk/store.js");
        const never = () => new Promise(() => {});
        const who = () => ({ device: "d", place: "p", actor: "a" });
        const outbox = new Outbox({ send: never, storage: memoryStorage(), who });
        const store = new Store(outbox);
        const at = (last_n, anonymous) => store.load({
          ...given, device: { ...given.device, last_n }, today: { ...given.today, anonymous } });
        const count = { kind: "people.count_anonymous", payload: { heads: 1 }, about: "" };
        at(40, 4);
        await outbox.open();
        outbox.begin(40);
        outbox.add([count, count]);
        const seen = [store.world.today.anonymous];
        at(41, 5);  // the first was applied; its answer is still on the way
        seen.push(store.world.today.anonymous);
        at(42, 6);
        return [...seen, store.world.today.anonymous, outbox.waiting().length];
        """,
        snapshot(),
    ) == [6, 6, 6, 2]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("mar", ["Marie", "Marianne", "Marcel", "Odette"]),
        ("marie le", ["Marie"]),
        ("le g", ["Marie"]),
        ("4417", ["Marie"]),
        ("06 12 34 44 17", ["Marie"]),
        ("0247", ["Marie"]),
        ("lefevre", ["Julien"]),
        ("LEF", ["Julien"]),
        ("orgeval", ["Anne-Laure"]),
        ("d'org", ["Anne-Laure"]),
        ("anne laure", ["Anne-Laure"]),
        ("m", []),
        ("xyz", []),
    ],
)
def test_search(run, query, found):
    assert searched(run, snapshot(), query) == found


@pytest.mark.parametrize(
    ("query", "near"),
    [
        ("lefebvre", ["Julien"]),
        ("lefebv", ["Julien"]),
        ("julien lefeuvre", ["Julien"]),
        ("lefevbre", ["Julien"]),
        ("legall", ["Marie"]),
        ("monike", ["Monique"]),
        ("shmit", ["Monique"]),
        ("hadad", ["Mehdi"]),
        ("gerrard", ["Gérard"]),
        ("ngyuen", ["Claire"]),
        ("dorgeval", ["Anne-Laure"]),
        ("annelaure", []),
        ("zoé", []),
        ("fantine", []),
        ("lefebvre m", []),
        ("np-0247", []),
    ],
)
def test_a_name_misspelt_or_written_as_it_sounds_finds_who_is_near(run, query, near):
    assert searched(run, snapshot(), query) == near


def test_who_has_the_name_typed_comes_before_who_is_near(run):
    given = snapshot()
    given["persons"][1] |= {"first": "Martine", "folded": "martine petit", "visits": 0}
    given["persons"][2] |= {"first": "Martin", "folded": "martin roux", "visits": 99}
    found = run(SEARCHED, {"snapshot": given, "query": "martine"})
    assert found == [["Martine", "Martin", "Odette", "Marie"], 1]


@pytest.mark.parametrize(
    ("typed", "word", "slips"),
    [
        ("martin", "martin", 0),
        ("mart", "martin", 0),
        ("matrin", "martin", 1),
        ("mrtin", "martin", 1),
        ("marrtin", "martin", 1),
        ("mastin", "martin", 1),
        ("armtin", "martin", 2),
        ("amrtni", "martin", 2),
        ("", "martin", 0),
        ("martin", "m", 3),
        ("durand", "martin", 3),
    ],
)
def test_slips_are_counted_from_the_beginning_of_a_word(run, typed, word, slips):
    body = """
        const { slipsIn } = await import("/static/desk/nearby.js");
        return Math.min(3, slipsIn(given.typed, given.word, 2));
    """
    assert run(body, {"typed": typed, "word": word}) == slips


def test_a_name_that_changed_is_found_under_the_new_one_only(run):
    before, after = snapshot(), snapshot()
    after["persons"][5] |= {"last": "Garnier", "folded": "julien garnier"}
    after["persons"].pop(6)
    found = run(
        """
        const { Base, World } = await import("/static/desk/world.js");
        const { find } = await import("/static/desk/search.js");
        const { setClock } = await import("/static/desk/when.js");
        setClock(() => Date.parse(given.before.now));
        const world = new World(new Base(given.after, new Base(given.before)));
        return given.queries.map((one) => find(world, one).persons.map((found) => found.first));
        """,
        {
            "before": before,
            "after": after,
            "queries": ["lefèvre", "lefebvre", "garnier", "garniay", "julien", "mehdi", "hadad"],
        },
    )
    assert found == [[], [], ["Julien"], ["Julien"], ["Julien"], [], []]


def test_a_card_that_has_letters_is_found_too(run):
    given = snapshot()
    marie = next(one for one in given["persons"] if one["first"] == "Marie")
    marie["card"] = "NP-12"
    assert searched(run, given, "np-12") == ["Marie"]


SEARCHED = """
    const { Base, World } = await import("/static/desk/world.js");
    const { find } = await import("/static/desk/search.js");
    const { setClock } = await import("/static/desk/when.js");
    setClock(() => Date.parse(given.snapshot.now));
    const { persons, exact } = find(new World(new Base(given.snapshot)), given.query);
    return [persons.map((one) => one.first), exact];
"""


def searched(run, given, query):
    """First names found, best first."""
    return run(SEARCHED, {"snapshot": given, "query": query})[0]
