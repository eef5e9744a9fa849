# SPDX-License-Identifier: Apache-2.0
"""Headers, parameters, paths, tokens and sessions that are not as they should be: the right status, nothing written."""
import unittest
from urllib.parse import quote

from limits_house import LimitsHouse
from palabre_process import Town, raw_request


def header(text):
    """As http.client wants it: bytes for bytes."""
    return text.encode().decode("latin-1")


class RequestsTest(LimitsHouse):
    def check(self, answer, name):
        """It was refused for the value of that parameter or header."""
        self.assertEqual((400, "wrong-value", name), (answer.status, answer.reason, answer.json.get("field")), answer)

    def test_idempotency_keys(self):
        resource = self.resources["post"]
        for key in ("", " ", "a b", "é", "a" * 256, "a\tb"):
            with self.subTest(key[:10]):
                self.refused(resource, resource.body, 400, "wrong-value", "Idempotency-Key",
                             headers={"Idempotency-Key": header(key)})
        answer = self.send(resource, resource.body, headers={"Idempotency-Key": "~" * 255})
        self.assertEqual(201, answer.status, answer)
        for name in ("account", "community", "membership"):
            self.refused(self.resources[name], self.resources[name].body, 400, "wrong-value", "Idempotency-Key",
                         headers={"Idempotency-Key": "a b"})

    def test_if_match(self):
        for name in ("edit", "profile"):
            resource = self.resources[name]
            for tag in ("x", '"x"', '"', '""', "a" * 26, '"' + "a" * 25 + '"', '"' + "a" * 26 + '"',
                        '"' + "9" * 26 + '"', 'W/"' + "a" * 26 + '"', "é", "a" * 5000):
                with self.subTest(resource=name, tag=tag[:20]):
                    self.refused(resource, resource.body, 412, "version-conflict",
                                 headers={"If-Match": header(tag)})
            self.assertEqual(204, self.send(resource, resource.body, headers={"If-Match": "*"}).status)

    def test_parameters(self):
        threads, one, contributions = (f"{Town.api}/threads", f"{Town.api}/threads/{self.thread['id']}",
                                       f"{Town.api}/members/{self.anna.member}/contributions")
        limits = ("0", "101", "-1", "x", "", "1.5", "9" * 20, " 1", "0x10")
        bad = {threads: [("limit", value) for value in limits] +
                        [("sort", value) for value in ("", "x", "Activity")] +
                        [("cursor", value) for value in ("", "x", "!", "a" * 3000, "é")],
               one: [("page", value) for value in ("0", "-1", "x", "", "1.0", "18446744073709551616")],
               contributions: [("limit", "0"), ("limit", "101"), ("cursor", "x"), ("cursor", "!")]}
        for path, values in bad.items():
            for name, value in values:
                with self.subTest(path=path.rsplit("/", 1)[-1], name=name, value=value[:20]):
                    answer = self.anna.get(f"{path}?{name}={quote(value)}")
                    self.check(answer, name)
        for path in (threads, one, contributions, Town.api, "/api/v1/communities", f"{Town.api}/spaces"):
            with self.subTest(path):
                answer = self.anna.get(path + "?surprise=1")
                self.check(answer, "surprise")
        answer = self.anna.get(threads + "?limit=1&limit=2")
        self.check(answer, "limit")
        for limit in (1, 100):
            self.assertEqual(200, self.anna.get(f"{threads}?limit={limit}").status)
        self.assertEqual(404, self.anna.get(one + "?page=99999").status)
        self.assertEqual(404, self.anna.get(threads + "?space=nowhere").status)

    def test_a_cursor_of_another_list(self):
        """It may lead anywhere in the list, or be refused; it shows nothing that the list would not."""
        for number in range(3):
            self.town.thread(self.anna, f"Titre {number}", spaces=[self.town.open_space, self.town.members_space])
        self.town.server.wait_applied()
        threads = f"{Town.api}/threads"
        cursors = [self.anna.must(200, "GET", f"{threads}?limit=1&{more}")["next"] for more in
                   ("sort=activity", "sort=newest", "sort=unanswered", f"space={self.town.members_space}")]
        contributions = f"{Town.api}/members/{self.anna.member}/contributions?limit=1"
        cursors.append(self.anna.must(200, "GET", contributions)["next"])
        cursors += ["a" * 26, "7" * 25 + "y"]
        hidden = self.town.thread(self.anna, "Caché", spaces=[self.town.members_space])["id"]
        self.town.server.wait_applied()
        for cursor in cursors:
            for sort in ("activity", "newest", "unanswered"):
                answer = self.town.server.anonymous(f"{threads}?sort={sort}&cursor={cursor}")
                self.assertIn(answer.status, (200, 400), answer)
                self.assertNotIn(hidden.encode(), answer.body)

    def test_last_event_ids(self):
        for value in ("", "x", "-1", "1.5", "1 2", "0x1", "99999999999999999999999", "é"):
            with self.subTest(value):
                answer = self.anna.get(f"{Town.api}/stream", headers={"Last-Event-ID": header(value)})
                self.check(answer, "Last-Event-ID")

    def test_positions(self):
        for value in ("", "x", "/1", "soins/x", "soins/", "soins/0", "soins/-1", "a/b/c", "soins/" + "9" * 23):
            with self.subTest(value):
                answer = self.anna.get(f"{Town.api}/threads", headers={"Palabre-Position": value})
                self.check(answer, "Palabre-Position")

    def test_paths(self):
        """An id that is none is nothing's."""
        for path in ("threads/x", "threads/" + "a" * 13, "threads/" + "A" * 13, "threads/%F0%9D%84%9E",
                     "threads/" + "a" * 3000, "members/x", "nothing"):
            with self.subTest(path[:30]):
                answer = self.anna.get(f"{Town.api}/{path}")
                self.assertEqual((404, "not-found"), (answer.status, answer.reason), answer)
        for path in ("threads/%FF", "threads/%", "threads/%zz", "threads/%00", "threads/..%2f..%2fx", "threads/../x"):
            with self.subTest(path):
                answer = raw_request(self.town.server.port, f"GET {Town.api}/{path} HTTP/1.1\r\nHost: x\r\n"
                                                            "Connection: close\r\n\r\n".encode())
                self.assertRegex(answer, rb"\AHTTP/1.1 400 ")
        for method, path in (("PUT", f"posts/{self.answer}/reactions/adore"), ("PUT", "spaces/x/follow"),
                             ("DELETE", "posts/x"), ("PUT", "threads/x/lock"), ("POST", "members/x/erasure")):
            with self.subTest(path):
                answer = self.anna.request(method, f"{Town.api}/{path}")
                self.assertEqual((404, "not-found"), (answer.status, answer.reason), answer)

    def test_figures_are_not_for_everybody(self):
        """/metrics has an address of its own."""
        for client in (self.nobody, self.anna, self.town.admin):
            self.assertEqual(404, client.get("/metrics").status)

    def test_a_body_where_none_belongs(self):
        for method, path in (("PUT", f"posts/{self.answer}/reactions/like"),
                             ("PUT", f"threads/{self.thread['id']}/follow"),
                             ("DELETE", f"threads/{self.thread['id']}/follow"), ("GET", "threads")):
            with self.subTest(f"{method} {path}"):
                for body in (b"x" * 100_000, b"\xff\xfe"):
                    answer = self.anna.request(method, f"{Town.api}/{path}", body)
                    self.assertEqual((413, "too-large"), (answer.status, answer.reason), answer)

    def test_without_the_token(self):
        """Signed in by the cookie alone, as another site's page could send it."""
        for name, resource in self.resources.items():
            if resource.client is self.nobody:
                continue
            for token in (None, "", "x", "a" * 26):
                with self.subTest(resource=name, token=token):
                    self.refused(resource, resource.body, 403, "other-origin", headers={"X-CSRF-Token": token})
            with self.subTest(resource=name, origin="another"):
                self.refused(resource, resource.body, 403, "other-origin", headers={"Origin": "https://evil.example"})

    def test_without_a_session(self):
        for name, resource in self.resources.items():
            if resource.client is self.nobody:
                continue
            for cookie in (None, "palabre=", "palabre=x", "palabre=" + "A" * 120):
                with self.subTest(resource=name, cookie=cookie):
                    self.refused(resource, resource.body, 401, "sign-in-required",
                                 headers={"Cookie": cookie, "X-CSRF-Token": None})


if __name__ == "__main__":
    unittest.main()
