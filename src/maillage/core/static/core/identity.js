/**
 * The place's own colour on the page, kept readable: `<body data-colour="#7a1f5c">`.
 *
 * Sets --go, --go-soft and --go-text through the CSSOM (the policy allows no inline style). White
 * on --go, and --go-text on --go-soft and on --quiet, are at least 7:1: a light colour is darkened.
 */

const WANTED = 7;
const WHITE = [255, 255, 255];
const QUIET = [243, 236, 223];
const DEFAULT = "#0a5a54"; // the greens of tokens.css, chosen by eye
const SOFT_SHARE = 0.14;

/** @param {string} hex "#rrggbb" @returns {number[] | null} */
export function parse(hex) {
  const found = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex);
  return found ? found.slice(1).map((part) => Number.parseInt(part, 16)) : null;
}

/** Relative luminance, WCAG 2.1. @param {number[]} colour */
function luminance(colour) {
  const [r, g, b] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Contrast of two colours, 1 to 21. @param {number[]} one @param {number[]} other */
export function contrast(one, other) {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

/** @param {number[]} colour @param {number[]} other @param {number} share of `colour` */
function mix(colour, other, share) {
  return colour.map((part, i) => Math.round(part * share + other[i] * (1 - share)));
}

/** Darken until readable on every ground. @param {number[]} colour @param {number[][]} grounds */
function readable(colour, grounds) {
  let dark = colour;
  while (grounds.some((ground) => contrast(dark, ground) < WANTED)) {
    dark = mix(dark, [0, 0, 0], 0.94);
  }
  return dark;
}

/** @param {string} hex @returns {Record<string, string>} custom properties; {} when unreadable or the default */
export function properties(hex) {
  const colour = parse(hex);
  if (!colour || hex.toLowerCase() === DEFAULT) {
    return {};
  }
  const soft = mix(colour, WHITE, SOFT_SHARE);
  const css = (/** @type {number[]} */ one) => `rgb(${one.join(" ")})`;
  return {
    "--go": css(readable(colour, [WHITE])),
    "--go-soft": css(soft),
    "--go-text": css(readable(colour, [soft, QUIET])),
  };
}

for (const [name, value] of Object.entries(properties(document.body.dataset.colour ?? ""))) {
  document.documentElement.style.setProperty(name, value);
}
