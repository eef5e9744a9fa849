// SPDX-License-Identifier: Apache-2.0
#include "tools/demo/people.hpp"

#include <array>
#include <set>

namespace palabre::tools::demo {

namespace {

constexpr std::string_view women[] = {
    "Adèle",     "Agnès",    "Alice",     "Amandine",  "Anaïs",     "Anne",     "Annick",   "Armelle",   "Audrey",
    "Aurélie",   "Béatrice", "Bénédicte", "Brigitte",  "Camille",   "Carole",   "Caroline", "Catherine", "Cécile",
    "Céline",    "Chantal",  "Charlotte", "Chloé",     "Christine", "Claire",   "Clara",    "Clémence",  "Coralie",
    "Corinne",   "Delphine", "Édith",     "Élise",     "Élodie",    "Emma",     "Émilie",   "Estelle",   "Fanny",
    "Fatima",    "Florence", "Gaëlle",    "Hélène",    "Inès",      "Isabelle", "Jeanne",   "Julie",     "Juliette",
    "Karine",    "Laetitia", "Laure",     "Léa",       "Lise",      "Louise",   "Lucie",    "Maëlle",    "Magali",
    "Manon",     "Margaux",  "Marie",     "Marion",    "Martine",   "Mathilde", "Mélanie",  "Morgane",   "Nadège",
    "Nadia",     "Nathalie", "Nolwenn",   "Océane",    "Odile",     "Patricia", "Pauline",  "Perrine",   "Rozenn",
    "Sabrina",   "Salomé",   "Samia",     "Sandrine",  "Sarah",     "Séverine", "Solène",   "Sonia",     "Sophie",
    "Stéphanie", "Sylvie",   "Valérie",   "Véronique", "Virginie",  "Yasmine",  "Zoé"};
constexpr std::string_view men[] = {
    "Adrien",   "Alain",   "Alexandre", "Alexis",     "Antoine",  "Arnaud",  "Aurélien", "Baptiste",  "Benjamin",
    "Benoît",   "Bruno",   "Cédric",    "Christophe", "Clément",  "Damien",  "David",    "Denis",     "Didier",
    "Erwan",    "Étienne", "Fabien",    "Florian",    "François", "Gilles",  "Grégory",  "Guillaume", "Hugo",
    "Jérôme",   "Joël",    "Julien",    "Karim",      "Kévin",    "Laurent", "Léo",      "Loïc",      "Louis",
    "Lucas",    "Ludovic", "Marc",      "Mathieu",    "Maxime",   "Mehdi",   "Mickaël",  "Nicolas",   "Olivier",
    "Pascal",   "Patrick", "Paul",      "Pierre",     "Quentin",  "Romain",  "Ronan",    "Sébastien", "Simon",
    "Stéphane", "Sylvain", "Thibault",  "Thomas",     "Vincent",  "Yann"};
constexpr std::string_view surnames[] = {
    "Allain",     "Arnaud",      "Aubert",   "Aubry",     "Bailly",    "Barbier",   "Baron",    "Barré",    "Benoît",
    "Bernard",    "Bertin",      "Besnard",  "Besson",    "Bigot",     "Blanchard", "Blin",     "Boisson",  "Bonnet",
    "Boucher",    "Boulanger",   "Bourdon",  "Bourgeois", "Bouvier",   "Breton",    "Briand",   "Brunet",   "Carré",
    "Chapelle",   "Charpentier", "Chauvin",  "Chevalier", "Clément",   "Colin",     "Collet",   "Cordier",  "Courtois",
    "Cousin",     "Daniel",      "David",    "Delaunay",  "Deschamps", "Dubois",    "Dufour",   "Dumas",    "Dupont",
    "Dupuis",     "Durand",      "Évrard",   "Fabre",     "Faure",     "Ferrand",   "Fleury",   "Fontaine", "Fournier",
    "Gaillard",   "Garnier",     "Gauthier", "Gautier",   "Gérard",    "Germain",   "Gicquel",  "Girard",   "Giraud",
    "Goubert",    "Granger",     "Gros",     "Guérin",    "Guillet",   "Guillou",   "Guyot",    "Hamon",    "Hardy",
    "Henry",      "Hervé",       "Hubert",   "Huet",      "Jacob",     "Jacquet",   "Jamet",    "Joly",     "Jourdan",
    "Kerdoncuff", "Klein",       "Lambert",  "Launay",    "Laurent",   "Le Bihan",  "Le Gall",  "Le Goff",  "Le Roux",
    "Lebreton",   "Leclerc",     "Lecomte",  "Lefebvre",  "Legrand",   "Lemaire",   "Lemoine",  "Leroy",    "Lucas",
    "Mahé",       "Maillard",    "Marchand", "Martin",    "Martinez",  "Masson",    "Mathieu",  "Ménard",   "Mercier",
    "Meunier",    "Michel",      "Millet",   "Moreau",    "Morel",     "Morin",     "Moulin",   "Nicolas",  "Noël",
    "Olivier",    "Papin",       "Paris",    "Pasquier",  "Pelletier", "Perrin",    "Perrot",   "Petit",    "Picard",
    "Pichon",     "Poirier",     "Poulain",  "Prévost",   "Quéré",     "Raynaud",   "Renard",   "Renaud",   "Rey",
    "Richard",    "Rivière",     "Robert",   "Robin",     "Roger",     "Rolland",   "Rousseau", "Roussel",  "Roux",
    "Royer",      "Salaün",      "Simon",    "Tanguy",    "Tessier",   "Thomas",    "Vallée",   "Vasseur",  "Vidal",
    "Vincent",    "Voisin",      "Weber"};

struct Trade {
    std::string_view code;
    std::uint64_t weight;
    std::uint64_t women; ///< per cent
};
constexpr Trade trades[] = {{"infirmier", 34, 86},
                            {"masseur-kinesitherapeute", 14, 55},
                            {"medecin", 12, 52},
                            {"aide-soignant", 9, 88},
                            {"sage-femme", 6, 96},
                            {"pharmacien", 6, 65},
                            {"orthophoniste", 4, 95},
                            {"psychologue", 4, 85},
                            {"ergotherapeute", 2, 85},
                            {"pedicure-podologue", 2, 65},
                            {"preparateur-en-pharmacie", 2, 88},
                            {"dieteticien", 1, 92},
                            {"psychomotricien", 1, 90},
                            {"cadre-de-sante", 2, 80},
                            {"secretaire-medical", 2, 95},
                            {"auxiliaire-de-vie", 1, 93},
                            {"auxiliaire-de-puericulture", 1, 97},
                            {"assistant-de-regulation-medicale", 1, 75},
                            {"enseignant-en-activite-physique-adaptee", 1, 50},
                            {"psychotherapeute", 1, 75}};

struct Status {
    std::string_view code;
    std::uint64_t liberal, employed; ///< weights in trades that mostly are the one or the other
};
constexpr Status statuses[] = {{"liberal", 50, 3},      {"salarie", 12, 66},  {"titulaire", 12, 6},
                               {"collaborateur", 8, 0}, {"remplacant", 9, 2}, {"mixte", 5, 4},
                               {"etudiant", 3, 9},      {"retraite", 2, 3},   {"interimaire", 0, 6}};
constexpr std::string_view employed_trades[] = {"aide-soignant",
                                                "preparateur-en-pharmacie",
                                                "cadre-de-sante",
                                                "secretaire-medical",
                                                "auxiliaire-de-vie",
                                                "auxiliaire-de-puericulture",
                                                "assistant-de-regulation-medicale",
                                                "enseignant-en-activite-physique-adaptee"};
constexpr std::string_view specialties[] = {"medecine-generale", "medecine-generale", "medecine-generale", "pediatrie",
                                            "geriatrie",         "cardiologie",       "psychiatrie"};

struct Region {
    std::string_view code;
    std::uint64_t weight;
    std::string_view towns[6];
};
constexpr Region regions[] = {
    {"44", 26, {"Nantes", "Saint-Nazaire", "Châteaubriant", "Ancenis", "Pornic", "Clisson"}},
    {"35", 19, {"Rennes", "Fougères", "Saint-Malo", "Redon", "Vitré", "Montfort-sur-Meu"}},
    {"49", 13, {"Angers", "Cholet", "Saumur", "Segré", "Baugé", "Beaupréau"}},
    {"85", 11, {"La Roche-sur-Yon", "Les Herbiers", "Challans", "Fontenay-le-Comte", "Luçon", "Montaigu"}},
    {"29", 10, {"Brest", "Quimper", "Morlaix", "Concarneau", "Carhaix", "Landerneau"}},
    {"56", 9, {"Vannes", "Lorient", "Pontivy", "Ploërmel", "Auray", "Questembert"}},
    {"22", 6, {"Saint-Brieuc", "Lannion", "Dinan", "Guingamp", "Loudéac", "Lamballe"}},
    {"72", 6, {"Le Mans", "Sablé-sur-Sarthe", "La Flèche", "Mamers", "Château-du-Loir", "La Ferté-Bernard"}},
    {"53", 4, {"Laval", "Mayenne", "Château-Gontier", "Évron", "Ernée", "Craon"}}};

template <class Table, class Weight>
std::size_t draw(const Table& table, Chance& chance, Weight weight) {
    std::vector<std::uint64_t> weights;
    for (const auto& row : table) weights.push_back(weight(row));
    return chance.weighted(weights);
}

template <class List>
bool holds(const List& list, std::string_view value) {
    return std::find(std::begin(list), std::end(list), value) != std::end(list);
}

Person person(Chance& chance, std::set<std::string>& taken) {
    Person p;
    p.id = chance.random().draw<MemberId>();
    const auto& trade = trades[draw(trades, chance, [](const Trade& t) { return t.weight; })];
    p.trade = trade.code;
    p.feminine = chance.percent(trade.women);
    do {
        const auto first = p.feminine ? chance.pick(women) : chance.pick(men);
        p.name = std::string(first) + ' ' + std::string(chance.pick(surnames));
    } while (!taken.insert(p.name).second);
    if (p.trade == "medecin") p.specialty = std::string(chance.pick(specialties));
    const bool employed = holds(employed_trades, p.trade);
    p.status =
        statuses[draw(statuses, chance, [&](const Status& s) { return employed ? s.employed : s.liberal; })].code;
    const auto& region = regions[draw(regions, chance, [](const Region& r) { return r.weight; })];
    p.departement = region.code;
    p.town = chance.pick(region.towns);
    const auto known = chance.below(100);
    if (known < 80) p.adherent = known < 46;
    p.show_name = chance.percent(60);
    return p;
}

/// 90-9-1: those who write a lot are mostly among those who came early.
void give_voices(std::vector<Person>& people, Chance& chance) {
    std::vector<std::size_t> order(people.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const std::size_t heavy = people.size() / 100 + 1, some = people.size() * 9 / 100 + 1,
                      few = people.size() * 13 / 100 + 1;
    std::vector<std::size_t> early(order.begin(),
                                   order.begin() + static_cast<std::ptrdiff_t>(people.size() * 2 / 5 + 1));
    chance.shuffle(early);
    for (std::size_t i = 0; i < std::min(heavy, early.size()); ++i)
        people[early[i]].voice = static_cast<std::uint64_t>(chance.between(100, 320));
    chance.shuffle(order);
    std::size_t given = 0;
    for (const auto each : order) {
        if (people[each].voice > 0) continue;
        if (given < some)
            people[each].voice = static_cast<std::uint64_t>(chance.between(6, 26));
        else if (given < some + few)
            people[each].voice = 2;
        else
            break;
        ++given;
    }
    // Every trade is heard from early on.
    for (const Trade& trade : trades) {
        const auto of_trade = [&](const Person& p) { return p.trade == trade.code; };
        const auto first = std::find_if(people.begin(), people.end(), of_trade);
        if (first != people.end() && first->voice == 0) first->voice = 12;
    }
    for (Person& p : people) p.gratitude = p.voice > 0 ? 6 : (chance.percent(35) ? 2 : 0);
}

} // namespace

std::vector<Person> people(std::size_t count, const Calendar& calendar, Chance& chance) {
    std::vector<Person> all;
    std::set<std::string> taken;
    for (std::size_t i = 0; i < count; ++i) all.push_back(person(chance, taken));
    std::vector<Instant> times;
    constexpr std::size_t founders = 12; // there from the first hours on
    for (std::size_t i = 0; i < count; ++i)
        times.push_back(i < founders ? calendar.start() + std::chrono::minutes(chance.between(10, 300))
                                     : calendar.joining(chance));
    std::sort(times.begin(), times.end());
    for (std::size_t i = 0; i < count; ++i) all[i].joined = times[i];
    give_voices(all, chance);
    return all;
}

std::size_t joined_by(const std::vector<Person>& people, Instant at) {
    const auto end = std::upper_bound(people.begin(), people.end(), at,
                                      [](Instant instant, const Person& person) { return instant < person.joined; });
    return static_cast<std::size_t>(end - people.begin());
}

} // namespace palabre::tools::demo
