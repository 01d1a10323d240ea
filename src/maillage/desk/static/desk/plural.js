/** « 1 place », « 3 places ». */

export const NB = "\u00a0";

/** @param {number} n @param {string} one @param {string} [several] */
export const plural = (n, one, several = `${one}s`) => `${n}${NB}${Math.abs(n) < 2 ? one : several}`;
