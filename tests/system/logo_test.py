# SPDX-License-Identifier: Apache-2.0
"""A community's logo: a picture of its manager's, beside its name on every page, for whoever sees the community."""
import re
import secrets

from attachments_house import AttachmentsCase, form
from palabre_process import Town, run_tests

STYLE = Town.api + "/style"
FORM = f"/c/{Town.community}/style"
SIDES = {"small": (320, 249), "medium": (900, 700), "large": (900, 700)}  # of a picture of 900 by 700 points
PAGES = ("", "/threads", "/search?q=x", "/new")


class LogoTest(AttachmentsCase):
    def setUp(self):
        super().setUp()
        self.town.give_role(self.ada, "manager")
        self.visitor, self.member = self.town.server.client(), self.town.newcomer("Ben")
        self.stranger = self.town.server.client().register("Hors", f"{secrets.token_hex(6)}@example.org")
        self.town.admin.must(201, "POST", "/api/v1/communities", {"slug": "ailleurs", "name": "Ailleurs"})

    def send_form(self, client, name, content=None, **fields):
        content = self.file(name) if content is None else content
        body, headers = form([("logo", name, content)], csrf=client.token, idempotency_key=secrets.token_hex(8), **fields)
        return client.request("POST", FORM, body, headers=headers | {"Accept": "text/html", "X-CSRF-Token": None})

    def logo(self):
        """As the API tells everybody."""
        return self.town.server.anonymous(Town.api).json["logo"]

    def shown(self, client, below=""):
        """The addresses of the pictures beside the community's name."""
        answer = client.get(f"/c/{Town.community}{below}", headers={"Accept": "text/html"})
        self.assertIn(answer.status, (200, 401, 403), answer)
        return [re.search(r'src="([^"]*)"', tag)[1] for tag in re.findall(r'<img class="logo"[^>]*>', answer.body.decode())]

    def test_it_is_served_as_a_picture_to_whoever_sees_the_community(self):
        self.assertEqual((None, []), (self.logo(), self.shown(self.visitor)))
        self.assertEqual(303, self.send_form(self.ada, "screen.png").status)
        self.town.server.wait_applied()
        logo = self.logo()
        at = f"{Town.api}/files/{logo}"
        for client in (self.visitor, self.stranger, self.member, self.ada):
            for below in PAGES:
                self.assertEqual([at + "/small"], self.shown(client, below), below)
            answers = [client.get(f"{at}/{size}") for size in SIDES]
            for (size, sides), answer, seen in zip(SIDES.items(), answers, self.look(*(each.body for each in answers))):
                self.assertEqual(200, answer.status, size)
                self.assertEqual(("WEBP", list(sides), 0), (seen["format"], seen["size"], seen["exif"]), size)
                self.assert_colours(seen, {"top_left": (220, 20, 20), "bottom_right": (250, 250, 250)}, size)
                self.assertEqual("image/webp", answer.headers["content-type"])
                self.assertEqual("nosniff", answer.headers["x-content-type-options"])
                self.assertEqual("private, max-age=31536000, immutable", answer.headers["cache-control"])
                self.assertEqual(str(len(answer.body)), answer.headers["content-length"])
                again = client.get(f"{at}/{size}", headers={"If-None-Match": answer.headers["etag"]})
                self.assertEqual((304, b""), (again.status, again.body))
            self.assertEqual(404, client.get(at + "/original").status)
            # It is this community's: another one knows no such file.
            self.assertEqual(404, client.get(f"/api/v1/communities/ailleurs/files/{logo}/small").status)
        self.assertEqual([], re.findall('class="logo"', self.visitor.get("/c/ailleurs", headers={"Accept": "text/html"}).body.decode()))

    def test_before_it_is_the_logo_and_afterwards_it_is_its_senders_alone(self):
        first, second = self.taken(self.ada, "screen.png"), self.taken(self.ada, "photo.jpg")

        def seen(file):
            return [self.served(client, file, "small").status for client in (self.visitor, self.stranger, self.member, self.ada)]

        self.assertEqual([404, 404, 404, 200], seen(first))
        self.ada.must(204, "PUT", STYLE, {"logo": first["id"]})
        self.town.server.wait_applied()
        self.assertEqual(([200] * 4, [404, 404, 404, 200]), (seen(first), seen(second)))
        self.ada.must(204, "PUT", STYLE, {"logo": second["id"]})
        self.town.server.wait_applied()
        self.assertEqual(([404, 404, 404, 200], [200] * 4), (seen(first), seen(second)))
        self.assertEqual([f"{Town.api}/files/{second['id']}/small"], self.shown(self.visitor))
        self.ada.must(204, "PUT", STYLE, {"accent": "#8a1c7c"})  # what is left out is chosen away
        self.town.server.wait_applied()
        self.assertEqual(([404, 404, 404, 200], None, []), (seen(second), self.logo(), self.shown(self.visitor)))

    def test_what_is_no_picture_is_refused_and_leaves_the_logo_as_it_is(self):
        self.assertEqual(303, self.send_form(self.ada, "screen.png").status)
        self.town.server.wait_applied()
        before, blobs = self.logo(), len(self.blob_files())
        for name in ("drawing.svg", "page.html", "film.gif", "cut.png", "bomb.png"):
            answer = self.send_form(self.ada, name)
            self.assertEqual(422, answer.status, name)
            self.assertIn('id="logo-fault"', answer.body.decode(), name)
        self.assertEqual(blobs, len(self.blob_files()))
        # A document is a file like others, and no logo.
        leaflet = self.send_form(self.ada, "leaflet.pdf")
        self.assertEqual(422, leaflet.status, leaflet)
        self.assertIn('id="logo-fault"', leaflet.body.decode())
        document, others = self.taken(self.ada, "leaflet.pdf"), self.taken(self.member, "photo.jpg")
        posted = self.taken(self.ada, "photo.jpg")
        self.publish(self.ada, self.town.thread(self.ada)["id"], [posted])
        for file, reason in ((document, "ill-formed"), (others, "not-found"), (posted, "taken")):
            answer = self.ada.put(STYLE, {"logo": file["id"]})
            self.assertEqual((reason, "/logo"), (answer.reason, answer.json["field"]))
        for client, status in ((self.visitor, 401), (self.stranger, 403), (self.member, 403)):
            self.assertEqual(status, client.put(STYLE, {"logo": None}).status)
        self.town.server.wait_applied()
        self.assertEqual((before, [f"{Town.api}/files/{before}/small"]), (self.logo(), self.shown(self.visitor)))


if __name__ == "__main__":
    run_tests()
