/**
 * The grid of hours: an event is moved to another column or hour, by dragging or by the keyboard.
 *
 * On a focused event, Space takes it, the arrows carry it (a column, half an hour), Enter drops it,
 * Escape leaves it where it was. An event that asks (`data-asks`) goes on to its own form; another
 * is sent at once by the page's form. Words come from the grid's data attributes. A tap on an empty
 * hour opens the page that plans one.
 *
 * Where the grid stretches (`data-stretches`: reservations), Shift and the arrows, or the handle
 * below an event, change how long it lasts; Page up and down, or a drop on one of the tabs
 * (`data-drop`), take it to another machine.
 */

const STEP = 2;
const FAR = 6;

const grid = document.querySelector(".hours-grid");
if (grid) {
  for (const event of grid.querySelectorAll("[data-moves]")) {
    watch(event);
  }
  if (grid.dataset.plan) {
    grid.addEventListener("click", plan);
  }
}

function columns() {
  return [...grid.querySelectorAll(".column")];
}

/** Whether there is room for the hours: else the columns are read one below the other. */
function drawn() {
  return getComputedStyle(grid.querySelector(".hours")).display !== "none";
}

/** Fill the places of a sentence. */
function said(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (_whole, name) => values[name] ?? "");
}

function clock(quarter) {
  const minutes = String((quarter % 4) * 15).padStart(2, "0");
  return { h: Math.floor(quarter / 4), m: minutes };
}

/** A quarter of the day as one says it: 14 h, 14 h 30. */
function hour(quarter) {
  return said(quarter % 4 ? grid.dataset.half : grid.dataset.hour, clock(quarter));
}

/** A quarter of the day as a form takes it: 14:30. */
function time(quarter) {
  const { h, m } = clock(quarter);
  return `${String(h).padStart(2, "0")}:${m}`;
}

function tell(words) {
  grid.querySelector("[data-live]").textContent = words;
}

/** The first quarter of an event, and how many it covers. */
function quarters(event) {
  return event.dataset.quarters.split(" ").map(Number);
}

/** The event carried now: where it was, where it is. */
let carried = null;

function take(event) {
  const [from, lasted] = quarters(event);
  const at = columns().indexOf(event.closest(".column"));
  const what = event.querySelector("b").textContent;
  const home = event.parentElement;
  carried = { event, what, home, from, at, lasted, quarter: from, column: at, lasts: lasted };
  carried.written = event.querySelector(".event-hour").textContent;
  carried.tab = tabs().find((one) => one.ariaCurrent) ?? null;
  carried.own = carried.tab;
  event.classList.add("carried");
}

/** Show the carried event in a column, at a quarter, within the grid. */
function place(column, quarter) {
  const { event } = carried;
  const first = Number(grid.dataset.first);
  const last = first + Number(grid.dataset.rows) - Math.min(carried.lasts, 4);
  carried.column = Math.max(0, Math.min(column, columns().length - 1));
  carried.quarter = Math.max(first, Math.min(quarter, last));
  columns()[carried.column].querySelector(".events").append(event);
  event.style.gridRow = `${carried.quarter - first + 1} / span ${carried.lasts}`;
  write();
}

/** The hours of the carried event, on it, where an event says them. */
function write() {
  if (grid.dataset.hours) {
    carried.event.querySelector(".event-hour").textContent = said(grid.dataset.hours, where());
  }
}

/** Let the carried event last so many quarters, by the steps it grows by. */
function stretch(lasts) {
  const { event, lasted } = carried;
  const step = Number(event.querySelector("[data-step]").dataset.step);
  const room = Number(grid.dataset.first) + Number(grid.dataset.rows) - carried.quarter;
  const steps = Math.round((Math.min(lasts, room) - lasted) / step);
  carried.lasts = Math.max(1, lasted + steps * step);
  place(carried.column, carried.quarter);
}

/** The machines that an event may be taken to, where there are. */
function tabs() {
  return [...document.querySelectorAll("[data-drop]")];
}

/** Take the carried event to the tab of another machine, or back to its own. */
function onto(tab) {
  for (const one of tabs()) {
    one.classList.toggle("onto", one === tab && tab !== carried.own);
  }
  carried.tab = tab;
}

function where() {
  const day = columns()[carried.column].dataset.name;
  const tab = carried.tab === carried.own ? "" : `→ ${carried.tab.textContent}`;
  const end = hour(carried.quarter + carried.lasts);
  return { what: carried.what, day, hour: hour(carried.quarter), end, tab };
}

function leave() {
  const { event, home, own, written } = carried;
  event.classList.remove("carried");
  event.querySelector(".event-hour").textContent = written;
  home.append(event);
  event.style.gridRow = "";
  onto(own);
  carried = null;
}

function drop() {
  const { event, from, at, quarter, column, lasted, lasts, tab, own } = carried;
  if (quarter === from && column === at && lasts === lasted && tab === own) {
    leave();
    return;
  }
  tell(said(grid.dataset.dropped, where()));
  event.classList.remove("carried");
  carried = null;
  const link = event.querySelector("[data-move]");
  const to = columns()[column].dataset;
  send(link, {
    day: to.day ?? to.column,
    start: quarter === from ? (link.dataset.start ?? time(quarter)) : time(quarter),
    what: tab === own ? to.what : tab.dataset.drop,
    minutes: Number(link.dataset.minutes) + (lasts - lasted) * 15,
  });
}

function send(link, { day, start, ...more }) {
  if ("asks" in link.dataset) {
    location.assign(`${link.dataset.move}?${new URLSearchParams({ day, start })}`);
    return;
  }
  const form = document.getElementById("move");
  form.action = link.dataset.move;
  for (const [name, value] of Object.entries({ day, start, ...more })) {
    if (form.elements[name]) {
      form.elements[name].value = value;
    }
  }
  form.requestSubmit();
}

// By the keyboard

const CARRY = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };
const TURN = { PageUp: -1, PageDown: 1 };

function key(pressed) {
  const event = pressed.currentTarget;
  if (!carried) {
    if (pressed.key === " ") {
      pressed.preventDefault();
      take(event);
      tell(said(grid.dataset.taken, where()));
    }
    return;
  }
  if (carries(pressed)) {
    event.querySelector("a").focus();
    tell(said(grid.dataset.where, where()));
  } else if (pressed.key === "Enter" || pressed.key === " ") {
    drop();
  } else if (pressed.key === "Escape") {
    giveUp(event);
  } else {
    return;
  }
  pressed.preventDefault();
}

/** What a key does to the carried event; whether it did something. */
function carries(pressed) {
  const [right, down] = CARRY[pressed.key] ?? [];
  const turn = TURN[pressed.key];
  if (turn !== undefined && carried.tab) {
    const all = tabs();
    onto(all[(all.indexOf(carried.tab) + turn + all.length) % all.length]);
  } else if (right === undefined) {
    return false;
  } else if (pressed.shiftKey && down && "stretches" in grid.dataset) {
    const step = Number(carried.event.querySelector("[data-step]").dataset.step);
    stretch(carried.lasts + Math.sign(down) * step);
  } else {
    place(carried.column + right, carried.quarter + down);
  }
  return true;
}

function giveUp(event) {
  const { what } = carried;
  leave();
  event.querySelector("a").focus();
  tell(said(grid.dataset.givenUp, { what }));
}

// By dragging

function watch(event) {
  const link = event.querySelector("a");
  let down = null;
  link.draggable = false;
  event.addEventListener("keydown", key);
  event.addEventListener("focusout", () => {
    // Carried to another column, it loses the focus for an instant.
    setTimeout(() => {
      if (carried?.event === event && !down && !event.contains(document.activeElement)) {
        leave();
      }
    });
  });
  event.addEventListener("pointerdown", (pointer) => {
    if (pointer.button === 0 && pointer.pointerType !== "touch" && drawn()) {
      const { top } = event.getBoundingClientRect();
      const end = pointer.target.closest("[data-stretch]") !== null;
      down = { x: pointer.clientX, y: pointer.clientY, top, end };
    }
  });
  addEventListener("pointermove", (pointer) => {
    if (!down) {
      return;
    }
    if (!carried && Math.hypot(pointer.clientX - down.x, pointer.clientY - down.y) > FAR) {
      take(event);
    }
    if (carried?.event === event) {
      follow(pointer, down);
    }
  });
  addEventListener("pointerup", () => {
    const dragged = down && carried?.event === event;
    down = null;
    if (dragged) {
      link.addEventListener("click", (click) => click.preventDefault(), { once: true });
      drop();
    }
  });
  addEventListener("pointercancel", () => {
    if (down && carried?.event === event) {
      leave();
    }
    down = null;
  });
}

/** The column and half hour under the pointer, the event held where it was taken. */
function follow(pointer, down) {
  if (down.end) {
    stretch(Math.round((pointer.clientY - down.top) / height()));
    return;
  }
  const under = document.elementsFromPoint(pointer.clientX, pointer.clientY);
  const tab = tabs().find((one) => under.includes(one));
  onto(tab ?? carried.own);
  if (tab) {
    place(carried.at, carried.from);
    return;
  }
  const column = columns().findIndex((one) => {
    const { left, right } = one.getBoundingClientRect();
    return pointer.clientX >= left && pointer.clientX < right;
  });
  const top = down.top + pointer.clientY - down.y;
  place(column < 0 ? carried.column : column, quarterAt(top + height()));
}

function height() {
  const { height: whole } = grid.querySelector(".events").getBoundingClientRect();
  return whole / Number(grid.dataset.rows);
}

/** The half hour that is at a height of the window. */
function quarterAt(y) {
  const { top } = grid.querySelector(".events").getBoundingClientRect();
  const quarter = Math.floor((y - top) / height()) + Number(grid.dataset.first);
  return Math.floor(quarter / STEP) * STEP;
}

// An empty hour

function plan(click) {
  const events = click.target.closest(".events");
  if (!events || click.target.closest(".event")) {
    return;
  }
  if (!drawn()) {
    return;
  }
  const { column, day, what } = events.closest(".column").dataset;
  const to = new URL(grid.dataset.plan, location.href);
  to.searchParams.set("day", day ?? column);
  to.searchParams.set("start", time(quarterAt(click.clientY)));
  if (what) {
    to.searchParams.set("what", what);
  }
  location.assign(to);
}
