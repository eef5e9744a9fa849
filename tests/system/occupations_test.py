# SPDX-License-Identifier: Apache-2.0
"""The names of occupations from a list of the shared data, as somebody who types them is answered."""
import json
import unittest
import urllib.parse

from palabre_process import House, run_tests, shared_data

LETTERS = 4
EACH = 20  # one title in so many; all of them are held below the server (tests/projections/search)


class Occupations(unittest.TestCase):
    def setUp(self):
        self.house = House(self)
        self.house.must("admin", "found", "--slug", "soins", "--name", "Soins de ville")

    def suggested(self, client, text):
        """All pages: the titles by their codes."""
        found, page = {}, 1
        while page is not None:
            answer = client.must(200, "GET", f"/api/v1/communities/soins/suggest?of=occupations&q={urllib.parse.quote(text)}&page={page}")
            found |= {each["code"]: each["text"] for each in answer["suggestions"]}
            page = answer["next"]
        return found

    def test_a_title_of_ROME_is_suggested_from_its_first_four_letters(self):
        file = shared_data("data/rome-v460/appellations_code.json")
        titles = json.loads(file.read_text("utf-8"))
        self.assertGreater(len(titles), 12_000)
        self.house.must("import", "occupations", file)
        client = self.house.serve().client()
        sample, asked = titles[::EACH], {}
        for each in sample:
            typed = each["libelle"][:LETTERS]
            if typed not in asked:
                asked[typed] = self.suggested(client, typed)
            self.assertEqual(each["libelle"], asked[typed].get(each["code"]), typed)
        self.assertGreater(len(asked), 100)
        client.close()

    def test_without_a_table_nothing_is_suggested_and_no_list_is_refused(self):
        no_list = self.house.folder / "list.json"
        no_list.write_text("[1]", "utf-8")
        done = self.house.run("import", "occupations", no_list)
        self.assertEqual(1, done.returncode)
        self.assertEqual(1, done.stderr.count("\n"), done.stderr)
        client = self.house.serve().client()
        self.assertEqual({}, self.suggested(client, "infi"))
        client.close()


if __name__ == "__main__":
    run_tests()
