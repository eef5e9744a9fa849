# SPDX-License-Identifier: Apache-2.0
"""What people do with an ad that stands there: like it, comment it, share it."""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "system"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from ads_case import ROOM, SEEKER, AdsCase  # noqa: E402 - found by the lines above
from forum_test import Reader  # noqa: E402
from palabre_process import PASSWORD, run_tests  # noqa: E402


class SharedAds(AdsCase):
    def comments(self, client, ad):
        return client.must(200, "GET", f"{self.api}/{ad}/comments")["comments"]

    def test_P09_an_ad_is_liked_commented_and_shared_and_counts_survive_a_rebuild(self):
        room = self.write(self.anne, ROOM)
        for client in (self.bruno, self.bruno, self.mod):
            client.must(204, "PUT", f"{self.api}/{room}/like")
        self.mod.must(204, "DELETE", f"{self.api}/{room}/like")
        self.bruno.must(201, "POST", f"{self.api}/{room}/comments", {"body": "Encore *libre* ?"})
        self.anne.must(201, "POST", f"{self.api}/{room}/comments", {"body": "Oui."})
        self.bruno.must(201, "POST", self.town.api + "/invitations", {"ad": room})
        ad = self.bruno.must(200, "GET", f"{self.api}/{room}")
        self.assertEqual((1, 2, True), (ad["ad"]["likes"], ad["ad"]["comments"], ad["viewer"]["liked"]))
        told = self.anne.must(200, "GET", self.town.api + "/notices")["notices"]
        self.assertEqual([("ad", "commented")], [(each["kind"], each["turn"]) for each in told])
        whole = lambda: (self.bruno.must(200, "GET", f"{self.api}/{room}"), self.comments(self.bruno, room),
                         self.bruno.must(200, "GET", self.api),
                         self.bruno.must(200, "GET", self.town.api + "/invitations"))
        before = whole()
        self.town.rebuild()
        self.assertEqual(before, whole())

    def test_P09_what_may_not_be_done_to_an_ad_is_refused(self):
        room = self.write(self.anne, ROOM)
        like, below = f"{self.api}/{room}/like", f"{self.api}/{room}/comments"
        stranger = self.town.server.client()
        stranger.register("Une inconnue", "inconnue@example.org")
        for method, path in (("PUT", like), ("DELETE", like), ("POST", below)):
            self.assertEqual(403, stranger.request(method, path, {"body": "x"} if method == "POST" else None).status)
        self.assertEqual(404, self.bruno.put(self.api + "/aaaaaaaaaaaaa/like").status)
        for body in ({}, {"body": ""}, {"body": "x" * 5001}, {"body": "x", "more": 1}):
            self.assertIn(self.bruno.post(below, body).status, (400, 422), body)
        made = self.bruno.must(201, "POST", below, {"body": "Le mien."})["id"]
        self.assertEqual(403, self.anne.delete(f"{below}/{made}").status)
        other = self.write(self.anne, ROOM, title="Une autre")
        self.assertEqual(404, self.bruno.delete(f"{self.api}/{other}/comments/{made}").status)
        told = lambda: [each["ad"]["id"] for each in self.anne.must(200, "GET", self.town.api + "/notices")["notices"]]
        self.assertEqual([room], told())
        self.mod.must(204, "DELETE", f"{below}/{made}")
        self.assertEqual([], self.comments(self.bruno, room))
        self.assertEqual([], told(), "of what is not there any more")
        self.anne.must(204, "POST", f"{self.api}/{room}/withdrawal")
        self.assertEqual([410, 410, 410], [self.bruno.put(like).status, self.bruno.post(below, {"body": "x"}).status,
                                           self.bruno.get(below).status])
        self.assertEqual([409, 409], [self.anne.put(like).status, self.anne.post(below, {"body": "x"}).status])
        self.assertEqual(410, self.bruno.post(self.town.api + "/invitations", {"ad": room}).status)

    def test_P09_what_the_erased_wrote_keeps_its_place_without_words(self):
        room = self.write(self.anne, ROOM)
        carla = self.town.newcomer("Carla Cerf", True)
        carla.must(204, "PUT", f"{self.api}/{room}/like")
        carla.must(201, "POST", f"{self.api}/{room}/comments", {"body": "Parole."})
        self.bruno.must(201, "POST", f"{self.api}/{room}/comments", {"body": "Encore libre ?"})
        carla.must(204, "POST", "/api/v1/account/erasure", {"password": PASSWORD})
        self.town.server.wait_applied()
        shown = self.comments(self.bruno, room)
        self.assertEqual(["erased", "shown"], [each["state"] for each in shown])
        self.assertEqual("", shown[0]["body_html"])
        self.assertEqual(2, self.bruno.must(200, "GET", f"{self.api}/{room}")["ad"]["comments"])
        self.assertEqual(1, len(self.anne.must(200, "GET", self.town.api + "/notices")["notices"]))
        page = Reader(self, self.bruno).look(f"/c/soins/ads/{room}")
        self.assertNotIn("Parole", page.text)
        self.assertIn("Encore libre", page.text)

    def test_P09_the_page_goes_to_the_comment_that_was_just_written(self):
        room = self.write(self.anne, ROOM)
        for number in range(31):
            self.bruno.must(201, "POST", f"{self.api}/{room}/comments", {"body": f"Mot {number}."})
        reader, address = Reader(self, self.mod), f"/c/soins/ads/{room}"
        written = reader.send(reader.look(address), address + "/comments#comments", body="Le dernier mot.")
        self.assertIn("Le dernier mot.", reader.look(written).text)
        self.assertNotIn("Le dernier mot.", reader.look(address).text)
        reader.look(address + "?cursor=x", 400)

    def test_P09_who_hides_her_name_stays_hidden_below_her_ad(self):
        seeker = self.write(self.anne, SEEKER)
        self.anne.must(201, "POST", f"{self.api}/{seeker}/comments", {"body": "Je précise."})
        page = Reader(self, self.bruno).look(f"/c/soins/ads/{seeker}")
        self.assertIn("Je précise.", page.text)
        self.assertNotIn("Anne", page.text)
        answer = self.bruno.get(f"{self.api}/{seeker}/comments")
        own = self.anne.must(200, "GET", f"{self.api}/{seeker}/comments")["comments"][0]
        self.assertNotIn(own["author"], answer.body.decode())
        self.assertNotIn("Anne", answer.body.decode())
        self.assertTrue(answer.json["comments"][0]["advertiser"])
        visitor = self.town.server.anonymous(f"{self.api}/{seeker}/comments").body.decode()
        self.assertNotIn(own["author"], visitor)

    def test_P09_likes_comments_and_links_of_an_ad_by_the_page_alone(self):
        room = f"/c/soins/ads/{self.write(self.anne, ROOM)}"
        reader = Reader(self, self.bruno)
        page = reader.look(reader.send(reader.look(room), room + "/like"))
        self.assertIn("Merci · 1", page.text)
        page = reader.look(reader.send(page, room + "/comments#comments", body="Encore **libre** ?").split("#")[0])
        self.assertIn("1 commentaire", page.text)
        self.assertIn("libre", page.text)
        page = reader.look(reader.send(page, room + "/unlike"))
        self.assertNotIn("Merci · 1", page.text)
        shared = reader.look(reader.send(page, room + "/share"))
        self.assertTrue([value for value in shared.values if room + "?via=" in value])


if __name__ == "__main__":
    run_tests()
