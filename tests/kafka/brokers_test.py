# SPDX-License-Identifier: Apache-2.0
"""The brokers that other tests stand on: they come, keep what they acknowledged, and are lost one at a time."""
import pathlib
import shutil
import subprocess
import tempfile
import unittest

import kcat
import wire
from brokers import Brokers
from run import run_tests

SCRIPT = pathlib.Path(__file__).resolve().parents[2] / "script" / "kafka"


class OneBroker(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.brokers = Brokers.of_test(cls)

    def values(self, topic):
        return [record["payload"] for record in kcat.records(self.brokers.bootstrap, topic)]

    def test_keeps_records_over_kill_9(self):
        self.brokers.create_topic("kept", message_timestamp_type="LogAppendTime")
        kcat.produce(self.brokers.bootstrap, "kept", b"a value", "a key", [("name", "text"), ("name", "again")])
        broker = self.brokers.leader("kept")
        before = broker.pid
        broker.kill()
        self.assertIsNone(broker.pid)
        self.brokers.start()
        self.assertNotEqual(before, broker.pid)
        self.brokers.leader("kept")
        [record] = kcat.records(self.brokers.bootstrap, "kept")
        self.assertEqual(("a value", "a key", ["name", "text", "name", "again"], "logappend"),
                         (record["payload"], record["key"], record["headers"], record["tstype"]))

    def test_refuses_topics_that_are_not_there(self):
        with self.assertRaises(AssertionError):
            kcat.produce(self.brokers.bootstrap, "nobody-made-this", b"a value")

    def test_makes_a_topic_once_and_removes_it(self):
        self.brokers.create_topic("twice", 2)
        with self.assertRaises(wire.Refused) as refused:
            self.brokers.create_topic("twice")
        self.assertEqual(36, refused.exception.code)
        self.assertEqual({0, 1}, wire.metadata(self.brokers.any_address()).topics["twice"].keys())
        wire.delete_topic(self.brokers.any_address(), "twice")
        with self.assertRaises(wire.Refused):
            wire.delete_topic(self.brokers.any_address(), "twice")

    def test_cuts_the_beginning_off(self):
        self.brokers.create_topic("cut")
        for value in (b"one", b"two", b"three"):
            kcat.produce(self.brokers.bootstrap, "cut", value)
        wire.delete_records(self.brokers.leader("cut").address, "cut", 0, 2)
        self.assertEqual(["three"], self.values("cut"))


class ThreeBrokers(unittest.TestCase):
    def test_lose_a_leader_and_no_record(self):
        brokers = Brokers.of_test(self, count=3)
        brokers.create_topic("kept")
        kcat.produce(brokers.bootstrap, "kept", b"before")
        lost = brokers.leader("kept")
        lost.kill()
        kcat.produce(brokers.bootstrap, "kept", b"without it")
        self.assertNotEqual(lost.node, brokers.leader("kept").node)
        brokers.start()
        self.assertEqual(["before", "without it"], [record["payload"] for record in kcat.records(brokers.bootstrap, "kept")])


class TheScript(unittest.TestCase):
    def run_script(self, *arguments):
        return subprocess.run([str(SCRIPT), *arguments, "--dir", self.folder], capture_output=True, text=True, timeout=240,
                              check=False)

    def test_brings_brokers_up_and_down(self):
        self.folder = tempfile.mkdtemp(prefix="palabre-kafka-")
        self.addCleanup(shutil.rmtree, self.folder)
        self.addCleanup(self.run_script, "down")
        nothing = self.run_script("status")
        self.assertEqual((1, "no brokers\n"), (nothing.returncode, nothing.stdout))
        up = self.run_script("up", "--quick")
        self.assertEqual((0, ""), (up.returncode, up.stderr))
        bootstrap = up.stdout.strip()
        self.assertRegex(bootstrap, r"^127\.0\.0\.1:\d+$")
        self.assertEqual(up.stdout, self.run_script("up").stdout)
        self.assertEqual(2, self.run_script("up", "--brokers", "3").returncode)
        self.assertEqual(bootstrap, pathlib.Path(self.folder, "bootstrap").read_text("utf-8"))
        status = self.run_script("status")
        self.assertEqual(0, status.returncode)
        self.assertRegex(status.stdout, rf"^broker 1  {bootstrap}  pid \d+\n$")
        self.assertEqual(0, self.run_script("down").returncode)
        status = self.run_script("status")
        self.assertEqual((1, f"broker 1  {bootstrap}  down\n"), (status.returncode, status.stdout))
        self.assertNotEqual(up.stdout, self.run_script("up", "--new").stdout)


if __name__ == "__main__":
    run_tests()
