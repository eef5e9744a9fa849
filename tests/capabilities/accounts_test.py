# SPDX-License-Identifier: Apache-2.0
"""What people find before they have an account, and what they need one for."""
import pathlib
import re
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "system"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from forum_test import Reader  # noqa: E402 - found by the lines above
from mail_house import parts, wait_mails  # noqa: E402
from palabre_process import PASSWORD, Town, run_tests  # noqa: E402


class OwnForms(unittest.TestCase):
    """What people do with their accounts, by the pages alone."""

    OTHER, THIRD = "another horse battery", "a third horse battery"

    def mailed(self, town, path):
        """The link that begins so, in a mail to the new address."""
        folder = town.house.data / "mail" / "new"
        for count in range(1, 20):
            for mail in wait_mails(folder, count):
                found = re.search(rf"http://[^/]+({path}\S+)", parts(mail)[0])
                if found and mail["To"] == "neuve@example.org":
                    return found[1]
        self.fail(f"no mail with {path}")

    def test_M06_password_address_and_every_way_out_by_their_pages(self):
        town = Town(self)
        client = town.newcomer("Ada Aubier")
        ada = Reader(self, client)
        refused = ada.send(ada.look("/account/password"), "/account/password", 422, password=PASSWORD, new_password="x")
        self.assertNotIn(PASSWORD, refused.values)
        ada.send(ada.look("/account/password"), "/account/password", 200, password=PASSWORD, new_password=self.OTHER)
        client = town.server.client().sign_in(client.email, self.OTHER)
        ada = Reader(self, client)
        ada.send(ada.look("/account/address"), "/account/address", 200, email="neuve@example.org", password=self.OTHER)
        page = ada.look(self.mailed(town, "/account/address/"))
        ada.send(page, next(action for action in page.forms if action.startswith("/account/address/")), 200)
        client = town.server.client().sign_in("neuve@example.org", self.OTHER)
        ada = Reader(self, client)
        ada.send(ada.look("/c/soins/leave"), "/c/soins/leave")
        self.assertEqual(403, client.get(f"{town.api}/members").status)
        ada.send(ada.look("/account"), "/account/sign-out-everywhere")
        self.assertEqual(401, client.get("/account", headers={"Accept": "text/html"}).status)
        visitor = Reader(self, town.server.client())
        visitor.send(visitor.look("/forgot"), "/forgot", 200, email="neuve@example.org")
        link = self.mailed(town, "/reset/")
        page = visitor.look(link)
        visitor.send(page, link, 200, password=self.THIRD)
        ada = Reader(self, town.server.client().sign_in("neuve@example.org", self.THIRD))
        ada.send(ada.look("/account/erasure"), "/account/erasure", 200, password=self.THIRD)
        self.assertEqual(401, town.server.client().post("/api/v1/session", {"email": "neuve@example.org", "password": self.THIRD}).status)

    def test_M06_the_language_is_chosen_by_its_form_and_pages_and_mails_follow(self):
        town = Town(self)
        ada = Reader(self, town.newcomer("Ada Aubier"))
        page = ada.look("/account")  # a browser that asks for French
        self.assertIn("Votre compte", page.text)
        self.assertEqual("/account", ada.send(page, "/account/language", language="en"))
        page = ada.look("/account")
        self.assertIn("Your account", page.text)
        self.assertNotIn("Votre compte", page.text)
        self.assertIn("language", ada.send(page, "/account/language", 422, language="de").faults)
        ada.send(ada.look("/account/address"), "/account/address", 200, email="neuve@example.org", password=PASSWORD)
        self.mailed(town, "/account/address/")
        subjects = {mail["To"]: mail["Subject"] for mail in wait_mails(town.house.data / "mail" / "new", 2)}
        self.assertEqual({"neuve@example.org": "Confirm your new address", ada.client.email: "Change of address asked for"}, subjects)
        self.assertEqual("/account", ada.send(ada.look("/account"), "/account/language", language="fr"))
        self.assertIn("Votre compte", ada.look("/account").text)

    def test_M06_the_terms_are_edited_on_their_page_and_asked_again(self):
        town = Town(self)
        ada, admin = Reader(self, town.newcomer("Ada Aubier")), Reader(self, town.admin)
        for name in ("notice", "privacy", "accessibility", "contact", "terms"):
            path = f"/legal/{name}/edit"
            admin.send(admin.look(path + "?language=fr"), path, text=f"## Le texte\n\nMot de {name}.")
            self.assertIn(f"Mot de {name}.", Reader(self, town.server.client()).look(f"/legal/{name}").text)
            self.assertEqual(403, ada.client.get(path, headers={"Accept": "text/html"}).status)
        asked = ada.look("/account/terms")
        self.assertIn("Mot de terms.", asked.text)
        ada.send(asked, "/account/terms")


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
