/** Words of the desk about itself: who is there, what is sent, what may not be done, help. */

import { plural } from "./plural.js";

export const ABOUT = {
  team: {
    title: "Qui est à l’accueil ?",
    pin: "Code (4 à 6 chiffres)",
    go: "C’est moi",
    wrong: "Ce code n’est pas le bon. Réessayez, ou demandez à un ou une responsable de vous en donner un nouveau.",
    noPin: (/** @type {string} */ names) => `Sans code pour l’instant : ${names}. Demandez-en un à une ou un responsable.`,
    away: "Le serveur ne répond pas : réessayez dans un instant.",
    choose: "Choisissez votre prénom.",
    current: "à l’accueil maintenant",
    change: " est à l’accueil. Changer de personne",
  },

  queue: {
    sent: "Tout est envoyé",
    waiting: (/** @type {number} */ n) => `${n} en attente`,
    sending: "Envoi…",
    away: (/** @type {number} */ n) => `${n} en attente · hors ligne`,
    refusals: (/** @type {number} */ n) => plural(n, "refus à voir", "refus à voir"),
    signedOut: "Votre session est finie",
    stuck: "Envoi arrêté",
    title: "Ce qui a été saisi",
    none: "Rien de saisi depuis l’ouverture de cette page.",
    states: { waiting: "en attente", done: "envoyé", refused: "refusé", undone: "annulé" },
    seen: "J’ai vu",
    retry: "Envoyer maintenant",
    awayHelp: "Continuez : tout part dès que la ligne revient. Gardez cette page ouverte.",
    signedOutHelp: "Connectez-vous de nouveau dans un autre onglet, puis revenez ici : rien n’est perdu tant que cette page reste ouverte.",
    stuckHelp: "Rechargez la page. Si cela recommence, notez les saisies en attente et appelez une ou un responsable.",
    signIn: "Se connecter",
    leave: "Des saisies ne sont pas encore envoyées.",
    leftOut: "Enregistré, avec un point à régler au bureau.",
    unreadable: "Cette saisie n’a pas pu être lue. Recommencez-la, ou notez-la sur papier.",
    unknown: "Le serveur a refusé. Recommencez, ou appelez une ou un responsable.",
    referent: (/** @type {string} */ phone) => `Besoin d’aide : ${phone}`,
  },

  only: {
    second: "Un autre onglet de ce poste est déjà ouvert : ici, on regarde sans rien saisir. Fermez l’autre onglet pour travailler dans celui-ci.",
    device: "Ce poste est en lecture seule. Demandez à une ou un responsable de l’autoriser.",
    noDesk: "Votre rôle ne tient pas l’accueil. Demandez à une ou un responsable.",
    away: "Le serveur ne répond pas encore. On réessaie tout seul.",
    loading: "On prépare l’accueil…",
  },

  mask: { on: "Mode accueil : noms cachés", off: "Mode accueil", label: "Mode accueil : cacher les noms, les sommes et les téléphones" },

  help: {
    title: "Au clavier",
    button: "Aide au clavier",
    keys: [
      ["/", "aller à la recherche"],
      ["Entrée", "faire ce qui est proposé, puis encaisser"],
      ["↑ ↓", "choisir une autre personne"],
      ["1 à 5", "somme reçue en espèces"],
      ["E C H V B", "espèces, carte, chèque, virement, bon"],
      ["P, O, M", "plus tard, offert, plusieurs moyens"],
      ["A, R", "cocher l’adhésion, imprimer le reçu"],
      ["+", "compter une personne sans nom"],
      ["=", "encaisser sans nom"],
      ["Ctrl + Z", "annuler la dernière saisie (60 secondes)"],
      ["Échap", "revenir en arrière"],
      ["?", "cette aide"],
    ],
  },
};
