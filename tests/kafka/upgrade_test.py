# SPDX-License-Identifier: Apache-2.0
"""`palabre upgrade`: the level is raised once every running node knows it, and not before."""
import shutil
import subprocess
import time
import unittest

from brokers import Brokers
from run import run_tests
from town import KafkaHouse, KafkaTown, Town


class Upgrade(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.brokers = Brokers.of_test(cls, quick=True)

    def setUp(self):
        self.town = KafkaTown(self, self.brokers)
        self.town.anna = self.town.newcomer("Anna Ambre")
        self.other = self.town.another()
        self.house = KafkaHouse(self, self.town.log)
        shutil.copy(self.town.house.key, self.house.key)

    def upgrade(self):
        return self.house.run("upgrade", "--log", self.town.log)

    def raised(self):
        """How often each community's level was raised, by what the first node holds."""
        self.town.settle()
        return self.town.house.must("replay", "--type", "spaces.level-raised.v1").count("level-raised")

    def test_with_every_node_at_the_level(self):
        done = self.upgrade()
        self.assertEqual((0, ""), (done.returncode, done.stderr))
        self.assertIn("2 nodes running", done.stdout)
        self.assertEqual(2, self.raised())  # the platform, and the one community
        self.assertEqual(0, self.upgrade().returncode)
        self.assertEqual(2, self.raised(), "the same level again is nothing")
        there = self.town.at(self.other, self.town.anna)
        for client in (self.town.anna, there):
            client.must(201, "POST", Town.api + "/threads",
                        {"kind": "question", "spaces": [self.town.open_space], "title": "Après", "body": "Un texte.", "tags": []})
        first, second = self.town.digests()
        self.assertEqual(first, second)

    def test_not_beside_a_node_that_is_older(self):
        topic = self.town.topic
        old = subprocess.Popen(["kcat", "-b", self.brokers.bootstrap, "-G", topic + ".reactors", "-X", "client.id=palabre/level-0",
                                "-X", "partition.assignment.strategy=cooperative-sticky", topic],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(old.wait)
        self.addCleanup(old.kill)
        until = time.monotonic() + 60
        while (done := self.upgrade()).returncode == 0 and time.monotonic() < until:
            time.sleep(0.5)  # until the group has taken it in
        self.assertEqual(1, done.returncode, done)
        self.assertRegex(done.stderr, r"\Apalabre: [^\n]+palabre/level-0[^\n]+\n\Z")


if __name__ == "__main__":
    run_tests()
