# SPDX-License-Identifier: Apache-2.0
"""A node whose clock is an hour off: it says that it is not ready, and the log rule judges what it writes. PALABRE_OTHER_TIME names the
library that gives a process another time of day (tests/system/other_time.cpp)."""
import json
import os
import time
import unittest

from brokers import Brokers
from run import run_tests
from town import KafkaTown, Town

OTHER_TIME = os.environ.pop("PALABRE_OTHER_TIME", None)  # the program knows no such setting


def an_hour(sign):
    """For `prepare`, in the new process."""
    def set_clock():
        os.environ.update({"LD_PRELOAD": OTHER_TIME, "OTHER_TIME_SECONDS": f"{sign}3600"})
    return set_clock


@unittest.skipUnless(OTHER_TIME, "PALABRE_OTHER_TIME names no library")
class AClockThatIsOff(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.brokers = Brokers.of_test(cls, quick=True)

    def setUp(self):
        self.town = KafkaTown(self, self.brokers)
        self.town.anna = self.town.newcomer("Anna Ambre")
        self.thread = self.town.thread(self.town.anna)["id"]
        self.town.settle()

    def beside(self, sign):
        """A second node with that clock, once it has noticed."""
        self.town.another(ready=False, prepare=an_hour(sign))
        node = self.town.nodes.pop()
        until, health = time.monotonic() + 60, node.health().json
        while not any("clock" in reason for reason in health["reasons"]):
            self.assertLess(time.monotonic(), until, health)
            time.sleep(0.2)
            health = node.health().json
        self.assertEqual(503, node.health().status)
        return node

    def write(self, node, body):
        """By a session of that node: one that began in an hour is none."""
        client = self.town.at(node, self.town.anna)
        client.patience = 60
        return client.post(f"{Town.api}/threads/{self.thread}/posts", {"body": body})

    def replies(self):
        """The accepted time of each, by what the first node holds."""
        self.town.settle()
        return [json.loads(line)["time"] for line in
                self.town.house.must("replay", "--type", "forum.post-published.v3").splitlines()]

    def assert_same(self, node):
        """The first node writes as before, and both come to the same."""
        self.assertEqual(201, self.write(self.town.server, "Comme avant.").status)
        self.town.settle()
        until = time.monotonic() + 60
        while node.health().json["end"] != self.town.server.end():
            self.assertLess(time.monotonic(), until)
            time.sleep(0.1)
        self.town.nodes.append(node)
        for each in self.town.nodes:
            self.assertEqual(0, each.stop(), each.errors)
        first, second = (each.house.digests() for each in self.town.nodes)
        self.assertEqual(first, second)

    def test_ahead(self):
        node = self.beside("+")
        before = len(self.replies())
        answer = self.write(node, "De l’avenir.")
        # Decided more than a minute ahead of the brokers' clock: nobody takes it, and nothing says that it was.
        self.assertEqual(503, answer.status, answer)
        self.assertEqual(before, len(self.replies()))
        self.assert_same(node)

    def test_behind(self):
        node = self.beside("-")
        before = self.replies()
        answer = self.write(node, "Du passé.")
        # Decided at its own time, or just behind what it had accepted: it counts, and time never runs back.
        self.assertEqual(201, answer.status, answer)
        times = self.replies()
        self.assertEqual(len(before) + 1, len(times))
        self.assertEqual(sorted(times), times)
        self.assert_same(node)


if __name__ == "__main__":
    run_tests()
