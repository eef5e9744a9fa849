# SPDX-License-Identifier: Apache-2.0
"""Notices of a real server: the page's list and its bell, mails as chosen, digests, unsubscribing, bounces."""
import json
import re
import time
import unittest
import urllib.parse

from event_stream import Stream
from mail_house import MailServer, parts, quiet, read_mails, wait_mails
from palabre_process import Town, palabre, run_tests

DEFAULTS = {"reply_shown": True, "reply_mail": "now", "mention_shown": True, "mention_mail": "now",
            "accepted_shown": True, "accepted_mail": "now", "thread_shown": True, "thread_mail": "daily",
            "ad_shown": True, "ad_mail": "now", "message_shown": True, "message_mail": "now", "alert_shown": True, "alert_mail": "daily"}


class Forum:
    """What members do, by a client each."""

    def __init__(self, town):
        self.town, self.api = town, town.api

    def ask(self, who, space=None, title="Une question", body="Comment faire ?"):
        return who.must(201, "POST", self.api + "/threads",
                        {"kind": "question", "title": title, "body": body, "spaces": [space or self.town.open_space]})["id"]

    def reply(self, who, thread, body="Ainsi.", **more):
        return who.must(201, "POST", f"{self.api}/threads/{thread}/posts", {"body": body, **more})["id"]

    def choose(self, who, **changed):
        who.must(204, "PUT", self.api + "/notices/settings", {**DEFAULTS, **changed})

    def notices(self, who):
        return who.must(200, "GET", self.api + "/notices")

    def kinds(self, who):
        return [each["kind"] for each in self.notices(who)["notices"]]


class NoticesTest(unittest.TestCase):
    def setUp(self):
        self.town = Town(self)
        self.forum = Forum(self.town)
        self.folder = self.town.house.data / "mail" / "new"
        self.ada, self.bob = self.town.newcomer("Ada"), self.town.newcomer("Bob <i>")

    def test_each_kind_is_told_once_and_marked_as_read(self):
        forum, ada, bob = self.forum, self.ada, self.bob
        ada.must(204, "PUT", f"{forum.api}/spaces/{self.town.open_space}/follow")
        thread = forum.ask(ada)
        forum.reply(bob, thread)
        mine = forum.reply(ada, forum.ask(bob, title="Une autre <b>"))
        other = forum.notices(ada)["notices"][0]["thread"]["id"]
        bob.must(204, "PUT", f"{forum.api}/threads/{other}/accepted-answer", {"post": mine})
        forum.reply(bob, thread, f"@[member:{ada.member}] regarde", parent=None)
        self.assertEqual(forum.kinds(ada), ["reply", "accepted", "thread", "reply"])
        self.assertEqual(forum.kinds(bob), ["reply"])
        told = forum.notices(ada)
        self.assertEqual((told["unread"], told["more_unread"]), (4, False))
        self.assertEqual(told["members"][bob.member]["name"], "Bob <i>")
        ada.must(204, "PUT", forum.api + "/notices/read", {"up_to": told["up_to"]})
        self.assertEqual(forum.notices(ada)["unread"], 0)
        self.assertEqual(ada.must(200, "GET", forum.api + "/notices/unread"), {"unread": 0, "more_unread": False})
        for bad in ("0", "x", "99999", "-1", "1e3", "9" * 17):
            self.assertEqual(ada.put(forum.api + "/notices/read", {"up_to": bad}).status, 422, bad)

    def test_what_may_not_be_seen_any_more_is_no_news(self):
        forum, ada, bob = self.forum, self.ada, self.bob
        thread = forum.ask(ada)
        post = forum.reply(bob, thread)
        forum.reply(bob, thread, "Encore.")
        bob.must(204, "DELETE", f"{forum.api}/posts/{post}")
        self.assertEqual(forum.notices(ada)["unread"], 1)
        closed = self.town.space("bureau", "invitation")
        self.town.admin.must(204, "PUT", f"{forum.api}/members/{bob.member}/roles/moderator")
        bob.must(204, "PUT", f"{forum.api}/threads/{thread}/spaces", {"spaces": [closed]})
        self.assertEqual(forum.notices(ada)["notices"], [])
        self.assertEqual(forum.notices(ada)["unread"], 0)

    def test_the_page_tells_the_same_and_escapes(self):
        forum, ada, bob = self.forum, self.ada, self.bob
        thread = forum.ask(ada, title="<script>alert(1)</script>")
        forum.reply(bob, thread)
        page = ada.get("/c/soins/notices", headers={"Accept": "text/html"})
        text = page.body.decode()
        self.assertEqual(page.status, 200)
        self.assertIn("&lt;script&gt;", text)
        self.assertNotIn("<script>alert", text)
        self.assertIn("1 avis non lu", text)
        self.assertIn("Bob &lt;i&gt;", text)
        self.assertEqual(self.town.server.anonymous("/c/soins/notices").status, 401)

    def test_the_stream_tells_the_number(self):
        forum, ada, bob = self.forum, self.ada, self.bob
        thread = forum.ask(ada)
        with Stream(self.town.server, ada) as stream:
            forum.reply(bob, thread)
            self.assertEqual(stream.notices(), {"unread": 1, "more_unread": False})
            ada.must(204, "PUT", forum.api + "/notices/read", {"up_to": forum.notices(ada)["up_to"]})
            self.assertEqual(stream.notices(), {"unread": 0, "more_unread": False})

    def test_a_reply_is_news_for_who_follows_the_thread(self):
        forum, ada, bob = self.forum, self.ada, self.bob
        carla = self.town.newcomer("Carla")
        thread = forum.ask(ada)
        forum.reply(bob, thread)
        for each in (ada, carla):  # ada is told of replies to her own anyway: once
            each.must(204, "PUT", f"{forum.api}/threads/{thread}/follow")
        with Stream(self.town.server, carla) as stream:
            forum.reply(bob, thread, "Encore.")
            self.assertEqual(stream.notices(), {"unread": 1, "more_unread": False})
        self.assertEqual((forum.kinds(carla), forum.kinds(ada), forum.kinds(bob)), (["reply"], ["reply", "reply"], []))
        forum.reply(carla, thread, "Merci.")  # her own is no news
        self.assertEqual(forum.kinds(carla), ["reply"])
        mails = wait_mails(self.folder, 4)  # two and one to ada, one to carla
        self.assertEqual([mail["To"] for mail in mails].count(carla.email), 1)
        carla.must(204, "DELETE", f"{forum.api}/threads/{thread}/follow")
        forum.reply(bob, thread, "Et encore.")
        self.assertEqual(forum.kinds(carla), ["reply"])

    def test_an_accepted_answer_is_told_by_mail(self):
        forum, ada, bob = self.forum, self.ada, self.bob
        thread = forum.ask(bob)
        mine = forum.reply(ada, thread)
        bob.must(204, "PUT", f"{forum.api}/threads/{thread}/accepted-answer", {"post": mine})
        mail, = [each for each in wait_mails(self.folder, 2) if each["To"] == ada.email]  # the other: ada's reply, to bob
        self.assertEqual("Votre réponse est acceptée : Une question", mail["Subject"])
        for text in parts(mail):
            self.assertIn(f"/c/soins/t/{thread}/", text)

    def test_a_mention_that_an_edit_adds_is_told_once(self):
        forum, ada, bob = self.forum, self.ada, self.bob
        carla = self.town.newcomer("Carla")
        post = forum.reply(bob, forum.ask(bob), f"@[member:{ada.member}]")
        self.assertEqual((forum.kinds(ada), forum.kinds(carla)), (["mention"], []))
        both = f"@[member:{ada.member}] @[member:{carla.member}]"
        for body in (both, both + " !", "Personne.", both):
            bob.must(204, "PUT", f"{forum.api}/posts/{post}", {"body": body})
        self.assertEqual((forum.kinds(ada), forum.kinds(carla), forum.kinds(bob)), (["mention"], ["mention"], []))
        mails = wait_mails(self.folder, 2)
        quiet()
        self.assertEqual(sorted(mail["To"] for mail in read_mails(self.folder)), sorted([ada.email, carla.email]))
        self.assertEqual(len(mails), 2)

    def test_erasing_leaves_no_name_and_no_row(self):
        forum, ada, bob = self.forum, self.ada, self.bob
        forum.reply(bob, forum.ask(ada))
        bob.must(204, "POST", f"{forum.api}/members/{bob.member}/erasure")
        told = forum.notices(ada)
        self.assertEqual(told["notices"], [])  # its text is gone
        self.assertNotIn("Bob", json.dumps(told))

    def test_mails_follow_the_settings_and_links_end_them(self):
        forum, ada, bob = self.forum, self.ada, self.bob
        self.assertEqual(ada.must(200, "GET", forum.api + "/notices/settings"), DEFAULTS)
        thread = forum.ask(ada)
        forum.reply(bob, thread)
        mail, = wait_mails(self.folder, 1)
        self.assertEqual(mail["List-Unsubscribe-Post"], "List-Unsubscribe=One-Click")
        link = re.fullmatch(r"<(http://127\.0\.0\.1:\d+(/unsubscribe/[A-Za-z0-9_-]+))>", mail["List-Unsubscribe"])
        self.assertIn(link[1], parts(mail)[0])
        # Looking at the link ends nothing; one click of a mail program does, without session or cookie.
        self.assertEqual(self.town.server.anonymous(link[2]).status, 200)
        self.assertEqual(ada.must(200, "GET", forum.api + "/notices/settings"), DEFAULTS)
        stranger = self.town.server.client()
        clicked = stranger.post(link[2], "List-Unsubscribe=One-Click",
                                headers={"Content-Type": "application/x-www-form-urlencoded", "Accept": "*/*"})
        self.assertEqual(clicked.status, 200, clicked)
        self.assertEqual(ada.must(200, "GET", forum.api + "/notices/settings"), {**DEFAULTS, "reply_mail": "never"})
        again = stranger.post(link[2], "List-Unsubscribe=One-Click",
                              headers={"Content-Type": "application/x-www-form-urlencoded"})
        self.assertEqual(again.status, 200)
        forged = link[2][:-2] + ("AA" if link[2][-2:] != "AA" else "BB")
        self.assertEqual(stranger.post(forged, "").status, 404)
        forum.reply(bob, thread, "Et encore.")
        forum.reply(bob, forum.ask(bob, title="Ailleurs"), f"@[member:{ada.member}]")
        self.assertEqual(len(wait_mails(self.folder, 2)), 2)
        quiet()
        self.assertEqual(len(read_mails(self.folder)), 2)

    def test_a_kind_that_is_not_shown_is_told_by_mail_alone(self):
        forum, ada, bob = self.forum, self.ada, self.bob
        forum.choose(ada, reply_shown=False)
        thread = forum.ask(ada)
        with Stream(self.town.server, ada) as stream:
            forum.reply(bob, thread)
            mail, = wait_mails(self.folder, 1)
            self.assertEqual(mail["To"], ada.email)
            self.assertEqual(forum.kinds(ada), [])
            none = {"unread": 0, "more_unread": False}
            self.assertEqual(ada.must(200, "GET", forum.api + "/notices/unread"), none)
            page = ada.get("/c/soins/notices", headers={"Accept": "text/html"}).body.decode()
            self.assertIn(">Avis<", page)
            self.assertNotIn("non lu", page)
            # What is shown comes behind it in the stream: until then the number has risen for nothing.
            forum.reply(bob, forum.ask(bob, title="Ailleurs"), f"@[member:{ada.member}]")
            told = [stream.notices()]
            while told[-1] == none:
                told.append(stream.notices())
            ada.must(204, "PUT", forum.api + "/notices/read", {"up_to": forum.notices(ada)["up_to"]})
            told.append(stream.notices())
            self.assertEqual([each for each in told if each != none], [{"unread": 1, "more_unread": False}])
            self.assertEqual(told[-1], none)
        self.assertEqual(forum.kinds(ada), ["mention"])
        # The choice is about what the list shows, not about what is kept: chosen again, all of it stands there.
        forum.choose(ada)
        self.assertEqual(forum.kinds(ada), ["mention", "reply"])

    def test_a_form_chooses_the_settings(self):
        ada = self.ada
        form = urllib.parse.urlencode({"csrf": ada.token, "reply_shown": "true", "reply_mail": "weekly",
                                       "mention_mail": "never", "accepted_mail": "daily", "thread_mail": "now"})
        sent = ada.post("/c/soins/notices/settings", form, headers={"Content-Type": "application/x-www-form-urlencoded"})
        self.assertEqual(sent.status, 303, sent)
        chosen = ada.must(200, "GET", self.forum.api + "/notices/settings")
        self.assertEqual((chosen["reply_shown"], chosen["reply_mail"]), (True, "weekly"))
        self.assertEqual((chosen["mention_shown"], chosen["thread_mail"]), (False, "now"))
        self.assertEqual(ada.put(self.forum.api + "/notices/settings", {**DEFAULTS, "reply_mail": "hourly"}).status, 422)

    def test_followers_get_a_mail_of_a_new_thread_if_they_want_one(self):
        forum, ada, bob = self.forum, self.ada, self.bob
        carla = self.town.newcomer("Carla")
        for each in (ada, bob, carla):
            each.must(204, "PUT", f"{forum.api}/spaces/{self.town.members_space}/follow")
        forum.choose(ada, thread_mail="now")
        forum.choose(bob, thread_mail="now")
        forum.ask(bob, self.town.members_space, "Nouveau")
        mail, = wait_mails(self.folder, 1)
        quiet()
        self.assertEqual([each["To"] for each in read_mails(self.folder)], [ada.email])
        self.assertIn("Nouveau", mail["Subject"])


class BounceTest(unittest.TestCase):
    def test_a_refused_address_is_marked_and_restored_by_its_holder(self):
        server = MailServer(self)
        town = Town(self, *server.options)
        forum, self.server = Forum(town), town.server
        ada = town.server.client().register("Compte", "refused@example.org")
        ada.join(town.community, "Ada")
        bob = town.newcomer("Bob")
        thread = forum.ask(ada)
        forum.reply(bob, thread)
        self.wait_for(lambda: forum.notices(ada)["mail_bounces"])
        forum.reply(bob, thread, "Encore.")
        quiet()
        given_up = [line for line in town.server.errors if "a mail is given up" in line]
        self.assertEqual(len(given_up), 1)  # the second one is not tried at all
        page = ada.get("/c/soins/notices", headers={"Accept": "text/html"}).body.decode()
        self.assertIn("Nos messages vous reviennent", page)
        ada.must(204, "PUT", "/api/v1/session/mails")
        self.assertFalse(forum.notices(ada)["mail_bounces"])

    def test_a_report_of_a_mail_that_came_back_is_taken_up(self):
        town = Town(self)
        forum, self.server = Forum(town), town.server
        ada, bob = town.newcomer("Ada"), town.newcomer("Bob")
        forum.reply(bob, forum.ask(ada))
        mail, = wait_mails(town.house.data / "mail" / "new", 1)

        def report(message_id, to):
            return ("Content-Type: multipart/report\n\nFinal-Recipient: rfc822;" + to +
                    "\nAction: failed\nStatus: 5.1.1\n\nMessage-ID: " + message_id + "\n")

        def bounce(text):
            done = palabre("mail", "bounce", "--data", town.house.data, stdin=text)
            self.assertEqual(done.returncode, 0, done)

        # A mail that was never sent from here, and no report at all: nothing happens.
        bounce(report("<aaaaaaaaaaaaaaaaaaaaaaaaaa@localhost>", ada.email))
        bounce("Subject: I am away\n\nBack on Monday.\n")
        bounce(report(mail["Message-ID"], bob.email))  # it was Ada's
        self.wait_for(lambda: not list((town.house.data / "mail" / "bounces").glob("*")))
        self.assertFalse(forum.notices(ada)["mail_bounces"])
        self.assertFalse(forum.notices(bob)["mail_bounces"])
        bounce(report(mail["Message-ID"], ada.email))
        self.wait_for(lambda: forum.notices(ada)["mail_bounces"])

    def wait_for(self, condition, seconds=30):
        until = time.monotonic() + seconds
        while not condition():
            self.assertLess(time.monotonic(), until, f"it does not come about {self.server.errors}")
            time.sleep(0.1)


if __name__ == "__main__":
    run_tests()
