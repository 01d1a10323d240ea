/** What somebody's plans pay for today: the server counts, this device says what is left. Pure. */

/** @typedef {import("./types.js").Person} Person */
/** @typedef {import("./types.js").UsePlan} UsePlan */

export const DAY = 1000; // one unit, in thousandths

/** Whether a plan still pays for one unit. @param {UsePlan} plan */
export const pays = ({ used, given }) => given === null || given - used >= DAY;

/** For each use, the plan that pays for it, else the first one used up. @param {Person} person @returns {UsePlan[]} */
export function usesOf({ plans = [] }) {
  const codes = [...new Set(plans.map((one) => one.code))];
  return codes.map((code) => {
    const those = plans.filter((one) => one.code === code);
    return those.find(pays) ?? those[0];
  });
}

/** Those that were not counted yet today. @param {Person} person */
export const usesLeft = (person) => usesOf(person).filter((one) => !one.counted);

/** What plans pay of some units of a code, in the order they are spent: which, and how many. @param {UsePlan[]} plans @param {string} code @param {number} units */
export function sharesOf(plans, code, units) {
  let left = units;
  return plans
    .filter((one) => one.code === code)
    .map((plan) => {
      const part = Math.max(0, Math.min(left, plan.given === null ? left : plan.given - plan.used));
      left -= part;
      return { plan, units: part };
    })
    .filter((one) => one.units > 0);
}

/** The plans once they paid for some units of a code, as far as they go. @param {UsePlan[]} plans @param {string} code @param {number} units */
export function spending(plans, code, units) {
  const shares = sharesOf(plans, code, units);
  return plans.map((one) => ({ ...one, used: one.used + (shares.find(({ plan }) => plan === one)?.units ?? 0) }));
}

/** The plans once a unit of a code was used, paid by a plan or apart. @param {UsePlan[]} plans @param {string} code @param {boolean} sold */
export function counting(plans, code, sold) {
  const paying = sold ? undefined : plans.find((one) => one.code === code && pays(one));
  return plans.map((one) =>
    one.code === code ? { ...one, counted: true, used: one.used + (one === paying ? DAY : 0) } : one,
  );
}
