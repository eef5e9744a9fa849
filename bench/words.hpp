// SPDX-License-Identifier: Apache-2.0
// Text that looks enough like what members write: the same for the same chance, about as compressible as prose.
#pragma once

#include <array>
#include <random>
#include <string>
#include <string_view>

namespace palabre::bench {

/// `bytes` or a word more, in sentences; now and then a word in Markdown's bold and a new paragraph.
inline std::string prose(std::mt19937_64& random, std::size_t bytes) {
    static constexpr std::array<std::string_view, 64> words = {
        "le",      "la",       "les",       "un",      "une",      "des",         "pour",         "avec",
        "sans",    "dans",     "patient",   "cabinet", "dossier",  "rendez-vous", "collègue",     "semaine",
        "matin",   "question", "réponse",   "conseil", "logiciel", "facture",     "remplacement", "garde",
        "équipe",  "projet",   "formation", "avis",    "retour",   "expérience",  "pratique",     "document",
        "nous",    "vous",     "je",        "on",      "cherche",  "propose",     "utilise",      "recommande",
        "attend",  "reçoit",   "partage",   "change",  "depuis",   "pendant",     "souvent",      "toujours",
        "bientôt", "déjà",     "très",      "plus",    "moins",    "mieux",       "bien",         "nouveau",
        "ancien",  "simple",   "utile",     "gratuit", "prochain", "dernier",     "libre",        "local"};
    std::string text;
    std::size_t in_sentence = 0;
    while (text.size() < bytes) {
        const std::string_view word = words[random() % words.size()];
        if (in_sentence > 0) text += ' ';
        if (random() % 40 == 0)
            text.append("**").append(word).append("**");
        else
            text += word;
        if (++in_sentence > 6 + random() % 12) {
            text += random() % 5 == 0 ? ".\n\n" : ". ";
            in_sentence = 0;
        }
    }
    return text;
}

} // namespace palabre::bench
