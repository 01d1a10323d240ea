"""The desk by keyboard: whoever comes is found, let in, charged, undone. Invented server."""

import pytest
from playwright.sync_api import expect

from tests.desk.fixture_snapshot import name
from tests.desk.gestures import Keyboard, open_payment, toast

pytestmark = [pytest.mark.browser, pytest.mark.once]


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
    open_payment(tab, "ana")
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
    open_payment(tab, "zoé")
    tab.get_by_label("Charte acceptée sur papier").check()
    tab.locator("[data-paper=charter]").get_by_label("Feuille n°").fill("17")
    tab.keyboard.press("Enter")
    (_, made), (kind, paper), (last, _) = sent(tab)
    assert (kind, last) == ("people.accept_document", "programme.register")
    assert (paper["person"], paper["document"]) == (made["person"], name("charter"))
    assert (paper["how"], paper["sheet"]) == ("paper", "17")


def test_what_is_typed_before_the_first_snapshot_is_not_lost(served_desk, desk_browser):
    context = desk_browser.new_context()
    tab, held = context.new_page(), []

    def hold(route):
        held.append(route)

    tab.route("**/snapshot.json", hold)
    with tab.expect_request("**/snapshot.json"):
        tab.goto(f"{served_desk[0]}/s/bras/desk/")
    Keyboard(tab)("m", "a", "r", "Enter")
    held[0].continue_()
    expect(tab.locator(".do")).to_contain_text("Présente à « Boîte mail », 14 h")
    expect(tab.locator("#search")).to_have_value("mar")
    context.close()


def test_a_reload_that_no_server_answers_finds_people_and_what_was_typed(open_desk):
    tab = open_desk("away")
    Keyboard(tab)("m", "a", "r", "Enter", "Enter")
    expect(tab.locator(".line-state")).to_have_text("1 en attente · hors ligne")
    tab.route("**/*.json*", lambda route: route.abort())
    tab.reload()
    expect(tab.locator(".line-state")).to_contain_text("1 en attente")
    Keyboard(tab)("m", "a", "r")
    expect(tab.locator("#stage")).to_contain_text("Marianne Roux")


def test_a_payment_and_somebody_new_are_found_again_after_a_reload(open_desk):
    tab = open_desk()
    Keyboard(tab)("m", "a", "r", "Enter", "h")
    expect(tab.locator("[data-key=means-cheque]")).to_have_attribute("aria-pressed", "true")
    tab.reload()
    expect(tab.locator("[data-key=means-cheque]")).to_have_attribute("aria-pressed", "true")
    Keyboard(tab)("Escape", "Escape")
    tab.locator("#search").fill("Fantine")
    Keyboard(tab)("Enter")
    tab.locator("[name=last]").fill("Lambert")
    tab.locator("[name=phone]").press_sequentially("0612")
    tab.reload()
    expect(tab.locator("[name=last]")).to_have_value("Lambert")
    expect(tab.locator("[name=phone]")).to_have_value("0612")


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
