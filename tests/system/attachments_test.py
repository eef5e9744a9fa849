# SPDX-License-Identifier: Apache-2.0
"""Files of members, as they are sent, shown and served: real pictures, a real server."""
import http.client
import secrets
import socket

from attachments_house import AttachmentsCase, Page, form
from palabre_process import Town, run_tests

SIZES = {"small": 320, "medium": 960, "large": 2048}
RED, BLUE, GREEN, WHITE = (220, 20, 20), (20, 20, 220), (20, 180, 20), (250, 250, 250)
CORNERS = {"top_left": RED, "top_right": BLUE, "bottom_left": GREEN, "bottom_right": WHITE}
MARKS = (b"GPSPLACEMARK", b"Telephone", b"COMMENTMARK", b"SCRIPTMARK", b"Exif", b"<script", b"%PDF", b"PK\x03\x04")


class AttachmentsTest(AttachmentsCase):
    # ---- pictures ----

    def test_a_phones_photo_stands_upright_and_says_nothing_of_its_place(self):
        for turn in (1, 3, 6, 8):
            name = f"phone{turn}.jpg"
            self.assertIn(b"GPSPLACEMARK", self.file(name))
            file = self.taken(self.ada, name, alternative="Un genou")
            self.assertEqual((file["format"], file["width"], file["height"]), ("jpeg", 1500, 2000))
            contents = [self.served(self.ada, file, size).body for size in SIZES]
            for (size, side), seen, content in zip(SIZES.items(), self.look(*contents), contents):
                self.assertEqual(max(seen["size"]), min(side, 2000), size)
                self.assertEqual((seen["format"], seen["exif"], seen["profile"]), ("JPEG", 0, False))
                self.assert_colours(seen, CORNERS, f"{name} {size}")
                for mark in MARKS:
                    self.assertNotIn(mark, content)

    def test_every_kind_of_picture_keeps_its_colours(self):
        wanted = {
            "photo.jpg": ("JPEG", (1600, 1200), CORNERS), "progressive.jpg": ("JPEG", (1600, 1200), CORNERS),
            "inks.jpg": ("JPEG", (1600, 1200), CORNERS), "screen.png": ("WEBP", (900, 700), CORNERS),
            "palette.png": ("WEBP", (900, 700), CORNERS), "screen.webp": ("WEBP", (900, 700), CORNERS),
            "small.png": ("WEBP", (16, 12), CORNERS), "interlaced.png": ("WEBP", (900, 700), CORNERS), "wide.png": ("WEBP", (2048, 1536), {"top_left": (255, 255, 255)}),
            "grey.jpg": ("JPEG", (1600, 1200), {"bottom_right": WHITE}),
            # What the file calls red is blue.
            **{name: (kind, size, CORNERS | {"top_left": BLUE, "top_right": RED})
               for name, kind, size in (("profiled.jpg", "JPEG", (1600, 1200)), ("profiled.png", "WEBP", (900, 700)),
                                        ("profiled.webp", "WEBP", (900, 700)))},
            "profile-broken.jpg": ("JPEG", (1600, 1200), CORNERS),
            # Whatever it is called, and whatever stands in or behind it.
            "photo-as.pdf": ("JPEG", (1600, 1200), CORNERS), "tail.jpg": ("JPEG", (1600, 1200), CORNERS),
            "tail.png": ("WEBP", (900, 700), CORNERS), "text.png": ("WEBP", (900, 700), CORNERS)}
        files = {name: self.taken(self.ada, name) for name in wanted}
        contents = {name: self.served(self.ada, file, "large") for name, file in files.items()}
        for (name, (kind, size, colours)), seen in zip(wanted.items(), self.look(*[c.body for c in contents.values()])):
            self.assertEqual((seen["format"], tuple(seen["size"]), seen["exif"], seen["profile"]), (kind, size, 0, False), name)
            self.assert_colours(seen, colours, name)
            self.assertEqual(contents[name].headers["content-type"], "image/" + kind.lower())
            for mark in MARKS:
                self.assertNotIn(mark, contents[name].body, name)

    def test_glass_stays_glass(self):
        for name in ("glass.png", "glass.webp"):
            file = self.taken(self.ada, name)
            [seen] = self.look(self.served(self.ada, file, "large").body)
            self.assertLess(seen["top_left"][3], 30)
            self.assertGreater(seen["bottom_right"][3], 225)

    def test_a_document_is_kept_and_never_shown_as_a_page(self):
        for name in ("leaflet.pdf", "leaflet-as.jpg", "page.pdf"):
            file = self.taken(self.ada, name)
            self.assertEqual((file["format"], file["width"]), ("pdf", None))
            answer = self.served(self.ada, file, "original")
            self.assertEqual(answer.body, self.file(name))
            self.assertEqual(answer.headers["content-type"], "application/pdf")
            self.assertEqual(answer.headers["x-content-type-options"], "nosniff")
            self.assertEqual(answer.headers["content-disposition"], f"attachment; filename*=UTF-8''{name}")
            self.assertIn("sandbox", self.policies(f"{Town.api}/files/{file['id']}/original"))
            self.assertEqual(self.served(self.ada, file, "large").status, 404)

    def policies(self, path):
        """Every one that the answer has: a browser holds to them all."""
        connection = http.client.HTTPConnection("127.0.0.1", self.town.server.port, timeout=30)
        connection.request("GET", path, headers={"Cookie": self.ada.cookie})
        response = connection.getresponse()
        response.read()
        connection.close()
        return response.headers.get_all("Content-Security-Policy")

    def test_what_is_not_taken_is_refused_by_name_and_leaves_nothing(self):
        wanted = {"drawing.svg": "unsupported-file", "page.html": "unsupported-file", "late.pdf": "unsupported-file",
                  "film.gif": "unsupported-file", "moving.webp": "unsupported-file", "empty.jpg": "missing",
                  "cut.jpg": "damaged-file", "cut.png": "damaged-file", "cut.webp": "damaged-file",
                  "head.jpg": "damaged-file", "bomb.png": "picture-too-large", "tall.png": "picture-too-large",
                  "whole.png": "picture-too-large"}
        for name, reason in wanted.items():
            answer = self.send(self.ada, name)
            self.assertEqual((answer.status, answer.reason, answer.json["field"]), (422, reason, "/file"), name)
        large = self.send(self.ada, "large.jpg", self.file("photo.jpg").ljust((10 << 20) + 1, b"\0"))
        self.assertEqual((large.status, large.reason, large.json["field"], large.json["limit"]),
                         (413, "too-large", "/file", 10 << 20))
        self.assertEqual(self.taken(self.ada, "just.jpg", self.file("photo.jpg").ljust(10 << 20, b"\0"))["width"], 1600)
        self.assertEqual(len(self.blob_files()), 3)  # of the one that was taken

    def test_a_name_is_text_wherever_it_comes_back(self):
        for name in ('"><script>alert(1)</script>.pdf', "été à l’hôpital; x=\"1\".pdf", "👩🏽‍⚕️.pdf"):
            file = self.taken(self.ada, "leaflet.pdf")
            body, headers = form([("file", name, self.file("leaflet.pdf"))])
            file = self.ada.must(201, "POST", Town.api + "/files", body, headers=headers)
            self.assertEqual(self.ada.must(200, "GET", f"{Town.api}/files/{file['id']}")["name"], name.split("/")[-1])
            disposition = self.served(self.ada, file, "original").headers["content-disposition"]
            self.assertRegex(disposition, r"^attachment; filename\*=UTF-8''[A-Za-z0-9%._~-]+$")
        long = self.send(self.ada, "x" * 201 + ".pdf", self.file("leaflet.pdf"))
        self.assertEqual((long.reason, long.json["field"]), ("too-long", "/file"))

    def test_a_name_that_is_no_text_is_refused_by_its_field(self):
        """However it comes: it is neither dropped nor tidied."""
        leaflet, thread = self.file("leaflet.pdf"), self.town.thread(self.ada)
        place = f"/c/soins/t/{thread['id']}"

        def named(field, disposition, **fields):
            body, headers = form([(field, "its name", leaflet)], **fields)
            return body.replace(b'filename="its name"', disposition.encode("latin-1")), headers

        for name in ("a%00.pdf", "%00", "a%01b.pdf", "a%0Ab.pdf", "a%7F.pdf", "a%C2%85b.pdf", "a%FF.pdf", "a%ED%A0%80.pdf"):
            escaped = f"filename*=UTF-8''{name}"
            bodies = [named("file", each) for each in (escaped, f'filename="other.pdf"; {escaped}', f'{escaped}; filename="other.pdf"')]
            bodies.append((leaflet, {"Content-Type": "application/pdf", "Content-Disposition": f"attachment; {escaped}"}))
            for body, headers in bodies:
                answer = self.ada.request("POST", Town.api + "/files", body, headers=headers)
                self.assertEqual((422, "ill-formed", "/file"), (answer.status, answer.reason, answer.json["field"]), name)
            body, headers = named("file-1", escaped, body="Un texte, long à écrire.", csrf=self.ada.token, idempotency_key="k" + name)
            answer = self.ada.request("POST", place, body, headers=headers | {"Accept": "text/html"})
            self.assertEqual(422, answer.status, name)
            page = Page(answer)
            self.assertIn("Un texte, long à écrire.", page.text)
            self.assertIn("n’a pas la forme attendue", page.text)
            self.assertNotIn(b"\0", answer.body)
        for raw in ("a\0.pdf", "a\x01.pdf", "\xff.pdf"):
            body, headers = named("file", f'filename="{raw}"')
            answer = self.ada.request("POST", Town.api + "/files", body, headers=headers)
            self.assertEqual((422, "ill-formed", "/file"), (answer.status, answer.reason, answer.json["field"]), raw)
        self.assertEqual([], self.blob_files())
        # What is no escape in this form is a name like another.
        body, headers = named("file", 'filename="a%00.pdf"')
        file = self.ada.must(201, "POST", Town.api + "/files", body, headers=headers)["id"]
        self.assertEqual("a%00.pdf", self.ada.must(200, "GET", f"{Town.api}/files/{file}")["name"])

    def test_a_file_may_come_as_the_body_itself(self):
        answer = self.ada.request("POST", Town.api + "/files", self.file("leaflet.pdf"), headers={
            "Content-Type": "application/pdf", "Content-Disposition": "attachment; filename*=UTF-8''compte%20rendu.pdf"})
        self.assertEqual(answer.status, 201, answer)
        self.assertEqual(self.ada.must(200, "GET", f"{Town.api}/files/{answer.json['id']}")["name"], "compte rendu.pdf")
        # The same key again: the same file, and no second one is kept.
        key = {"Content-Type": "image/jpeg", "Idempotency-Key": "once"}
        first, again = (self.ada.must(201, "POST", Town.api + "/files", self.file("photo.jpg"), headers=key) for _ in range(2))
        self.assertEqual(first, again)
        self.assertEqual(len(self.blob_files()), 1 + 3)

    def test_one_member_who_sends_without_end_stops_nobody_else(self):
        boundary = "stalled"
        part = (f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="f.pdf"\r\n\r\n'
                "%PDF-1.4\r\n").encode()
        head = (f"POST {Town.api.replace('/api/v1/communities', '/c')}/new HTTP/1.1\r\nHost: localhost\r\n"
                f"Cookie: {self.ada.cookie}\r\nContent-Length: 1000000\r\n"
                f"Content-Type: multipart/form-data; boundary={boundary}\r\n\r\n").encode()
        stalled = []
        for _ in range(6):
            stalled.append(socket.create_connection(("127.0.0.1", self.town.server.port), timeout=30))
            self.addCleanup(stalled[-1].close)
            stalled[-1].sendall(head + 11 * part)
            # The first has all that she may have: of several at once, each might be refused before it has come so far.
            self.until(lambda: self.being_received() == 11)
        self.assertEqual(self.send(self.ada, "leaflet.pdf").status, 503)
        self.taken(self.town.newcomer("Ben"), "leaflet.pdf")
        for connection in stalled:
            connection.close()
        self.until(lambda: self.send(self.ada, "leaflet.pdf").status == 201)

    # ---- posts ----

    def test_a_post_shows_its_files_in_order(self):
        thread = self.town.thread(self.ada)
        picture = self.taken(self.ada, "phone6.jpg", alternative="Un genou « droit »")
        leaflet = self.taken(self.ada, "leaflet.pdf")
        post = self.publish(self.ada, thread["id"], [leaflet, picture])
        [shown] = [p for p in self.town.page(thread["id"], self.ada)["posts"] if p["id"] == post]
        self.assertEqual([f["id"] for f in shown["attachments"]], [leaflet["id"], picture["id"]])
        self.assertEqual(shown["attachments"][1]["alternative"], "Un genou « droit »")
        page = self.page(self.ada, f"/c/soins/t/{thread['id']}")
        [image] = page.images
        self.assertEqual(image["alt"], "Un genou « droit »")
        self.assertEqual((image["width"], image["height"]), ("1500", "2000"))
        for part in image["srcset"].split(", "):
            address, width = part.split(" ")
            [seen] = self.look(self.ada.get(address).body)
            self.assertEqual(f"{seen['size'][0]}w", width)
        self.assertIn("leaflet.pdf", page.text)
        self.ada.must(204, "PUT", f"{Town.api}/files/{picture['id']}", {"alternative": "Un genou gauche"})
        page = self.page(self.ada, f"/c/soins/t/{thread['id']}")
        self.assertEqual(page.images[0]["alt"], "Un genou gauche")

    def test_an_edit_exchanges_files_and_a_removal_takes_them_along(self):
        thread = self.town.thread(self.ada)
        one, two = self.taken(self.ada, "photo.jpg"), self.taken(self.ada, "screen.png")
        post = self.publish(self.ada, thread["id"], [one])
        ben = self.town.newcomer("Ben")
        path = f"{Town.api}/posts/{post}"
        self.ada.must(204, "PUT", path, {"body": "Mieux.", "attachments": [two["id"]]})
        self.assertEqual([self.served(ben, file, "small").status for file in (one, two)], [404, 200])
        self.assertEqual(self.served(self.ada, one, "small").status, 200)  # hers alone, for a day
        self.ada.must(204, "PUT", path, {"body": "Sans rien dire des fichiers."})
        self.assertEqual(self.served(ben, two, "small").status, 200)
        self.ada.must(204, "DELETE", path)
        self.assertEqual(self.served(ben, two, "small").status, 404)

    def test_files_of_others_or_of_another_post_cannot_be_attached(self):
        thread = self.town.thread(self.ada)
        hers = self.taken(self.ada, "photo.jpg")
        ben = self.town.newcomer("Ben")
        said = {"body": "x", "attachments": [hers["id"]]}
        answer = ben.post(f"{Town.api}/threads/{thread['id']}/posts", said)
        self.assertEqual((answer.reason, answer.json["field"]), ("not-found", "/attachments/0"))
        self.publish(self.ada, thread["id"], [hers])
        answer = self.ada.post(f"{Town.api}/threads/{thread['id']}/posts", said)
        self.assertEqual((answer.reason, answer.json["field"]), ("taken", "/attachments/0"))
        many = self.ada.post(f"{Town.api}/threads/{thread['id']}/posts",
                             {"body": "x", "attachments": [hers["id"][:-1] + "a"] * 11})
        self.assertEqual(many.reason, "too-many")

    # ---- who sees what ----

    def test_nobody_gets_a_file_whose_thread_is_not_theirs(self):
        inner = self.town.thread(self.ada, spaces=[self.town.members_space])
        self.town.give_role(self.ada, "moderator")
        closed = self.town.thread(self.ada, spaces=[self.town.space("ferme", "invitation")])
        files = [self.taken(self.ada, "photo.jpg") for _ in range(2)]
        waiting = self.taken(self.ada, "leaflet.pdf")
        for thread, file in zip((inner, closed), files):
            self.publish(self.ada, thread["id"], [file])
        ben, visitor = self.town.newcomer("Ben"), self.town.server.client()
        stranger = self.town.server.client().register("Hors", f"{secrets.token_hex(6)}@example.org")

        def seen(client, path):
            answer = client.get(path)
            return answer.status, {k: v for k, v in answer.headers.items() if k != "date"}, answer.body

        self.assertEqual(self.served(ben, files[0], "small").status, 200)
        for who in (visitor, stranger):
            self.assertIn(self.served(who, files[0], "small").status, (401, 403))
        for who in (visitor, stranger, ben):
            # What is closed, and what waits and is its author's alone: byte for byte as what is not there.
            for hidden in (files[1], waiting):
                for rest in ("/small", "/original", ""):
                    nowhere = seen(who, f"{Town.api}/files/mzxw6ytboi2dg{rest}")
                    self.assertEqual(seen(who, f"{Town.api}/files/{hidden['id']}{rest}"), nowhere)
                    self.assertEqual(nowhere[0], 404)
        public = self.town.thread(self.ada)
        shown = self.taken(self.ada, "screen.png")
        self.publish(self.ada, public["id"], [shown])
        self.assertEqual(self.served(visitor, shown, "small").status, 200)

    def test_the_photo_of_an_ad_is_there_for_whoever_may_see_the_ad(self):
        photo, ads = self.taken(self.ada, "photo.jpg"), Town.api + "/ads"
        room = {"kind": "premises-offered", "title": "Cabinet", "body": "Au calme.", "departement": "44", "surface": 30,
                "attachments": [photo["id"]]}
        ad = self.ada.must(201, "POST", ads, {**room, "draft": True})["id"]
        ben, visitor, moderator = self.town.newcomer("Ben"), self.town.server.client(), self.town.newcomer("Maud")
        self.town.give_role(moderator, "moderator")

        def statuses(*clients):
            return {client.get(f"{Town.api}/files/{photo['id']}{rest}").status for client in clients for rest in ("", "/small", "/large")}

        self.assertEqual({404}, statuses(ben, visitor, moderator))
        self.assertEqual({200}, statuses(self.ada))
        self.ada.must(204, "PUT", f"{ads}/{ad}", {**room, "draft": False})
        self.assertEqual({200}, statuses(ben, visitor, moderator, self.ada))
        self.town.admin.must(204, "PUT", ads + "/rules", {"moderated": False, "open": False})
        self.assertEqual({401}, statuses(visitor))
        self.assertEqual({200}, statuses(ben))
        self.town.admin.must(204, "PUT", ads + "/rules", {"moderated": False, "open": True})
        self.ada.must(204, "POST", f"{ads}/{ad}/withdrawal")
        self.assertEqual({410}, statuses(ben, visitor))
        self.assertEqual({200}, statuses(moderator, self.ada))
        self.ada.must(204, "DELETE", f"{ads}/{ad}")
        self.assertEqual({404}, statuses(ben, visitor, moderator), "as any file that nothing shows")

    def test_who_may_not_write_sends_no_byte_to_the_disk(self):
        visitor = self.town.server.client()
        stranger = self.town.server.client().register("Hors", f"{secrets.token_hex(6)}@example.org")
        for who, status in ((visitor, 401), (stranger, 403)):
            body, headers = form([("file", "photo.jpg", self.file("photo.jpg"))])
            self.assertEqual(who.request("POST", Town.api + "/files", body, headers=headers).status, status)
        body, headers = form([("file", "photo.jpg", self.file("photo.jpg"))])
        forged = self.ada.request("POST", Town.api + "/files", body, headers=headers | {"X-CSRF-Token": "forged"})
        self.assertEqual((forged.status, forged.reason), (403, "other-origin"))
        self.assertEqual(self.blob_files(), [])

    def test_a_browser_keeps_what_it_got(self):
        file = self.taken(self.ada, "photo.jpg")
        first = self.served(self.ada, file, "small")
        self.assertEqual(first.headers["cache-control"], "private, max-age=31536000, immutable")
        again = self.ada.get(f"{Town.api}/files/{file['id']}/small", headers={"If-None-Match": first.headers["etag"]})
        self.assertEqual((again.status, again.body), (304, b""))
        head = self.ada.request("HEAD", f"{Town.api}/files/{file['id']}/small")
        self.assertEqual((head.status, head.headers["content-length"]), (200, str(len(first.body))))

    # ---- forms without JavaScript ----

    def submit(self, client, path, files=(), **fields):
        body, headers = form(files, csrf=client.token, **fields)
        return client.request("POST", path, body, headers=headers | {"Accept": "text/html", "X-CSRF-Token": None})

    def test_a_form_opens_a_thread_with_its_files(self):
        answer = self.submit(self.ada, "/c/soins/new", [("file-1", "genou.jpg", self.file("phone6.jpg")),
                                                       ("file-2", "", b""), ("file-3", "suite.pdf", self.file("leaflet.pdf"))],
                             kind="question", spaces=self.town.open_space, title="Un genou", body="Que voyez-vous ?",
                             idempotency_key="k1", **{"alternative_1": "Un genou de face", "alternative_2": ""})
        self.assertEqual(answer.status, 303, answer)
        page = self.page(self.ada, answer.headers["location"].split("#")[0])
        self.assertEqual([image["alt"] for image in page.images], ["Un genou de face"])
        self.assertIn("suite.pdf", page.text)

    def test_many_files_come_in_one_form(self):
        thread = self.town.thread(self.ada)
        place = f"/c/soins/t/{thread['id']}"
        many = [(f"file-{row}", f"{row}.png" if row % 2 else f"{row}.pdf", self.file("screen.png" if row % 2 else "leaflet.pdf"))
                for row in range(1, 11)]
        answer = self.submit(self.ada, place, many, body="Dix.", idempotency_key="k9")
        self.assertEqual(answer.status, 303, answer)
        [post] = [each for each in self.town.page(thread["id"], self.ada)["posts"] if "Dix." in each["body_html"]]
        self.assertEqual([each["name"] for each in post["attachments"]], [name for _, name, _ in many])
        # The same form again, as after a lost answer: the same files, the same post.
        again = self.submit(self.ada, place, many, body="Dix.", idempotency_key="k9")
        self.assertEqual(again.status, 303, again)
        self.assertEqual(1, sum("Dix." in each["body_html"] for each in self.town.page(thread["id"], self.ada)["posts"]))
        self.until(lambda: len(self.blob_files()) == 5 * 3 + 5)
        eleven = self.submit(self.ada, place, many + [("file-11", "11.pdf", self.file("leaflet.pdf"))], body="Onze.", idempotency_key="k10")
        self.assertIn(eleven.status, (413, 422), eleven)
        self.assertFalse(any("Onze." in each["body_html"] for each in self.town.page(thread["id"], self.ada)["posts"]))

    def test_a_refused_form_keeps_text_and_files(self):
        thread = self.town.thread(self.ada)
        place = f"/c/soins/t/{thread['id']}"
        answer = self.submit(self.ada, place, [("file-1", "bon.jpg", self.file("photo.jpg")),
                                               ("file-2", "film.gif", self.file("film.gif"))],
                             body="Mon texte, long à écrire.", idempotency_key="k2", alternative_1="Bon")
        self.assertEqual(answer.status, 422)
        page = Page(answer)
        self.assertIn("Mon texte, long à écrire.", page.text)
        self.assertIn("film.gif", page.text)
        [kept] = page.values("attachments")
        self.assertEqual(page.values(f"alternative-{kept}"), ["Bon"])
        again = self.submit(self.ada, place, body="Mon texte, long à écrire.", idempotency_key="k2", attachments=kept,
                            **{f"alternative_{kept}": "Meilleur"})
        self.assertEqual(again.status, 303, again)
        page = self.page(self.ada, place)
        self.assertEqual([image["alt"] for image in page.images], ["Meilleur"])

    def test_a_form_of_an_ended_session_keeps_its_text_and_takes_no_file(self):
        thread = self.town.thread(self.ada)
        self.ada.must(204, "DELETE", "/api/v1/session")
        self.ada.cookie = None
        answer = self.submit(self.ada, f"/c/soins/t/{thread['id']}", [("file-1", "bon.jpg", self.file("photo.jpg"))],
                             body="Mon texte, long à écrire.", alternative_1="Bon")
        self.assertEqual(answer.status, 401)
        self.assertIn("Mon texte, long à écrire.", Page(answer).text)
        self.assertEqual(self.blob_files(), [])

    def test_the_edit_form_adds_and_takes_away(self):
        thread = self.town.thread(self.ada)
        one = self.taken(self.ada, "photo.jpg", alternative="Une")
        post = self.publish(self.ada, thread["id"], [one])
        place = f"/c/soins/edit/{post}"
        page = self.page(self.ada, place)
        self.assertEqual(page.values("attachments"), [one["id"]])
        fields = {name: page.values(name)[0] for name in ("version", "thread", "at")}
        done = self.submit(self.ada, place, [("file-1", "autre.png", self.file("screen.png"))], body="Changé.", **fields)
        self.assertEqual(done.status, 303, done)
        [shown] = [p for p in self.town.page(thread["id"], self.ada)["posts"] if p["id"] == post]
        self.assertEqual([file["name"] for file in shown["attachments"]], ["autre.png"])


if __name__ == "__main__":
    run_tests()
