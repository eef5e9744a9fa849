# SPDX-License-Identifier: Apache-2.0
"""Writing to an advertiser: neither side sees an address, nobody else sees anything, and only the fact is counted."""
import json
import pathlib
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "system"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from forum_test import Reader  # noqa: E402 - found by the lines above
from mail_house import parts, read_mails, wait_mails  # noqa: E402
from palabre_process import Town, palabre, run_tests  # noqa: E402

QUESTION, ANSWER = "Le local est-il encore libre en mars ?", "Oui, venez le voir jeudi."


class Messages(unittest.TestCase):
    def setUp(self):
        self.town = town = Town(self)
        self.folder = town.house.data / "mail" / "new"
        self.rosa, self.luc, self.other = (town.newcomer(name) for name in ("Rosa Quintin", "Luc Ferrand", "Anne Martin"))
        self.moderator = town.newcomer("Maud Le Goff")
        town.give_role(self.moderator, "moderator")
        self.addresses = [client.must(200, "GET", "/api/v1/account")["email"] for client in (self.rosa, self.luc)]

    def ad(self, client, **more):
        return client.must(201, "POST", self.town.api + "/ads",
                           {"kind": "premises-offered", "title": "Cabinet à Nantes", "body": "Lumineux.", "departement": "44",
                            "place": "Nantes", "surface": 40, "rent": 90000, "starts_on": "2027-03-01", **more})["id"]

    def contact(self, client, ad, body=QUESTION):
        return client.must(201, "POST", f"{self.town.api}/ads/{ad}/contact", {"body": body})["conversation"]

    def at(self, conversation, more=""):
        return f"{self.town.api}/conversations/{conversation}{more}"

    def bodies(self, client, conversation):
        return [message["body_html"].strip() for message in client.must(200, "GET", self.at(conversation))["messages"]]

    def test_M11_contact_is_made_and_answered_without_either_side_seeing_an_address(self):
        ad = self.ad(self.rosa)
        luc, rosa = Reader(self, self.luc), Reader(self, self.rosa)
        at = luc.send(luc.look(f"/c/soins/ads/{ad}/contact"), f"/c/soins/ads/{ad}/contact#contact", body=QUESTION)
        conversation = at.rpartition("/")[2]
        self.town.server.wait_applied()
        wait_mails(self.folder, 1)  # what is answered before is no news for a mail
        self.assertIn("Cabinet à Nantes", rosa.look("/c/soins/conversations").links)
        rosa.send(rosa.look(at), at + "#write", body=ANSWER)
        self.town.server.wait_applied()
        for client in (self.luc, self.rosa):
            self.assertEqual([f"<p>{QUESTION}</p>", f"<p>{ANSWER}</p>"], self.bodies(client, conversation))
            seen = [client.get(path, headers={"Accept": accept}).body for path, accept in (
                (self.at(conversation), "application/json"), (self.town.api + "/conversations", "application/json"), (at, "text/html"),
                ("/c/soins/conversations", "text/html"), (self.town.api + "/notices", "application/json"))]
            for address in self.addresses:
                self.assertFalse([body for body in seen if address.encode() in body])
        mails = wait_mails(self.folder, 2)
        for mail in mails:
            for text in parts(mail):
                for secret in (QUESTION, ANSWER):
                    self.assertNotIn(secret, text)
        self.assertEqual(["message"], [each["kind"] for each in self.luc.must(200, "GET", self.town.api + "/notices")["notices"]])

    def test_M11_only_the_fact_of_contact_is_logged_and_counted(self):
        ad = self.ad(self.rosa)
        self.contact(self.luc, ad, "Un secret entre nous.")
        self.contact(self.luc, ad, "Un second message.")
        self.contact(self.other, ad)
        self.assertEqual({"contacts": 2}, self.town.admin.must(200, "GET", self.town.api + "/contacts"))
        self.assertEqual(403, self.luc.get(self.town.api + "/contacts").status)
        logged = json.dumps(self.town.house.events(), ensure_ascii=False)
        self.assertEqual(2, logged.count("messages.conversation-opened.v1"))
        for secret in ("Un secret", "Un second", QUESTION):
            self.assertNotIn(secret, logged)
        self.town.server.stop()
        for file in self.town.house.data.rglob("*"):
            if file.is_file():
                self.assertNotIn("Un secret entre nous".encode(), file.read_bytes(), file)

    def test_M11_nobody_else_learns_that_there_is_a_conversation(self):
        conversation = self.contact(self.luc, self.ad(self.rosa))
        for client in (self.other, self.moderator):
            for more, method in (("", "GET"), ("/messages", "POST"), ("/read", "PUT"), ("/block", "PUT")):
                body = {"POST": {"body": "Moi aussi."}, "PUT": {"ordinal": 1} if more == "/read" else None}.get(method)
                there, nowhere = (client.request(method, self.at(name, more), body) for name in (conversation, "aaaaaaaaaaaac"))
                self.assertEqual(404, there.status, there)
                self.assertEqual(nowhere.body.replace(b"aaaaaaaaaaaac", conversation.encode()), there.body)
        self.assertEqual([], self.other.must(200, "GET", self.town.api + "/conversations")["conversations"])

    def test_M11_a_hidden_name_stays_hidden_in_its_conversation(self):
        wanted = self.rosa.must(201, "POST", self.town.api + "/ads", {
            "kind": "job-wanted", "title": "Infirmière cherche poste", "body": "Disponible.", "departement": "44",
            "trade": "infirmier", "starts_on": "2027-03-01", "hides_name": True})["id"]
        conversation = self.contact(self.luc, wanted)
        self.rosa.must(201, "POST", self.at(conversation, "/messages"), {"body": ANSWER})
        page = self.luc.must(200, "GET", self.at(conversation))
        self.assertIsNone(page["conversation"]["with"])
        for path in (self.at(conversation), self.town.api + "/conversations", self.town.api + "/notices",
                     f"/c/soins/conversations/{conversation}", "/c/soins/notices"):
            body = self.luc.get(path, headers={"Accept": "text/html" if path.startswith("/c/") else "application/json"}).body
            for secret in (self.rosa.member, "Quintin"):
                self.assertNotIn(secret.encode(), body, path)
        self.assertEqual(self.luc.member, self.rosa.must(200, "GET", self.at(conversation))["conversation"]["with"])

    def test_M11_blocking_and_reporting(self):
        conversation = self.contact(self.luc, self.ad(self.rosa), "Envoyez 500 €.")
        message = self.rosa.must(200, "GET", self.at(conversation))["messages"][0]["id"]
        self.luc.must(201, "POST", self.at(conversation, "/messages"), {"body": "Ceci reste entre nous."})
        self.rosa.must(204, "POST", self.at(conversation, f"/messages/{message}/report"), {"reason": "fraud", "note": "Il insiste."})
        reports = self.moderator.must(200, "GET", self.town.api + "/message-reports")
        self.assertEqual([("fraud", "Il insiste.", "<p>Envoyez 500 €.</p>")],
                         [(each["reason"], each["note"], each["body_html"].strip()) for each in reports["reports"]])
        self.assertNotIn("entre nous", json.dumps(reports, ensure_ascii=False))
        self.assertEqual(403, self.other.get(self.town.api + "/message-reports").status)
        self.assertEqual(409, self.luc.post(self.at(conversation, f"/messages/{message}/report"), {"reason": "fraud"}).status)
        self.rosa.must(204, "PUT", self.at(conversation, "/block"))
        second = self.ad(self.rosa, title="Autre cabinet")
        for path in (self.at(conversation, "/messages"), f"{self.town.api}/ads/{second}/contact"):
            refused = self.luc.post(path, {"body": "Encore moi."})
            self.assertEqual((403, "blocked"), (refused.status, refused.reason))
        self.rosa.must(204, "DELETE", self.at(conversation, "/block"))
        self.luc.must(201, "POST", self.at(conversation, "/messages"), {"body": "Pardon."})

    def test_M11_bad_messages_and_too_many_of_them_are_refused(self):
        ad = self.ad(self.rosa)
        contact = f"{self.town.api}/ads/{ad}/contact"
        self.assertEqual(409, self.rosa.post(contact, {"body": "À moi-même."}).status)
        self.assertEqual(404, self.luc.post(f"{self.town.api}/ads/aaaaaaaaaaaac/contact", {"body": "x"}).status)
        for body in ("", "  ", "x" * 5001):
            self.assertEqual(422, self.luc.post(contact, {"body": body}).status)
        self.assertEqual(401, self.town.server.client().post(contact, {"body": "x"}).status)
        for number in range(60):
            self.contact(self.luc, ad, f"Message {number}")
        refused = self.luc.post(contact, {"body": "Un de trop."})
        self.assertEqual((429, "sent-too-much"), (refused.status, refused.reason))
        self.contact(self.other, ad)
        self.rosa.must(204, "POST", f"{self.town.api}/ads/{ad}/withdrawal")
        self.assertEqual(410, self.town.newcomer("Zoé Tard").post(contact, {"body": "Trop tard ?"}).status)

    def test_M11_what_an_erased_member_wrote_is_gone_and_the_rest_stays(self):
        conversation = self.contact(self.luc, self.ad(self.rosa))
        self.rosa.must(201, "POST", self.at(conversation, "/messages"), {"body": ANSWER})
        self.luc.must(204, "POST", f"{self.town.api}/members/{self.luc.member}/erasure")
        self.town.server.wait_applied()
        for _ in range(100):
            states = [message["state"] for message in self.rosa.must(200, "GET", self.at(conversation))["messages"]]
            if states == ["erased", "shown"]:
                break
            time.sleep(0.1)
        self.assertEqual(["erased", "shown"], states)
        self.assertEqual(410, self.rosa.post(self.at(conversation, "/messages"), {"body": "Vous êtes là ?"}).status)


class AnswersByMail(unittest.TestCase):
    """M11: who is written to about an ad answers by mail, under an alias."""

    def setUp(self):
        self.town = town = Town(self, "--reply-address", "reponses@example.org")
        self.folder = town.house.data / "mail" / "new"
        self.rosa, self.luc = (town.newcomer(name) for name in ("Rosa Quintin", "Luc Ferrand"))
        ad = self.rosa.must(201, "POST", town.api + "/ads",
                            {"kind": "premises-offered", "title": "Cabinet à Nantes", "body": "Lumineux.", "departement": "44",
                             "place": "Nantes", "surface": 40, "rent": 90000, "starts_on": "2027-03-01"})["id"]
        self.conversation = self.luc.must(201, "POST", f"{town.api}/ads/{ad}/contact", {"body": QUESTION})["conversation"]
        self.at = f"{town.api}/conversations/{self.conversation}"
        self.alias = self.to(self.rosa)

    def to(self, client):
        """Where this one's answers go, of the mail that was sent to her."""
        for _ in range(200):
            for mail in read_mails(self.folder):
                if mail["To"] == client.email and mail["Reply-To"]:
                    return mail["Reply-To"]
            time.sleep(0.1)
        self.fail("no mail came")

    def bodies(self, client):
        return [message["body_html"].strip() for message in client.must(200, "GET", self.at)["messages"]]

    def answer(self, text=ANSWER, of=None, to=None, message="1@mail.example.net", more=""):
        of, to = of or self.rosa.email, to or self.alias
        mail = (f"Return-Path: <{of}>\n{more}From: Rosa <{of}>\nTo: {to}\nMessage-ID: <{message}>\n"
                f"Content-Type: text/plain; charset=utf-8\n\n{text}\n\n"
                f"Le ven. 27 nov. 2026 à 10:12, Soins de ville <{to}> a écrit :\n\n> De : {of}\n> On vous a écrit.\n")
        done = palabre("mail", "reply", "--data", self.town.house.data, stdin=mail)
        self.assertEqual(0, done.returncode, done)
        for _ in range(200):
            if not list((self.town.house.data / "mail" / "replies").glob("*")):
                break
            time.sleep(0.1)
        else:
            self.fail(f"nobody took it {self.town.server.errors}")
        self.town.server.wait_applied()

    def test_M11_an_answer_by_mail_is_a_message_without_an_address(self):
        self.assertRegex(self.alias, r"^reponses\+[a-z2-7]{45}@example\.org$")
        self.answer()
        self.answer()  # the same mail once more
        for client in (self.luc, self.rosa):
            self.assertEqual([f"<p>{QUESTION}</p>", f"<p>{ANSWER}</p>"], self.bodies(client))
        back = self.to(self.luc)
        self.assertNotEqual(self.alias, back)
        self.answer("Merci, à jeudi.", of=self.luc.email, to=back.upper(), message="2@mail.example.net")
        self.assertEqual("<p>Merci, à jeudi.</p>", self.bodies(self.rosa)[-1])
        local = self.alias.partition("@")[0]
        for client, other in ((self.luc, self.rosa), (self.rosa, self.luc)):
            seen = [client.get(path, headers={"Accept": accept}).body for path, accept in (
                (self.at, "application/json"), (f"/c/soins/conversations/{self.conversation}", "text/html"),
                (self.town.api + "/notices", "application/json"))]
            for hidden in (other.email, local, back.partition("@")[0]):
                self.assertFalse([body for body in seen if hidden.encode() in body])
            for mail in read_mails(self.folder):
                if mail["To"] == client.email:
                    self.assertNotIn(other.email, mail.as_string())
        for line in self.town.server.errors:
            for hidden in (self.rosa.email, self.luc.email, local, ANSWER):
                self.assertNotIn(hidden, line)

    def test_M11_nobody_answers_by_mail_who_may_not_on_the_page(self):
        only = [f"<p>{QUESTION}</p>"]
        name, _, host = self.alias.partition("@")
        self.answer(to=f"{name[:-1]}{'a' if name[-1] != 'a' else 'q'}@{host}", message="forged@x")
        self.answer(of="autre@example.net", message="other@x")
        self.answer(more="Auto-Submitted: auto-replied\n", message="away@x")
        self.answer(more="Precedence: bulk\n", message="bulk@x")
        self.answer("", message="empty@x")
        self.answer("x" * 6000, message="long@x")
        self.assertEqual(only, self.bodies(self.luc))
        self.luc.must(204, "PUT", self.at + "/block")
        self.answer(message="blocked@x")
        self.assertEqual(only, self.bodies(self.luc))
        told = [mail for mail in wait_mails(self.folder, 4) if "transmise" in mail["Subject"]]
        self.assertEqual([self.rosa.email] * 3, [mail["To"] for mail in told])  # another address, too long, blocked
        self.luc.must(204, "DELETE", self.at + "/block")
        self.rosa.must(204, "POST", f"{self.town.api}/members/{self.rosa.member}/erasure")
        self.town.server.wait_applied()
        self.answer(message="erased@x")
        self.assertEqual(only, self.bodies(self.luc))

    def test_M11_a_wrong_address_for_answers_is_named_at_the_start(self):
        for bad in ("reponses", "re+ponses@example.org", "reponses-aux-annonces@example.org"):
            done = palabre("serve", "--data", self.town.house.data / "none", "--reply-address", bad)
            self.assertNotEqual(0, done.returncode)
            self.assertIn("reply-address", done.stderr)


if __name__ == "__main__":
    run_tests()
