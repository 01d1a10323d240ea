"""The outbox against a server cut, killed, busy or restored: nothing lost, nothing twice."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.figures import PROVING

pytestmark = [pytest.mark.browser, pytest.mark.once]

LIVE = """
const never = () => new Promise(() => {});
const [typed, kept, backups] = [[], memoryStorage(), []];
let [applied, refused] = [new Map(), new Set()];
let [page, line, fault, full, outbox, wake] = [0, false, null, false, null, () => {}];
const lastN = () => Math.max(0, ...applied.values());

/* The server's part of the contract: a key once, n without a hole, one transaction each. */
const apply = ({ key, n, kind }) => {
  if (applied.has(key)) return kind === "bad" ? said(key, "refused", "no") : done(key);
  if (n !== lastN() + 1) return said(key, "refused", "gap", { last_n: lastN() });
  applied.set(key, n);
  return kind === "bad" ? said(key, "refused", "no") : done(key);
};
const send = async (mine, { commands }) => {
  if (mine !== page) return never();
  if (!line || fault?.what === "unreached") { fault = null; throw new Away("cut"); }
  const reached = fault ? commands.slice(0, fault.after) : commands;
  const results = reached.map(apply);
  const { what } = fault ?? {};
  fault = null;
  if (what === "busy") results.push(said(commands[reached.length]?.key, "retry", "busy"));
  if (what === "killed" || what === "lost") throw new Away("cut");
  return { results: results.filter((one) => one.key) };
};
const storage = {
  ...kept,
  all: async () => structuredClone(await kept.all()).sort((a, b) => a.command.n - b.command.n),
  put: async (entries) => {
    if (full) throw new DOMException("full", "QuotaExceededError");
    await kept.put(structuredClone(entries));
  },
};
const open = async () => {
  const mine = (page += 1);
  const who = () => ({ device: "d", place: "p", actor: "a" });
  const wait = async () => line || new Promise((resolve) => { wake = resolve; });
  outbox = new Outbox({ send: (one) => send(mine, one), storage, who, wait });
  await outbox.open();
  outbox.begin(0);
  outbox.addEventListener("settled", ({ detail }) => {
    if (detail.state === "refused") refused.add(detail.command.key);
  });
};
const settledNow = async () => {
  line = true;
  const sent = outbox.flush();
  wake();
  await sent;
};
const steps = {
  type: (bad) => {
    const [entry] = outbox.add([{ kind: bad ? "bad" : "good", payload: {}, about: "" }]);
    typed.push(entry.command.key);
  },
  cut: () => { line = false; },
  line: async (what, after) => {
    fault = what ? { what, after } : null;
    await settledNow();
  },
  half: (what, after) => {
    fault = { what, after };
    line = true;
    wake();
    outbox.flush();
  },
  close: async () => {
    await new Promise((resolve) => setTimeout(resolve));
    await open();
  },
  full: async () => {
    await new Promise((resolve) => setTimeout(resolve));
    full = true;
    await steps.type(false);
    await new Promise((resolve) => setTimeout(resolve));
    full = false;
    outbox.flush();
  },
  backup: () => { backups.push(new Map(applied)); },
  restore: async () => {
    applied = new Map(backups.at(-1) ?? []);
    outbox.restart(lastN());
  },
  /* The desk has not heard of it: the next thing typed does not follow. */
  quietly: () => { applied = new Map(backups.at(-1) ?? []); },
};
await open();
for (const [what, ...how] of given) await steps[what](...how);
fault = null;
steps.type(false);
await settledNow();
await settledNow();
const inOrder = [...applied].sort(([, a], [, b]) => a - b).map(([key]) => key);
const numbers = [...applied.values()].sort((a, b) => a - b);
const left = (await kept.all()).filter((one) => one.state === "waiting").length;
return {
  lost: typed.filter((key) => !applied.has(key)).length,
  strange: inOrder.filter((key) => !typed.includes(key)).length,
  ordered: inOrder.every((key, i) => key === typed[i]),
  numbers: numbers.every((n, i) => n === i + 1),
  waiting: [outbox.waiting().length, left],
};
"""

FAULT = st.sampled_from(["unreached", "killed", "lost", "busy"])
STEP = st.one_of(
    st.tuples(st.just("type"), st.booleans()),
    st.tuples(st.just("type"), st.just(False)),
    st.just(("cut",)),
    st.just(("line", None, 0)),
    st.tuples(st.just("line"), FAULT, st.integers(0, 4)),
    st.tuples(st.just("half"), FAULT, st.integers(0, 4)),
    st.just(("close",)),
    st.just(("full",)),
    st.just(("backup",)),
    st.just(("restore",)),
    st.just(("quietly",)),
)
ANSWER_LOST_THEN_RESTORED = [
    ("line", None, 0), ("type", False), ("half", "killed", 1), ("backup",), ("restore",),
]  # fmt: skip
"""The backup holds what the desk does not know to be done."""
WELL = {"lost": 0, "strange": 0, "ordered": True, "numbers": True, "waiting": [0, 0]}


@settings(
    max_examples=600 if PROVING else 40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=st.lists(STEP, max_size=25))
@example(steps=ANSWER_LOST_THEN_RESTORED)
def test_nothing_is_lost_nothing_comes_twice(run, steps) -> None:
    assert run(LIVE, [list(one) for one in steps]) == WELL, steps
