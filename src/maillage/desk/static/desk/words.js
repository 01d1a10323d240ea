/**
 * Every word of the desk, in one place: those of people and sessions here, the others in the files
 * it brings together. Plain French: personne, atelier, place, encaisser. A refusal says what to do next.
 */

import { ABOUT } from "./about.js";
import { gettext as _, LOCALE, ngettext } from "./gettext.js";
import { LABELS } from "./labels.js";
import { MACHINES } from "./machine_words.js";
import { MONEY } from "./money_words.js";
import { formatEuros } from "./rules/cents.js";

/** « présente », « présent » or « présent·e », from « présent{e} ». @param {{sex?: string | null}} who @param {string} text */
export const agree = ({ sex }, text) => text.replaceAll("{e}", { female: "e", male: "" }[sex ?? ""] ?? "·e");

const people = (/** @type {number} */ n) => ngettext("{n}\u00a0personne", "{n}\u00a0personnes", n);

/** A price for one, which may have parts of a cent. */
const RATE = new Intl.NumberFormat(LOCALE, { style: "currency", currency: "EUR", maximumFractionDigits: 4 });

export const W = {
  ...LABELS,
  ...ABOUT,
  ...MACHINES,
  ...MONEY,
  hiddenSum: _("{sum}\u00a0€", { sum: "•••" }),
  hiddenPhone: "•• •• •• •• ••",
  close: _("Fermer"),
  cancel: _("Annuler"),
  back: _("Retour"),
  save: _("Enregistrer"),
  other: _("Autre"),
  optional: _("facultatif"),
  enter: _("Entrée"),
  escape: _("Échap"),
  both: (/** @type {string} */ one, /** @type {string} */ other) => _("{one} et {other}", { one, other }),
  people,
  euros: formatEuros,
  /** « 10 € », of a whole number of euros. */
  round: (/** @type {number} */ cents) => _("{sum}\u00a0€", { sum: (cents / 100).toLocaleString(LOCALE) }),
  /** « 8,00 », as one would type it. */
  typed: (/** @type {number} */ cents) => _("{euros},{cents}", { euros: Math.floor(cents / 100), cents: String(cents % 100).padStart(2, "0") }),
  rate: (/** @type {number} */ rate) => RATE.format(rate / 10_000),
  /** « 5,5 », of basis points. */
  percent: (/** @type {number} */ rate) => (rate / 100).toLocaleString(LOCALE),
  times: (/** @type {string} */ what, /** @type {number} */ quantity) => (quantity === 1000 ? what : `${what} ×\u00a0${(quantity / 1000).toLocaleString(LOCALE)}`),

  /** « 2/2 utilisés », of thousandths. */
  used: (/** @type {number} */ used, /** @type {number | null} */ given) => {
    const [done, all] = [used, given ?? 0].map((one) => (one / 1000).toLocaleString(LOCALE));
    return given === null ? _("{done} utilisés, sans limite", { done }) : _("{done}/{all} utilisés", { done, all });
  },

  search: {
    none: _("Personne de ce nom. Entrée : nouvelle personne."),
    short: _("Tapez encore une lettre."),
    newcomer: (/** @type {string} */ name) => (name ? _("Nouvelle personne «\u00a0{name}\u00a0»", { name }) : _("Nouvelle personne")),
    orUnnamed: _("ou +1 sans nom"),
    count: (/** @type {number} */ n) => ngettext("{n}\u00a0personne trouvée", "{n}\u00a0personnes trouvées", n),
    near: _("nom proche"),
    countNear: (/** @type {number} */ n) => ngettext("{n}\u00a0nom proche, à choisir par la flèche du bas", "{n}\u00a0noms proches, à choisir par la flèche du bas", n),
    target: (/** @type {string} */ title, /** @type {string} */ when) => _("Qui inscrire à «\u00a0{title}\u00a0», {when}\u00a0?", { title, when }),
  },

  person: {
    visits: (/** @type {any} */ p) => (p.visits ? agree(p, ngettext("venu{e} {n}\u00a0fois", "venu{e} {n}\u00a0fois", p.visits)) : _("première venue")),
    card: (/** @type {string} */ number) => _("carte {number}", { number }),
    phone: (/** @type {string} */ last4) => _("tél. … {last4}", { last4 }),
    member: (/** @type {string} */ day) => _("✓ Adhésion jusqu’au {day}", { day }),
    expired: (/** @type {string} */ day) => _("! Adhésion finie le {day}", { day }),
    minor: _("Mineur·e"),
    due: (/** @type {string} */ sum) => _("! {sum} à régler", { sum }),
    here: (/** @type {string} */ at) => _("✓ Ici depuis {at}", { at }),
    present: (/** @type {any} */ p, /** @type {string} */ title, /** @type {string} */ when) =>
      agree(p, _("Présent{e} à «\u00a0{title}\u00a0», {when}", { title, when })),
    greet: (/** @type {any} */ p) => _("Accueillir {first}", { first: p.first }),
    justGreet: _("Juste accueillir"),
    plan: (/** @type {string} */ label, /** @type {string} */ used) => _("{label}\u00a0: {used}", { label, used }),
    use: (/** @type {any} */ p, /** @type {string} */ label) => _("{first}\u00a0: {label}", { first: p.first, label }),
    usedUp: (/** @type {string} */ used) => _("{used}\u00a0: à payer, ou à offrir avec un motif", { used }),
    inPlan: _("compris"),
    file: (/** @type {any} */ p) => _("La fiche de {first}", { first: p.first }),
    greetDetail: _("juste passer, sans atelier"),
    again: (/** @type {any} */ p, /** @type {string} */ at) => agree(p, _("Déjà accueilli{e} à {at}", { at })),
    againDetail: _("rien à faire de plus"),
    registered: (/** @type {any} */ p, /** @type {any} */ seat) => agree(p, seat ? _("inscrit{e} · place {seat}", { seat }) : _("inscrit{e}")),
    waiting: (/** @type {any} */ rank) => _("en liste d’attente, rang {rank}", { rank: rank ?? "?" }),
    overbooked: _("en plus des places"),
    walkIn: _("sans inscription"),
    seatsLeft: (/** @type {number} */ n) => ngettext("{n}\u00a0place libre", "{n}\u00a0places libres", n),
    full: _("complet : en plus des places"),
    free: _("entrée libre"),
    gratis: _("gratuit"),
    register: (/** @type {any} */ p, /** @type {string} */ title) => _("Inscrire {first} à «\u00a0{title}\u00a0»", { first: p.first, title }),
    registerTo: _("Inscrire à une séance…"),
    sell: _("Vendre…"),
    member2: _("Adhésion seule"),
    takePlan: _("Prendre un forfait…"),
    settle: _("Régler ce qui reste dû"),
    consentFirst: _("Autorisation parentale à recueillir avant l’activité"),
    consentHelp: _("Sans elle, une personne mineure ne peut pas participer. Entrée : l’enregistrer."),
    tooYoung: (/** @type {number} */ age, /** @type {string} */ title) =>
      _("«\u00a0{title}\u00a0» est à partir de {age}\u00a0ans", { title, age }),
    tooYoungHelp: _("Proposez un autre atelier. Vous pouvez accueillir la personne sans activité."),
    noTill: _("à encaisser par une personne de l’équipe qui tient la caisse"),
    others: _("Autres possibilités"),
  },

  signing: {
    open: _("Faire signer"),
    lead: _("Touchez votre nom, puis signez."),
    half: _("Demi-journée"),
    halves: { morning: _("Matin"), afternoon: _("Après-midi") },
    signed: _("✓ signé"),
    how: _("Signez dans le cadre avec le doigt, ou touchez seulement « Je signe »."),
    box: _("Cadre pour signer"),
    erase: _("Effacer"),
    sign: _("Je signe"),
    thanks: _("C’est signé"),
    done: (/** @type {string} */ name) => _("{name} : signé", { name }),
    leave: _("Quitter"),
    leaveHow: _("Pour quitter, écrivez le prénom de la personne qui tient l’accueil."),
    leaveWho: _("Prénom"),
    leaveWrong: _("Ce n’est pas son prénom. Réessayez, ou rendez la tablette à l’équipe."),
  },

  done: {
    present: (/** @type {any} */ p) => agree(p, _("{first} : présent{e}", { first: p.first })),
    greeted: (/** @type {any} */ p) => agree(p, _("{first} : accueilli{e}", { first: p.first })),
    member: (/** @type {any} */ p) => _("{first} : adhésion enregistrée", { first: p.first }),
    sold: (/** @type {any} */ p, /** @type {string} */ what) => _("{first} : {what}", { first: p.first, what }),
    used: (/** @type {any} */ p, /** @type {string} */ label, /** @type {string} */ used) => _("{first} : {label}, {used}", { first: p.first, label, used }),
    paid: (/** @type {string} */ sum, /** @type {string} */ how) => _("{sum} {how}", { sum, how }),
    later: (/** @type {string} */ sum) => _("{sum} à régler plus tard", { sum }),
    offered: _("offert"),
    settled: (/** @type {any} */ p) => _("{first} : réglé", { first: p.first }),
    registered: (/** @type {any} */ p, /** @type {number} */ seats) => {
      if (p && seats === 1) {
        return agree(p, _("{first} : inscrit{e}", { first: p.first }));
      }
      const asked = ngettext("place demandée", "{n} places demandées", seats);
      return p ? _("{first} : {what}", { first: p.first, what: asked }) : asked;
    },
    unnamed: (/** @type {number} */ n) => _("+{n} sans nom", { n }),
    document: (/** @type {any} */ p, /** @type {string} */ what) => _("{first} : {what}, c’est noté", { first: p.first, what }),
    attendance: (/** @type {string} */ name, /** @type {string} */ state) => _("{name} : {state}", { name, state }),
    chair: _("Une chaise de plus"),
    cancelled: (/** @type {string} */ name) => _("{name} : inscription annulée", { name }),
    offered2: (/** @type {string} */ name) => _("{name} : place donnée", { name }),
    tillOpen: _("Caisse ouverte"),
    tillClosed: _("Caisse fermée"),
    undone: (/** @type {string} */ what) => _("Annulé : {what}", { what }),
    created: (/** @type {any} */ p) => _("{first} : fiche créée", { first: p.first }),
  },

  toast: {
    undo: (/** @type {number} */ s) => _("Annuler ({s}\u00a0s)", { s }),
    undoLabel: _("Annuler la dernière saisie"),
    receipts: (/** @type {string[]} */ numbers) => ngettext("Reçu {list}", "Reçus {list}", numbers.length, { list: numbers.join(", ") }),
    precise: _("Préciser…"),
    refused: (/** @type {string} */ what) => _("Refusé : {what}.", { what }),
    away: _("Le serveur ne répond pas"),
  },

  home: {
    next: (/** @type {string} */ title, /** @type {string} */ when) => _("«\u00a0{title}\u00a0», {when}", { title, when }),
    expected: _("Attendues à cette séance"),
    nobody: _("Personne n’est inscrit pour l’instant."),
    noSession: _("Aucune autre séance aujourd’hui. Cherchez une personne, ou comptez sans nom."),
    plusOne: _("+1 sans nom"),
    several: _("Plusieurs…"),
    severalWhat: _(" : compter sans nom, avec des précisions"),
    sell: _("Encaisser sans nom"),
    newcomer: _("Nouvelle personne"),
    openList: _("Ouvrir la liste"),
  },

  today: {
    title: _("Aujourd’hui"),
    none: _("Pas de séance prévue aujourd’hui."),
    free: _("libre"),
    waiting: (/** @type {number} */ n) => _("{n} en attente", { n }),
    seats: (/** @type {number} */ taken, /** @type {number} */ all) => ngettext("{n}\u00a0place prise sur {all}", "{n}\u00a0places prises sur {all}", taken, { all }),
    here: _("Ici maintenant"),
    hereCount: (/** @type {number} */ n) => ngettext("personne", "personnes", n),
    came: (/** @type {number} */ n) => ngettext("venue", "venues", n),
    fresh: (/** @type {number} */ n) => ngettext("nouvelle", "nouvelles", n),
    card: (/** @type {number} */ n, /** @type {number} */ fresh) =>
      _("Aujourd’hui : {people}, {fresh}", { people: people(n), fresh: ngettext("{n}\u00a0nouvelle", "{n}\u00a0nouvelles", fresh) }),
    unnamed: (/** @type {number} */ n) => _("dont {n} sans nom", { n }),
    who: _("Qui est ici ?"),
    printCard: _("Imprimer la carte du jour"),
    thanks: _("Merci d’être venues et venus."),
    ahead: _("Les jours suivants"),
    toSettle: (/** @type {number} */ n) => _("! {n} à régler", { n }),
    toSettleWhere: _(" au bureau"),
  },

  session: {
    seats: (/** @type {number} */ taken, /** @type {number | null} */ all) =>
      all === null ? people(taken) : _("{taken}/{all} places", { taken, all }),
    people: _("Personnes inscrites"),
    seat: (/** @type {number} */ n) => _("place {n}", { n }),
    noSeat: _("sans place numérotée"),
    unnamedSeat: _("Place sans nom"),
    stranger: _("Personne hors de la liste"),
    present: _("Présent{e}"),
    absent: _("Absent{e}"),
    excused: _("Excusé{e}"),
    mark: (/** @type {string} */ name) => _("Présence de {name}", { name }),
    collect: (/** @type {string} */ name) => _("Encaisser {name}", { name }),
    cancel: _("Annuler l’inscription"),
    cancelOf: (/** @type {string} */ name) => _("Annuler l’inscription de {name}", { name }),
    register: _("Inscrire une personne"),
    severalSeats: _("Garder des places"),
    chair: _("Ajouter une chaise"),
    plusOne: _("+1 sans nom"),
    unnamed: (/** @type {number} */ n) => ngettext("{n}\u00a0personne comptée sans nom", "{n}\u00a0personnes comptées sans nom", n),
    waiting: _("Liste d’attente"),
    rank: (/** @type {number} */ n) => _("rang {n}", { n }),
    offer: _("Donner la place"),
    next: (/** @type {string} */ name, /** @type {any} */ rank) => _("Une place se libère. Prochaine personne : {name} (rang {rank}).", { name, rank }),
    call: _("Appeler"),
    noPhone: _("Pas de téléphone : dites-le à sa prochaine venue."),
    nobodyNext: _("Une place se libère. Personne n’attend."),
    pass: _("Passer devant"),
    passAhead: _("Passer devant la liste d’attente"),
    passHelp: _("Quelqu’un attend une place. À cocher seulement si l’équipe le décide."),
    howMany: _("Combien de places ?"),
    forWhom: _("Au nom de"),
    nobody: _("Sans nom pour l’instant"),
    full: (/** @type {number} */ n) => n
        ? ngettext("Complet. La demande ira en liste d’attente, après {n} autre.", "Complet. La demande ira en liste d’attente, après {n} autres.", n)
        : _("Complet. La demande ira en liste d’attente."),
    from: (/** @type {number} */ age) => _("à partir de {age}\u00a0ans", { age }),
    choose: _("À quelle séance ?"),
    noneAhead: _("Aucune séance à venir n’est prévue."),
    gone: _("Cette séance n’existe plus, ou elle est annulée. Revenez à l’accueil."),
  },

  newcomer: {
    title: _("Nouvelle personne"),
    intro: _("Le prénom suffit. Le reste peut attendre."),
    first: _("Prénom"),
    firstMissing: _("Écrivez un prénom, même un surnom : c’est la seule chose obligatoire."),
    last: _("Nom"),
    phone: _("Téléphone"),
    phoneHelp: _("Ou rien : tout le monde n’en a pas."),
    commune: _("Commune"),
    declined: _("Ne veut pas dire"),
    dontKnow: _("Ne sait pas"),
    elsewhere: _("Autre commune"),
    profile: _("Tarif"),
    noProfile: _("Ordinaire"),
    age: _("Âge"),
    sex: _("Sexe"),
    status: _("Situation"),
    why: _("Pour nos financeurs, sans votre nom. Vous pouvez ne pas répondre."),
    activity: _("Vient pour"),
    noActivity: _("Juste passer"),
    charter: _("Charte acceptée sur papier"),
    consent: _("Autorisation parentale signée sur papier"),
    sheet: _("Feuille n°"),
    go: (/** @type {string} */ sum) => (sum ? _("Continuer : {sum}", { sum }) : _("Continuer")),
    plain: _("Enregistrer"),
    more: _("Sexe et situation"),
    twins: (/** @type {string} */ names) => _("Déjà connue ? {names}", { names }),
    needsConsent: _("Cette personne est mineure : l’autorisation parentale est à recueillir avant l’activité."),
    tooYoung: (/** @type {number} */ age) => _("Cette séance est à partir de {age}\u00a0ans : choisissez-en une autre.", { age }),
  },

  unnamed: {
    title: _("Compter sans nom"),
    heads: _("Combien de personnes ?"),
    go: _("Compter"),
    help: _("Tout est facultatif. Ce qui n’est pas dit reste « non communiqué »."),
  },

  documents2: {
    title: (/** @type {string} */ what, /** @type {string} */ name) => _("{name} : {what}", { name, what }),
    how: _("Comment est-ce accepté ?"),
    paper: _("Sur papier"),
    screen: _("À l’écran"),
    oral: _("Oralement, avec témoin"),
    sheet: _("Numéro de la feuille"),
    sheetHelp: _("Imprimé en haut de la feuille. Laissez vide s’il n’y en a pas."),
    witness: _("Témoin"),
    accept: _("C’est accepté"),
    version: (/** @type {number} */ n) => _("version {n}", { n }),
    none: _("Aucun texte de cette sorte n’est encore enregistré. Demandez à une ou un responsable de l’ajouter."),
  },
};
