/**
 * The shapes the desk works with, as the server sends them (docs/commands.md). Types only.
 *
 * @typedef {{sale: string, cents: number, label: string, lines?: DueLine[]}} Due
 *   `lines`: what was sold, for the receipt; a copy of before may not have them.
 *
 * @typedef {{id: string, first: string, last: string, folded: string, last4: string, card: string,
 *   profile: string, visits: number, commune: string, new: boolean, minor: boolean,
 *   age_from: number | null, sex: string | null, last_means: string,
 *   membership: {until: string, plan: string} | null, expired_on: string | null,
 *   renewal?: {plan: string, starts_on: string, ends_on: string} | null, missing: string[],
 *   due_cents: number, dues: Due[], today: {visit: string, at: string} | null,
 *   also?: string[], plans?: UsePlan[], reserved?: Reserved[], badges?: string[],
 *   papers?: string[]}} Person
 *   `age_from` is told when some session asks for more; `also` holds cards and ends of phones of
 *   files that are the same person; `badges` are families of machines they are authorised for today,
 *   `papers` what machines alone ask for and they have.
 *
 * @typedef {{id: string, resource: string, family: string, label: string, starts_at: string,
 *   ends_at: string, came_at: string | null, left_at: string | null, charged?: boolean}} Reserved
 *   Something reserved for today, or used; `charged` once its use was counted.
 *
 * @typedef {{starts_at: string, ends_at: string}} Span
 * @typedef {Span & {of: string}} Hold  `of`: the id of what holds it.
 *
 * @typedef {{id: string, name: string, family: string, locked: boolean, beside: string[],
 *   held: Hold[]}} Machine  `beside`: those that are not free while it is used, nor it while they are.
 *
 * @typedef {{id: string, name: string, authorised: boolean, alone: boolean, staffed: boolean,
 *   training: string, next: {day: string, starts_at: string} | null, minimum_age: number | null,
 *   papers: string[], most_minutes_a_day: number | null, price_code: string, step: number,
 *   shortest: number, longest: number | null, buffer: number}} MachineFamily  Lengths in minutes.
 *
 * @typedef {{families: MachineFamily[], resources: Machine[], asked_apart: string[],
 *   staffed: Span[], unnamed: Reserved[]}} Machines
 *   `asked_apart`: papers that machines ask for, not asked of everyone; `unnamed`: used by passers-by.
 *
 * @typedef {{code: string, label: string, used: number, given: number | null,
 *   counted: boolean}} UsePlan  Units in thousandths, `given` null without limit; `counted` today.
 *
 * @typedef {{id: string, person: string | null, seat: number | null, state: string,
 *   rank: number | null, attendance: string, party: string,
 *   phone?: string, signed?: string[]}} Registration  `phone` for who waits only; `signed` half-days
 *
 * @typedef {{id: string, workshop: string, title: string, format: string, starts_at: string,
 *   ends_at: string, day: string, room: string, mediators: string[], capacity: number | null,
 *   price_code: string, minimum_age: number | null, state: string,
 *   registrations: Registration[], unnamed: number}} Session
 *
 * @typedef {{price: string, code: string, profile: string, member: boolean, label: string,
 *   why: string, rate: number, unit: string, tax_mode: string, tax_rate: number}} Price
 *
 * @typedef {{id: string, code: string, label: string, price_code: string,
 *   for_organisations: boolean, starts_on: string, ends_on: string, renewal: string}} Plan
 *
 * @typedef {{id: string, opened_at: string, float_cents: number, cash_cents: number,
 *   totals?: Record<string, number>}} OpenTill
 *
 * @typedef {{rev: number, epoch: string, now: string, day: string, lens: string, time_zone: string,
 *   structure: {id: string, slug: string, name: string},
 *   place: {id: string, name: string, motto: string, colour: string, logo: string, phone: string,
 *     address: string, open_now: boolean, hours: string},
 *   carrier: {name: string, kind: string, siret: string, rna: string, address: string},
 *   device: {id: string, name: string, last_n: number, read_only?: boolean},
 *   actor: {id: string, first_name: string, rights: string[]},
 *   team: {id: string, first_name: string, has_pin: boolean, pin?: string, rights?: string[]}[],
 *   till: {series: string, code: string, next_number: number, open: OpenTill | null} | null,
 *   persons: Person[], sessions: Session[], prices: Price[], plans: Plan[], use_plan_codes?: string[],
 *   machines?: Machines | null,
 *   profiles: {code: string, label: string}[],
 *   documents: {id: string, kind: string, title: string, version: number}[],
 *   communes: {code: string, name: string}[],
 *   today: {persons: number, anonymous: number, new: number, here: string[], unnamed_here: number},
 *   to_settle: number, next?: string | null, fresh?: string[]
 * }} Snapshot
 *   `use_plan_codes`: what plans cost, sold at the office; `next`: where the page of persons that has not come yet begins; `fresh`: those said again since.
 *
 * @typedef {{key: string, n: number, kind: string, v: 1, place: string, actor: string, at: string,
 *   payload: Record<string, any>}} Command
 *
 * @typedef {{key: string, status: "done" | "refused" | "retry", code: string, message: string,
 *   data: Record<string, any>}} Result
 *
 * @typedef {{command: Command, about: string, receipt: import("./print.js").Receipt | null,
 *   typedAt: number, skew: number, turn: number,
 *   state: "waiting" | "done" | "refused", result: Result | null}} Entry
 *   One line of the outbox. `about` says in French what was typed; `receipt`: to print, until it is sent; `skew` and `turn`: clock.js.
 *
 * @typedef {{kind: "membership" | "session" | "use" | "material" | "other", code: string, profile: string,
 *   member: boolean, price: string | null, target: string | null, rate: number, quantity: number,
 *   discount_cents: number, reason: string, amount_cents: number}} Line
 *
 * @typedef {Pick<Line, "rate" | "quantity" | "discount_cents" | "reason" | "amount_cents"> &
 *   {label?: string, price?: string | null, tax_mode?: string, tax_rate?: number}} DueLine
 *   A line sold: its tax, unless its price says it; `label` without the quantity.
 *
 * @typedef {{means: string, amount_cents: number, given_cents?: number}} Payment
 */

export {};
