/** Words of the desk about itself: who is there, what is sent, what may not be done, help. */

import { gettext as _, ngettext } from "./gettext.js";

const HOUR = 3600_000;

/** « 20 minutes », « 6 heures », « 3 jours ». @param {number} ms */
function lasting(ms) {
  if (ms < HOUR) {
    return ngettext("{n} minute", "{n} minutes", Math.round(ms / 60_000));
  }
  return ms < 48 * HOUR ? ngettext("{n} heure", "{n} heures", Math.round(ms / HOUR)) : ngettext("{n} jour", "{n} jours", Math.round(ms / 24 / HOUR));
}

export const ABOUT = {
  team: {
    title: _("Qui est à l’accueil ?"),
    pin: _("Code (4 à 6 chiffres)"),
    go: _("C’est moi"),
    wrong: _("Ce code n’est pas le bon. Réessayez, ou demandez à un ou une responsable de vous en donner un nouveau."),
    noPin: (/** @type {string} */ names) => _("Sans code pour l’instant : {names}. Demandez-en un à une ou un responsable.", { names }),
    choose: _("Choisissez votre prénom."),
    current: _("à l’accueil maintenant"),
    change: _(" est à l’accueil. Changer de personne"),
    leave: _("Se déconnecter"),
  },

  lock: {
    button: _("Verrouiller"),
    who: _("Qui est là ?"),
    pinOf: (/** @type {string} */ name) => _("Code de {name}", { name }),
    idle: _("Dix minutes sans un geste : l’accueil s’est verrouillé."),
    opening: _("On ouvre…"),
    short: _("Un code a de 4 à 6 chiffres."),
    first: _("Première fois sur ce poste : il faut la ligne."),
    never: _("Jamais venue sur ce poste : il faut la ligne la première fois."),
    left: (/** @type {number} */ n) => ngettext("Ce code n’est pas le bon. Encore {n}\u00a0essai, puis ce poste se déconnecte.", "Ce code n’est pas le bon. Encore {n}\u00a0essais, puis ce poste se déconnecte.", n),
    changed: _("Ce code a changé : tapez le nouveau."),
    takes: (/** @type {string} */ name) => _("{name} prend l’accueil", { name }),
    once: _("Tapez votre code une fois, avec la ligne : il rouvrira l’accueil sur ce poste, même sans ligne."),
    noPin: _("Vous n’avez pas encore de code : choisissez-en un dans « Mon compte », ou demandez-le à une ou un responsable."),
    cannot: _("Ce poste ne se verrouille pas : il lui faut une adresse en https. Demandez à qui s’occupe du serveur."),
    erase: _("Effacer"),
    ok: _("Ouvrir"),
    otherwise: _("Pas de code ?"),
    otherwiseHow: _("Déconnectez ce poste, puis entrez avec votre identifiant : il faut la ligne. Ce qui est saisi est gardé, et partira."),
  },

  clock: {
    ahead: (/** @type {number} */ ms) => _("L’horloge de ce poste avance de {time} : les heures de ce que vous tapez sont corrigées. Mettez l’appareil à l’heure.", { time: lasting(ms) }),
    behind: (/** @type {number} */ ms) => _("L’horloge de ce poste retarde de {time} : les heures de ce que vous tapez sont corrigées. Mettez l’appareil à l’heure.", { time: lasting(ms) }),
    wentBack: _("L’horloge de ce poste a reculé : vérifiez l’heure de l’appareil. Ce que vous tapez est gardé, et corrigé au retour de la ligne."),
  },

  queue: {
    sent: _("Tout est envoyé"),
    waiting: (/** @type {number} */ n) => _("{n} en attente", { n }),
    sending: _("Envoi…"),
    away: (/** @type {number} */ n) => _("{n} en attente · hors ligne", { n }),
    refusals: (/** @type {number} */ n) => ngettext("{n}\u00a0refus à voir", "{n}\u00a0refus à voir", n),
    signedOut: _("Votre session est finie"),
    stuck: _("Envoi arrêté"),
    title: _("Ce qui a été saisi"),
    none: _("Rien de saisi depuis l’ouverture de cette page."),
    states: { waiting: _("en attente"), done: _("envoyé"), refused: _("refusé"), undone: _("annulé") },
    seen: _("J’ai vu"),
    paper: _("Imprimer le reçu"),
    retry: _("Envoyer maintenant"),
    awayHelp: _("Continuez : tout est gardé sur ce poste, et part dès que la ligne revient."),
    signedOutHelp: _("Connectez-vous de nouveau : ce qui est saisi est gardé sur ce poste, et part ensuite."),
    stuckHelp: _("Rechargez la page. Si cela recommence, notez les saisies en attente et appelez une ou un responsable."),
    signIn: _("Se connecter"),
    unkept: _("Ce poste ne peut plus rien garder : disque plein, ou navigation privée. Ne fermez pas cette page tant que tout n’est pas envoyé. Sans ligne, prenez le kit papier."),
    mayForget: _("Ce navigateur peut effacer ce que ce poste garde. Sans ligne, imprimez chaque reçu avant de fermer la page."),
    kit: _("Le matin, préparer le kit papier, de quoi tenir sans ordinateur"),
    needsLine: _("Ce poste ne démarre pas sans ligne : il lui faut une adresse en https. Demandez à qui s’occupe du serveur."),
    since: (/** @type {string} */ when) => _("Dernier échange avec le serveur : {when}", { when }),
    leftOut: _("Enregistré, avec un point à régler au bureau."),
    unreadable: _("Cette saisie n’a pas pu être lue. Recommencez-la, ou notez-la sur papier."),
    unknown: _("Le serveur a refusé. Recommencez, ou appelez une ou un responsable."),
    referent: (/** @type {string} */ phone) => _("Besoin d’aide : {phone}", { phone }),
  },

  only: {
    second: _("Un autre onglet de ce poste est déjà ouvert : ici, on regarde sans rien saisir. Fermez l’autre onglet pour travailler dans celui-ci."),
    device: _("Ce poste est en lecture seule. Demandez à une ou un responsable de l’autoriser."),
    noDesk: _("Votre rôle ne tient pas l’accueil. Demandez à une ou un responsable."),
    away: _("Le serveur ne répond pas encore. On réessaie tout seul."),
    left: _("Déconnecté : ce poste ne montre plus personne. Ce qui était saisi est gardé, et partira à la prochaine connexion."),
    loading: _("On prépare l’accueil…"),
  },

  mask: { on: _("Mode accueil : noms cachés"), off: _("Mode accueil"), label: _("Mode accueil : cacher les noms, les sommes et les téléphones") },

  help: {
    title: _("Au clavier"),
    button: _("Aide au clavier"),
    keys: [
      ["/", _("aller à la recherche")],
      [_("Entrée"), _("faire ce qui est proposé, puis encaisser")],
      ["↑ ↓", _("choisir une autre personne")],
      [_("1 à 5"), _("somme reçue en espèces")],
      ["E C H V B", _("espèces, carte, chèque, virement, bon")],
      ["P, O, M", _("plus tard, offert, plusieurs moyens")],
      ["A, R", _("cocher l’adhésion, imprimer le reçu")],
      ["+", _("compter une personne sans nom")],
      ["=", _("encaisser sans nom")],
      ["Ctrl + Z", _("annuler la dernière saisie (60 secondes)")],
      [_("Échap"), _("revenir en arrière")],
      ["!", _("verrouiller l’accueil")],
      ["?", _("cette aide")],
    ],
  },
};
