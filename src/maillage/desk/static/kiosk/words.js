/** The few words of the kiosk; each is also a picture, and may be listened to. */

import { gettext as _, ngettext } from "../desk/gettext.js";

export const W = {
  hello: _("Bonjour ! Dites que vous êtes là."),
  card: _("J’ai une carte"),
  cardHow: _("Tapez le numéro de votre carte, puis le bouton vert."),
  cardField: _("Numéro de carte"),
  name: _("Mon prénom"),
  nameHow: _("Écrivez votre prénom, puis le bouton vert."),
  nameField: _("Prénom"),
  arrive: _("J’arrive"),
  ok: _("C’est bon"),
  erase: _("Effacer"),
  back: _("Retour"),
  undo: _("Annuler"),
  welcome: _("Bonjour !"),
  noted: _("C’est noté."),
  undone: _("C’est annulé."),
  listen: (/** @type {string} */ text) => _("Écouter : {text}", { text }),
  waiting: (/** @type {number} */ n) => ngettext("{n}\u00a0venue en attente d’envoi", "{n}\u00a0venues en attente d’envoi", n),
  out: _("Cette tablette n’est plus une borne : prévenez l’équipe."),
  refused: _("Une venue n’a pas été comptée : prévenez l’équipe."),
  count: _("Compter une personne"),
  today: (/** @type {number} */ n) => ngettext("{n}\u00a0personne aujourd’hui", "{n}\u00a0personnes aujourd’hui", n),
  undoLast: _("Annuler la dernière"),
};
