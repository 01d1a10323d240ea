/**
 * Words in the language of the page. The sources are French; a page in another language brings
 * its words with it, in the element `words`, so that nothing more is fetched.
 */

const told = document.getElementById("words")?.textContent;
const language = document.documentElement.lang || "fr";

/** @type {Record<string, string | string[]>} */
const catalogue = told ? JSON.parse(told) : {};
const rule = new Intl.PluralRules(language);

/** How days and numbers are written. */
export const LOCALE = { fr: "fr-FR", en: "en-GB" }[language] ?? language;

/**
 * The words of `text`, each `{name}` filled by `values.name`.
 *
 * @param {string} text @param {Record<string, any>} [values]
 */
export function gettext(text, values) {
  return filled(/** @type {string} */ (catalogue[text] ?? text), values);
}

/**
 * The words that go with `n`, which fills `{n}`.
 *
 * @param {string} one @param {string} several @param {number} n @param {Record<string, any>} [values]
 */
export function ngettext(one, several, n, values) {
  const forms = catalogue[one] ?? [one, several];
  return filled(forms[rule.select(Math.abs(n)) === "one" ? 0 : 1], { n, ...values });
}

/** What is not among `values` stays as it is. @param {string} text @param {Record<string, any>} [values] */
function filled(text, values = {}) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}
