# SPDX-License-Identifier: Apache-2.0
"""French ads and queries by a seed: some 60 words each, frequent words of such ads and a long tail of rare ones."""

import itertools
import random

FREQUENT = """poste infirmier infirmière kinésithérapeute médecin cabinet remplacement hôpital clinique équipe patient soins
recherche offre salaire contrat temps plein partiel nuit jour week-end garde urgence domicile libéral collaboration associé local
loyer surface bureau salle attente parking gare centre ville quartier proche accès disponible immédiatement rentrée septembre
janvier durée indéterminée déterminée expérience diplôme formation débutant accepté profil motivé autonome dynamique sérieux
missions accompagnement personnes âgées enfants adultes handicap rééducation bilan consultation secrétariat matériel informatique
logiciel planning horaires flexibles vacances primes mutuelle transport repas logement évolution carrière groupe établissement
structure association maison santé pluriprofessionnelle ehpad foyer crèche école entreprise usine atelier chantier magasin vente
client accueil gestion administration comptabilité ressources humaines direction responsable adjoint technicien agent conducteur
livraison permis véhicule électricien plombier maçon menuisier cuisinier serveur vendeur boulanger coiffeur aide-soignant
auxiliaire puériculture pharmacie préparateur dentiste orthophoniste ergothérapeute psychologue ostéopathe podologue""".split()
SMALL = "le la les de des du un une et à en pour dans avec sur au aux par nous vous votre notre est sont qui que".split()
SYLLABLES = "ba be bo ca ce cha co da de di fa fi ga gou la le li lon ma mé mi mon na né no pa pé pi pou ra ré ri ro sa sé si son ta té ti ton va vé vi".split()
REGIONS, KINDS = 18, 8


def vocabulary():
    rare = ["".join(letters) for letters in itertools.islice(itertools.product(SYLLABLES, repeat=3), 0, 40_000, 2)]
    words = FREQUENT + rare
    # Zipf behind a flat head: the first words stand in a tenth of the ads each, the last in one of some thousand.
    weights = [1 / (rank + 30) for rank in range(len(words))]
    return words, list(itertools.accumulate(weights))


def write_ads(path, count, seed=7):
    chance = random.Random(seed)
    words, weights = vocabulary()
    with open(path, "w", encoding="utf-8") as out:
        for _ in range(count):
            length = chance.randint(35, 70)
            drawn = chance.choices(words, cum_weights=weights, k=length)
            small = chance.choices(SMALL, k=length // 3)
            body = drawn[5:] + small
            chance.shuffle(body)
            fields = (" ".join(drawn[:5]).capitalize(), " ".join(body).capitalize() + ".", chance.randint(1, REGIONS),
                      chance.randint(1, KINDS), chance.randint(300, 3_000))
            print(*fields, sep="\t", file=out)


def write_queries(path, count, seed=11):
    """Pairs of words, two frequent ones or one of them and one of the long tail in turn, with a region, a kind and a highest price."""
    chance = random.Random(seed)
    rare = vocabulary()[0][len(FREQUENT):][:3_000]
    with open(path, "w", encoding="utf-8") as out:
        for number in range(count):
            pair = chance.sample(FREQUENT[:100], 2) if number % 2 == 0 else [chance.choice(FREQUENT[:100]), chance.choice(rare)]
            words = " ".join(pair).replace("-", " ")
            print(words, chance.randint(1, REGIONS), chance.randint(1, KINDS), chance.randint(1_000, 3_000), sep="\t", file=out)
