# SPDX-License-Identifier: Apache-2.0
"""Imports job offers of France Travail: what becomes of them, that a second time adds nothing, and that no e-mail address is
in any byte that is served. With the offers of the shared data, where they are there, and with some made up here."""
import csv
import itertools
import json
import re
import string
import unittest
import urllib.parse

from palabre_process import House, palabre, run_tests, shared_data

ADDRESS = re.compile(rb"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
COLUMNS = ["id", "intitule", "description", "typeContrat", "lieuTravail", "dateCreation", "dureeTravailLibelle", "salaire"]
OFFERS = [
    ["1A", "Infirmier (H/F)", "Écrire à rh.soins+1@hopital-privas.example.fr.\nOu : a_b@c.fr)\n\n- *de nuit*\n# deux", "CDI",
     "07 - PRIVAS", "2026-10-02T03:04:05.678Z", "36H45 Autre", "Mensuel de 2100.0 Euros à 2300,50 Euros sur 12.0 mois"],
    ["1B", "Aide-soignant", "\"Cité\", virgule, et " + "long " * 3_000, "XYZ", "07 - Ardèche", "2026-10-03T03:04:05.678Z",
     "temps partiel - 24H Autre", "De 11,00 Euros"],
    ["1C", "Brancardier contact@x.fr", "Simple", "CDD", "Ailleurs", "2026-10-04T03:04:05.678Z", "Temps plein", ""],
    ["", "Sans identifiant", "Rien", "CDI", "07 - PRIVAS", "2026-10-04T03:04:05.678Z", "", ""],
    ["1D", "Sans date", "Rien", "CDI", "07 - PRIVAS", "hier", "", ""],
    ["1A", "Infirmier (H/F)", "Deux fois le même", "CDI", "07 - PRIVAS", "2026-10-02T03:04:05.678Z", "", ""],
]


def write(file, rows, columns=None):
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(columns or COLUMNS)
        writer.writerows(rows)


# What one would look for addresses by: what stands in their place, and words that stand beside them.
WORDS = ("e-mail", "mail", "contact", "adresse", "candidature", "cv", "com", "fr", "infirmier", "poste")


def served(house, server, slug):
    """Every ad that was brought, how many are listed, and all bytes that are said of them: by lists, each ad, its page and comments,
    what is found with its excerpts, and what completes a beginning."""
    client, said = server.client(), []
    api, pages = f"/api/v1/communities/{slug}", f"/c/{slug}"

    def ask(path, **more):
        answer = client.get(path, **more)
        if answer.status != 200:
            raise AssertionError(f"{path}: {answer}")
        said.append(answer.body)
        return answer

    def ask_page(path):
        ask(path, headers={"Accept": "text/html"})

    # A list goes no deeper than a thousand: which ads there are, the log knows.
    ids = sorted({event["data"]["ad"] for event in house.events() if event["type"].startswith("ads.ad-written.")})
    for sort in ("newest", "cheapest"):
        cursor, total = "", 0
        while cursor is not None:
            page = ask(f"{api}/ads?sort={sort}&limit=100" + (f"&cursor={cursor}" if cursor else "")).json
            cursor, total = page["next"], page["total"]
    ads = []
    for ad in ids:
        ads.append(ask(f"{api}/ads/{ad}").json["ad"])
        ask(f"{api}/ads/{ad}/comments")
        ask_page(f"{pages}/ads/{ad}")
    ask_page(pages)
    ask_page(f"{pages}/ads")
    for word in WORDS:
        number = 1
        while number is not None:
            ask_page(f"{pages}/search?q={word}&page={number}")
            number = ask(f"{api}/search?q={word}&page={number}").json["next"]
        ask_page(f"{pages}/ads?q={word}")
    for beginning in (*string.ascii_lowercase, *map("".join, itertools.product(string.ascii_lowercase, repeat=2)), *WORDS, "a@", "e-m"):
        ask(f"{api}/suggest?q={urllib.parse.quote(beginning)}")
    client.close()
    return ads, said, total


class Jobs(unittest.TestCase):
    def setUp(self):
        self.house = House(self)
        self.file = self.house.folder / "offres.csv"

    def imported(self, *more):
        report = self.house.folder / "report.json"
        done = palabre("import", "jobs", self.file, "--community", "emploi", "--report", report, *more, "--data", self.house.data)
        return done, {line["kind"]: line for line in json.loads(report.read_text("utf-8"))}["job offers"] if report.exists() else None

    def test_each_row_is_an_ad_or_accounted_for_and_again_nothing_is_added(self):
        write(self.file, OFFERS)
        write(self.house.folder / "entreprises.csv", [["1A", "EHPAD drh@ehpad.fr Les Pins", "False"]],
              ["offre_id", "nom", "entrepriseAdaptee"])
        done, line = self.imported()
        self.assertEqual(0, done.returncode, done.stderr)
        self.assertEqual((6, 3, 1), (line["read"], line["imported"], line["already_there"]))
        self.assertEqual({"no id": 1, "no date": 1}, {each["reason"]: each["count"] for each in line["skipped"]})
        self.assertEqual({"contract not known", "text cut to 10000 characters"}, {each["reason"] for each in line["notes"]})
        events = self.house.events()
        self.assertEqual(3, self.imported()[1]["already_there"] - 1)
        self.assertEqual(events, self.house.events())
        server = self.house.serve()
        ads, said, total = served(self.house, server, "emploi")
        by = {ad["source_id"]: ad for ad in ads}
        self.assertEqual(({"1A", "1B", "1C"}, 3), (set(by), total))
        nurse = by["1A"]
        self.assertEqual(("07", "PRIVAS", "cdi", 2205, 210000, 230050, "month"),
                         tuple(nurse[name] for name in ("departement", "place", "contract", "weekly_minutes", "salary_least",
                                                        "salary_most", "salary_period")))
        self.assertEqual("EHPAD [e-mail] Les Pins", nurse["structure"])
        self.assertEqual(("07", None, None, 1440, None), tuple(by["1B"][name] for name in (
            "departement", "place", "contract", "weekly_minutes", "salary_least")))
        self.assertEqual(("Brancardier [e-mail]", None, "Ailleurs"), tuple(by["1C"][name] for name in (
            "title", "departement", "place")))
        self.assertEqual(("07186", None, None), tuple(by[name]["commune"] for name in ("1A", "1B", "1C")))
        for query, found in (("near=Privas&radius_km=30", [nurse["id"]]), ("commune=07186", [nurse["id"]]), ("commune=07010", []),
                             ("near=Annonay&radius_km=30", [])):
            listed = server.anonymous(f"/api/v1/communities/emploi/ads?{query}").json["ads"]
            self.assertEqual(found, [ad["id"] for ad in listed], query)
        text = server.anonymous(f"/api/v1/communities/emploi/ads/{nurse['id']}").json["body_html"]
        for words in ("Écrire à [e-mail].", "[e-mail])", "- *de nuit*", "# deux"):
            self.assertIn(words, text)
        self.assertEqual([], [found for body in said for found in ADDRESS.findall(body)])

    def test_what_is_no_such_file_is_refused_in_one_line_and_nothing_is_made(self):
        for rows, columns, words in (([["1", "x"]], ["id", "nom"], "no column intitule"), ([], None, "no offer"),
                                     ([["1"]], None, "line 2: 1 fields"),):
            write(self.file, rows, columns)
            done = self.imported()[0]
            self.assertEqual(1, done.returncode)
            self.assertIn(words, done.stderr)
            self.assertEqual(1, done.stderr.count("\n"), done.stderr)
        self.file.write_text('id,intitule,description,dateCreation\n1,"no end', "utf-8")
        self.assertIn("a quote does not end", self.imported()[0].stderr)
        self.file.unlink()
        self.assertIn("there is no file", self.imported()[0].stderr)
        write(self.file, OFFERS)
        self.assertIn("--until", self.imported("--until", "demain")[0].stderr)

    def test_of_the_offers_of_the_Ardeche_no_address_is_served(self):
        folder = shared_data("data/jobs-fr-ardeche")
        self.file = folder / "offres.csv"
        done, line = self.imported()
        self.assertEqual(0, done.returncode, done.stderr)
        self.assertEqual((1286, 1284, 2), (line["read"], line["imported"], line["already_there"]))
        server = self.house.serve()
        ads, said, total = served(self.house, server, "emploi")
        self.assertEqual((1284, 1284), (total, len(ads)))
        self.assertEqual([], [found for body in said for found in ADDRESS.findall(body)])
        self.assertGreater(sum(ad["salary_least"] is not None for ad in ads), 400)
        at_privas = server.anonymous("/api/v1/communities/emploi/ads?commune=07186").json["total"]
        around = server.anonymous("/api/v1/communities/emploi/ads?near=Privas&radius_km=30").json["total"]
        self.assertEqual((True, True), (at_privas > 130, around > 2 * at_privas), (at_privas, around))


if __name__ == "__main__":
    run_tests()
