# SPDX-License-Identifier: Apache-2.0
"""Every field of every body at its limit and one past, of a wrong type, missing, unknown, repeated, broken: the right
status, a problem that names the field, nothing written, and the server goes on."""
import json
import re
import secrets
import unittest

from limits_house import LimitsHouse
from palabre_process import Town, raw_request

# One code point each, of 1 to 4 bytes; the last is two, which nobody composes to one.
ALPHABETS = {"ascii": "a", "latin": "é", "typographic": "’", "astral": "𝄞", "composing": "e\u0301"}
WRONG_TYPES = {"text": (1, 1.5, True, [], ["x"], {}, {"x": "y"}), "code": (1, True, [], ["x"], {}),
               "flag": ("true", "", 1, 0, [], {}), "ids": ("x", 1, True, {}), "id": (1, True, [], {}),
               "lines": ("x", 1, True, {})}


def filled(sign, length):
    """Text of that many code points."""
    return (sign * length)[:length]


def longest_address(length):
    """A name of 64 letters, the most that a mailbox has, at a host of labels of at most 63."""
    labels = length - 64 - 1
    host = ".".join("h" * min(63, labels - at) for at in range(0, labels, 64))
    return f"{secrets.token_hex(32)}@{host}"


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
                past = filled(sign, rule.most + 1)
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
                self.refused(resource, {**resource.body, "spaces": self.spaces[:1] * 500}, 422, "too-many", "/spaces",
                             5)
        resource = self.resources["thread"]
        tags = [f"mot {number}" for number in range(11)]
        for value, reason, at, limit in ((tags, "too-many", "/tags", 10), (["a", "a"], "ill-formed", "/tags/1", None),
                                         (["a", ""], "missing", "/tags/1", None),
                                         (["a", " "], "missing", "/tags/1", None),
                                         (["a", "𝄞" * 61], "too-long", "/tags/1", 60)):
            with self.subTest(tags=str(value)[:40]):
                self.refused(resource, {**resource.body, "tags": value}, 422, reason, at, limit)

    def test_addresses(self):
        resource = self.resources["account"]
        for value in ("nobody", "nobody.example.org", "@example.org", "nobody@", "no body@example.org"):
            with self.subTest(value):
                self.refused(resource, {**resource.body, "email": value}, 422, "ill-formed", "/email")

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
                         whole.replace("{", "{,", 1), '{"a": NaN}', '{"a": 01}', '{"a": "\n"}', "// x\n" + whole,
                         "\x00", '{"a": 1e99999}', '{"a": "\\ud800"}', '{"a": "\\x"}', '{"\\ud800": 1}'):
                with self.subTest(resource=name, body=body[:30]):
                    self.refused(resource, body, 400, "malformed")

    def test_nesting(self):
        for name, resource in self.resources.items():
            deep = resource.room // 8
            beside = json.dumps(resource.body)[:-1] + ', "x": ' + "[" * 16 + "]" * 16 + "}"
            for body in ("[" * 17 + "]" * 17, '{"x":' * 17 + "1" + "}" * 17, beside, "[" * deep + "]" * deep,
                         "[" * deep, '{"x":' * deep, '{"x":' * deep + "1" + "}" * deep):
                with self.subTest(resource=name, body=body[:30], size=len(body)):
                    self.refused(resource, body, 400, "malformed")

    def test_ill_formed_utf8(self):
        broken = (b"\xff", b"\xc3", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe2\x82", b"\x80")
        for name, resource, field, rule in self.each_field("text", "code"):
            for piece in broken:
                with self.subTest(resource=name, field=field, bytes=piece):
                    whole = json.dumps({**resource.body, field: "PLACE"}).encode()
                    self.refused(resource, whole.replace(b"PLACE", b"ab" + piece + b"cd"), 400, "malformed",
                                 "/" + field)
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
                before, past = self.town.server.end(), resource.room + 1
                for size in (past, 10 * past):
                    try:
                        answer = self.send(resource, json.dumps(resource.body).ljust(size))
                        self.assertEqual(413, answer.status, answer)
                        self.assertEqual("application/problem+json", answer.headers["content-type"], answer)
                    except ConnectionError:
                        # It hung up on what it would not read; that it says why is asked below.
                        resource.client.close()
                head = f"{resource.method} {resource.path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                for rest in (f"Content-Length: {past}\r\n\r\n",
                             f"Transfer-Encoding: chunked\r\n\r\n{past:x}\r\n{' ' * past}\r\n0\r\n\r\n"):
                    self.assertRegex(raw_request(self.town.server.port, (head + rest).encode()), rb"\AHTTP/1.1 413 ")
                self.assertEqual(before, self.town.server.end())

    def test_exactly_as_large_as_may_be(self):
        for name, resource in self.resources.items():
            with self.subTest(resource=name):
                body = json.dumps({**resource.body, "surprise": 1}).ljust(resource.room)
                self.refused(resource, body, 422, "unknown-field", "/surprise")

    # ---- At the limit ----

    def test_at_its_limit(self):
        for name, resource, field, rule in self.each_field("text"):
            if name in ("membership", "account") and field == "name":
                continue  # below: each takes somebody new
            if rule.kind == "zone":
                continue  # no zone has so long a name
            for alphabet, sign in ALPHABETS.items():
                if rule.kind in ("slug", "email"):
                    if alphabet == "ascii":
                        value = secrets.token_hex(rule.most // 2) if rule.kind == "slug" else longest_address(rule.most)
                        self.taken(resource, {**self.fresh(resource, field), field: value})
                    continue
                value = filled(sign, rule.most)
                for ascii_only in (False, True):
                    with self.subTest(resource=name, field=field, alphabet=alphabet, ascii_only=ascii_only):
                        body = json.dumps({**self.fresh(resource, field), field: value}, ensure_ascii=ascii_only)
                        self.taken(resource, body)

    def test_a_name_at_its_limit(self):
        for alphabet, sign in ALPHABETS.items():
            with self.subTest(alphabet):
                client = self.town.server.client()
                client.register(filled(sign, 100), f"{alphabet}@example.org")
                member = client.join(Town.community, filled(sign, 100))
                self.town.server.wait_applied()
                shown = self.anna.must(200, "GET", f"{Town.api}/members/{member}")
                self.assertEqual(filled(sign, 100), shown["name"])

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
                thread = self.taken(resource, {**resource.body, "title": filled(sign, 200),
                                               "body": filled(sign, 40000)}).json["id"]
                self.town.server.wait_applied()
                page = self.town.page(thread, self.anna)
                self.assertEqual(filled(sign, 200), page["thread"]["title"])
                self.assertEqual(filled(sign, 40000), re.sub("<[^>]*>|\n", "", page["posts"][0]["body_html"]))

    def test_the_longest_page(self):
        """Texts whose HTML is far longer than they are do not stop a projection."""
        address = "http://example.org/" + "x" * 1900
        bodies = {"links that grow": f"[a]: {address}\n\n" + "[a]" * 12000, "signs": '"&<>' * 10000,
                  "lists": "* a\n" * 10000, "quotes": "> " * 19999 + "a", "brackets": "[" * 40000,
                  "stars": "*a " * 13333,
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


if __name__ == "__main__":
    unittest.main()
