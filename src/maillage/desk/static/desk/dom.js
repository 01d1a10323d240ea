/** Making elements without markup strings: nothing typed by a person is ever read as HTML. */

const SVG = "http://www.w3.org/2000/svg";

/** Paths of 24 × 24 icons, drawn as strokes. */
const ICONS = {
  search: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM15.5 15.5 21 21",
  plus: "M12 5v14M5 12h14",
  back: "M19 12H5M11 6l-6 6 6 6",
  eye: "M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12ZM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z",
  print: "M7 9V3h10v6M7 18H4v-8h16v8h-3M7 14h10v7H7z",
  card: "M3 6h18v12H3zM3 10h18M7 15h4",
  letters: "M2.5 18 7 6l4.5 12M4.2 14h5.6M20.5 18v-8M20.5 14a3.5 4 0 1 1-7 0 3.5 4 0 0 1 7 0Z",
  arrive: "M9 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM2 21c0-5 3.5-7 7-7s7 2 7 7M19 6v6M16 9h6",
  check: "M4 12.5 9.5 18 20 6.5",
  speaker: "M4 9v6h4l5 4V5L8 9H4ZM16.5 8.5a5 5 0 0 1 0 7M19 6a8.5 8.5 0 0 1 0 12",
  erase: "M9 6h12v12H9l-6-6 6-6ZM12 9.5l5 5M17 9.5l-5 5",
  undo: "M8 4 3 9l5 5M3 9h11a6 6 0 0 1 0 12h-3",
  lock: "M5 11h14v10H5zM8 11V7a4 4 0 0 1 8 0v4M12 15v2",
  keys: "M3 6h18v12H3zM7 10h.01M12 10h.01M17 10h.01M8 14h8",
};

/**
 * @param {string} tag
 * @param {Record<string, any>} [props] `class`, `on: {event: handler}`, `data`, attributes;
 *   true gives an empty attribute, null, undefined and false none
 * @param {...(Node | string | number | null | undefined | false | (Node | string | null | false)[])} children
 * @returns {any} an element; typed loosely so that inputs can be read
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name === "on") {
      Object.entries(value).forEach(([event, handler]) => element.addEventListener(event, handler));
    } else if (name === "data") {
      Object.assign(element.dataset, value);
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  element.append(...present(children));
  return element;
}

/** @param {any[]} children @returns {any[]} what `append` takes */
function present(children) {
  return children.flat(2).filter((child) => child !== null && child !== undefined && child !== false && child !== "");
}

/** @param {keyof typeof ICONS} name @param {number} [size] */
export function icon(name, size = 24) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  const attributes = { viewBox: "0 0 24 24", width: size, height: size, fill: "none", stroke: "currentColor" };
  Object.entries({ ...attributes, "stroke-width": 2.2, "stroke-linecap": "round", "stroke-linejoin": "round" })
    .forEach(([key, value]) => svg.setAttribute(key, String(value)));
  svg.setAttribute("aria-hidden", "true");
  svg.append(path);
  return svg;
}

/**
 * Replace what `host` holds; the element with the same `data-key` keeps the focus.
 *
 * @param {Element} host @param {...any} nodes
 */
export function swap(host, ...nodes) {
  const held = document.activeElement;
  const key = held instanceof HTMLElement && host.contains(held) ? held.dataset.key : undefined;
  host.replaceChildren(...present(nodes));
  if (key) {
    const again = host.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (again instanceof HTMLElement) {
      again.focus();
    }
  }
}

/** @param {string} label @param {() => void} onClick @param {Record<string, any>} [props] @param {...any} rest */
export function button(label, onClick, props = {}, ...rest) {
  return h("button", { type: "button", ...props, class: `button ${props.class ?? ""}`.trim(), on: { click: onClick } }, label, ...rest);
}

/** @param {string} name what is on the key */
export function kbd(name) {
  return h("kbd", { "aria-hidden": "true" }, name);
}

/** @param {"ok" | "mind" | "stop" | ""} tone @param {string} text */
export function chip(tone, text) {
  return h("span", { class: tone ? `chip chip-${tone}` : "chip" }, text);
}

/** @param {string} text */
export function hidden(text) {
  return h("span", { class: "visually-hidden" }, text);
}

/** Focus the first element of `host` that fits, when there is one. @param {ParentNode} host @param {string} selector */
export function focusOn(host, selector) {
  const found = host.querySelector(selector);
  if (found instanceof HTMLElement) {
    found.focus();
  }
}

let fields = 0;

/**
 * A labelled input with its help; `props.as` may be "select" or "textarea".
 *
 * @param {string} label @param {Record<string, any>} props @param {{help?: string, children?: any[]}} [more]
 * @returns {{node: HTMLElement, input: any, fault: (message: string) => void}}
 */
export function field(label, props, { help = "", children = [] } = {}) {
  fields += 1;
  const id = `field-${fields}`;
  const described = help ? `${id}-help ${id}-error` : `${id}-error`;
  const { as = "input", ...attributes } = props;
  const input = h(as, { id, "aria-describedby": described, ...attributes }, ...children);
  const error = h("p", { class: "errors", id: `${id}-error` });
  const node = h(
    "div",
    { class: "field" },
    h("label", { for: id }, label),
    help && h("p", { class: "help", id: `${id}-help` }, help),
    input,
    error,
  );
  const fault = (/** @type {string} */ message) => {
    error.textContent = message;
    if (message) {
      input.setAttribute("aria-invalid", "true");
      input.focus();
    } else {
      input.removeAttribute("aria-invalid");
    }
  };
  return { node, input, fault };
}

/**
 * A group of choices, one at a time, as large buttons that are real radios.
 *
 * @param {string} legend @param {string} name @param {{value: string, label: string, key?: string}[]} options
 * @param {string} chosen @param {(value: string) => void} [onChange]
 */
export function choices(legend, name, options, chosen, onChange = () => {}) {
  const inputs = options.map(({ value, label, key }) => {
    const input = h("input", {
      type: "radio",
      name,
      value,
      checked: value === chosen,
      class: "visually-hidden",
      on: { change: () => onChange(value) },
    });
    return h("label", { class: "pick" }, input, h("span", { class: "button" }, label, key && kbd(key)));
  });
  return h("fieldset", { class: "picks" }, h("legend", {}, legend), h("div", { class: "row" }, ...inputs));
}

/** What is chosen in a group, "" for nothing. @param {Element} form @param {string} name */
export function chosen(form, name) {
  const input = form.querySelector(`input[name="${name}"]:checked`);
  return input instanceof HTMLInputElement ? input.value : "";
}

/**
 * Open a dialog with a title; it is removed when closed. `data-first` inside takes the focus.
 *
 * @param {string} title @param {(close: () => void) => any[]} content @param {() => void} [onClose]
 */
export function openDialog(title, content, onClose = () => {}) {
  const heading = h("h2", { id: `dialog-${(fields += 1)}` }, title);
  const dialog = h("dialog", { "aria-labelledby": heading.id });
  const close = () => dialog.close();
  dialog.append(h("div", { class: "stack" }, heading, ...content(close)));
  dialog.addEventListener("close", () => {
    dialog.remove();
    onClose();
  });
  document.body.append(dialog);
  dialog.showModal();
  focusOn(dialog, "[data-first]");
  return dialog;
}
