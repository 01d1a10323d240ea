"""The desk used as people use it: by keyboard, on a phone, read aloud, printed. Invented server."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests import axe
from tests.desk.fixture_server import KINDS
from tests.desk.fixture_snapshot import name
from tests.desk.gestures import Keyboard

pytestmark = [pytest.mark.browser, pytest.mark.once]

SMALL = """() => [...document.querySelectorAll("button, a, select, summary, input")]
  .filter((one) => !one.matches(".visually-hidden, .skip"))
  .filter((one) => {
    const box = (one.closest("label") ?? one).getBoundingClientRect();
    return box.width && (box.height < 44 || box.width < 44);
  }).map((one) => one.outerHTML.slice(0, 120))"""


@pytest.fixture
def sent(served_desk):
    """The commands received during this test, once the desk says that all is sent."""
    _, received = served_desk
    start = len(received)

    def all_sent(tab: Page):
        expect(tab.locator(".line-state")).to_have_text("Tout est envoyé")
        return [(one["kind"], one["payload"]) for one in received[start:]]

    return all_sent


def toast(tab: Page):
    return tab.locator(".toast p")


# By keyboard


def test_a_known_person_is_greeted_and_charged_in_five_keystrokes(open_desk, sent):
    tab = open_desk()
    keys = Keyboard(tab)
    keys.type("mar")
    expect(tab.locator(".do")).to_contain_text("Présente à « Boîte mail », 14 h")
    expect(tab.locator(".do-price")).to_have_text("8,00 €Tarif adhérent·e")
    keys("Enter", "Enter")
    expect(toast(tab)).to_have_text("Marie : présente, 8,00 € en espèces")
    expect(tab.locator("#search")).to_be_focused()
    [(kind, payload)] = sent(tab)
    assert (kind, keys.strokes) == ("counter.arrive", 5)
    assert payload["sale"]["payments"] == [{"means": "cash", "amount_cents": 800}]
    assert payload["sale"]["receipt"]["number"] == 12


def test_the_change_is_computed_from_what_was_given(open_desk, sent):
    tab = open_desk()
    keys = Keyboard(tab)
    keys.type("4417")
    keys("Enter", "2")
    expect(tab.locator(".change")).to_have_text("Reçu 10,00 €À rendre 2,00 €")
    keys("Enter")
    [(_, payload)] = sent(tab)
    assert payload["sale"]["payments"][0]["given_cents"] == 1000
    assert keys.strokes == 7


def test_an_expired_member_renews_and_comes_for_38_euros(open_desk, sent):
    tab = open_desk()
    keys = Keyboard(tab)
    keys.type("marian")
    expect(tab.locator(".do-price")).to_contain_text("38,00 €")
    keys("Enter", "c", "Enter")
    expect(toast(tab)).to_have_text("Marianne : présente, 38,00 € par carte")
    [(_, payload)] = sent(tab)
    assert [one["amount_cents"] for one in payload["sale"]["lines"]] == [3000, 800]
    assert payload["memberships"][0]["membership"] == payload["sale"]["lines"][0]["target"]
    assert keys.strokes == 9


def test_one_may_untick_the_membership(open_desk, sent):
    tab = open_desk()
    keys = Keyboard(tab)
    keys.type("marian")
    keys("Enter", "a", "Enter")
    [(_, payload)] = sent(tab)
    assert payload["memberships"] == []
    assert [one["amount_cents"] for one in payload["sale"]["lines"]] == [800]


def test_a_newcomer_joins_and_pays_38_euros_without_a_mouse(open_desk, sent):
    tab = open_desk()
    keys = Keyboard(tab)
    keys.type("zoé")
    keys("Enter")
    expect(tab.locator("[name=first]")).to_have_value("Zoé")
    keys("Tab", "Tab")
    keys.type("0612345678")
    keys("Tab", "Tab", " ")  # past the activity, then the first commune
    keys("Tab", "Tab", "Tab", "Tab", "Tab", " ", "Tab", "1", "7")  # the charter and its sheet
    keys("Enter", "Enter")
    expect(toast(tab)).to_have_text("Zoé : présent·e, 38,00 € en espèces")
    [(_, arrival)] = sent(tab)
    assert arrival["new_person"]["phone"] == "0612345678"
    assert arrival["new_person"]["profile"] == {"commune": "55073"}
    assert [(one["document"], one["sheet"]) for one in arrival["papers"]] == [
        (name("charter"), "17")
    ]
    assert keys.strokes == 30


def test_a_new_minor_with_a_signed_consent_comes_and_is_undone_whole(open_desk, sent):
    tab = open_desk()
    _payment(tab, "ana")
    tab.get_by_text("moins de 12 ans").click()
    expect(tab.locator(".newcomer .notice")).to_contain_text("l’autorisation parentale")
    tab.get_by_label("Autorisation parentale signée").check()
    tab.locator("[data-paper=parental_consent]").get_by_label("Feuille n°").fill("42")
    tab.keyboard.press("Enter")
    tab.locator("[data-key=confirm]").press("Enter")
    expect(toast(tab)).to_have_text("Ana : présent·e, 38,00 € en espèces")
    tab.get_by_role("button", name="Annuler la dernière saisie").click()
    expect(tab.locator(".numbers dd").nth(1)).to_have_text("23")
    (kind, arrival), (undone, _) = sent(tab)
    assert (kind, undone) == ("counter.arrive", "core.undo")
    assert [(one["document"], one["sheet"]) for one in arrival["papers"]] == [
        (name("parental"), "42")
    ]


def test_papers_signed_by_a_newcomer_who_registers_for_later_are_kept(open_desk, sent):
    tab = open_desk("bras", f"#seance={name('Photos : trier2026-11-26')}")
    tab.locator("[data-key=register]").click()
    _payment(tab, "zoé")
    tab.get_by_label("Charte acceptée sur papier").check()
    tab.locator("[data-paper=charter]").get_by_label("Feuille n°").fill("17")
    tab.keyboard.press("Enter")
    (_, made), (kind, paper), (last, _) = sent(tab)
    assert (kind, last) == ("people.accept_document", "programme.register")
    assert (paper["person"], paper["document"]) == (made["person"], name("charter"))
    assert (paper["how"], paper["sheet"]) == ("paper", "17")


def test_what_is_typed_before_the_first_snapshot_is_not_lost(open_desk):
    tab = open_desk()
    held = []

    def hold(route):
        held.append(route)

    tab.route("**/snapshot.json", hold)
    with tab.expect_request("**/snapshot.json"):
        tab.reload()
    Keyboard(tab)("m", "a", "r", "Enter")
    held[0].continue_()
    expect(tab.locator(".do")).to_contain_text("Présente à « Boîte mail », 14 h")
    expect(tab.locator("#search")).to_have_value("mar")


@pytest.mark.parametrize(
    ("typed", "said"),
    [("-5", "positive ou nulle"), ("1 000 000", "moins d’un million"), ("huit", "par exemple 8")],
)
def test_a_sum_that_no_till_holds_is_said_before_anything_is_sent(open_desk, sent, typed, said):
    tab = open_desk()
    Keyboard(tab)("m", "a", "r", "Enter")
    tab.locator("[data-key=price]").press("Enter")
    tab.locator("dialog [data-first]").fill(typed)
    tab.keyboard.press("Enter")
    expect(tab.locator("dialog[open] .field")).to_contain_text(said)
    tab.keyboard.press("Escape")
    tab.keyboard.press("Escape")
    tab.evaluate("location.hash = '#caisse'")
    tab.locator("#stage [data-first]").fill(typed)
    tab.keyboard.press("Enter")
    expect(tab.locator("#stage .field")).to_contain_text(said)
    assert sent(tab) == []


def test_an_odd_address_opens_the_desk_all_the_same(open_desk):
    tab = open_desk("bras", "#%")
    expect(tab.locator("#stage")).to_contain_text("Nouvelle personne")


def test_plus_counts_one_without_a_name_and_undoes_it(open_desk, sent):
    tab = open_desk()
    tab.keyboard.press("+")
    expect(toast(tab)).to_have_text("+1 sans nom")
    expect(tab.locator(".numbers dd").nth(1)).to_have_text("24")
    tab.keyboard.press("Control+z")
    expect(toast(tab)).to_have_text("Annulé : +1 sans nom")
    (counted, _), (undone, payload) = sent(tab)
    assert (counted, undone) == ("people.count_anonymous", "core.undo")
    assert payload["given"] == {}


def test_undo_of_a_payment_issues_a_reversal(open_desk, sent):
    tab = open_desk()
    Keyboard(tab)("m", "a", "r", "Enter", "Enter")
    tab.get_by_role("button", name="Annuler la dernière saisie").click()
    expect(tab.locator(".till b")).to_have_text("124,00 €")
    _, (_, payload) = sent(tab)
    assert payload["given"]["receipt"]["number"] == 13
    assert set(payload["given"]) == {"reversal", "receipt"}


def test_a_minor_without_consent_is_not_let_in_before_it_is_recorded(open_desk, sent):
    tab = open_desk()
    keys = Keyboard(tab)
    keys.type("lea")
    expect(tab.locator(".do")).to_contain_text("Autorisation parentale à recueillir")
    keys("Enter", "4", "2", "Enter")
    expect(toast(tab)).to_have_text("Léa : l’autorisation parentale, c’est noté")
    expect(tab.locator(".do")).to_contain_text("Présente à « Boîte mail »")
    [(kind, payload)] = sent(tab)
    assert (kind, payload["how"], payload["sheet"]) == ("people.accept_document", "paper", "42")


def test_later_offered_and_several_means(open_desk, sent):
    tab = open_desk()
    for person, keys in (("odette", "p"), ("marcel", "o"), ("marie", "m")):
        tab.keyboard.type(person)
        tab.keyboard.press("Enter")
        tab.keyboard.press(keys)
        if keys == "o":
            tab.keyboard.press("Enter")
            expect(tab.locator("dialog")).to_have_count(0)
        if keys == "m":
            tab.get_by_label("Espèces").fill("3")
            tab.get_by_label("Chèque").fill("5")
        tab.locator("[data-key=confirm]").press("Enter")
    sales = [payload["sale"] for _, payload in sent(tab)]
    assert [(one["lines"][0]["amount_cents"], one["payments"]) for one in sales] == [
        (800, []),
        (0, []),
        (800, [{"means": "cash", "amount_cents": 300}, {"means": "cheque", "amount_cents": 500}]),
    ]
    assert [one["lines"][0]["reason"] for one in sales] == ["", "goodwill", ""]
    assert ["receipt" in one for one in sales] == [False, False, True]


def test_arrows_choose_another_person_and_escape_comes_back(open_desk):
    tab = open_desk()
    keys = Keyboard(tab)
    keys.type("mar")
    keys("ArrowDown")
    expect(tab.locator(".person h2")).to_have_text("Marianne Roux")
    assert tab.locator("#search").get_attribute("aria-activedescendant") == "option-1"
    keys("Enter", "Escape")
    expect(tab.locator(".do")).to_be_visible()
    keys("Escape")
    expect(tab.locator("#search")).to_have_value("")
    expect(tab.locator("#search")).to_be_focused()


# Lists, till, roles


def test_names_are_tapped_in_the_list_and_the_money_is_left_for_later(open_desk, sent):
    tab = open_desk()
    tab.locator("a.session", has_text="Boîte mail").click()
    tab.get_by_role("button", name="Présente : Odette Martin").click()
    expect(tab.locator(".seat-row", has_text="Odette")).to_contain_text("8,00 €")
    tab.get_by_role("button", name="Absent : Marcel Petit").click()
    (_, arrival), (kind, marked) = sent(tab)
    assert (arrival["sale"]["payments"], "receipt" in arrival["sale"]) == ([], False)
    assert (kind, marked["attendance"]) == ("programme.mark_attendance", "absent")


def test_what_was_left_for_later_is_paid(open_desk, sent):
    tab = open_desk()
    tab.keyboard.type("mehdi")
    tab.get_by_role("button", name="Régler ce qui reste dû").click()
    expect(tab.locator("#stage h2")).to_have_text("Régler : Mehdi Haddad")
    tab.keyboard.press("Enter")
    expect(toast(tab)).to_have_text("Mehdi : réglé, 8,00 € en espèces")
    [(kind, payload)] = sent(tab)
    assert (kind, payload["payments"]) == ("money.pay", [{"means": "cash", "amount_cents": 800}])
    assert payload["receipt"]["number"] == 12


def test_a_passer_by_pays_three_copies_without_a_name(open_desk, sent):
    tab = open_desk()
    keys = Keyboard(tab)
    keys("=", "ArrowRight", "Tab", "3", "Enter")
    expect(tab.locator(".line-total")).to_contain_text("Copie, la page × 3")
    expect(tab.locator(".line-total")).to_contain_text("0,45 €")
    expect(tab.get_by_role("button", name="Plus tard")).to_have_count(0)
    keys("c", "r", "Enter")
    expect(toast(tab)).to_have_text("Copie, la page × 3, 0,45 € par carte")
    expect(tab.locator("#search")).to_be_focused()
    tab.emulate_media(media="print")
    assert "Copie, la page × 3" in " ".join(tab.locator("#print").inner_text().split())
    assert "Reçu de" not in tab.locator("#print").inner_text()
    [(kind, payload)] = sent(tab)
    assert (kind, list(payload), keys.strokes) == ("money.sell", ["sale"], 8)
    [line] = payload["sale"]["lines"]
    assert (line["kind"], line["code"], line["quantity"]) == ("other", "COPIE", 3000)
    assert payload["sale"]["payments"] == [{"means": "card", "amount_cents": 45}]


def test_a_quantity_that_is_none_is_said(open_desk):
    tab = open_desk("bras", "#vente")
    tab.get_by_label("Combien ?").fill("beaucoup")
    tab.keyboard.press("Enter")
    expect(tab.locator(".errors")).to_have_text("Écrivez un nombre, comme 3 ou 1,5.")
    expect(tab.get_by_label("Combien ?")).to_be_focused()


def test_nothing_is_asked_of_who_owes_nothing(open_desk):
    tab = open_desk("bras", f"#regler={name('Marie Le Gall')}")
    expect(tab.locator("#stage")).to_contain_text("Rien n’est à régler ici.")


def test_what_is_left_to_settle_leads_to_the_office_for_who_may(open_desk):
    link = open_desk().locator("#here a")
    expect(link).to_have_text("! 2 à régler au bureau")
    expect(link).to_have_attribute("href", "/s/bras/to-settle/")
    expect(open_desk("notill").locator("#here a")).to_have_count(0)


def test_a_mistaken_tap_is_taken_back_by_the_same_tap(open_desk, sent):
    tab = open_desk()
    for _ in range(2):
        tab.get_by_role("button", name="Présente : Odette Martin").click()
    expect(tab.get_by_role("button", name="Présente : Odette Martin")).to_have_attribute(
        "aria-pressed", "false"
    )
    (_, arrival), (kind, undone) = sent(tab)
    assert (kind, "receipt" in undone["given"]) == ("core.undo", False)
    assert arrival["sale"]["payments"] == []


def test_a_session_opens_over_a_search(open_desk):
    tab = open_desk()
    tab.keyboard.type("mar")
    tab.locator("a.session", has_text="Boîte mail").click()
    expect(tab.locator("#stage h2")).to_have_text("Boîte mail")
    expect(tab.locator("#search")).to_have_value("")


def test_a_person_is_registered_in_two_taps(open_desk, sent):
    tab = open_desk()
    tab.keyboard.type("gérard")
    tab.get_by_role("button", name="Inscrire à une séance").click()
    tab.get_by_role("button", name="Photos : trier").first.click()
    expect(toast(tab)).to_contain_text("Gérard : inscrit")
    [(kind, payload)] = sent(tab)
    assert (kind, len(payload["seats"])) == ("programme.register", 1)


def test_a_cancellation_names_the_next_person_and_the_number_to_call(open_desk):
    tab = open_desk()
    tab.locator("summary").click()
    tab.locator("a.session", has_text="Réalité virtuelle").click()
    tab.get_by_role("button", name="Annuler l’inscription de Marcel Petit").click()
    expect(tab.locator(".notice b")).to_contain_text("Prochaine personne : Odette Martin (rang 1)")
    expect(tab.get_by_role("link", name="Appeler 03 29 00 22 90")).to_have_attribute(
        "href", "tel:0329002290"
    )


def test_the_till_closes_with_a_difference_explained_and_prints_the_head(open_desk, sent):
    tab = open_desk("bras", "#caisse")
    keys = Keyboard(tab)
    keys.type("122")
    keys("Enter")
    expect(tab.locator(".errors").last).to_have_text(
        "Choisissez une explication, même « inexpliqué »."
    )
    tab.get_by_text("Erreur de rendu").click()
    keys("Enter", "Enter")
    expect(tab.locator("dialog[open]")).to_contain_text("7f3a09c2")
    [(_, payload)] = sent(tab)
    assert (payload["counted_cents"], payload["reason"]) == (12_200, "change")


def test_a_refusal_says_what_to_do_next(open_desk):
    tab = open_desk("refused")
    Keyboard(tab)("c", "l", "a", "Enter")
    expect(toast(tab)).to_contain_text("Cette séance est annulée. Proposez-en une autre.")
    expect(tab.locator(".line-state")).to_have_text("1 refus à voir")


def test_the_queue_is_visible_when_the_server_is_away(open_desk):
    tab = open_desk("away")
    tab.keyboard.press("+")
    tab.keyboard.press("+")
    expect(tab.locator(".line-state")).to_have_text("2 en attente · hors ligne")


def test_another_person_takes_the_desk_with_a_pin(open_desk):
    tab = open_desk()
    tab.get_by_role("button", name="Sandrine").click()
    tab.get_by_text("Karim", exact=True).click()
    tab.keyboard.type("0000")
    tab.keyboard.press("Enter")
    expect(tab.locator("dialog .errors")).to_contain_text("Ce code n’est pas le bon")
    tab.keyboard.type("1234")
    tab.keyboard.press("Enter")
    expect(tab.locator(".who")).to_contain_text("Karim")
    tab.get_by_role("button", name="Karim est").click()
    tab.get_by_text("Sandrine", exact=True).last.click()
    tab.keyboard.type("1234")
    tab.keyboard.press("Enter")
    expect(tab.locator(".who")).to_contain_text("Sandrine")


def test_without_the_till_nobody_is_asked_to_pay(open_desk, sent):
    tab = open_desk("notill")
    Keyboard(tab)("m", "a", "r", "Enter")
    expect(toast(tab)).to_have_text("Marie : présente")
    [(_, payload)] = sent(tab)
    assert "sale" not in payload


def test_a_second_tab_of_the_device_only_looks(open_desk):
    tab = open_desk()
    second = tab.context.new_page()
    second.goto(tab.url)
    expect(second.locator("#notice")).to_contain_text("Un autre onglet de ce poste est déjà ouvert")
    expect(second.get_by_role("button", name="+1 sans nom").first).to_be_disabled()
    tab.close()
    expect(second.locator("#notice")).to_be_empty()


def test_mode_accueil_masks_names_sums_and_phones(open_desk):
    tab = open_desk()
    tab.get_by_role("button", name="Mode accueil").click()
    expect(tab.locator(".till b")).to_have_text("••• €")
    tab.locator("summary").click()
    tab.locator("a.session", has_text="Réalité virtuelle").click()
    tab.get_by_role("button", name="Annuler l’inscription de Marcel P.").click()
    expect(tab.get_by_role("link", name="Appeler")).to_have_text("Appeler •• •• •• •• ••")
    assert re.search("Petit|Le Gall|Martin", tab.locator("body").inner_text()) is None


def test_the_receipt_has_the_place_the_carrier_and_the_change(open_desk):
    tab = open_desk()
    Keyboard(tab)("m", "a", "r", "Enter", "2", "r", "Enter")
    tab.emulate_media(media="print")
    written = " ".join(tab.locator("#print").inner_text().split())
    identity = ("Numéripôle", "Association Numéripôle (fictive)", "RNA W551000000")
    bought = ("Reçu n° A-12", "Marie Le Gall", "Boîte mail", "8,00 €", "Rendu 2,00 €")
    for part in (*identity, *bought, "TVA non applicable"):
        assert part in written
    expect(tab.locator("main")).to_be_hidden()


# Everyone can use it


def _type(tab: Page, text: str, *keys: str) -> None:
    tab.keyboard.type(text)
    for key in keys:
        tab.keyboard.press(key)


def _payment(tab: Page, person: str, *keys: str) -> None:
    _type(tab, person, "Enter", *keys)


def _click(tab: Page, name: str) -> None:
    tab.get_by_role("button", name=name).first.click()


def _waiting(tab: Page) -> None:
    tab.locator("summary").click()
    tab.locator("a.session", has_text="Réalité").click()
    _click(tab, "Annuler l’inscription de Marcel Petit")
    tab.locator(".phone").wait_for()


STATES = {
    "home": ("bras", "", lambda tab: None),
    "results": ("bras", "", lambda tab: tab.keyboard.type("mar")),
    "another": ("bras", "", lambda tab: _type(tab, "mar", "ArrowDown")),
    "nobody": ("bras", "", lambda tab: tab.keyboard.type("xyz")),
    "expired": ("bras", "", lambda tab: tab.keyboard.type("marian")),
    "minor": ("bras", "", lambda tab: tab.keyboard.type("lea")),
    "payment": ("bras", "", lambda tab: _payment(tab, "marian", "2")),
    "several": ("bras", "", lambda tab: _payment(tab, "mar", "m")),
    "offered": ("bras", "", lambda tab: _payment(tab, "mar", "o")),
    "done": ("bras", "", lambda tab: _payment(tab, "mar", "Enter")),
    "newcomer": ("bras", "", lambda tab: _payment(tab, "zoé")),
    "newcomer error": ("bras", "#nouvelle", lambda tab: tab.keyboard.press("Enter")),
    "session": ("bras", "", lambda tab: tab.locator("a.session", has_text="Boîte").click()),
    "waiting": ("bras", "", _waiting),
    "here": ("bras", "", lambda tab: _click(tab, "Qui est ici")),
    "unnamed": ("bras", "", lambda tab: _click(tab, "Plusieurs")),
    "consent": ("bras", "", lambda tab: _payment(tab, "lea")),
    "register": ("bras", "", lambda tab: (tab.keyboard.type("ger"), _click(tab, "Inscrire à"))),
    "sale": ("bras", "", lambda tab: tab.keyboard.press("=")),
    "sale error": ("bras", "#vente", lambda tab: _type(tab, "", "Tab", "x", "Enter")),
    "sale paid": ("bras", "", lambda tab: _type(tab, "=", "Enter")),
    "help": ("bras", "", lambda tab: tab.keyboard.press("?")),
    "team": ("bras", "", lambda tab: _click(tab, "Sandrine est")),
    "debt": ("bras", "", lambda tab: (tab.keyboard.type("meh"), _click(tab, "Régler ce"))),
    "masked": ("bras", "", lambda tab: (_click(tab, "Mode accueil"), tab.keyboard.type("mar"))),
    "till open": ("closed", "#caisse", lambda tab: tab.keyboard.press("Enter")),
    "till close": ("bras", "#caisse", lambda tab: _type(tab, "1", "Enter")),
    "refused": ("refused", "", lambda tab: (_payment(tab, "cla"), _click(tab, "refus"))),
    "away": ("away", "", lambda tab: (tab.keyboard.press("+"), _click(tab, "en attente"))),
    "read only": ("readonly", "", lambda tab: None),
}  # fmt: skip


PHONE = ("home", "results", "payment", "newcomer", "session", "team")
"""Laid out otherwise on a phone: axe reads them there too."""


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_and_everything_can_be_touched(open_desk, state):
    """On a screen, on a phone, and at 400 % zoom (320 px); every rule of axe is on."""
    slug, page, reach = STATES[state]
    assert slug in KINDS
    tab = open_desk(slug, page, bypass_csp=True)
    reach(tab)
    axe.load(tab)
    for width in (1366, 412, 320):
        tab.set_viewport_size({"width": width, "height": 768})
        assert tab.evaluate(SMALL) == []
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        if width == 1366 or (width == 412 and state in PHONE):
            assert axe.faults(tab) == []


@pytest.mark.parametrize("code", [400, 403, 404, 419, 500, 503])
def test_error_pages_are_clean(served_desk, open_desk, code):
    address, _ = served_desk
    tab = open_desk(bypass_csp=True)
    tab.goto(f"{address}/error/{code}")
    axe.load(tab)
    assert axe.faults(tab) == []


def test_the_desk_weighs_less_than_200_kb_and_asks_nobody_else(served_desk, desk_browser):
    address, _ = served_desk
    context = desk_browser.new_context()
    tab = context.new_page()
    answers = []

    def answered(response):
        answers.append(response)

    tab.on("response", answered)
    tab.goto(f"{address}/s/bras/desk/")
    tab.wait_for_selector("body[data-ready]")
    sizes = {one.url: one.request.sizes()["responseBodySize"] for one in answers}
    context.close()
    snapshot = sum(size for url, size in sizes.items() if url.endswith("snapshot.json"))
    total = sum(sizes.values())
    print(f"desk: {total} bytes over the wire in {len(sizes)} answers, snapshot {snapshot} of them")
    assert total < 200_000
    assert {url for url in sizes if not url.startswith(address)} == set()
