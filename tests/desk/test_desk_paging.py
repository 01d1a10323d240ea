"""Catching up by pages, two on their way: cut, changed meanwhile, taken up again."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.figures import PROVING

pytestmark = [pytest.mark.browser, pytest.mark.once]

CATCH_UP = """
const { Sync } = await import("/static/desk/sync.js");
const A_PAGE = 2;
const rows = new Set(given.begin);
const stayed = new Set(given.begin);
const changes = [...given.changes];
let [asked, flying, most] = [0, 0, 0];
const after = (cursor) => [...rows].filter((id) => id > cursor).sort((a, b) => a - b);
const next = (found) => (found.length > A_PAGE ? String(found[A_PAGE - 1]) : null);
const change = () => {
  const { insert = [], remove = [] } = changes.shift() ?? {};
  insert.forEach((id) => rows.add(id));
  remove.forEach((id) => (rows.delete(id), stayed.delete(id)));
};
const read = (cursor) => {
  const found = after(cursor);
  const more = next(found);
  return {
    persons: found.slice(0, A_PAGE).map((id) => ({ id })),
    next: more,
    after_next: more && next(after(Number(more))),
  };
};
const api = {
  snapshot: async (held) => {
    const { persons, next: more } = read(-1);
    const head = { rev: 1, epoch: "e", lens: "l", now: "", sessions: [] };
    return held && !held.next ? { ...head, since: 1 } : { ...head, persons, next: more };
  },
  page: async (cursor) => {
    [flying, most] = [flying + 1, Math.max(most, flying + 1)];
    await new Promise((resolve) => setTimeout(resolve, given.delays[asked % given.delays.length]));
    flying -= 1;
    asked += 1;
    if (given.cuts.includes(asked)) throw new Away("cut");
    change();
    return read(Number(cursor));
  },
};
const disk = { pages: [], next: null };
const kept = {
  pagesOf: async () => disk.pages.length,
  startOver: async (told) => Object.assign(disk, { pages: [told.persons], next: told.next }),
  addPage: async (_at, _number, page) => { disk.pages.push(page.persons); disk.next = page.next; },
  change: async () => {},
};
let held = null;
for (let turn = 0; turn < 20; turn += 1) {
  const sync = new Sync(api, kept, () => {});
  try {
    await sync.once(held, () => {});
    break;
  } catch (error) {
    if (!(error instanceof Away)) throw error;
    held = { rev: 1, lens: "l", persons: disk.pages.flat(), sessions: [], next: disk.next };
  }
}
const found = new Set(disk.pages.flat().map(({ id }) => id));
return { missing: [...stayed].filter((id) => !found.has(id)), next: disk.next, most };
"""

ids = st.integers(0, 40)
some = st.lists(ids, max_size=3)
changes = st.lists(st.fixed_dictionaries({"insert": some, "remove": some}), max_size=8)
cuts = st.lists(st.integers(1, 15), max_size=3)
delays = st.lists(st.integers(0, 3), min_size=1, max_size=4)


@given(st.sets(ids, min_size=8), changes, cuts, delays)
@settings(
    max_examples=500 if PROVING else 40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_who_was_there_all_along_is_held_in_the_end(run, begin, changes, cuts, delays) -> None:
    begin = sorted(begin)
    given = {"begin": begin, "changes": changes, "cuts": cuts, "delays": delays}
    assert run(CATCH_UP, given) | {"most": 2} == {"missing": [], "next": None, "most": 2}


def test_two_pages_are_on_their_way_and_no_more(run) -> None:
    given = {"begin": list(range(12)), "changes": [], "cuts": [], "delays": [1]}
    assert run(CATCH_UP, given) == {"missing": [], "next": None, "most": 2}


def test_a_copy_wiped_meanwhile_is_not_begun_again_by_what_changed(run) -> None:
    kept = run("""
        const { openKept } = await import("/static/desk/kept.js");
        const kept = await openKept("wiped");
        const head = { rev: 1, epoch: "e", lens: "l", now: "" };
        const changed = { gone: [], sessions: [], gone_sessions: [] };
        await kept.startOver({ ...head, persons: [{ id: 1 }], sessions: [], next: "1" });
        const before = (await kept.snapshot()).persons.length;
        await kept.wipe();
        await kept.addPage(1, 1, { persons: [{ id: 2 }], next: null });
        await kept.change({ ...head, ...changed, since: 1, persons: [{ id: 3 }] });
        return [before, await kept.snapshot(), await kept.pagesOf(1)];
    """)
    assert kept == [1, None, 0]
