/** Words of the desk about machines: who may use one now, for how long, what it costs. */

import { gettext as _ } from "./gettext.js";

export const MACHINES = {
  machine: {
    come: (/** @type {any} */ p, /** @type {string} */ what) => _("{first} est là pour «\u00a0{what}\u00a0»", { first: p.first, what }),
    leave: (/** @type {any} */ p, /** @type {string} */ what) => _("{first} a terminé avec «\u00a0{what}\u00a0»", { first: p.first, what }),
    leaveDetail: (/** @type {string} */ time) => _("{time} d’usage", { time }),
    count: (/** @type {any} */ p, /** @type {string} */ what) => _("Compter l’usage de «\u00a0{what}\u00a0» par {first}", { first: p.first, what }),
    reserved: (/** @type {string} */ when) => _("réservé à {when}", { when }),
    reserve: _("Réserver…"),
    came: (/** @type {any} */ p, /** @type {string} */ what) => _("{first} : là pour {what}", { first: p.first, what }),
    left: (/** @type {string} */ who, /** @type {string} */ what) => _("{first} : a terminé avec {what}", { first: who, what }),

    start: _("Une machine, un poste…"),
    startFor: (/** @type {string} */ name) => _("Machine ou poste : lequel pour {name} ?", { name }),
    startUnnamed: _("Commencer, sans nom…"),
    unnamedTitle: _("Machine ou poste, sans nom"),
    unnamedHelp: _("Pour une personne de passage : elle paie en partant, sans adhésion."),
    free: _("libre"),
    freeUntil: (/** @type {string} */ when) => _("libre jusqu’à {when}", { when }),
    refused: _("Pas maintenant"),
    none: _("Rien n’est libre maintenant. Pour plus tard, voyez « Réserver »."),
    howLong: (/** @type {string} */ what) => _("«\u00a0{what}\u00a0» : combien de temps ?", { what }),
    howLongHelp: _("On peut finir avant : seul le temps passé compte."),
    go: _("Commencer"),
    started: (/** @type {string} */ who, /** @type {string} */ what, /** @type {string} */ when) => _("{first} : {what}, jusqu’à {when}", { first: who, what, when }),

    title: _("Machines et postes"),
    nobody: _("Rien n’est en route."),
    unnamed: _("Sans nom"),
    end: _("Terminer"),
    endOf: (/** @type {string} */ what, /** @type {string} */ who) => _("Terminer : {what}, {who}", { what, who }),
    gone: _("Cet usage est déjà terminé. Revenez à l’accueil."),

    stop: (/** @type {string} */ what, /** @type {string} */ who) => _("{what} : {who} a terminé", { what, who }),
    since: (/** @type {string} */ when) => _("Commencé à {when}.", { when }),
    time: _("Temps d’usage"),
    timeHelp: _("Écrivez 1 h 30, ou 90 pour des minutes."),
    timeWrong: _("Écrivez une durée, comme 1 h 30 ou 45 min."),
    material: _("Matière utilisée"),
    materialHelp: _("Rien à écrire s’il n’y en a pas."),
    continue: _("Continuer"),
    end2: _("Terminer, rien à payer"),
    included: (/** @type {string} */ used) => _("compris dans le forfait : {used}", { used }),
  },

  obstacle: {
    locked: _("hors service"),
    taken: (/** @type {string} */ when) => _("pas libre avant {when}", { when }),
    soon: (/** @type {string} */ when) => _("plus libre dès {when}", { when }),
    unnamed: _("demande un nom : le prénom suffit, par « Nouvelle personne »"),
    training: (/** @type {string} */ training, /** @type {string} */ when) => _("demande la formation «\u00a0{training}\u00a0». Prochaine date : {when}.", { training, when }),
    trainingNever: (/** @type {string} */ training) => _("demande la formation «\u00a0{training}\u00a0» : aucune date n’est prévue.", { training }),
    badge: _("demande une habilitation : voyez l’équipe."),
    at: (/** @type {string} */ day, /** @type {string} */ hour) => _("{day} à {hour}", { day, hour }),
    age: (/** @type {number} */ age) => _("à partir de {age}\u00a0ans", { age }),
    paper: (/** @type {string} */ what) => _("il manque {what}", { what }),
    recordPaper: (/** @type {string} */ what) => _("Enregistrer {what}", { what }),
    day: (/** @type {string} */ time) => _("{time} au plus par personne et par jour : c’est déjà fait", { time }),
    unstaffed: _("seulement aux heures où l’équipe est prévue"),
  },
};
