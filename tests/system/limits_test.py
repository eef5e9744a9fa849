# SPDX-License-Identifier: Apache-2.0
"""Every field of every body at its limit and one past, of a wrong type, missing, unknown, repeated, broken: the right
status, a problem that names the field, nothing written, and the server goes on."""
import json
import re
import secrets
import unittest
from urllib.parse import quote

from limits_house import ALPHABETS, LimitsHouse, WRONG_TYPES
from palabre_process import PASSWORD, Town, raw_request


class LimitsTest(LimitsHouse):
    # ---- The fields ----

    def test_missing(self):
        for name, resource, field, rule in self.each_field():
            if rule.kind == "flag" or not rule.required:
                continue
            without = {key: value for key, value in resource.body.items() if key != field}
            with self.subTest(resource=name, field=field):
                self.refused(resource, without, 422, "missing", "/" + field)
                self.refused(resource, {**without, field: None}, 422, "missing", "/" + field)
                empty = {"ids": [], "lines": []}.get(rule.family, "")
                if rule.kind != "lines":
                    self.refused(resource, {**without, field: empty}, 422, "missing", "/" + field)

    def test_blank(self):
        """Nothing but white space is nothing."""
        for name, resource, field, rule in self.each_field("text"):
            if rule.kind == "exact" or not rule.required:
                continue
            with self.subTest(resource=name, field=field):
                self.refused(resource, {**resource.body, field: " \t\r\n \u00a0\u2003 "}, 422, "missing", "/" + field)

    def test_one_past_its_limit(self):
        for name, resource, field, rule in self.each_field("text"):
            for alphabet, sign in ALPHABETS.items():
                if rule.kind == "slug" and alphabet != "ascii":
                    continue
                past = sign * (rule.most + 1)
                if rule.kind == "exact" and alphabet == "composing":
                    past = sign * (rule.most // 2) + "ab"  # passwords are taken as they are
                with self.subTest(resource=name, field=field, alphabet=alphabet):
                    self.refused(resource, json.dumps({**resource.body, field: past}, ensure_ascii=False),
                                 422, "too-long", "/" + field, None if rule.kind == "slug" else rule.most)

    def test_one_short(self):
        for name, resource, field, rule in self.each_field("text"):
            if rule.least > 1:
                with self.subTest(resource=name, field=field):
                    self.refused(resource, {**resource.body, field: "𝄞" * (rule.least - 1)}, 422, "too-short",
                                 "/" + field, rule.least)

    def test_wrong_types(self):
        for name, resource, field, rule in self.each_field():
            for value in WRONG_TYPES[rule.family]:
                with self.subTest(resource=name, field=field, value=value):
                    self.refused(resource, {**resource.body, field: value}, 422, "wrong-type", "/" + field)
            if rule.family in ("ids", "lines"):
                for value in (1, None, True, [], {}):
                    with self.subTest(resource=name, field=field, item=value):
                        self.refused(resource, {**resource.body, field: [value]}, 422, "wrong-type", f"/{field}/0")

    def test_codes(self):
        for name, resource, field, rule in self.each_field("code"):
            for value in ("nothing-of-this-name", resource.body[field].upper() + "X", "x" * 60):
                with self.subTest(resource=name, field=field, value=value):
                    self.refused(resource, {**resource.body, field: value}, 422, "unknown-code", "/" + field)
            with self.subTest(resource=name, field=field, value="long"):
                answer = self.send(resource, {**resource.body, field: "x" * 61})
                self.assertEqual((422, "/" + field), (answer.status, answer.json.get("field")), answer)

    def test_ids(self):
        for name, resource, field, rule in self.each_field("id", "ids"):
            put = (lambda value: [value]) if rule.family == "ids" else (lambda value: value)
            at = f"/{field}/0" if rule.family == "ids" else f"/{field}"
            for value in ("x", "A" * 13, "0" * 13, "a" * 12, "a" * 14, "é" * 13, "../../etc", "x" * 5000):
                with self.subTest(resource=name, field=field, value=value[:20]):
                    self.refused(resource, {**resource.body, field: put(value)}, 422, "ill-formed", at)
            for value in ("b" * 12 + "a", "mmmmmmmmmmmma"):
                with self.subTest(resource=name, field=field, value=value):
                    self.refused(resource, {**resource.body, field: put(value)}, 404, "not-found", at)

    def test_lists(self):
        for name in ("thread", "move"):
            resource = self.resources[name]
            with self.subTest(name):
                self.refused(resource, {**resource.body, "spaces": self.spaces[:6]}, 422, "too-many", "/spaces", 5)
                self.refused(resource, {**resource.body, "spaces": self.spaces[:1] * 2}, 422, "ill-formed", "/spaces/1")
                self.refused(resource, {**resource.body, "spaces": self.spaces[:1] * 500}, 422, "too-many", "/spaces", 5)
        resource = self.resources["thread"]
        tags = [f"mot {number}" for number in range(11)]
        for value, reason, at, limit in ((tags, "too-many", "/tags", 10), (["a", "a"], "ill-formed", "/tags/1", None),
                                         (["a", ""], "missing", "/tags/1", None), (["a", " "], "missing", "/tags/1", None),
                                         (["a", "𝄞" * 61], "too-long", "/tags/1", 60)):
            with self.subTest(tags=str(value)[:40]):
                self.refused(resource, {**resource.body, "tags": value}, 422, reason, at, limit)

    def test_slugs(self):
        for name in ("community", "space"):
            resource = self.resources[name]
            for value in ("Majuscule", "accentué", "a b", "-a", "a-", "a--b", "a_b", "a/b", "a.b", "%61", "ａ"):
                with self.subTest(name, slug=value):
                    self.refused(resource, {**resource.body, "slug": value}, 422, "ill-formed", "/slug")

    def test_unknown_fields(self):
        for name, resource in self.resources.items():
            for surprise, at in (("surprise", "/surprise"), ("a/b~c", "/a~1b~0c"), ("", "/"), ("é" * 2000, None),
                                 ("csrf", "/csrf")):
                with self.subTest(resource=name, field=surprise[:10]):
                    at = at or "/" + surprise
                    self.refused(resource, {**resource.body, surprise: 1}, 422, "unknown-field", at)

    def test_repeated_fields(self):
        for name, resource in self.resources.items():
            for field in resource.fields:
                with self.subTest(resource=name, field=field):
                    whole = json.dumps(resource.body)
                    twice = whole[:-1] + f', "{field}": {json.dumps(resource.body[field])}}}'
                    self.refused(resource, twice, 400, "repeated-field", "/" + field)

    # ---- The body as a whole ----

    def test_what_is_no_json_object(self):
        for name, resource in self.resources.items():
            whole = json.dumps(resource.body)
            for body in ("", "[]", "null", "1", '"x"', "true", "{", whole[:-1], whole + "}", whole + whole, "{'a': 1}",
                         whole.replace("{", "{,", 1), '{"a": NaN}', '{"a": 01}', '{"a": "\n"}', "// x\n" + whole, "\x00",
                         '{"a": 1e99999}', '{"a": "\\ud800"}', '{"a": "\\x"}', '{"\\ud800": 1}'):
                with self.subTest(resource=name, body=body[:30]):
                    self.refused(resource, body, 400, "malformed")

    def test_nesting(self):
        for name, resource in self.resources.items():
            deep = resource.room // 8
            for body in ("[" * 17 + "]" * 17, '{"x":' * 17 + "1" + "}" * 17, json.dumps(resource.body)[:-1] + ', "x": ' +
                         "[" * 16 + "]" * 16 + "}", "[" * deep + "]" * deep, "[" * deep, '{"x":' * deep,
                         '{"x":' * deep + "1" + "}" * deep):
                with self.subTest(resource=name, body=body[:30], size=len(body)):
                    self.refused(resource, body, 400, "malformed")

    def test_ill_formed_utf8(self):
        broken = (b"\xff", b"\xc3", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe2\x82", b"\x80")
        for name, resource, field, rule in self.each_field("text", "code"):
            for piece in broken:
                with self.subTest(resource=name, field=field, bytes=piece):
                    whole = json.dumps({**resource.body, field: "PLACE"}).encode().replace(b"PLACE", b"ab" + piece + b"cd")
                    self.refused(resource, whole, 400, "malformed")
        for name, resource in self.resources.items():
            self.refused(resource, b'{"\xff": 1}', 400, "malformed")

    def test_media_types(self):
        for name, resource in self.resources.items():
            for media in ("text/plain", "application/xml", "multipart/form-data; boundary=x", "application/jsonx",
                          "application/octet-stream", "json", "x" * 500):
                with self.subTest(resource=name, media=media[:40]):
                    self.refused(resource, resource.body, 415, "unsupported-media", headers={"Content-Type": media})

    def test_huge(self):
        for name, resource in self.resources.items():
            with self.subTest(resource=name):
                before = self.town.server.end()
                for size in (resource.room + 1, 10 * resource.room):
                    try:
                        answer = self.send(resource, json.dumps(resource.body).ljust(size))
                        self.assertEqual(413, answer.status, answer)
                        self.assertEqual("application/problem+json", answer.headers["content-type"], answer)
                    except ConnectionError:
                        # It hung up on what it would not read; that it says why is asked below.
                        resource.client.close()
                answer = raw_request(self.town.server.port,
                                     f"{resource.method} {resource.path} HTTP/1.1\r\nHost: x\r\nContent-Type: "
                                     f"application/json\r\nContent-Length: {resource.room + 1}\r\n\r\n".encode())
                self.assertRegex(answer, rb"\AHTTP/1.1 413 ")
                answer = raw_request(self.town.server.port,
                                     f"{resource.method} {resource.path} HTTP/1.1\r\nHost: x\r\nContent-Type: "
                                     "application/json\r\nTransfer-Encoding: chunked\r\n\r\n".encode() +
                                     f"{resource.room + 1:x}\r\n".encode() + b" " * (resource.room + 1) + b"\r\n0\r\n\r\n")
                self.assertRegex(answer, rb"\AHTTP/1.1 413 ")
                self.assertEqual(before, self.town.server.end())

    def test_exactly_as_large_as_may_be(self):
        for name, resource in self.resources.items():
            with self.subTest(resource=name):
                body = json.dumps({**resource.body, "surprise": 1}).ljust(resource.room)
                self.refused(resource, body, 422, "unknown-field", "/surprise")

    # ---- At the limit ----

    def taken(self, resource, body):
        answer = self.send(resource, body)
        self.assertEqual(resource.taken, answer.status, answer)
        return answer

    def fresh(self, resource, field):
        """A body that may be sent again and again: what must be its own is drawn."""
        body = dict(resource.body)
        for name, rule in resource.fields.items():
            if rule.unique and name != field:
                body[name] = secrets.token_hex(8) + ("@example.org" if rule.kind == "email" else "")
        return body

    def test_at_its_limit(self):
        for name, resource, field, rule in self.each_field("text"):
            if name in ("membership", "account") and field == "name":
                continue  # below: each takes somebody new
            for alphabet, sign in ALPHABETS.items():
                if rule.kind == "slug":
                    if alphabet == "ascii":
                        self.taken(resource, {**self.fresh(resource, field), field: secrets.token_hex(rule.most // 2)})
                    continue
                value = sign * rule.most
                if rule.kind == "exact" and alphabet == "composing":
                    value = sign * (rule.most // 2)
                for ascii_only in (False, True):
                    with self.subTest(resource=name, field=field, alphabet=alphabet, ascii_only=ascii_only):
                        if rule.unique:
                            value = secrets.token_hex(8) + sign * (rule.most - 16 - len("@example.org")) + "@example.org"
                        body = json.dumps({**self.fresh(resource, field), field: value}, ensure_ascii=ascii_only)
                        self.taken(resource, body)

    def test_a_name_at_its_limit(self):
        for alphabet, sign in ALPHABETS.items():
            with self.subTest(alphabet):
                client = self.town.server.client()
                client.register(sign * 100, f"{alphabet}@example.org")
                member = client.join(Town.community, sign * 100)
                self.town.server.wait_applied()
                shown = self.anna.must(200, "GET", f"{Town.api}/members/{member}")
                self.assertEqual("é" * 100 if alphabet == "composing" else sign * 100, shown["name"])

    def test_the_shortest_password(self):
        for sign in ("a", "𝄞"):
            client, email = self.town.server.client(), secrets.token_hex(6) + "@example.org"
            client.must(201, "POST", "/api/v1/accounts", {"name": "Court", "email": email, "password": sign * 10})
            client.sign_in(email, sign * 10)
            answer = self.nobody.post("/api/v1/session", {"email": email, "password": sign * 11})
            self.assertEqual((401, "sign-in-failed"), (answer.status, answer.reason))

    def test_lists_at_their_limits(self):
        resource = self.resources["thread"]
        tags = ["𝄞" * 58 + f"{number:02}" for number in range(10)]
        thread = self.taken(resource, {**resource.body, "spaces": self.spaces[:5], "tags": tags}).json["id"]
        self.town.server.wait_applied()
        shown = self.town.page(thread, self.anna)["thread"]
        self.assertEqual((sorted(self.spaces[:5]), tags), (sorted(shown["spaces"]), shown["tags"]))

    def test_what_was_taken_comes_back(self):
        resource = self.resources["thread"]
        for alphabet, sign in ALPHABETS.items():
            with self.subTest(alphabet):
                thread = self.taken(resource, {**resource.body, "title": sign * 200, "body": sign * 40000}).json["id"]
                self.town.server.wait_applied()
                page = self.town.page(thread, self.anna)
                one = "é" if alphabet == "composing" else sign
                self.assertEqual(one * 200, page["thread"]["title"])
                self.assertEqual(one * 40000, re.sub("<[^>]*>|\n", "", page["posts"][0]["body_html"]))

    def test_the_longest_page(self):
        """Texts whose HTML is far longer than they are do not stop a projection."""
        address = "http://example.org/" + "x" * 1900
        bodies = {"links that grow": f"[a]: {address}\n\n" + "[a]" * 12000, "signs": '"&<>' * 10000,
                  "lists": "* a\n" * 10000, "quotes": "> " * 19999 + "a", "brackets": "[" * 40000, "stars": "*a " * 13333,
                  "backticks": "`" * 39999, "table": "|a" * 1000 + "|\n" + "|-" * 1000 + "|\n" + "|a" * 17000,
                  "entities": "&amp;" * 8000, "lines": "\n" * 39999 + "a", "headings": "# a\n" * 10000}
        resource = self.resources["post"]
        for name, body in bodies.items():
            with self.subTest(name):
                self.assertLessEqual(len(body), 40000)
                answer = self.send(resource, {"body": body})
                self.assertEqual(201, answer.status, answer)
        self.town.server.wait_applied()
        number = 1
        while number is not None:
            page = self.town.page(self.thread["id"], self.anna, number)
            for post in page["posts"]:
                self.assertLessEqual(len(post["body_html"].encode()), 1 << 20)
            number = page["next"]

    def test_control_characters_are_dropped(self):
        thread = self.taken(self.resources["thread"], {**self.resources["thread"].body, "title": "a\u0000\u0007b\u0085c\u2028d",
                                                       "body": "a\u0000b\u001b[31mc\r\nd"}).json["id"]
        self.town.server.wait_applied()
        page = self.town.page(thread, self.anna)
        self.assertEqual("ab c d", page["thread"]["title"])
        self.assertEqual("<p>ab[31mc\nd</p>\n", page["posts"][0]["body_html"].replace("<br>", "").replace("<br />", ""))

    # ---- Headers and parameters ----

    def test_idempotency_keys(self):
        resource = self.resources["post"]
        for key in ("", " ", "a b", "é", "a" * 256, "a\tb"):
            with self.subTest(key[:10]):
                self.refused(resource, resource.body, 400, "wrong-value", "Idempotency-Key",
                             headers={"Idempotency-Key": key.encode().decode("latin-1")})
        answer = self.send(resource, resource.body, headers={"Idempotency-Key": "~" * 255})
        self.assertEqual(201, answer.status, answer)
        for name in ("account", "community", "membership"):
            self.refused(self.resources[name], self.resources[name].body, 400, "wrong-value", "Idempotency-Key",
                         headers={"Idempotency-Key": "a b"})

    def test_if_match(self):
        for name in ("edit", "profile"):
            resource = self.resources[name]
            for tag in ("x", '"x"', '"', '""', "a" * 26, '"' + "a" * 25 + '"', '"' + "a" * 26 + '"', '"' + "9" * 26 + '"',
                        'W/"' + "a" * 26 + '"', "é", "a" * 5000):
                with self.subTest(resource=name, tag=tag[:20]):
                    self.refused(resource, resource.body, 412, "version-conflict",
                                 headers={"If-Match": tag.encode().decode("latin-1")})
            self.assertEqual(204, self.send(resource, resource.body, headers={"If-Match": "*"}).status)

    def test_parameters(self):
        threads, one, contributions = (f"{Town.api}/threads", f"{Town.api}/threads/{self.thread['id']}",
                                       f"{Town.api}/members/{self.anna.member}/contributions")
        bad = {threads: [("limit", value) for value in ("0", "101", "-1", "x", "", "1.5", "99999999999999999999", " 1", "0x10")] +
                        [("sort", value) for value in ("", "x", "Activity")] +
                        [("cursor", value) for value in ("", "x", "!", "a" * 3000, "é")],
               one: [("page", value) for value in ("0", "-1", "x", "", "1.0", "18446744073709551616")],
               contributions: [("limit", "0"), ("limit", "101"), ("cursor", "x"), ("cursor", "!")]}
        for path, values in bad.items():
            for name, value in values:
                with self.subTest(path=path.rsplit("/", 1)[-1], name=name, value=value[:20]):
                    answer = self.anna.get(f"{path}?{name}={quote(value)}")
                    self.assertEqual((400, "wrong-value", name), (answer.status, answer.reason, answer.json.get("field")), answer)
        for path in (threads, one, contributions, Town.api, "/api/v1/communities", f"{Town.api}/spaces"):
            with self.subTest(path):
                answer = self.anna.get(path + "?surprise=1")
                self.assertEqual((400, "surprise"), (answer.status, answer.json.get("field")), answer)
        answer = self.anna.get(threads + "?limit=1&limit=2")
        self.assertEqual((400, "limit"), (answer.status, answer.json.get("field")))
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
        cursors.append(self.anna.must(200, "GET", f"{Town.api}/members/{self.anna.member}/contributions?limit=1")["next"])
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
                answer = self.anna.get(f"{Town.api}/stream", headers={"Last-Event-ID": value.encode().decode("latin-1")})
                self.assertEqual((400, "wrong-value", "Last-Event-ID"),
                                 (answer.status, answer.reason, answer.json.get("field")), answer)

    def test_positions(self):
        for value in ("", "x", "/1", "soins/x", "soins/", "soins/0", "soins/-1", "a/b/c", "soins/99999999999999999999999"):
            with self.subTest(value):
                answer = self.anna.get(f"{Town.api}/threads", headers={"Palabre-Position": value})
                self.assertEqual((400, "wrong-value", "Palabre-Position"),
                                 (answer.status, answer.reason, answer.json.get("field")), answer)

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

    def test_a_body_where_none_belongs(self):
        for method, path in (("PUT", f"posts/{self.answer}/reactions/like"), ("PUT", f"threads/{self.thread['id']}/follow"),
                             ("DELETE", f"threads/{self.thread['id']}/follow"), ("GET", "threads")):
            with self.subTest(f"{method} {path}"):
                for body in (b"x" * 100_000, b"\xff\xfe"):
                    try:
                        answer = self.anna.request(method, f"{Town.api}/{path}", body)
                        self.assertIn(answer.status, (200, 204, 400, 413, 415), answer)
                    except ConnectionError:
                        self.anna.close()

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
