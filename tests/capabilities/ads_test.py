# SPDX-License-Identifier: Apache-2.0
"""Classified ads: premises and jobs, offered and wanted, by persons and structures, by the pages' forms and the API."""
import datetime
import itertools
import math
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "system"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from ads_case import KINDS, PARTIES, ROOM, SEEKER, AdsCase  # noqa: E402 - found by the lines above
from palabre_process import House, run_tests  # noqa: E402
from forum_test import Reader  # noqa: E402


class Ads(AdsCase):
    # ---- M09 ----

    def test_M09_premises_are_published_with_place_surface_price_and_dates_and_found_by_filters(self):
        room = self.write(self.anne, ROOM)
        other = self.write(self.anne, ROOM, title="Local à Nantes", departement="44", commune="44109", place="Nantes")
        shown = self.bruno.must(200, "GET", f"{self.api}/{room}")["ad"]
        for name in ("surface", "rent", "starts_on", "place", "latitude", "departement"):
            self.assertEqual(ROOM[name], shown[name], name)
        self.assertEqual("84", shown["region"])
        self.assertEqual([other, room], self.ids(self.bruno))
        self.assertEqual([room], self.ids(self.bruno, "?departement=07"))
        self.assertEqual([other], self.ids(self.bruno, "?region=52"))
        self.assertEqual([], self.ids(self.bruno, "?kind=job-offered"))
        self.assertEqual(400, self.bruno.get(self.api + "?region=no").status)

    def test_M09_premises_are_found_by_each_filter_and_by_no_other_value_of_it(self):
        privas = self.write(self.anne, ROOM)  # 30 m², 650 euros, about a kilometre from the town's middle
        valence = self.write(self.anne, {**ROOM, "title": "À Valence", "departement": "26", "place": "Valence", "commune": "26362",
                                         "latitude": 4493, "longitude": 491, "surface": 80, "rent": 130000, "trade": "infirmier"})
        nantes = self.write(self.anne, {"kind": "premises-wanted", "title": "Vers Nantes", "body": "x", "departement": "44",
                                        "commune": "44109", "price": 40000, "trade": "sage-femme"})
        nowhere = self.write(self.anne, {**SEEKER, "title": "Quelque part"})
        rooms = {privas, valence}
        for query, expected in (("near=Privas&radius_km=5", {privas}), ("near=Privas&radius_km=60", rooms),
                                ("near=07000&radius_km=60&kind=premises-wanted", set()),
                                ("near=44.93,4.91&radius_km=1", {valence}), ("near=Nantes&radius_km=1", {nantes}),
                                ("near=Brest&radius_km=1", set()), ("commune=07186", {privas}), ("commune=26362", {valence}),
                                ("commune=44109", {nantes}), ("commune=07010", set()),
                                ("price_least=651", {valence}), ("price_most=650", {privas, nantes}),
                                ("price_least=400&price_most=650", {privas, nantes}), ("price_most=399", set()),
                                ("surface_least=31", {valence}), ("surface_most=30", {privas}), ("surface_least=81", set()),
                                ("trade=infirmier", {valence}), ("trade=sage-femme", {nantes}),
                                ("trade=infirmier&commune=44109", set()), ("days=1", {privas, valence, nantes, nowhere}),
                                ("days=1&commune=07186&price_most=700", {privas})):
            got = self.bruno.must(200, "GET", f"{self.api}?{query}")
            self.assertEqual((expected, len(expected)), ({ad["id"] for ad in got["ads"]}, got["total"]), query)
        self.assertEqual([nantes, privas, valence], [ad for ad in self.ids(self.bruno, "?sort=cheapest") if ad != nowhere])
        self.assertEqual([valence, privas], self.ids(self.bruno, "?sort=nearest&near=Valence&kind=premises-offered"))
        for bad in ("near=Nulle-Part&radius_km=5", "radius_km=5", "sort=nearest", "near=Privas&radius_km=501",
                    "near=Privas&radius_km=0", "commune=99999", "trade=sorcier", "days=0", "price_least=x"):
            self.assertEqual(400, self.bruno.get(f"{self.api}?{bad}").status, bad)

    def test_M09_filters_of_age_go_by_the_day_of_publication(self):
        house = House(self)
        offers = house.folder / "offers.csv"
        now = datetime.datetime.now(datetime.timezone.utc)
        days = {"1": 0, "2": 3, "3": 20}
        rows = [f"{name},Infirmier {name},De jour,CDI,07 - PRIVAS,{now - datetime.timedelta(age, 60):%Y-%m-%dT%H:%M:%S.000Z},35H,\n"
                for name, age in days.items()]
        offers.write_text("id,intitule,description,typeContrat,lieuTravail,dateCreation,dureeTravailLibelle,salaire\n" + "".join(rows),
                          "utf-8")
        house.must("import", "jobs", str(offers), "--community", "soins")
        server = house.serve()
        for query, expected in (("days=1", ["1"]), ("days=4", ["1", "2"]), ("days=30", ["1", "2", "3"]),
                                ("days=4&commune=07186", ["1", "2"]), ("days=30&commune=07010", [])):
            got = server.anonymous(f"/api/v1/communities/soins/ads?{query}").json
            self.assertEqual(expected, [ad["source_id"] for ad in got["ads"]], query)

    def test_M09_an_ad_that_names_its_place_alone_is_found_around_it(self):
        reader, address = Reader(self, self.anne), "/c/soins/ads/new/premises-wanted/person"
        around = lambda query: set(self.ids(self.bruno, f"?{query}"))
        found = set()
        for place in ("Privas", "PRIVAS", "07 - PRIVAS", "07000", "privas (07)"):
            ad = reader.send(reader.look(address), address, title=f"Local {place}", body="x", departement="07", place=place)
            found.add(ad.rpartition("/")[2])
            self.assertEqual(place, self.bruno.must(200, "GET", f"{self.api}/{ad.rpartition('/')[2]}")["ad"]["place"])
        found.add(self.write(self.anne, {"kind": "premises-wanted", "title": "Par l'API", "body": "x", "departement": "07",
                                         "place": "Privas"}))
        # What is not known, or is elsewhere, is as it was written; what was said is not changed.
        for departement, place in (("07", "Nulle Part"), ("26", "Privas"), ("07", "07290")):
            ad = reader.send(reader.look(address), address, title="x", body="x", departement=departement, place=place)
            self.assertIsNone(self.bruno.must(200, "GET", f"{self.api}/{ad.rpartition('/')[2]}")["ad"]["commune"], place)
        said = self.write(self.anne, {**ROOM, "commune": "07019", "latitude": None, "longitude": None})
        self.assertEqual(found, around("near=Privas&radius_km=5"))
        self.assertEqual(found, around("commune=07186"))
        self.assertEqual({said}, around("commune=07019"))

    def test_M09_a_change_by_the_page_keeps_what_its_form_does_not_ask_for(self):
        room = self.write(self.anne, {**ROOM, "language": "en"})
        reader, address = Reader(self, self.anne), f"/c/soins/ads/{room}/edit"
        kept = ("commune", "latitude", "longitude", "language")
        typed = {"title": ROOM["title"], "body": "Autrement.", "departement": "07"}

        def change(**fields):
            reader.send(reader.look(address), address, **{**typed, **fields})
            source = self.anne.must(200, "GET", f"{self.api}/{room}")["source"]
            return tuple(source[name] for name in kept)

        self.assertEqual(("07186", 4474, 460, "en"), change())
        self.assertEqual(("07186", 4474, 460, "en"), change(place=" Privas "))
        # Refused and sent again, nothing is lost.
        page = reader.send(reader.look(address), address, 422, **{**typed, "surface": "beaucoup"})
        reader.send(page, address, **{**typed, "surface": "31"})
        self.assertEqual(("07186", 4474, 460, "en"), change())
        self.assertEqual(("07019", None, None, "en"), change(place="AUBENAS"))
        self.assertEqual([room], self.ids(self.bruno, "?near=Aubenas&radius_km=5"))
        self.assertEqual(("07019", None, None, "en"), change())
        self.assertEqual(("26362", None, None, "en"), change(place="Valence", departement="26"))
        self.assertEqual((None, None, None, "en"), change(departement="07"))  # there is no Valence
        self.assertEqual([], self.ids(self.bruno, "?near=Valence&radius_km=5"))

    def test_M09_an_ad_is_filled_withdrawn_renewed_and_removed(self):
        room = self.write(self.anne, ROOM)
        self.assertEqual(403, self.bruno.request("POST", f"{self.api}/{room}/filled").status)
        self.anne.must(204, "POST", f"{self.api}/{room}/filled")
        self.assertEqual(410, self.bruno.get(f"{self.api}/{room}").status)
        self.assertEqual("filled", self.anne.must(200, "GET", f"{self.api}/{room}")["ad"]["state"])
        self.anne.must(204, "POST", f"{self.api}/{room}/renewal")
        self.assertEqual([room], self.ids(self.bruno))
        self.anne.must(204, "POST", f"{self.api}/{room}/renewal")  # long before its end: nothing changes
        self.anne.must(204, "POST", f"{self.api}/{room}/withdrawal")
        self.assertEqual([], self.ids(self.bruno))
        self.anne.must(204, "DELETE", f"{self.api}/{room}")
        self.assertEqual(410, self.anne.get(f"{self.api}/{room}").status)
        self.assertEqual([], self.ids(self.anne, "/mine"))

    def test_M09_changes_are_kept_and_two_editors_do_not_overwrite_each_other(self):
        room = self.write(self.anne, ROOM)
        version = self.anne.must(200, "GET", f"{self.api}/{room}")["ad"]["version"]
        match = {"If-Match": f'"{version}"'}
        self.anne.must(204, "PUT", f"{self.api}/{room}", {**ROOM, "rent": 60000}, headers=match)
        self.assertEqual(412, self.anne.put(f"{self.api}/{room}", ROOM, headers=match).status)
        self.assertEqual(409, self.anne.put(f"{self.api}/{room}", SEEKER).status)
        self.assertEqual(60000, self.bruno.must(200, "GET", f"{self.api}/{room}")["ad"]["rent"])
        steps = self.anne.must(200, "GET", f"{self.api}/{room}/history")["history"]
        self.assertEqual(["written", "written"], [step["what"] for step in steps])
        self.assertEqual(403, self.bruno.get(f"{self.api}/{room}/history").status)

    def test_M09_what_ends_is_told_and_gone_within_a_second(self):
        house = House(self)
        offers = house.folder / "offers.csv"
        offers.write_text("id,intitule,description,typeContrat,lieuTravail,dateCreation,dureeTravailLibelle,salaire\n"
                          "1,Infirmier,De nuit,CDI,07 - PRIVAS,2026-01-02T03:04:05.678Z,35H,\n", "utf-8")
        end = time.time() + 8  # the server is up before
        until = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(end)) + f".{int(end % 1 * 1_000_000):06}Z"
        house.must("import", "jobs", str(offers), "--community", "soins", "--until", until)
        server = house.serve()
        api = "/api/v1/communities/soins/ads"
        end, slowest = max(end, time.time()), 0  # on a machine on which it was not: from then on
        for seen in itertools.count():
            asked = time.time()
            there = server.anonymous(api).json["ads"]
            answered = time.time()
            if not there:
                self.assertTrue(seen == 0 or answered >= end, "gone before its end")
                break
            # The keeper looks twice a second. What it writes takes as long as an answer may.
            slowest = max(slowest, answered - asked)
            self.assertLess(asked, end + 1 + slowest, "it stands a second after its end")
            time.sleep(0.02)
        server.stop()
        types = [event["type"] for event in house.events()]
        self.assertEqual(1, types.count("ads.ad-expired.v1"))
        # Again from the log: no second end.
        house.must("rebuild")
        server = house.serve()
        self.assertEqual([], server.anonymous(api).json["ads"])
        server.stop()
        self.assertEqual(len(types), len(house.events()))

    # ---- M10 ----

    def test_M10_offers_and_demands_of_persons_and_structures_are_published_by_eight_forms(self):
        reader = Reader(self, self.anne)
        chooser = self.anne.get("/c/soins/ads/new", headers={"Accept": "text/html"}).body.decode()
        made = []
        for kind, needed in KINDS.items():
            for party, named in PARTIES.items():
                address = f"/c/soins/ads/new/{kind}/{party}"
                self.assertIn(f'href="{address}"', chooser)
                page = reader.look(address)
                ad = reader.send(page, address, title=f"Annonce {kind} {party}", body="Un texte.", departement="07",
                                 **needed, **named)
                self.assertIn(f"Annonce {kind} {party}", reader.look(ad).text)
                made.append(ad.rpartition("/")[2])
        self.assertEqual(sorted(made), sorted(self.ids(self.bruno)))

    def test_M10_money_and_hours_are_written_as_people_write_them(self):
        reader = Reader(self, self.anne)
        address = "/c/soins/ads/new/job-offered/person"
        ad = reader.send(reader.look(address), address, title="Infirmier", body="De nuit.", departement="07", contract="cdi",
                         weekly_minutes="17,5", salary_least="1 950,50", salary_most="2300", salary_period="month")
        shown = self.bruno.must(200, "GET", f"{self.api}/{ad.rpartition('/')[2]}")["ad"]
        self.assertEqual((1050, 195050, 230000), (shown["weekly_minutes"], shown["salary_least"], shown["salary_most"]))
        page = reader.send(reader.look(address), address, 422, title="Infirmier", body="De nuit.", departement="07",
                           contract="cdi", salary_least="beaucoup", salary_period="month")
        self.assertIn("beaucoup", page.values)

    def test_M10_a_seeker_hides_her_name_and_it_stands_nowhere(self):
        ad = self.write(self.anne, SEEKER)
        shown = self.bruno.get(f"{self.api}/{ad}")
        for answer in (shown, self.bruno.get(self.api), self.town.server.anonymous(f"{self.api}/{ad}"),
                       self.town.server.anonymous(self.api), self.town.server.anonymous("/c/soins/ads"),
                       self.bruno.get(f"/c/soins/ads/{ad}", headers={"Accept": "text/html"}),
                       self.bruno.get("/c/soins/ads", headers={"Accept": "text/html"})):
            self.assertEqual(200, answer.status)
            self.assertIn(SEEKER["title"], answer.body.decode())
            self.assertNotIn(self.anne.member, answer.body.decode())
            self.assertNotIn("Anne Martin", answer.body.decode())
        # Nor by what she has signed beside it.
        room = self.write(self.anne, ROOM)
        authors = {each["id"]: each["author"] for each in self.bruno.must(200, "GET", self.api)["ads"]}
        self.assertEqual(self.anne.member, authors[room])
        self.assertNotEqual(authors[room], authors[ad])
        self.assertEqual(self.anne.member, self.mod.must(200, "GET", f"{self.api}/{ad}")["ad"]["author"])

    # ---- moderation, favourites, reports, erasing ----

    def test_E04_where_ads_are_moderated_nothing_is_visible_before_approval(self):
        self.town.admin.must(204, "PUT", self.api + "/rules", {"moderated": True, "open": True})
        self.assertEqual(403, self.mod.put(self.api + "/rules", {"moderated": False, "open": True}).status)
        room = self.write(self.anne, ROOM)
        self.assertEqual([], self.ids(self.bruno))
        self.assertEqual(404, self.bruno.get(f"{self.api}/{room}").status)
        self.assertEqual([room], self.ids(self.mod, "/queue"))
        self.mod.must(204, "POST", f"{self.api}/{room}/refusal", {"reason": "incomplete", "note": "Quelle rue ?"})
        told = self.anne.must(200, "GET", f"{self.api}/{room}")
        self.assertEqual(("refused", "incomplete", "Quelle rue ?"),
                         (told["ad"]["state"], told["refusal"]["reason"], told["refusal"]["note"]))
        self.anne.must(204, "PUT", f"{self.api}/{room}", ROOM)
        self.mod.must(204, "POST", f"{self.api}/{room}/approval")
        self.assertEqual([room], self.ids(self.bruno))
        turns = [notice["turn"] for notice in self.anne.must(200, "GET", self.town.api + "/notices")["notices"]]
        self.assertEqual(["approved", "refused"], turns)
        self.assertIn(ROOM["title"], Reader(self, self.anne).look("/c/soins/notices").text)
        self.anne.must(204, "PUT", f"{self.api}/{room}", {**ROOM, "rent": 1})  # waits again
        self.assertEqual([], self.ids(self.bruno))

    def test_E04_of_the_same_author_what_looks_the_same_is_hinted_at(self):
        room = self.write(self.anne, ROOM)
        hint = f"{self.api}/duplicates?kind=premises-offered&departement=07&title=Cabinet%20%C3%A0%20partager"
        self.assertEqual([room], [ad["id"] for ad in self.anne.must(200, "GET", hint)["ads"]])
        self.assertEqual([], self.bruno.must(200, "GET", hint)["ads"])
        self.assertEqual([], self.anne.must(200, "GET", hint.replace("=07", "=44"))["ads"])
        self.assertEqual(400, self.anne.get(hint.replace("premises-offered", "no")).status)

    def test_E04_whoever_publishes_without_looking_first_is_told_on_her_ad_alone(self):
        says, here = "Vous avez une annonce qui lui ressemble", "/c/soins/ads/"
        room = self.write(self.anne, ROOM, title="Cabinet à partager")
        again = self.write(self.anne, ROOM, title="Un cabinet à partager")
        self.write(self.bruno, ROOM, title="Un cabinet à partager")
        page = Reader(self, self.anne).look(here + again)
        self.assertIn(says, page.text)
        self.assertEqual(here + room, page.links["Cabinet à partager"])
        for other in (self.bruno, self.mod, self.town.server.client()):
            self.assertNotIn(says, Reader(self, other).look(here + again).text)
        self.anne.must(204, "POST", f"{self.api}/{room}/withdrawal")
        for ad in (room, again):  # neither what is over nor what stands alone
            self.assertNotIn(says, Reader(self, self.anne).look(here + ad).text)

    def test_favourites_are_kept_and_reports_are_answered(self):
        room = self.write(self.anne, ROOM)
        self.bruno.must(204, "PUT", f"{self.api}/{room}/favourite")
        self.assertEqual([room], self.ids(self.bruno, "/favourites"))
        self.bruno.must(204, "POST", f"{self.api}/{room}/reports", {"reason": "fraud", "note": "Louche"})
        self.assertEqual([room], self.ids(self.mod, "/queue?waiting=reports"))
        reports = self.mod.must(200, "GET", f"{self.api}/{room}")["reports"]
        self.assertEqual([("fraud", "Louche")], [(each["reason"], each["note"]) for each in reports])
        self.assertIsNone(self.anne.must(200, "GET", f"{self.api}/{room}")["reports"])
        self.mod.must(204, "DELETE", f"{self.api}/{room}/reports")
        self.assertEqual([], self.ids(self.mod, "/queue?waiting=reports"))
        self.bruno.must(204, "DELETE", f"{self.api}/{room}/favourite")
        self.assertEqual([], self.ids(self.bruno, "/favourites"))

    def test_whoever_is_erased_leaves_no_word_of_her_ads(self):
        room = self.write(self.anne, ROOM)
        self.anne.must(204, "POST", f"{self.town.api}/members/{self.anne.member}/erasure")
        self.assertEqual([], self.ids(self.bruno))
        self.assertEqual(410, self.mod.get(f"{self.api}/{room}").status)

    def test_members_alone_see_ads_where_the_rules_say_so(self):
        room = self.write(self.anne, ROOM)
        self.assertEqual(200, self.town.server.anonymous(f"{self.api}/{room}").status)
        self.town.admin.must(204, "PUT", self.api + "/rules", {"moderated": False, "open": False})
        for path in ("", f"/{room}"):
            self.assertEqual(401, self.town.server.anonymous(self.api + path).status)
        self.assertEqual([room], self.ids(self.bruno))
        # Nor does a visitor find them by their words, their kind or where they are; a member does.
        search, suggest = self.town.api + "/search?q=", self.town.api + "/suggest?q="
        for asked in ("privas", "privas&kind=premises-offered", "cabinet&departement=07"):
            found = self.town.server.anonymous(search + asked).json
            self.assertEqual(([], 0), (found["hits"], found["total"]), asked)
            self.assertFalse(any(found["facets"].values()), f"{asked}: {found['facets']}")
            self.assertEqual([room], [hit["ad"] for hit in self.bruno.must(200, "GET", search + asked)["hits"]], asked)
        for begun in ("priv", "cabin"):
            self.assertEqual([], self.town.server.anonymous(suggest + begun).json["suggestions"], begun)
            self.assertNotEqual([], self.bruno.must(200, "GET", suggest + begun)["suggestions"], begun)
            self.assertEqual([], self.town.server.anonymous(f"{suggest}{begun}&of=ads").json["suggestions"], begun)

    def test_where_ads_are_searched_words_of_ads_alone_are_proposed(self):
        self.write(self.anne, ROOM)
        self.town.thread(self.bruno, "Un cabinetier à Privas")
        self.town.server.wait_applied()
        words = lambda of: {each["text"] for each in self.bruno.must(200, "GET", f"{self.town.api}/suggest?q=cabin{of}")["suggestions"]}
        self.assertEqual({"cabinet", "cabinetier"}, words(""))
        self.assertEqual({"cabinet"}, words("&of=ads"))

    # ---- S07 ----

    def test_S07_the_first_page_of_a_community_shows_its_three_latest_ads_to_whoever_may_see_them(self):
        visitor, bruno = Reader(self, self.town.server.client()), Reader(self, self.bruno)
        self.assertIn("Voir les annonces", visitor.look("/c/soins").links)
        self.town.thread(self.bruno, "Une question de Bruno")
        made = [self.write(self.anne, ROOM, title=f"Cabinet {number}") for number in range(3)]
        made.append(self.write(self.anne, SEEKER))
        for reader in (visitor, bruno):
            page = reader.look("/c/soins")
            titles = [SEEKER["title"], "Cabinet 2", "Cabinet 1"]
            self.assertEqual(titles, [line for line in page.text.split("\n") if line in (*titles, "Cabinet 0")])
            self.assertEqual([f"/c/soins/ads/{ad}" for ad in made[:0:-1]], [page.links[title] for title in titles])
            self.assertIn("Voir les annonces", page.links)
        self.assertIn("Anne Martin", bruno.look("/c/soins").text, "of the ads that show her")
        self.anne.must(204, "POST", f"{self.api}/{made[2]}/withdrawal")
        page = visitor.look("/c/soins")
        self.assertNotIn("Cabinet 2", page.links)
        self.assertIn("Cabinet 0", page.links)
        self.town.admin.must(204, "PUT", self.api + "/rules", {"moderated": False, "open": False})
        self.assertFalse({"Cabinet 0", "Voir les annonces"} & set(visitor.look("/c/soins").links))
        self.assertIn("Cabinet 0", bruno.look("/c/soins").links)

    # ---- M15, E01 ----

    def test_M15_that_a_member_looked_at_ads_is_kept_by_the_day_and_no_ad_is(self):
        room = self.write(self.anne, ROOM)
        page = Reader(self, self.bruno).look(f"/c/soins/ads/{room}")
        self.assertIn("/c/soins/ads/visit", page.forms)
        self.bruno.must(204, "PUT", self.api + "/visit")
        self.bruno.must(204, "PUT", self.api + "/visit")
        self.town.server.stop()
        visits = [event for event in self.town.house.events() if event["type"] == "ads.visited.v1"]
        self.assertEqual([self.bruno.member], [event["data"]["member"] for event in visits])
        self.assertEqual({"member", "day"}, set(visits[0]["data"]))

    def test_E01_a_place_is_a_neighbourhood_and_no_address(self):
        room = self.write(self.anne, ROOM)
        shown = self.bruno.must(200, "GET", f"{self.api}/{room}")["ad"]
        self.assertEqual((4474, 460), (shown["latitude"], shown["longitude"]))  # hundredths: about a kilometre
        self.assertEqual(422, self.anne.post(self.api, {**ROOM, "latitude": 44.7351}).status)
        self.assertEqual(422, self.anne.post(self.api, {**ROOM, "latitude": None}).status)

    def test_E01_who_is_near_comes_first_and_a_radius_goes_as_far_as_it_says(self):
        places = {"Privas": ("07", "07186", 4474, 460), "Aubenas": ("07", "07019", 4462, 439), "Valence": ("26", "26362", 4493, 491)}
        ads = {name: self.write(self.anne, {**SEEKER, "title": f"Aide vers {name}", "departement": departement, "commune": commune,
                                            "latitude": latitude, "longitude": longitude})
               for name, (departement, commune, latitude, longitude) in places.items()}
        unplaced = self.write(self.anne, {**SEEKER, "title": "Quelque part"})
        by_commune = self.write(self.anne, {**SEEKER, "title": "De la commune", "departement": "07", "commune": "07019"})

        def away(a, b):
            (up, along), (up_b, along_b) = ([math.radians(axis / 100) for axis in places[name][2:]] for name in (a, b))
            h = math.sin((up - up_b) / 2) ** 2 + math.cos(up) * math.cos(up_b) * math.sin((along - along_b) / 2) ** 2
            return 2 * 6371 * math.asin(math.sqrt(h))

        # As the crow flies, by the map.
        self.assertEqual([21, 32, 54], [round(away(*pair)) for pair in (("Privas", "Aubenas"), ("Privas", "Valence"),
                                                                         ("Aubenas", "Valence"))])
        for here, (_, _, latitude, longitude) in places.items():
            near = f"near={latitude / 100},{longitude / 100}"
            order = sorted(places, key=lambda name: away(here, name))
            listed = [ad for ad in self.ids(self.bruno, f"?{near}&sort=nearest") if ad != by_commune]
            self.assertEqual([*(ads[name] for name in order), unplaced], listed, here)
            for there in order[1:]:
                for radius, inside in ((math.floor(away(here, there)), False), (math.ceil(away(here, there)), True)):
                    got = self.ids(self.bruno, f"?{near}&radius_km={radius}&sort=nearest")
                    self.assertEqual(inside, ads[there] in got, (here, there, radius))
                    self.assertNotIn(unplaced, got)
        self.assertEqual({ads["Aubenas"], by_commune}, set(self.ids(self.bruno, "?near=Aubenas&radius_km=1")))

    # ---- what cannot be ----

    def test_what_does_not_fit_the_kind_is_refused_at_its_field(self):
        for wrong, status, field in (({"salary_least": 1, "salary_period": "month"}, 409, "/salary_least"),
                                     ({"surface": None}, 422, "/surface"), ({"departement": "999"}, 422, "/departement"),
                                     ({"commune": "44109"}, 422, "/commune"), ({"commune": "07999"}, 422, "/commune"), ({"starts_on": "2027-02-30"}, 422, "/starts_on"),
                                     ({"title": ""}, 422, "/title"), ({"body": "x" * 10_001}, 422, "/body"),
                                     ({"rent": -1}, 422, "/rent"), ({"rent": 10**11}, 422, "/rent"),
                                     ({"organisation": self.anne.member, "party": "structure", "structure": "S"}, 404,
                                      "/organisation"), ({"hides_name": True}, 409, "/hides_name"),
                                     ({"nonsense": 1}, 422, "/nonsense")):
            answer = self.anne.post(self.api, {**ROOM, **wrong})
            self.assertEqual((status, field), (answer.status, answer.json.get("field")), wrong)
        self.assertEqual([], self.ids(self.anne, "/mine"))


if __name__ == "__main__":
    run_tests()
