// SPDX-License-Identifier: Apache-2.0
#include "tools/demo/spaces.hpp"

namespace palabre::tools::demo {

std::span<const SpaceOf> spaces() {
    static constexpr SpaceOf all[] = {
        {"reseau", "Vie du réseau", "Présentations, rencontres, idées et bonnes nouvelles.", ""},
        {"infirmiers", "Infirmières et infirmiers", "La tournée, le cabinet, les soins à domicile.", "infirmier"},
        {"kinesitherapeutes", "Kinésithérapeutes", "Bilans, rééducation, matériel, domicile.",
         "masseur-kinesitherapeute"},
        {"medecins", "Médecins", "Le cabinet, la garde, la consultation au quotidien.", "medecin"},
        {"sages-femmes", "Sages-femmes", "Grossesse, naissance, retour à la maison, prévention.", "sage-femme"},
        {"pharmaciens", "Pharmaciens et préparateurs", "L’officine, son équipe et ses voisins.", "pharmacien"},
        {"aides-soignants", "Aides-soignantes et aides-soignants", "L’accompagnement de chaque jour.", "aide-soignant"},
        {"orthophonistes", "Orthophonistes", "Bilans, écoles, listes d’attente.", "orthophoniste"},
        {"psychologues", "Psychologues", "Le cadre, l’écoute, l’intervision.", "psychologue"},
        {"coordination", "Travailler ensemble", "Ville, hôpital, domicile : se coordonner entre métiers.", ""},
        {"relation", "Relation avec les patients", "Trouver les mots, écouter, expliquer.", ""},
        {"installation", "Installation et remplacement", "S’installer, s’associer, se faire remplacer.", ""},
        {"numerique", "Numérique et dossiers", "Messagerie, dossiers partagés, téléconsultation, pannes.", ""},
        {"formation", "Formation et études", "Apprendre, transmettre, accueillir des étudiants.", ""},
        {"gestion", "Gestion, prévoyance, retraite", "Comptes, contrats, arrêts, départs.", "", false},
        {"bien-etre", "Prendre soin de soi", "Fatigue, horaires, sécurité : on en parle entre nous.", "", false},
    };
    return all;
}

} // namespace palabre::tools::demo
