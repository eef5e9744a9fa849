# SPDX-License-Identifier: Apache-2.0
"""`palabre upgrade`: the level is raised once every running node knows it, and not before; and from one release to the next, node by
node, under load. PALABRE_OLDER and PALABRE_NEWER name the two programs (CMakeLists.txt says how they differ)."""
import contextlib
import os
import shutil
import subprocess
import threading
import time
import unittest

from brokers import Brokers
from run import run_tests
from town import KafkaHouse, KafkaTown, Town

import palabre_process  # which town.py has found

TOO_OLD = "the platform is at level 2 and this version knows 1: install a newer one"
CATCHING_UP = "projections do not show yet what the log held at the start"
HALTED = "an event type that this version does not know: install a newer one"
OLDER, NEWER = (os.environ.pop(name, None) for name in ("PALABRE_OLDER", "PALABRE_NEWER"))  # the program knows no such settings


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
                                "-X", "partition.assignment.strategy=range", topic],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(old.wait)
        self.addCleanup(old.kill)
        until = time.monotonic() + 60
        while (done := self.upgrade()).returncode == 0 and time.monotonic() < until:
            time.sleep(0.5)  # until the group has taken it in
        self.assertEqual(1, done.returncode, done)
        self.assertRegex(done.stderr, r"\Apalabre: [^\n]+palabre/level-0[^\n]+\n\Z")


@contextlib.contextmanager
def release(binary):
    """What is started in here is this program."""
    before, palabre_process.BINARY = palabre_process.BINARY, binary
    try:
        yield
    finally:
        palabre_process.BINARY = before


class Talk:
    """Somebody who replies at whichever node there is, without a pause, until it is stopped."""

    def __init__(self, town, member, question):
        self.town, self.question, self.said, self.failed = town, question, 0, []
        self.at, self.lock, self.stopping = None, threading.Lock(), threading.Event()
        self.member = member
        self.thread = threading.Thread(target=self.run)

    def go_to(self, node):
        """From now on there; returns when nothing is under way elsewhere."""
        client = self.town.at(node, self.member)
        with self.lock:
            self.at = client
        if not self.thread.is_alive():
            self.thread.start()

    def run(self):
        try:
            while not self.stopping.is_set():
                with self.lock:
                    self.town.reply(self.at, self.question, f"Réponse {self.said}.")
                    self.said += 1
                time.sleep(0.02)
        except BaseException as why:  # noqa: B902 - told by stop()
            self.failed.append(why)

    def stop(self):
        self.stopping.set()
        self.thread.join()
        assert self.failed == [], self.failed
        return self.said


@unittest.skipUnless(OLDER and NEWER, "PALABRE_OLDER and PALABRE_NEWER name no programs")
class TwoReleases(unittest.TestCase):
    """The newer release knows one event more: that a thread is pinned."""

    @classmethod
    def setUpClass(cls):
        cls.brokers = Brokers.of_test(cls, quick=True)

    def pin(self, node, thread):
        return self.town.at(node, self.anna).put(f"{Town.api}/threads/{thread}/pin")

    def replace(self, number, binary):
        """The node is stopped, and started again as that release."""
        node = self.town.nodes[number]
        self.assertEqual(0, node.stop(), node.errors)
        with release(binary):
            self.town.nodes[number] = node.house.serve()
        return self.town.nodes[number]

    def upgrade(self):
        house = KafkaHouse(self, self.town.log)
        shutil.copy(self.town.house.key, house.key)
        with release(NEWER):
            return house.run("upgrade", "--log", self.town.log)

    def test_node_by_node_under_load(self):
        with release(OLDER):
            self.town = town = KafkaTown(self, self.brokers)
            self.anna = town.newcomer("Anna Ambre")
            town.give_role(self.anna, "moderator")
            town.another()
        thread = town.thread(self.anna)["id"]
        town.settle()
        talk = Talk(town, self.anna, thread)
        self.addCleanup(talk.stopping.set)
        talk.go_to(town.nodes[1])

        first = self.replace(0, NEWER)
        # What an older node could not read is not written yet, and the level not raised.
        refused = self.pin(first, thread)
        self.assertEqual((503, "not-upgraded"), (refused.status, refused.reason), refused)
        done = self.upgrade()
        self.assertEqual(1, done.returncode, done)
        self.assertRegex(done.stderr, r"\Apalabre: [^\n]+palabre/level-1[^\n]+\n\Z")

        talk.go_to(first)
        second = self.replace(1, NEWER)
        done = self.upgrade()
        self.assertEqual((0, ""), (done.returncode, done.stderr))
        self.assertEqual(204, self.pin(first, thread).status)
        self.assertGreater(talk.stop(), 0)
        town.settle()
        for node in (first, second):
            self.assertTrue(town.page(thread, town.at(node, self.anna))["thread"]["pinned"])

        # One that comes back as it was is not ready, and does not write.
        self.assertEqual(0, second.stop())
        with release(OLDER):
            late = second.house.serve(ready=False)
        self.assertIn(TOO_OLD, self.reasons(late))
        refused = town.at(late, self.anna).post(f"{Town.api}/threads/{thread}/posts", {"body": "Trop tard."})
        self.assertEqual((503, "outdated"), (refused.status, refused.reason), refused)
        self.assertEqual(0, late.stop(), late.errors)
        with release(NEWER):
            town.nodes[1] = second.house.serve()
            here, there = town.digests()
        self.assertEqual(here, there)
        said = town.house.must("replay", "--type", "forum.post-published.v3")
        self.assertEqual(talk.said, len(said.splitlines()))

    def test_an_event_that_is_not_known_halts_its_community_alone(self):
        with release(NEWER):
            self.town = town = KafkaTown(self, self.brokers)
            self.anna = town.newcomer("Anna Ambre")
            town.give_role(self.anna, "moderator")
            town.admin.must(201, "POST", "/api/v1/communities", {"slug": "ailleurs", "name": "Ailleurs", "shows_names": False})
        thread = town.thread(self.anna, "Avant")["id"]
        self.assertEqual(0, self.upgrade().returncode)
        self.assertEqual(204, self.pin(town.server, thread).status)
        later = town.thread(self.anna, "Après")["id"]
        self.elsewhere("salle")

        # From the topic alone: so it comes to what it does not know, always.
        with release(OLDER):
            older = town.another(ready=False)
            town.nodes.remove(older)
        self.assert_halted(older, thread, later)
        self.until_shown(older, self.elsewhere("grenier"))
        # Begun again it knows that it has passed something over, and does not look like one that has not.
        self.assertEqual(0, older.stop(), older.errors)
        with release(OLDER):
            older = older.house.serve(ready=False)
        self.assert_halted(older, thread, later)
        # A tool gives out nothing that lacks events.
        self.assertEqual(0, older.stop(), older.errors)
        with release(OLDER):
            done = older.house.run("rebuild")
        self.assertEqual(1, done.returncode, done)
        self.assertRegex(done.stderr, r"palabre: community [^\n]+ stands still at forum\.thread-pinned\.v1, its event \d+: [^\n]+\n\Z")

        with release(NEWER):
            town.nodes.append(older.house.serve())
            self.assertTrue(town.page(thread, town.at(town.nodes[1], self.anna))["thread"]["pinned"])
            here, there = town.digests()
        self.assertEqual(here, there)

    def elsewhere(self, slug):
        """A new space of another community: where it is shown."""
        api = "/api/v1/communities/ailleurs/spaces"
        made = self.town.admin.must(201, "POST", api, {"slug": slug, "name": slug.capitalize(), "kind": "theme",
                                                       "visibility": "public", "join_rule": "open"})
        return f"{api}/{made['id']}"

    def reasons(self, node, seconds=60):
        """Why the node is not ready, once it shows all that its log holds."""
        until = time.monotonic() + seconds
        while True:
            health = node.health()
            self.assertEqual(503, health.status, health)
            if health.json["applied"] == health.json["end"] and CATCHING_UP not in health.json["reasons"]:
                return health.json["reasons"]
            self.assertLess(time.monotonic(), until, health)
            time.sleep(0.05)

    def until_shown(self, node, path, seconds=60):
        """A page that another node has just made something of is shown here, and not as what may be old."""
        until = time.monotonic() + seconds
        while (shown := node.anonymous(path)).status == 404:
            self.assertLess(time.monotonic(), until, path)
            time.sleep(0.1)
        self.assertEqual((200, None), (shown.status, shown.headers.get("palabre-stale")), shown)

    def assert_halted(self, node, before, after):
        """What the community was up to the pin is shown, as what may be old; the pin and all behind it is not there."""
        reasons = self.reasons(node)
        self.assertIn(TOO_OLD, reasons)
        halted = [reason for reason in reasons if reason.endswith(HALTED)]
        self.assertEqual(1, len(halted), reasons)
        self.assertIn(" stands still at forum.thread-pinned.v1, ", halted[0])
        shown = node.anonymous(f"{Town.api}/threads/{before}")
        self.assertEqual((200, "true"), (shown.status, shown.headers.get("palabre-stale")), shown)
        self.assertFalse(shown.json["thread"]["pinned"])
        self.assertEqual(404, node.anonymous(f"{Town.api}/threads/{after}").status)
        refused = self.town.at(node, self.anna).post(f"{Town.api}/threads/{before}/posts", {"body": "Trop tard."})
        self.assertEqual((503, "outdated"), (refused.status, refused.reason), refused)


if __name__ == "__main__":
    run_tests()
