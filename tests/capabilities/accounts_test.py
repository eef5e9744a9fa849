# SPDX-License-Identifier: Apache-2.0
"""What people find before they have an account, and what they need one for."""
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "system"))
from palabre_process import Town, run_tests  # noqa: E402 - found by the line above


class SignUpFirst(unittest.TestCase):
    def test_M06_anonymous_sees_a_teaser_and_a_join_button_and_publishing_requires_an_account(self):
        town = Town(self)
        ada = town.newcomer("Ada Aubier")
        thread = town.thread(ada, title="Quelle attelle ?", body="Pour un poignet.")["id"]
        hidden = town.thread(ada, title="Entre nous seulement", spaces=[town.members_space])["id"]

        front = town.server.anonymous("/c/soins", headers={"Accept": "text/html"})
        page = front.body.decode()
        self.assertEqual(200, front.status)
        self.assertIn("Quelle attelle", page)  # the teaser
        self.assertNotIn("Entre nous seulement", page)
        self.assertNotIn("Ada Aubier", page)
        self.assertIn('class="button" href="/c/soins/join"', page)  # the join button
        for word in ("€", "prix", "paiement", "carte bancaire"):  # nothing is charged
            self.assertNotIn(word, page)
        register = town.server.anonymous("/register", headers={"Accept": "text/html", "Accept-Language": "fr"}).body.decode()
        self.assertIn("gratuit", register)

        visitor = town.server.client()
        for method, path, body in (
                ("POST", f"{town.api}/threads", {"kind": "question", "title": "T", "body": "B", "spaces": [town.open_space]}),
                ("POST", f"{town.api}/threads/{thread}/posts", {"body": "B"}),
                ("POST", f"{town.api}/members", {"name": "X"})):
            answer = visitor.request(method, path, body)
            self.assertEqual((401, "sign-in-required"), (answer.status, answer.reason), path)
        # Contacting somebody begins on her page, which only members see.
        self.assertEqual(401, visitor.get(f"{town.api}/members/{ada.member}").status)
        self.assertEqual(401, visitor.get(f"{town.api}/threads/{hidden}").status)
        for path in ("/c/soins/join", "/c/soins/new"):
            asked = town.server.anonymous(path, headers={"Accept": "text/html"})
            self.assertEqual(401, asked.status, path)
            self.assertIn('href="/sign-in?next=', asked.body.decode(), path)

        ben = town.newcomer("Ben")  # registering and joining are two requests, and then one writes
        self.assertIsNotNone(town.reply(ben, thread))


if __name__ == "__main__":
    run_tests()
