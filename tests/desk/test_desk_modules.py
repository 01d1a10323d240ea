"""The outbox of the desk, run in Chromium, and the list of modules."""

from pathlib import Path

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.once]

DESK = Path(__file__).parents[2] / "src/maillage/desk"


# The outbox


def test_commands_leave_in_the_order_typed_and_are_counted_from_the_server(run):
    assert run("""
        const { outbox, sent, type } = outboxWith([], 40);
        type("a", "b");
        type("c");
        await settled(outbox);
        return [sent.flat(), outbox.state, outbox.lastN];
    """) == [[["a", 41], ["b", 42], ["c", 43]], "idle", 43]


def test_one_sender_at_a_time(run):
    assert run("""
        let together = 0, most = 0;
        const slow = async ({ commands }) => {
          most = Math.max(most, ++together);
          await new Promise((resolve) => setTimeout(resolve, 5));
          together -= 1;
          return { results: commands.map((one) => done(one.key)) };
        };
        const who = () => ({ device: "d", place: "p", actor: "a" });
        const outbox = new Outbox({ send: slow, storage: memoryStorage(), who });
        for (let i = 0; i < 5; i += 1) {
          outbox.add([{ kind: "a", payload: {}, about: "" }]);
          outbox.flush();
        }
        await settled(outbox);
        return [most, outbox.entries.map((one) => one.state)];
    """) == [1, ["done"] * 5]


def test_a_lost_answer_sends_the_same_keys_again(run):
    assert run("""
        const keys = [];
        const heard = ({ commands: [{ key }] }) => { keys.push(key); return key; };
        const lost = (envelope) => { heard(envelope); throw new Away("cut"); };
        const kept = (envelope) => [done(heard(envelope))];
        const { outbox, sent, waits, type } = outboxWith([lost, lost, kept]);
        type("a");
        await settled(outbox);
        return [new Set(keys).size, sent, waits.length, waits[1] > waits[0]];
    """) == [1, [[["a", 1]]] * 3, 2, True]


def test_retry_stops_the_batch_and_comes_again_with_all_after_it(run):
    assert run("""
        const busy = ({ commands: [first, second] }) =>
          [done(first.key), said(second.key, "retry", "busy")];
        const { outbox, sent, type } = outboxWith([busy]);
        type("a", "b", "c");
        await settled(outbox);
        return sent;
    """) == [[["a", 1], ["b", 2], ["c", 3]], [["b", 2], ["c", 3]]]


def test_a_retry_of_the_first_command_waits_before_coming_again(run):
    assert (
        run("""
        const busy = ({ commands }) => [said(commands[0].key, "retry", "busy")];
        const { outbox, waits, type } = outboxWith([busy]);
        type("a");
        await settled(outbox);
        return waits.length;
    """)
        == 1
    )


def test_a_refusal_leaves_the_queue_and_the_others_go_on(run):
    assert run("""
        const refuse = ({ commands: [a, b] }) => [said(a.key, "refused", "full"), done(b.key)];
        const { outbox, type } = outboxWith([refuse]);
        type("a", "b");
        await settled(outbox);
        return outbox.entries.map((one) => [one.command.kind, one.state, one.result.code]);
    """) == [["a", "refused", "full"], ["b", "done", ""]]


def test_a_gap_counts_what_waits_again_from_the_server(run):
    assert run("""
        const gap = ({ commands }) =>
          commands.map((one) => said(one.key, "refused", "gap", { last_n: 7 }));
        const { outbox, sent, waits, type } = outboxWith([gap], 40);
        type("a", "b");
        await settled(outbox);
        return [sent, outbox.lastN, waits.length];
    """) == [[[["a", 41], ["b", 42]], [["a", 8], ["b", 9]]], 9, 0]


def test_gaps_for_ever_end_in_waiting(run):
    assert (
        run("""
        const gap = ({ commands }) =>
          commands.map((one) => said(one.key, "refused", "gap", { last_n: 7 }));
        const { outbox, waits, type } = outboxWith([gap, gap, gap, gap, gap]);
        type("a");
        await settled(outbox);
        return waits.length;
    """)
        == 2
    )


def test_at_most_two_hundred_at_once(run):
    assert run("""
        const { outbox, sent, type } = outboxWith([]);
        type(...Array.from({ length: 450 }, () => "a"));
        await settled(outbox);
        return sent.map((batch) => batch.length);
    """) == [200, 200, 50]


def test_a_command_nobody_can_read_leaves_alone_and_the_others_go_on(run):
    assert run("""
        const unreadable = () => { throw new Rejected(400); };
        const alone = ({ commands: [one] }) => {
          if (one.kind === "bad") throw new Rejected(400);
          return [done(one.key)];
        };
        const { outbox, sent, type } = outboxWith([unreadable, alone, unreadable, alone]);
        type("good", "bad", "fine");
        await settled(outbox);
        return [outbox.entries.map((one) => one.state), sent.at(-1), outbox.lastN];
    """) == [["done", "refused", "done"], [["fine", 2]], 2]


def test_signed_out_keeps_everything_until_somebody_is_back(run):
    assert run("""
        const out = () => { throw new SignedOut(); };
        const { outbox, sent, type } = outboxWith([out]);
        type("a");
        await new Promise((resolve) => setTimeout(resolve, 5));
        const before = [outbox.state, outbox.waiting().length];
        await outbox.flush();
        return [before, outbox.state, sent.length];
    """) == [["signed_out", 1], "idle", 2]


def test_what_another_page_left_is_sent_first(run):
    assert run("""
        const storage = memoryStorage();
        const who = () => ({ device: "d", place: "p", actor: "a" });
        const away = async () => { throw new Away(""); };
        const before = new Outbox({ send: away, storage, who, wait: () => new Promise(() => {}) });
        before.add([{ kind: "old", payload: {}, about: "" }]);
        await new Promise((resolve) => setTimeout(resolve, 5));
        const { outbox, sent, type } = outboxWith([]);
        outbox.storage = storage;
        await outbox.open();
        outbox.begin(12);
        type("new");
        await settled(outbox);
        return sent.flat();
    """) == [["old", 13], ["new", 14]]


def test_waits_double_to_thirty_seconds_with_jitter(run):
    assert run("return [1, 2, 3, 9].map((n) => backoff(n, () => 0.5))") == [1000, 2000, 4000, 30000]
    assert run("return [0, 1].map((draw) => backoff(1, () => draw))") == [800, 1200]


def test_every_module_is_fetched_at_once():
    listed = (DESK / "templates/desk/modules.html").read_text(encoding="utf-8")
    folder = DESK / "static/desk"
    modules = {file.relative_to(folder).as_posix() for file in folder.rglob("*.js")}
    wanted = modules - {"leave.js", "main.js", "sw.js", "types.js"}
    assert {one for one in modules if f"'desk/{one}'" in listed} == wanted
