"""A clock that is wrong, moved, or asleep: each command arrives at the hour it was typed."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import expect

from tests.figures import PROVING

pytestmark = [pytest.mark.browser, pytest.mark.once]

HOUR = 3_600_000
WITHIN = 240_000
"""Two minutes are no step of a clock: what is typed may be as far from its hour, twice."""

LIVE = """
const { Clock } = await import("/static/desk/clock.js");
let [real, wrong, ticks] = [Date.UTC(2026, 10, 24, 8), given.wrong, 0];
const [typed, arrived, kept] = [new Map(), new Map(), memoryStorage()];
const parts = { wall: () => real + wrong, ticks: () => ticks };
const who = () => ({ device: "d", place: "p", actor: "a" });
let line = false;
const never = () => new Promise(() => {});
const send = async (page, { now, commands }) => {
  if (page !== pages) return never();
  if (!line) throw new Away("cut");
  for (const { key, at } of commands) {
    if (!arrived.has(key)) arrived.set(key, Date.parse(at) + real - Date.parse(now));
  }
  return { results: commands.map((one) => done(one.key)) };
};
let [known, wake] = [undefined, () => {}];
let outbox;
let pages = 0;
const open = async () => {
  const page = (pages += 1);
  const clock = new Clock(parts);
  clock.takeUp(known);
  const askHour = async () => {
    if (page !== pages) await never();
    if (!line) throw new Away("cut");
    outbox.heard(real);
  };
  const wait = async () => line || new Promise((resolve) => { wake = resolve; });
  outbox = new Outbox({ send: (one) => send(page, one), storage: kept, who, clock, askHour, wait });
  await outbox.open();
};
const steps = {
  wait: (ms) => { real += ms; ticks += ms; },
  sleep: (ms) => { real += ms; },
  move: (ms) => { wrong += ms; },
  type: () => {
    const [entry] = outbox.add([{ kind: "a", payload: {}, about: "" }]);
    typed.set(entry.command.key, real);
  },
  close: async (ms, moved) => {
    outbox.clock.look();
    known = outbox.clock.kept();
    real += ms;
    wrong += moved;
    await open();
  },
  line: async () => {
    line = true;
    outbox.heard(real);
    const sent = outbox.flush();
    wake();
    await sent;
    line = false;
  },
};
await open();
for (const [what, ...how] of given.steps) {
  await steps[what](...how);
  outbox.clock.look();
}
await steps.line();
return [...typed].map(([key, at]) => Math.abs(arrived.get(key) - at));
"""

CALM = st.one_of(
    st.tuples(st.just("type")),
    st.tuples(st.just("wait"), st.integers(0, 2 * HOUR)),
    st.tuples(st.just("sleep"), st.integers(0, 2 * HOUR)),
    st.tuples(st.just("close"), st.integers(0, 2 * HOUR), st.just(0)),
)
"""Nothing of it is as long as what a clock is moved by: else nobody could tell them apart."""

JUMP = st.one_of(st.integers(5 * HOUR, 90 * HOUR), st.integers(-90 * HOUR, -5 * HOUR))
MOVED = st.one_of(
    st.tuples(st.just("move"), JUMP),
    st.tuples(st.just("close"), st.integers(0, 2 * HOUR), JUMP),
)
SOME = st.lists(CALM, max_size=5)
STRETCH = st.tuples(SOME, st.one_of(st.just([]), MOVED.map(lambda one: [one])), SOME)


@settings(
    max_examples=120 if PROVING else 10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(wrong=JUMP, stretches=st.lists(STRETCH, min_size=1, max_size=3))
def test_each_command_arrives_at_its_own_hour(run, wrong, stretches) -> None:
    steps = [["line"]]
    for before, moved, after in stretches:
        steps += [*before, *moved, *after, ["line"]]
    off = run(LIVE, {"wrong": wrong, "steps": [list(one) for one in steps]})
    assert [one for one in off if one > WITHIN] == []


def test_what_the_device_says_of_its_clock(run) -> None:
    assert run(
        """
        const { Clock } = await import("/static/desk/clock.js");
        let [real, wrong, ticks] = [0, -3600_000 * 6, 0];
        const parts = { wall: () => real + wrong, ticks: () => ticks };
        const clock = new Clock(parts);
        const told = [clock.wrongBy];
        clock.heard(real);
        told.push(clock.wrongBy / 3600_000, clock.now() - real, clock.sure);
        wrong -= 3600_000;
        clock.look();
        told.push(clock.wrongBy / 3600_000, clock.now() - real);
        const next = new Clock({ ...parts, wall: () => real + wrong - 3600_000 });
        next.takeUp(clock.kept());
        return [...told, clock.wentBack, next.wentBack];
        """
    ) == [0, -6, 0, True, -7, 0, False, True]


def test_a_clock_set_back_while_the_page_is_open_is_said(open_desk) -> None:
    tab = open_desk()
    expect(tab.locator("#notice")).to_be_empty()
    tab.evaluate("() => { globalThis.moved -= 6 * 3600_000; }")
    expect(tab.locator("#notice")).to_contain_text("horloge")
