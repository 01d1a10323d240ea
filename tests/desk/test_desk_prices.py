"""The desk's prices, baskets and receipts, run in Chromium."""

import pytest

from tests.desk.fixture_snapshot import name, snapshot

pytestmark = [pytest.mark.browser, pytest.mark.once]


# Prices and baskets


def basket(run, person, session, body, **changes):
    """Open a basket for a person of the fixture at a session of the fixture."""
    return run(
        f"""
        const {{ Base, World }} = await import("/static/desk/world.js");
        const {{ openBasket, linesOf, lacksPrice, paymentsOf, balanced }} =
          await import("/static/desk/basket.js");
        const {{ total, priceOf, repriced }} = await import("/static/desk/prices.js");
        const world = new World(new Base(given.snapshot));
        const who = world.person(given.person);
        const held = world.sessions.get(given.session);
        const action = {{ type: "session", session: held, registration: null }};
        const basket = openBasket(world, who, action);
        {body}
        """,
        {
            "snapshot": {**snapshot(), **changes},
            "person": name(person),
            "session": name(session + "2026-11-24"),
        },
    )


def test_golden_number_1_an_expired_member_pays_30_and_8(run):
    assert basket(
        run,
        "Marianne Roux",
        "Boîte mail",
        """
        const lines = linesOf(world, basket);
        return [total(lines), lines.map((one) => [one.kind, one.amount_cents, one.member])];
    """,
    ) == [3800, [["membership", 3000, False], ["session", 800, True]]]


def test_the_membership_can_be_unticked(run):
    assert basket(
        run,
        "Marianne Roux",
        "Boîte mail",
        """
        basket.offer.ticked = false;
        const [line] = linesOf(world, basket);
        return [basket.offer.advice, line.amount_cents, line.member];
    """,
    ) == ["proposed", 800, False]


def test_the_renewal_has_the_days_the_server_gave(run):
    assert basket(
        run,
        "Marianne Roux",
        "Boîte mail",
        """
        return [basket.offer.starts_on, basket.offer.ends_on];
    """,
    ) == ["2026-11-24", "2027-11-23"]


def test_a_member_pays_the_session_at_the_members_price(run):
    assert basket(
        run,
        "Marie Le Gall",
        "Boîte mail",
        """
        return linesOf(world, basket).map((one) => [one.price, one.amount_cents, one.target]);
    """,
    ) == [[name("ATELIERTrue"), 800, name("Boîte mail2026-11-24")]]


def test_a_profile_has_its_own_price(run):
    people = [{**one, "profile": "seeker"} for one in snapshot()["persons"]]
    assert basket(run, "Marie Le Gall", "Boîte mail", """
        return total(linesOf(world, basket));
    """, persons=people) == 400  # fmt: skip


def test_a_workshop_for_members_only_needs_the_membership(run):
    prices = [one for one in snapshot()["prices"] if one["code"] != "ATELIER" or one["member"]]
    assert basket(run, "Julien Lefèvre", "Boîte mail", """
        const before = [basket.offer.advice, total(linesOf(world, basket))];
        basket.offer.ticked = false;
        return [before, lacksPrice(linesOf(world, basket))];
    """, prices=prices) == [["needed", 3800], True]  # fmt: skip


def test_free_access_asks_for_nothing(run):
    assert basket(
        run,
        "Julien Lefèvre",
        "Fab lab ouvert",
        """
        return [basket.offer.ticked, linesOf(world, basket)];
    """,
    ) == [False, []]


def test_another_price_is_a_discount_with_its_reason(run):
    assert basket(
        run,
        "Marie Le Gall",
        "Boîte mail",
        """
        basket.override = { cents: 500, reason: "scheme" };
        const [line] = linesOf(world, basket);
        return [line.rate, line.discount_cents, line.amount_cents, line.reason];
    """,
    ) == [80000, 300, 500, "scheme"]


def test_a_price_above_the_grid_is_another_rate_with_its_reason(run):
    assert basket(
        run,
        "Marie Le Gall",
        "Boîte mail",
        """
        basket.override = { cents: 1250, reason: "other" };
        const [line] = linesOf(world, basket);
        return [line.rate, line.discount_cents, line.amount_cents, line.reason];
    """,
    ) == [125000, 0, 1250, "other"]


def test_another_price_under_the_membership_lowers_it_too(run):
    assert basket(
        run,
        "Marianne Roux",
        "Boîte mail",
        """
        basket.override = { cents: 2000, reason: "goodwill" };
        const lines = linesOf(world, basket);
        return [total(lines), lines.map((one) => [one.amount_cents, one.discount_cents])];
    """,
    ) == [2000, [[2000, 1000], [0, 800]]]


def test_a_price_above_the_grid_is_the_one_typed_whatever_the_quantity(run):
    assert basket(
        run,
        "Marie Le Gall",
        "Boîte mail",
        """
        const pages = { rate: 500, quantity: 300000, discount_cents: 0, reason: "" };
        const { rate, discount_cents, amount_cents } = repriced(pages, 2000, "other");
        return [rate, discount_cents, amount_cents];
    """,
    ) == [667, 1, 2000]


def test_offered_covers_every_line_and_asks_for_no_payment(run):
    assert basket(
        run,
        "Marianne Roux",
        "Boîte mail",
        """
        basket.override = { cents: "free", reason: "goodwill" };
        const lines = linesOf(world, basket);
        return [total(lines), lines.map((one) => one.discount_cents), paymentsOf(basket, 0)];
    """,
    ) == [0, [3000, 800], []]


def test_several_means_must_come_to_what_is_due(run):
    assert basket(
        run,
        "Marianne Roux",
        "Boîte mail",
        """
        basket.means = "several";
        basket.parts = [{ means: "cash", cents: 800 }, { means: "cheque", cents: 2000 }];
        const short = balanced(basket, 3800);
        basket.parts[1].cents = 3000;
        return [short, balanced(basket, 3800), paymentsOf(basket, 3800)];
    """,
    ) == [
        False,
        True,
        [{"means": "cash", "amount_cents": 800}, {"means": "cheque", "amount_cents": 3000}],
    ]


@pytest.mark.parametrize(
    ("means", "given", "payments"),
    [
        ("cash", 1000, [{"means": "cash", "amount_cents": 800, "given_cents": 1000}]),
        ("cash", None, [{"means": "cash", "amount_cents": 800}]),
        ("card", None, [{"means": "card", "amount_cents": 800}]),
        ("later", None, []),
    ],
)
def test_payments_of_each_means(run, means, given, payments):
    body = f"""
        Object.assign(basket, {{ means: '{means}', given: {given or "null"} }});
        return paymentsOf(basket, 800);
    """
    assert basket(run, "Marie Le Gall", "Boîte mail", body) == payments


def test_less_than_due_is_not_enough(run):
    assert (
        basket(
            run,
            "Marie Le Gall",
            "Boîte mail",
            """
        basket.given = 500;
        return balanced(basket, 800);
    """,
        )
        is False
    )


# Sales without a name


@pytest.mark.parametrize(
    ("typed", "thousandths"),
    [("3", 3000), ("1,5", 1500), (" 0.25 ", 250), ("0", None), ("-1", None), ("", None),
     ("1,2345", None), ("douze", None)],
)  # fmt: skip
def test_a_quantity_as_it_is_typed(run, typed, thousandths):
    assert run("""
        const { quantityOf } = await import("/static/desk/prices.js");
        return quantityOf(given);
    """, typed) == thousandths  # fmt: skip


def test_what_a_passer_by_may_buy_is_no_membership_and_no_members_price(run):
    assert run("""
        const { sellable } = await import("/static/desk/prices.js");
        return sellable({ snapshot: given }).map((one) => [one.code, one.profile, one.member]);
    """, snapshot()) == [["ATELIER", "", False], ["COPIE", "", False]]  # fmt: skip


def test_neither_a_membership_nor_a_plan_is_sold_alone(run):
    assert run("""
        const { sellable } = await import("/static/desk/prices.js");
        return sellable({ snapshot: given }).map((one) => one.code);
    """, {**snapshot(), "use_plan_codes": ["COPIE"]}) == ["ATELIER"]  # fmt: skip


# Receipts


def printed(run, lines, **receipt):
    """The texts of what is printed, when two receipts hold these lines."""
    told = {"number": "A-1", "at": 0, "payer": "", "payments": [], "due": 800, **receipt}
    told["lines"] = [{"label": "Une chose", "line": one} for one in lines]
    return run(
        """
        const { printReceipts } = await import("/static/desk/print.js");
        const host = document.createElement("div");
        host.id = "print";
        document.body.append(host);
        window.print = () => {};
        printReceipts({ snapshot: given.snapshot }, [given.receipt, given.receipt]);
        const papers = [...host.querySelectorAll(".paper")];
        host.remove();
        return papers.map((paper) =>
          [...paper.querySelectorAll("p")].map((one) => one.textContent.replace(/\\s/g, " ")));
        """,
        {"snapshot": snapshot(), "receipt": told},
    )


def sold(cents, **more):
    return {"rate": 0, "quantity": 1000, "discount_cents": 0, "reason": "", "amount_cents": cents,
            **more}  # fmt: skip


def test_a_receipt_says_what_is_tax_in_it_once_for_each_rate(run):
    lines = [
        sold(25_000, tax_mode="liable", tax_rate=2000),
        sold(1_000, tax_mode="liable", tax_rate=550),
        sold(100, tax_mode="liable", tax_rate=2000),
        sold(500, tax_mode="not_stated", tax_rate=0),
        sold(800, price=name("ATELIERTrue")),
    ]
    first, second = printed(run, lines, due=27_400)
    assert first == second
    assert first[-4:] == [
        "10,00 € TTC = 9,48 € HT + 0,52 € de TVA (5,5 %)",
        "251,00 € TTC = 209,17 € HT + 41,83 € de TVA (20 %)",
        "TVA non applicable",
        "Merci et à bientôt.",
    ]


def test_a_receipt_of_the_rest_says_what_was_paid_before(run):
    paid = {"payments": [{"means": "card", "amount_cents": 300}], "due": 300}
    first, _second = printed(run, [sold(800)], **paid)
    assert first[-5:-1] == ["Une chose8,00 €", "Déjà payé5,00 €", "Total payé3,00 €", "Carte3,00 €"]


def test_receipts_are_numbered_without_a_hole(run):
    assert run("""
        const { Series } = await import("/static/desk/receipt.js");
        const series = new Series();
        series.hear({ next: 12, epoch: "e", waiting: [] });
        const taken = [series.take().number, series.take().number];
        series.hear({ next: 12, epoch: "e", waiting: [12, 13] });
        taken.push(series.take().number);
        series.hear({ next: 15, epoch: "e", waiting: [] });
        return [...taken, series.take().number];
    """) == [12, 13, 14, 15]


def test_numbers_never_go_back_but_after_a_restore(run):
    assert run("""
        const { Series } = await import("/static/desk/receipt.js");
        const series = new Series();
        series.hear({ next: 12, epoch: "e", waiting: [] });
        series.take();
        series.hear({ next: 12, epoch: "e", waiting: [] });
        const same = series.next;
        series.hear({ next: 9, epoch: "f", waiting: [10] });
        return [same, series.next];
    """) == [13, 11]


def test_undoing_a_payment_issues_a_reversal_with_its_own_number(run):
    assert run("""
        const { undoing } = await import("/static/desk/arrive.js");
        const { Series, numbersIn } = await import("/static/desk/receipt.js");
        const series = new Series();
        series.hear({ next: 13, epoch: "e", waiting: [] });
        const entry = (key, kind, payload) => ({ command: { key, kind, payload } });
        const undone = undoing([
          entry("one", "counter.arrive", { sale: { receipt: { number: 12 } } }),
          entry("two", "counter.arrive", { sale: { payments: [] } }),
          entry("three", "people.greet", {}),
        ], series);
        return undone.map(({ payload }) =>
          [payload.key, Object.keys(payload.given), numbersIn({ payload })]);
    """) == [
        ["three", [], []],
        ["two", ["reversal"], []],
        ["one", ["reversal", "receipt"], [13]],
    ]
