/** What each value of the vocabulary is called on screen: means, reasons, documents, people. */

import { gettext as _ } from "./gettext.js";

const MEANS = {
  cash: _("Espèces"),
  card: _("Carte"),
  cheque: _("Chèque"),
  transfer: _("Virement"),
  voucher: _("Bon"),
  later: _("Plus tard"),
  free: _("Offert…"),
  several: _("Plusieurs…"),
};

const PAID_BY = { cash: _("en espèces"), card: _("par carte"), cheque: _("par chèque"), transfer: _("par virement"), voucher: _("avec un bon") };

const REASONS = {
  goodwill: _("Geste commercial"),
  scheme: _("Dispositif d’aide"),
  mistake: _("Erreur de saisie"),
  other: _("Autre motif"),
};

const DOCUMENTS = {
  charter: [_("Charte à signer"), _("la charte")],
  parental_consent: [_("Autorisation parentale à recueillir"), _("l’autorisation parentale")],
  image_voice_consent: [_("Droit à l’image à recueillir"), _("le droit à l’image")],
  insurance: [_("Attestation d’assurance à voir"), _("l’attestation d’assurance")],
};

const ATTENDANCE = { expected: _("attendu{e}"), present: _("présent{e}"), absent: _("absent{e}"), excused: _("excusé{e}") };

export const LABELS = {
  means: MEANS,
  paidBy: PAID_BY,
  reasons: REASONS,
  documents: DOCUMENTS,
  attendance: ATTENDANCE,

  bands: {
    under_12: _("moins de 12 ans"),
    "12_17": _("12 à 17 ans"),
    "18_25": _("18 à 25 ans"),
    "26_39": _("26 à 39 ans"),
    "40_59": _("40 à 59 ans"),
    "60_74": _("60 à 74 ans"),
    "75_up": _("75 ans et plus"),
  },
  sexes: { female: _("femme"), male: _("homme"), other: _("autre") },
  statuses: {
    school: _("scolarisé·e"),
    student: _("étudiant·e"),
    employed: _("en emploi"),
    self_employed: _("indépendant·e"),
    job_seeker: _("en recherche d’emploi"),
    retired: _("retraité·e"),
    other: _("autre"),
  },
};
