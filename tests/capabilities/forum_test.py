# SPDX-License-Identifier: Apache-2.0
"""Reading and writing in forums, by the pages' links and forms alone: no script runs here."""
import html.parser
import pathlib
import re
import sys
import unittest
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "system"))
from palabre_process import Town, run_tests  # noqa: E402 - found by the line above


class Shown(html.parser.HTMLParser):
    """What a page shows: its text in lines, its links, and its forms with their fields by where they go; `toast`: the
    fields of the form that takes back what was done; `faults`: which of them it says to be wrong."""

    def __init__(self, page):
        super().__init__()
        self.lines, self.links, self.forms, self.values, self.form = [], {}, {}, [], None
        self.faults, self.toast = set(), None
        self.link, self.said = None, ""
        self.feed(page)
        self.text = "\n".join(self.lines)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "a":
            self.link, self.said = given.get("href"), ""
        if tag == "form":
            self.form = self.forms[given.get("action", "")] = {}
            if given.get("class") == "toast":
                self.toast = {given["action"]: self.form}
        if given.get("aria-invalid") == "true":
            self.faults.add(given["name"])
        if tag == "input":
            self.values.append(given.get("value", ""))
        if tag in ("input", "textarea") and self.form is not None and "name" in given and given.get("type") != "checkbox":
            self.form[given["name"]] = given.get("value", "")

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        if tag == "a" and self.link is not None:
            self.links[" ".join(self.said.split())] = self.link
            self.link = None

    def handle_data(self, data):
        self.said += data
        if data.strip():
            self.lines.append(" ".join(data.split()))


class Reader:
    """A person with a browser that knows no script."""

    def __init__(self, test, client):
        self.test, self.client = test, client

    def look(self, path, status=200):
        headers = {"Accept": "text/html", "Accept-Language": "fr"}
        answer = self.client.get(path, headers=headers)
        if answer.status == 301:
            answer = self.client.get(answer.headers["location"], headers=headers)
        self.test.assertEqual(status, answer.status, f"{path}: {answer}")
        return Shown(answer.body.decode())

    def send(self, page, action, status=303, **fields):
        """Fills in that form of the page and sends it; where it leads, or what it says."""
        body = urllib.parse.urlencode({**page.forms[action], **fields}, doseq=True)
        answer = self.client.post(action.partition("#")[0], body, headers={
            "Content-Type": "application/x-www-form-urlencoded", "Accept": "text/html", "X-CSRF-Token": None})
        self.test.assertEqual(status, answer.status, f"{action}: {answer}")
        return answer.headers["location"].partition("#")[0] if status == 303 else Shown(answer.body.decode())

    def undo(self, path):
        """Takes back what that page says was done."""
        page = self.look(path)
        page.forms = page.toast
        return self.send(page, *page.forms)


class Forums(unittest.TestCase):
    def setUp(self):
        self.town = town = Town(self)
        for slug, kind in (("infirmiers", "trade"), ("medecins", "trade"), ("veterinaires", "trade"), ("covid", "theme")):
            town.admin.must(201, "POST", town.api + "/spaces",
                            {"slug": slug, "name": slug.capitalize(), "kind": kind, "visibility": "public",
                             "join_rule": "open"})
        self.anne, self.bruno = town.newcomer("Anne Martin", True), town.newcomer("Bruno Petit", True)
        self.nurse, self.doctor = Reader(self, self.anne), Reader(self, self.bruno)
        self.visitor = Reader(self, town.server.client())

    def spaces(self, client=None):
        return {space["slug"]: space for space in (client or self.anne).must(200, "GET", self.town.api + "/spaces")["spaces"]}

    def titles(self, client, **query):
        path = f"{self.town.api}/threads?{urllib.parse.urlencode(query)}"
        return [thread["title"] for thread in client.must(200, "GET", path)["threads"]]

    def opened(self, reader, title, body="Un texte.", kind="question", spaces=("infirmiers",)):
        """A thread, by the page's form: its address."""
        chosen = [self.spaces()[slug]["id"] for slug in spaces]
        page = reader.look("/c/soins/new")
        return reader.send(page, "/c/soins/new", title=title, body=body, kind=kind, spaces=chosen)

    def replied(self, reader, address, body):
        page = reader.look(address)
        return reader.send(page, address.rpartition("/")[0] + "#reply", body=body)

    # ---- M01, M02, M03 ----

    def test_M01_a_nurse_finds_follows_and_writes_in_her_forum_and_sees_its_counts(self):
        front = self.nurse.look("/c/soins")
        for name in ("Infirmiers", "Medecins", "Veterinaires"):
            self.assertIn(name, front.links)
        space = self.nurse.look(front.links["Infirmiers"])
        followed = self.nurse.send(space, "/c/soins/follow-space/infirmiers")
        self.assertIn("/c/soins/unfollow-space/infirmiers", self.nurse.look(followed).forms)
        self.opened(self.nurse, "Une voie difficile")
        self.replied(self.doctor, self.opened(self.nurse, "Un pansement"), "Essayez l’argent.")
        self.assertRegex(self.nurse.look("/c/soins/s/infirmiers").text, r"2 discussions\W+3 messages")
        self.assertRegex(self.nurse.look("/c/soins/s/medecins").text, r"(0|Aucune|aucune|Pas encore)")
        self.assertEqual((2, 3), tuple(self.spaces()["infirmiers"][name] for name in ("threads", "posts")))

    def test_M02_one_topic_stands_in_a_profession_and_a_theme_once(self):
        address = self.opened(self.nurse, "Vacciner à domicile", spaces=("infirmiers", "covid"))
        for slug in ("infirmiers", "covid"):
            self.assertEqual(["Vacciner à domicile"], self.titles(self.bruno, space=slug))
            self.assertIn("Vacciner à domicile", self.visitor.look(f"/c/soins/s/{slug}").links)
        self.assertEqual(["Vacciner à domicile"], self.titles(self.bruno))
        self.replied(self.doctor, address, "Oui, sur rendez-vous.")
        counts = {slug: (space["threads"], space["posts"]) for slug, space in self.spaces().items()}
        self.assertEqual(((1, 2), (1, 2), (0, 0)), (counts["infirmiers"], counts["covid"], counts["medecins"]))

    def test_M03_a_question_gets_an_accepted_answer_and_is_unanswered_until_replied_to(self):
        form = self.nurse.look("/c/soins/new")
        for kind in ("Question", "Avis demandé", "Conseil partagé", "Actualité"):
            self.assertIn(kind, form.text)
        for kind, title in (("opinion", "Un avis ?"), ("advice", "Un conseil"), ("news", "Du nouveau")):
            self.opened(self.nurse, title, kind=kind)
        address = self.opened(self.nurse, "Où poser la voie ?")
        self.assertEqual(["Où poser la voie ?"], self.titles(self.anne, sort="unanswered"))
        self.replied(self.doctor, address, "À gauche.")
        self.assertEqual([], self.titles(self.anne, sort="unanswered"))
        page = self.nurse.look(address)
        accept = next(action for action in page.forms if "/accept/" in action)
        self.assertIn("Réponse retenue", self.nurse.look(self.nurse.send(page, accept)).text)
        self.assertFalse([action for action in self.doctor.look(address).forms if "/accept/" in action])
        thread = address.split("/")[4]
        self.assertEqual("À gauche.", next(re.sub("<[^>]*>", "", post["body_html"]).strip() for post in
                                           self.town.page(thread)["posts"] if post["id"] == self.town.page(thread)["thread"]["accepted"]))

    # ---- What one writes: mentions, quotes, preview ----

    def test_M03_a_mention_is_a_link_with_todays_name(self):
        address = self.opened(self.nurse, "Bonjour", "Merci @bruno petit, et @personne. anne@martin.example")
        thread = address.split("/")[4]
        link = f'<a class="mention" href="/c/soins/m/{self.bruno.member}">@Bruno Petit</a>'
        body = self.town.page(thread, self.anne)["posts"][0]["body_html"]
        self.assertIn(f"Merci {link}, et @personne.", body)
        self.assertIn("anne@martin.example", body)
        self.assertNotIn(self.bruno.member, self.town.page(thread)["posts"][0]["body_html"], "visitors are told no id")
        self.bruno.must(204, "PUT", f"{self.town.api}/members/{self.bruno.member}/profile", {"name": "Bruno Grand", "show_name": True})
        self.assertIn("@Bruno Grand", self.nurse.look(address).text)
        edit = self.nurse.look(next(href for href in self.nurse.look(address).links.values() if "/edit/" in href))
        self.assertIn("Merci @Bruno Grand,", edit.text, "who edits sees the name, not the reference")
        self.bruno.must(204, "DELETE", f"{self.town.api}/members/{self.bruno.member}")
        self.assertIn("Ancien membre", self.nurse.look(address).text)
        event, = self.events("forum.thread-opened")
        self.assertEqual([self.bruno.member], event["data"]["mentions"])

    def test_M03_two_of_one_name_are_not_mentioned(self):
        self.town.newcomer("Bruno Petit")
        address = self.opened(self.nurse, "Lequel ?", "Merci @Bruno Petit.")
        self.assertEqual("<p>Merci @Bruno Petit.</p>\n", self.town.page(address.split("/")[4], self.anne)["posts"][0]["body_html"])
        found = self.anne.must(200, "GET", f"{self.town.api}/members?prefix=BRU")["members"]
        self.assertEqual(["Bruno Petit", "Bruno Petit"], [each["name"] for each in found])
        self.assertIn(self.visitor.client.get(f"{self.town.api}/members?prefix=BRU").status, (401, 403))
        self.assertEqual([], self.anne.must(200, "GET", f"{self.town.api}/members")["members"])
        for prefix in ("", "%20", "a" * 101):
            self.assertEqual(400, self.anne.get(f"{self.town.api}/members?prefix={prefix}").status)

    def test_M03_a_quote_shows_what_the_post_says_now_and_goes_with_it(self):
        address = self.opened(self.nurse, "Citer", "Un **beau** texte")
        page = self.doctor.look(address)
        page = self.doctor.look(address + page.links["Citer"].partition("#")[0])
        self.assertIn("Vous citez le message 1.", page.text)
        answer = self.doctor.send(page, address.rpartition("/")[0] + "#reply", body="Oui.")
        shown = self.nurse.look(answer)
        self.assertRegex(shown.text, "Un beau texte\n(.*\n)*Oui.")
        thread, post = address.split("/")[4], self.town.page(address.split("/")[4])["thread"]["opening"]
        self.anne.must(204, "PUT", f"{self.town.api}/posts/{post}", {"body": "Un autre texte"})
        quoted = self.town.page(thread, self.bruno)["posts"][1]["body_html"]
        self.assertIn("Un autre texte", quoted)
        self.assertNotIn("beau", quoted)
        self.anne.must(204, "POST", f"{self.town.api}/members/{self.anne.member}/erasure")
        quoted = self.town.page(thread, self.bruno)["posts"][1]["body_html"]
        self.assertIn("Message supprimé", quoted)
        self.assertNotIn("texte", quoted)

    def test_M03_a_post_of_another_thread_is_not_quoted(self):
        secret = self.town.thread(self.bruno, "Entre nous", "Caché", [self.town.members_space])
        thread = self.town.thread(self.anne, "Pour tous", f"@[post:{secret['post']}]")
        self.assertNotIn("Caché", self.town.page(thread["id"], self.anne)["posts"][0]["body_html"])
        looked = self.anne.must(200, "POST", self.town.api + "/preview", {"body": f"@[post:{secret['post']}]"})
        self.assertNotIn("Caché", looked["body_html"])

    def test_M03_a_preview_shows_the_text_and_stores_nothing(self):
        page = self.nurse.look("/c/soins/new")
        shown = self.nurse.send(page, "/c/soins/new", status=200, title="Un titre", kind="advice", preview="yes",
                                body="Un **gras** pour @Bruno Petit <script>", spaces=[self.spaces()["covid"]["id"]])
        self.assertIn("Aperçu", shown.text)
        self.assertIn("gras", shown.lines)
        self.assertIn("@Bruno Petit", shown.links)
        self.assertEqual("Un titre", shown.forms["/c/soins/new"]["title"], "what was typed is kept")
        refused = self.nurse.send(page, "/c/soins/new", status=422, title="Un titre", kind="advice", preview="yes", body=" ")
        self.assertIn("Un titre", refused.forms["/c/soins/new"]["title"])
        self.assertEqual([], self.events("forum."))

    # ---- What is new ----

    def test_P03_what_is_unread_is_marked_on_every_device_until_it_is_read(self):
        address = self.opened(self.doctor, "Du nouveau ?")
        other_device = Reader(self, self.anne.fork())
        for reader in (self.nurse, other_device):
            self.assertIn("1 message non lu", reader.look("/c/soins/s/infirmiers").text)
        page = self.nurse.look(address)
        read = next(action for action in page.forms if "/read/" in action)
        for _ in range(3):
            self.nurse.send(page, read)
        self.assertNotIn("non lu", other_device.look("/c/soins/s/infirmiers").text)
        self.replied(self.doctor, address, "Encore.")
        listed = other_device.look("/c/soins/s/infirmiers")
        self.assertEqual(address + "#p2", listed.links["1 message non lu"])
        self.assertIn("1 discussion non lue", other_device.look("/c/soins").text)
        self.assertNotIn("non lu", self.doctor.look("/c/soins/s/infirmiers").text, "one's own is not new")
        self.nurse.send(listed, "/c/soins/read")
        self.assertNotIn("non lu", self.nurse.look("/c/soins").text)
        for bad in ({}, {"ordinal": 0}, {"ordinal": "2"}, {"ordinal": 10**10}, {"ordinal": 1.5}):
            self.assertIn(self.anne.put(f"{self.town.api}/threads/{address.split('/')[4]}/read", bad).status, (400, 422), bad)
        # Looking wrote nothing, and what brought nothing new neither.
        self.assertEqual([1], [event["data"]["ordinal"] for event in self.events("forum.thread-read")])
        self.assertEqual(1, len(self.events("forum.all-read")))

    def test_P03_the_feed_shows_what_is_followed_in_a_stated_order_that_can_be_switched(self):
        self.assertIn("suivez un espace", self.nurse.look("/c/soins/feed").text)
        first = self.opened(self.doctor, "Dans l’espace", spaces=("medecins",))
        self.opened(self.doctor, "Par la personne", spaces=("veterinaires",))
        self.opened(self.nurse, "Suivi par rien", spaces=("covid",))
        self.nurse.send(self.nurse.look("/c/soins/s/medecins"), "/c/soins/follow-space/medecins")
        member = self.nurse.look(f"/c/soins/m/{self.bruno.member}")
        self.nurse.send(member, f"/c/soins/follow-member/{self.bruno.member}")
        self.replied(self.doctor, first, "Plus tard.")
        feed = self.nurse.look("/c/soins/feed")
        self.assertIn("Triées par dernière activité", feed.text)
        of_titles = lambda page: [each for each in page.links if each in ("Dans l’espace", "Par la personne", "Suivi par rien")]
        self.assertEqual(["Dans l’espace", "Par la personne"], of_titles(feed))
        newest = self.nurse.look("/c/soins/feed" + feed.links["Date d’ouverture"])
        self.assertIn("Triées par date d’ouverture", newest.text)
        self.assertEqual(["Par la personne", "Dans l’espace"], of_titles(newest))
        self.nurse.send(self.nurse.look(f"/c/soins/m/{self.bruno.member}"), f"/c/soins/unfollow-member/{self.bruno.member}")
        self.nurse.send(self.nurse.look("/c/soins/s/medecins"), "/c/soins/unfollow-space/medecins")
        self.assertEqual([], of_titles(self.nurse.look("/c/soins/feed")))
        self.assertIn(self.anne.put(f"{self.town.api}/members/{self.anne.member}/follow").status, (409, 422))
        self.assertEqual(404, self.anne.put(f"{self.town.api}/members/aaaaaaaaaaaac/follow").status)
        self.assertIn(self.visitor.client.get(self.town.api + "/feed").status, (401, 403))

    def test_P03_the_front_page_begins_with_what_is_new_for_me(self):
        self.anne.must(204, "PUT", f"{self.town.api}/spaces/covid/follow")
        self.opened(self.doctor, "Une alerte", spaces=("covid",))
        front = self.nurse.look("/c/soins")
        self.assertLess(front.text.index("Nouveau pour vous"), front.text.index("Espaces"))
        self.assertIn("Une alerte", front.links)
        self.assertLess(self.nurse.look("/").text.index("Vos communautés"), self.nurse.look("/").text.index("Soins de ville"))
        self.assertNotIn("Nouveau pour vous", self.visitor.look("/c/soins").text)

    def test_P03_a_new_community_says_what_will_be_there_and_offers_the_first_act(self):
        admin = Reader(self, self.town.admin)
        self.town.admin.must(201, "POST", "/api/v1/communities", {"slug": "neuve", "name": "Neuve"})
        self.town.server.wait_applied()
        front = admin.look("/c/neuve")
        self.assertIn("Les discussions apparaîtront ici.", front.text)
        self.assertNotIn("Créer un espace", self.visitor.look("/c/neuve").links)
        form = admin.look(front.links["Créer un espace"])
        refused = admin.send(form, "/c/neuve/new-space", status=422, name="", kind="trade", visibility="public")
        self.assertIn("Nom de l’espace", refused.text)
        space = admin.send(form, "/c/neuve/new-space", name="Sages-femmes", kind="trade", visibility="public")
        self.assertEqual("/c/neuve/s/sages-femmes", space)
        self.assertIn("Sages-femmes", self.visitor.look("/c/neuve").links)

    # ---- P09, M14 ----

    def test_P09_one_like_a_person_and_counts_survive_a_rebuild(self):
        address = self.opened(self.nurse, "Une actualité", kind="news")
        thread = address.split("/")[4]
        self.replied(self.doctor, address, "Merci pour l’information.")
        post = self.town.page(thread)["thread"]["opening"]
        for _ in range(2):
            self.bruno.must(204, "PUT", f"{self.town.api}/posts/{post}/reactions/like")
        answer = self.town.page(thread, self.anne)["posts"][1]["id"]
        self.anne.must(204, "PUT", f"{self.town.api}/posts/{answer}/reactions/like")
        self.bruno.must(201, "POST", self.town.api + "/invitations", {"thread": thread})
        self.assertEqual([1, 1], [each["score"] for each in self.town.page(thread)["posts"]])
        whole = lambda: (self.town.page(thread, self.anne), self.spaces(), self.anne.must(200, "GET", self.town.api),
                         self.bruno.must(200, "GET", self.town.api + "/invitations"))
        before = whole()
        self.town.rebuild()
        self.assertEqual(before, whole())

    def test_M14_a_shared_link_invites_and_who_joins_by_it_is_counted(self):
        address = self.opened(self.nurse, "À partager")
        page = self.nurse.look(address)
        shared = self.nurse.send(page, f"/c/soins/share/{address.split('/')[4]}")
        link = self.link(self.nurse.look(shared))
        self.assertIn(address + "?via=", link)
        again = self.nurse.send(page, f"/c/soins/share/{address.split('/')[4]}")
        self.assertEqual(link, self.link(self.nurse.look(again)), "the same link each time")
        counts = lambda: self.anne.must(200, "GET", self.town.api + "/invitations")
        self.assertEqual({"links": 1, "accepted": 0}, counts()["mine"])
        path = "/" + link.split("/", 3)[3] if link.startswith("http") else link
        new = Reader(self, self.town.server.client())
        seen = new.look(path)
        self.assertIn("À partager", seen.text)
        new.client.register("Compte de Chloé", "chloe@example.org")
        seen = new.look(path)
        join = new.look(seen.links["Rejoindre la communauté"])
        new.send(join, "/c/soins/join", name="Chloé Neuve")
        self.assertEqual({"mine": {"links": 1, "accepted": 1}, "community": {"links": 1, "accepted": 1}}, counts())
        via = path.rpartition("via=")[2]
        self.bruno.must(204, "PUT", f"{self.town.api}/invitations/{via}/acceptance")  # later than joining: it says so
        self.anne.must(204, "PUT", f"{self.town.api}/invitations/{via}/acceptance")
        self.assertEqual(2, counts()["mine"]["accepted"], "one's own link invites nobody")
        self.assertEqual(404, self.anne.put(f"{self.town.api}/invitations/aaaaaaaaaaaac/acceptance").status)
        self.assertEqual(200, self.visitor.client.get(path.rpartition("=")[0] + "=%3Cscript%3E").status)

    def events(self, type):
        """Of the whole log, those whose type begins so. The server is gone then."""
        self.town.server.stop()
        return self.town.house.events("--type", type)

    def link(self, page):
        return next(value for value in page.values if "?via=" in value)


if __name__ == "__main__":
    run_tests()
