/**
 * The grid of hours: an event is moved to another column or hour, by dragging or by the keyboard.
 *
 * On a focused event, Space takes it, the arrows carry it (a column, half an hour), Enter drops it,
 * Escape leaves it where it was. An event that asks (`data-asks`) goes on to its own form; another
 * is sent at once by the page's form. Words come from the grid's data attributes. A tap on an empty
 * hour opens the page that plans one.
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
  const [from] = quarters(event);
  const at = columns().indexOf(event.closest(".column"));
  const what = event.querySelector("b").textContent;
  carried = { event, what, home: event.parentElement, from, at, quarter: from, column: at };
  event.classList.add("carried");
}

/** Show the carried event in a column, at a quarter, within the grid. */
function place(column, quarter) {
  const { event } = carried;
  const first = Number(grid.dataset.first);
  const last = first + Number(grid.dataset.rows) - Math.min(quarters(event)[1], 4);
  carried.column = Math.max(0, Math.min(column, columns().length - 1));
  carried.quarter = Math.max(first, Math.min(quarter, last));
  columns()[carried.column].querySelector(".events").append(event);
  event.style.gridRowStart = carried.quarter - first + 1;
}

function where() {
  const day = columns()[carried.column].dataset.name;
  return { what: carried.what, day, hour: hour(carried.quarter) };
}

function leave() {
  const { event, home } = carried;
  event.classList.remove("carried");
  home.append(event);
  event.style.gridRowStart = "";
  carried = null;
}

function drop() {
  const { event, from, at, quarter, column } = carried;
  if (quarter === from && column === at) {
    leave();
    return;
  }
  tell(said(grid.dataset.dropped, where()));
  event.classList.remove("carried");
  carried = null;
  const link = event.querySelector("[data-move]");
  send(link, columns()[column].dataset.column, time(quarter));
}

function send(link, day, start) {
  if ("asks" in link.dataset) {
    location.assign(`${link.dataset.move}?${new URLSearchParams({ day, start })}`);
    return;
  }
  const form = document.getElementById("move");
  form.action = link.dataset.move;
  form.elements.day.value = day;
  form.elements.start.value = start;
  form.requestSubmit();
}

// By the keyboard

const CARRY = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };

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
  const [right, down] = CARRY[pressed.key] ?? [];
  if (right !== undefined) {
    place(carried.column + right, carried.quarter + down);
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
    if (pointer.button === 0 && pointer.pointerType !== "touch") {
      down = { x: pointer.clientX, y: pointer.clientY, top: event.getBoundingClientRect().top };
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
  if (getComputedStyle(events).display !== "grid") {
    return;
  }
  const day = events.closest(".column").dataset.column;
  const start = time(quarterAt(click.clientY));
  location.assign(`${grid.dataset.plan}?${new URLSearchParams({ day, start })}`);
}
