# SPDX-License-Identifier: Apache-2.0
"""Moving house: from an embedded log into a topic and back, with the same chains and the same rows."""
import json
import secrets
import shutil
import unittest

from brokers import Brokers
from run import run_tests
from town import KafkaHouse, House, Town, must

PASSPHRASE = "a passphrase of some length"


class MovingHouse(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.brokers = Brokers.of_test(cls, quick=True)
        cls.town = Town(cls).live()
        cls.house = cls.town.house
        cls.town.server.wait_applied()
        assert cls.town.server.stop() == 0
        cls.secret = cls.house.folder / "passphrase"
        cls.secret.write_text(PASSPHRASE + "\n")
        cls.keys, cls.file = cls.house.folder / "house.keys", cls.house.folder / "house.ndjson"
        cls.export = cls.house.must("export", "--keys", cls.keys, "--passphrase-file", cls.secret)
        cls.file.write_text(cls.export)

    def topic(self, partitions):
        log = f"kafka://{self.brokers.bootstrap}/palabre.events.{secrets.token_hex(4)}"
        must("kafka", "create-topics", "--log", log, "--partitions", str(partitions), "--replicas", "1")
        return log

    def import_into(self, house, file, keys):
        return house.run("import", "palabre", file, "--keys", keys, "--passphrase-file", self.secret)

    def refused(self, done, *words):
        self.assertEqual(1, done.returncode, done)
        self.assertRegex(done.stderr, r"\Apalabre: [^\n]+\n\Z")
        for word in words:
            self.assertIn(word, done.stderr)

    def test_into_a_topic_and_back(self):
        there = KafkaHouse(self, self.topic(partitions=3))
        done = self.import_into(there, self.file, self.keys)
        self.assertEqual((0, ""), (done.returncode, done.stderr))
        self.assertEqual(sorted(self.export.splitlines()), sorted(there.must("export").splitlines()))

        server = there.serve()
        server.wait_applied()
        boris = server.client().sign_in(self.town.boris.email)
        boris.must(201, "POST", f"{Town.api}/threads/{self.town.question['id']}/posts", {"body": "Me voici."})
        # A second node, from the topics alone.
        other = KafkaHouse(self, there.log)
        shutil.copy(there.key, other.key)
        beside = other.serve()
        self.assertEqual(server.wait_applied(), beside.wait_applied())
        anna = beside.client().sign_in(self.town.anna.email)
        page = anna.must(200, "GET", f"{Town.api}/threads/{self.town.question['id']}")
        self.assertIn("Me voici.", json.dumps(page, ensure_ascii=False))
        for node in (server, beside):
            self.assertEqual(0, node.stop())
        self.assertEqual(there.digests(), other.digests())

        keys, file = there.folder / "back.keys", there.folder / "back.ndjson"
        file.write_text(there.must("export", "--keys", keys, "--passphrase-file", self.secret))
        back = House(self)
        done = self.import_into(back, file, keys)
        self.assertEqual((0, ""), (done.returncode, done.stderr))
        self.assertEqual(sorted(file.read_text().splitlines()), sorted(back.must("export").splitlines()))
        self.assertEqual(there.digests(), back.digests())

    def test_only_into_a_new_topic(self):
        there = KafkaHouse(self, self.topic(partitions=1))
        done = self.import_into(there, self.file, self.keys)
        self.assertEqual(0, done.returncode, done)
        again = KafkaHouse(self, there.log)
        shutil.copy(there.key, again.key)
        self.refused(self.import_into(again, self.file, self.keys), there.log, "not empty")
        self.assertFalse((again.data / "log").exists())

    def test_a_changed_export_says_what_is_left(self):
        lines = self.export.splitlines()
        place = next(i for i, line in enumerate(lines) if "forum.thread-opened" in line)
        del lines[place]
        file = self.house.folder / f"changed.{secrets.token_hex(4)}"
        file.write_text("\n".join(lines) + "\n")
        there = KafkaHouse(self, self.topic(partitions=1))
        self.refused(self.import_into(there, file, self.keys), "not accepted as it was", "make new ones")
        self.assertFalse((there.data / "log").exists())


if __name__ == "__main__":
    run_tests()
