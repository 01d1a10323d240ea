/** What each value of the vocabulary is called on screen: means, reasons, documents, people. */

const MEANS = {
  cash: "Espèces",
  card: "Carte",
  cheque: "Chèque",
  transfer: "Virement",
  voucher: "Bon",
  later: "Plus tard",
  free: "Offert…",
  several: "Plusieurs…",
};

const PAID_BY = { cash: "en espèces", card: "par carte", cheque: "par chèque", transfer: "par virement", voucher: "avec un bon" };

const REASONS = {
  goodwill: "Geste commercial",
  scheme: "Dispositif d’aide",
  mistake: "Erreur de saisie",
  other: "Autre motif",
};

const DOCUMENTS = {
  charter: ["Charte à signer", "la charte"],
  parental_consent: ["Autorisation parentale à recueillir", "l’autorisation parentale"],
  image_voice_consent: ["Droit à l’image à recueillir", "le droit à l’image"],
  insurance: ["Attestation d’assurance à voir", "l’attestation d’assurance"],
};

const ATTENDANCE = { expected: "attendu", present: "présent", absent: "absent", excused: "excusé" };

export const LABELS = {
  means: MEANS,
  paidBy: PAID_BY,
  reasons: REASONS,
  documents: DOCUMENTS,
  attendance: ATTENDANCE,

  bands: {
    under_12: "moins de 12 ans",
    "12_17": "12 à 17 ans",
    "18_25": "18 à 25 ans",
    "26_39": "26 à 39 ans",
    "40_59": "40 à 59 ans",
    "60_74": "60 à 74 ans",
    "75_up": "75 ans et plus",
  },
  sexes: { female: "femme", male: "homme", other: "autre" },
  statuses: {
    school: "scolarisé·e",
    student: "étudiant·e",
    employed: "en emploi",
    self_employed: "indépendant·e",
    job_seeker: "en recherche d’emploi",
    retired: "retraité·e",
    other: "autre",
  },
};
