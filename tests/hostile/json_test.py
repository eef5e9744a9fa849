# SPDX-License-Identifier: Apache-2.0
"""JSON of others' test beds through a route: what must parse is read (a refusal then names a field), what must not is
refused as no JSON, and depth is bounded."""
import unittest

from palabre_process import Town, run_tests, shared_data

DEPTH = 16  # limits::json_depth, the outermost object included


class JsonTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        town = Town(cls)
        cls.client = town.admin
        town.admin.join(town.community, "Anna")
        thread = town.thread(town.admin)["id"]
        cls.path = f"{town.api}/threads/{thread}/posts"

    def send(self, body):
        return self.client.post(self.path, body)

    def within(self, value):
        """The value as a member that the route does not know, beside what it wants."""
        return self.send(b'{"body":"x","extra":' + value + b"}")

    def is_read(self, answer):
        """As JSON: refused for a member, which is named."""
        self.assertIn((answer.status, answer.reason), ((422, "unknown-field"), (400, "repeated-field")))
        self.assertTrue(answer.json["field"].startswith("/"), answer)

    def is_no_json(self, answer):
        self.assertEqual((400, "malformed"), (answer.status, answer.reason))
        # Where the bytes are JSON but for a text that is no UTF-8, the member that holds it is named.
        self.assertIn(answer.json.get("field"), (None, "/extra"), answer)

    def test_suite(self):
        counts = {"y": 0, "n": 0, "i": 0}
        for file in sorted(shared_data("data/jsontestsuite/test_parsing").glob("*.json")):
            kind, data = file.name[0], file.read_bytes()
            counts[kind] += 1
            with self.subTest(file.name):
                if kind == "y":
                    self.is_read(self.within(data))
                elif kind == "n":
                    self.is_no_json(self.within(data))
                    self.is_no_json(self.send(data or b" "))
                else:  # free to choose, but for one of the two
                    answer = self.within(data)
                    (self.is_no_json if answer.status == 400 else self.is_read)(answer)
        self.assertEqual({"y": 95, "n": 188, "i": 35}, counts)

    def test_depth(self):
        for opens, closes in ((b"[", b"]"), (b'{"a":', b"}")):
            end = b"1" if opens != b"[" else b""
            self.is_read(self.within(opens * (DEPTH - 1) + end + closes * (DEPTH - 1)))
            self.is_no_json(self.within(opens * DEPTH + end + closes * DEPTH))
            self.is_no_json(self.within(opens * (500_000 // len(opens))))
        self.assertEqual(200, self.client.get("/health/live").status)


if __name__ == "__main__":
    run_tests()
