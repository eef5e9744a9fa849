# SPDX-License-Identifier: Apache-2.0
"""A new node from a snapshot of a running one: `palabre backup` there, `palabre restore --log` here, and the rest from the topic."""
import json
import shutil
import threading
import time
import unittest

from brokers import Brokers
from run import run_tests
from town import House, KafkaHouse, KafkaTown, Town


class ANodeFromASnapshot(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.brokers = Brokers.of_test(cls, quick=True)

    def setUp(self):
        self.town = KafkaTown(self, self.brokers, partitions=2)
        self.town.live()
        self.town.settle()
        self.store = self.town.house.folder / "backups"

    def backup(self, house=None):
        house = house or self.town.house
        before = set(self.store.iterdir()) if self.store.exists() else set()
        house.must("backup", self.store, "--log", self.town.log)
        made, = {path for path in set(self.store.iterdir()) - before if path.is_dir()}
        return made

    def empty_house(self, log=None):
        house = KafkaHouse(self, log or self.town.log)
        shutil.copy(self.town.house.key, house.key)
        return house

    def restore(self, made, house, *flags):
        return house.run("restore", made, "--log", house.log, *flags)

    def refused(self, done, *words):
        self.assertEqual(1, done.returncode, done)
        self.assertRegex(done.stderr, r"\Apalabre: [^\n]+\n\Z")
        for word in words:
            self.assertIn(word, done.stderr)

    def test_under_load_and_what_has_come_since(self):
        """While it is made and read people write, and somebody is erased."""
        town = self.town
        thread = town.thread(town.anna)["id"]
        stop, said, failed = threading.Event(), [], []

        def write(client):
            try:
                while not stop.is_set():
                    said.append(town.reply(client, thread, f"Réponse {len(said)}."))
            except BaseException as why:  # noqa: B902 - told below
                failed.append(why)

        writer = threading.Thread(target=write, args=(town.anna.fork(),))
        writer.start()
        try:
            while len(said) < 20:
                time.sleep(0.02)
            made = self.backup()
            manifest = json.loads((made / "manifest.json").read_text())
            dora = town.newcomer("Dora encore")
            gone = town.thread(dora, "Un titre de Dora", "Un texte de Dora.")["id"]
            dora.must(204, "POST", f"{Town.api}/members/{dora.member}/erasure")
            fresh = self.empty_house()
            done = self.restore(made, fresh)
            self.assertEqual((0, ""), (done.returncode, done.stderr))
            self.assertIn(f"chain: holds, {sum(head['sequence'] for head in manifest['communities'])} events", done.stdout)
            self.assertIn("topic: read on up to position", done.stdout)
            town.nodes.append(fresh.serve())
            there = len(said)
            while len(said) < there + 20:
                time.sleep(0.02)
        finally:
            stop.set()
            writer.join()
        self.assertEqual([], failed)
        town.settle()
        there = town.at(town.nodes[1], town.boris)
        self.assertNotIn("Dora", there.get(f"{Town.api}/threads/{gone}").body.decode())
        one, two = (node.house for node in town.nodes)
        first, second = town.digests()
        self.assertEqual(first, second)
        self.assertEqual(sorted(one.must("export").splitlines()), sorted(two.must("export").splitlines()))
        self.assertGreater(len(said), 40)

    def test_of_a_stopped_node(self):
        self.assertEqual(0, self.town.server.stop())
        made = self.backup()
        fresh = self.empty_house()
        done = self.restore(made, fresh)
        self.assertEqual(0, done.returncode, done)
        self.assertEqual(self.town.house.digests(), fresh.digests())

    def test_only_where_it_belongs(self):
        made = self.backup()
        # Not without its topic: an embedded house would go on by itself from there.
        alone = House(self)
        shutil.copy(self.town.house.key, alone.key)
        self.refused(alone.run("restore", made, "--without-erasures"), "was read from Kafka")
        # Not over another topic than it was read from.
        other = KafkaTown(self, self.brokers)
        other.server.stop()
        self.refused(self.restore(made, self.empty_house(other.log)), other.topic)
        # Not if it is damaged.
        victim = next(path for path in (made / "log").iterdir() if path.suffix in (".sst", ".log") and path.stat().st_size > 200)
        whole = victim.read_bytes()
        victim.write_bytes(whole[:100] + bytes([whole[100] ^ 1]) + whole[101:])
        house = self.empty_house()
        self.refused(self.restore(made, house), "is not as it was written")
        self.assertEqual([], [path.name for path in house.data.iterdir()] if house.data.exists() else [])


if __name__ == "__main__":
    run_tests()
