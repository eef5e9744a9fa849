# SPDX-License-Identifier: Apache-2.0
"""An organisation publishes by its delegates: everybody sees it, and only the audit says who wrote."""
import pathlib
import re
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "system"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from forum_test import Reader  # noqa: E402 - found by the lines above
from palabre_process import Town, run_tests  # noqa: E402

CLINIC = "Clinique des Dunes"


class Organisations(unittest.TestCase):
    def setUp(self):
        self.town = town = Town(self, shows_names=True)
        self.rosa, self.luc = town.newcomer("Rosa Quintin", True), town.newcomer("Luc Ferrand", True)
        self.reader, self.moderator = town.newcomer("Anne Martin", True), town.newcomer("Maud Le Goff", True)
        town.give_role(self.moderator, "moderator")
        self.clinic = self.rosa.must(201, "POST", town.api + "/organisations",
                                     {"kind": "establishment", "name": CLINIC, "departement": "44"})["id"]
        self.path = f"{town.api}/organisations/{self.clinic}"
        self.rosa.must(204, "PUT", f"{self.path}/delegates/{self.luc.member}")
        self.luc.must(204, "PUT", f"{self.path}/delegation")

    def publish(self):
        """A question of hers in the clinic's name, and his answer in its name: thread and answer."""
        asked = self.rosa.must(201, "POST", self.town.api + "/threads",
                               {"kind": "question", "spaces": [self.town.open_space], "title": "Quel pansement ?",
                                "body": "Pour une brûlure.", "organisation": self.clinic})
        answer = self.luc.must(201, "POST", f"{self.town.api}/threads/{asked['id']}/posts",
                               {"body": "Celui-ci.", "organisation": self.clinic})["id"]
        return asked, answer

    def advertise(self):
        """An ad that he writes in its name and changes, one comment of his below it, and what the reader and he say to each other
        of it: ad and conversation."""
        ads = self.town.api + "/ads"
        room = {"kind": "premises-offered", "party": "structure", "organisation": self.clinic, "title": "Cabinet au calme",
                "body": "Deux pièces.", "departement": "44", "surface": 30}
        ad = self.luc.must(201, "POST", ads, room)["id"]
        self.luc.must(204, "PUT", f"{ads}/{ad}", {**room, "surface": 40})
        self.luc.must(201, "POST", f"{ads}/{ad}/comments", {"body": "Visites le jeudi."})
        contact = self.reader.must(201, "POST", f"{ads}/{ad}/contact", {"body": "Est-il libre ?"})["conversation"]
        self.luc.must(201, "POST", f"{self.town.api}/conversations/{contact}/messages", {"body": "Oui."})
        return ad, contact

    def everything(self, client, thread, answer, ad, contact):
        """The bytes of each answer and page in which what the clinic published is shown."""
        api, page = self.town.api, f"/c/{self.town.community}"
        paths = [f"{api}/threads/{thread['id']}", f"{api}/threads", f"{api}/posts/{answer}", f"{api}/posts/{thread['post']}",
                 f"{api}/search?q=pansement",
                 self.town.address(thread["id"]), page, f"{page}/threads", f"{page}/s/accueil", f"{page}/feed.atom",
                 f"{page}/search?q=pansement", f"{page}/s/accueil/feed.atom",
                 f"{api}/ads", f"{api}/ads?q=cabinet", f"{api}/ads/{ad}", f"{api}/ads/{ad}/comments", f"{api}/search?q=cabinet",
                 f"{page}/ads", f"{page}/ads?q=cabinet", f"{page}/ads/{ad}", f"{page}/search?q=cabinet"]
        if client is self.reader:
            paths += [f"{api}/notices", f"{api}/feed", f"{page}/notices", f"{page}/feed", self.path, f"{api}/organisations",
                      f"{page}/o/{self.clinic}", f"{page}/organisations", f"{api}/conversations", f"{api}/conversations/{contact}",
                      f"{page}/conversations", f"{page}/conversations/{contact}"]
        for path in paths:
            accept = {"Accept": "text/html"} if path.startswith("/c/") else {}
            answered = client.get(path, headers=accept) if client else self.town.server.anonymous(path, headers=accept)
            self.assertEqual(200, answered.status, f"{path}: {answered}")
            yield path, answered.body

    def test_M05_posts_show_the_organisation_and_the_audit_trail_the_person(self):
        thread, answer = self.publish()
        for client in (self.reader, None):
            page = self.town.page(thread["id"], client)
            for post in page["posts"]:
                shown = page["members"][post["author"]]
                self.assertEqual((CLINIC, "establishment"), (shown["name"], shown["organisation"]["kind"]))
        acts = self.moderator.must(200, "GET", self.path + "/audit")
        self.assertEqual([(self.luc.member, answer), (self.rosa.member, thread["post"])],
                         [(act["member"], act["post"]) for act in acts["acts"]])
        self.assertEqual("Rosa Quintin", acts["members"][self.rosa.member]["name"])
        events = [event for event in self.town.house.events()
                  if event["type"] in ("forum.thread-opened.v3", "forum.post-published.v3")]
        self.assertEqual([(self.rosa.member, self.clinic), (self.luc.member, self.clinic)],
                         [(event["data"]["author"], event["data"]["organisation"]) for event in events])

    def test_M05_an_ad_and_its_edit_stand_in_the_audit_with_the_person(self):
        ads = self.town.api + "/ads"
        draft = {"kind": "premises-wanted", "party": "structure", "organisation": self.clinic, "title": "Cherche local",
                 "body": "Deux pièces.", "departement": "44", "draft": True}
        wanted = self.rosa.must(201, "POST", ads, draft)["id"]
        ad, _ = self.advertise()
        self.rosa.must(204, "PUT", f"{ads}/{wanted}", {**draft, "draft": False})
        for client in (self.reader, None):
            shown = client.must(200, "GET", f"{ads}/{ad}") if client else self.town.server.anonymous(f"{ads}/{ad}").json
            author = shown["members"][shown["ad"]["author"]]
            self.assertEqual((CLINIC, "establishment"), (author["name"], author["organisation"]["kind"]))
        audit = self.moderator.must(200, "GET", self.path + "/audit")
        self.assertEqual([(self.rosa.member, wanted), (self.luc.member, ad), (self.luc.member, ad)],
                         [(act["member"], act["ad"]) for act in audit["acts"]], "the draft was published by nobody yet")
        self.assertEqual("Luc Ferrand", audit["members"][self.luc.member]["name"])
        links = Reader(self, self.moderator).look(f"/c/soins/o/{self.clinic}/audit").links
        self.assertIn("Luc Ferrand", links)
        self.assertEqual(f"/c/soins/ads/{ad}", links["Voir l’annonce"])

    def test_M05_no_byte_for_members_or_visitors_tells_who_wrote(self):
        thread, answer = self.publish()
        about = self.advertise()
        self.reader.must(204, "PUT", f"{self.town.api}/spaces/accueil/follow")
        self.reader.must(204, "PUT", f"{self.town.api}/threads/{thread['id']}/follow")
        mine = self.town.thread(self.reader, "Une autre question ?")
        told = self.luc.must(201, "POST", f"{self.town.api}/threads/{mine['id']}/posts",
                             {"body": "Réponse de la clinique.", "organisation": self.clinic})["id"]
        quoted = f"@[post:{told}]\n\nMerci."
        self.town.reply(self.reader, mine["id"], quoted)
        self.town.server.wait_applied()
        for client in (self.reader, None):
            for path, body in [*self.everything(client, thread, answer, *about), *self.everything(client, mine, told, *about)]:
                for secret in (self.rosa.member, self.luc.member, "Rosa", "Quintin", "Ferrand"):
                    self.assertNotIn(secret.encode(), body, path)
                if path.endswith(("?q=cabinet", f"ads/{about[0]}")):
                    self.assertIn("Cabinet au calme", re.sub("</?mark>", "", body.decode()), path)
        for member in (self.rosa, self.luc):  # nor do their own pages
            self.assertEqual([], self.reader.must(200, "GET", f"{self.town.api}/members/{member.member}/contributions")
                             ["contributions"])
        refused = self.reader.get(self.path + "/audit")
        self.assertEqual(403, refused.status)

    def test_M05_the_writer_may_edit_accept_and_is_answered(self):
        thread, _ = self.publish()
        other = self.town.reply(self.reader, thread["id"], "Un autre.")
        page = self.town.page(thread["id"], self.rosa)
        self.assertEqual([True, None, None], [post.get("own") for post in page["posts"]])
        self.assertTrue(page["viewer"]["may"]["accept"])
        self.rosa.must(204, "PUT", f"{self.town.api}/posts/{thread['post']}", {"title": "Quel pansement gras ?", "body": "Dites."})
        self.rosa.must(204, "PUT", f"{self.town.api}/threads/{thread['id']}/accepted-answer", {"post": other})
        notice, = [each for each in self.reader.must(200, "GET", self.town.api + "/notices")["notices"]
                   if each["kind"] == "accepted"]
        self.assertEqual(self.clinic, notice["actor"])
        self.assertEqual(["reply", "reply"], [each["kind"] for each in
                                              self.rosa.must(200, "GET", self.town.api + "/notices")["notices"]])

    def test_M05_whoever_is_no_delegate_any_more_publishes_nothing(self):
        thread, _ = self.publish()
        say = {"body": "Encore.", "organisation": self.clinic}
        path = f"{self.town.api}/threads/{thread['id']}/posts"
        self.rosa.must(204, "DELETE", f"{self.path}/delegates/{self.luc.member}")
        for client in (self.luc, self.reader, self.moderator):
            refused = client.post(path, say)
            self.assertEqual((404, "/organisation"), (refused.status, refused.json["field"]))
        nowhere = self.rosa.post(path, {**say, "organisation": "aaaaaaaaaaaac"})
        self.assertEqual((404, "/organisation"), (nowhere.status, nowhere.json["field"]))
        self.assertEqual(409, self.rosa.delete(f"{self.path}/delegates/{self.rosa.member}").status, "one delegate stays")
        self.assertEqual(403, self.reader.put(f"{self.path}/delegates/{self.reader.member}").status)

    def test_M05_its_account_by_pages_alone(self):
        town, anne, rosa, maud = self.town, Reader(self, self.reader), Reader(self, self.rosa), Reader(self, self.moderator)
        form = anne.look("/c/soins/new-organisation")
        at = anne.send(form, "/c/soins/new-organisation", name="Cabinet du Port", kind="practice")
        search = anne.look(at + "?name=Luc")
        anne.send(search, at + "/invite", member=self.luc.member)
        luc = Reader(self, self.luc)
        self.assertIn("Cabinet du Port", luc.look("/c/soins/organisations").links)
        luc.send(luc.look(at), at + "/join")
        asked = luc.send(luc.look("/c/soins/new"), "/c/soins/new", title="Garde du week-end", body="Qui est de garde ?",
                         kind="question", spaces=[town.open_space], organisation=at.rpartition("/")[2])
        self.assertIn("Cabinet du Port", rosa.look(asked).links)
        self.assertNotIn("Délégués", rosa.look(at).text)
        self.assertIn("Luc Ferrand", maud.look(at + "/audit").links)
        for name in ("", "x" * 101):
            anne.send(form, "/c/soins/new-organisation", 422, name=name, kind="practice")


if __name__ == "__main__":
    run_tests()
