# SPDX-License-Identifier: Apache-2.0
"""A topic that is not what a node has read of it — truncated, created anew, edited, set wrongly — is refused, loudly."""
import secrets
import time
import unittest

import kcat
import wire
from brokers import Brokers
from run import run_tests
from town import PASSWORD, KafkaHouse, KafkaTown, must, palabre

SETTINGS = {"cleanup_policy": "delete", "retention_ms": "-1", "retention_bytes": "-1", "message_timestamp_type": "LogAppendTime",
            "max_message_bytes": "1048576", "unclean_leader_election_enable": "false", "min_insync_replicas": "1"}


class Ground(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.brokers = Brokers.of_test(cls)

    def refused(self, house) -> str:
        """What a node says that does not start."""
        done = house.run("admin", "create", "--email", "b@example.org", "--name", "Bo", stdin=PASSWORD + "\n")
        self.assertEqual(1, done.returncode, done)
        return done.stderr

    def address(self, topic):
        return f"kafka://{self.brokers.bootstrap}/{topic}"

    def house(self, topic):
        return KafkaHouse(self, self.address(topic))

    def town(self):
        town = KafkaTown(self, self.brokers)
        town.server.stop()
        return town

    def made_anew(self, town):
        wire.delete_topic(self.brokers.any_address(), town.topic)
        until = time.monotonic() + 30
        while town.topic in wire.metadata(self.brokers.any_address()).topics:
            self.assertLess(time.monotonic(), until)
            time.sleep(0.1)
        must("kafka", "create-topics", "--log", town.log)

    def test_truncated_at_its_beginning(self):
        town = self.town()
        wire.delete_records(self.brokers.leader(town.topic).address, town.topic, 0, 2)
        self.assertIn("partition 0: begins at offset 2", self.refused(town.house))
        self.assertIn("partition 0: begins at offset 2", self.refused(self.house(town.topic)), "a new node")

    def test_made_anew_and_shorter(self):
        town = self.town()
        self.made_anew(town)
        self.assertRegex(self.refused(town.house), r"partition 0: ends before offset 2, and this node has read up to offset \d+")

    def test_made_anew_and_longer(self):
        town = self.town()
        records = kcat.records(self.brokers.bootstrap, town.topic)
        self.made_anew(town)
        for record in records:
            headers = list(zip(record["headers"][::2], record["headers"][1::2]))
            kcat.produce(self.brokers.bootstrap, town.topic, record["payload"].encode(), record["key"], headers)
        self.assertRegex(self.refused(town.house), r"partition 0: the record at offset \d+ is not the one that this node has read")

    def test_made_anew_under_a_running_node(self):
        town = KafkaTown(self, self.brokers)
        self.made_anew(town)
        town.server.process.wait(60)
        self.assertEqual(3, town.server.kill())
        self.assertRegex("".join(town.server.errors), r"partition 0: there is nothing at offset \d+")

    def test_wrong_settings(self):
        for setting, value in [("cleanup_policy", "compact"), ("retention_ms", "1000000000"), ("retention_bytes", "1000000000"),
                               ("message_timestamp_type", "CreateTime"), ("max_message_bytes", "1000000"),
                               ("unclean_leader_election_enable", "true")]:
            with self.subTest(setting):
                topic = f"wrong.{secrets.token_hex(4)}"
                self.brokers.create_topic(topic, **{**SETTINGS, setting: value})
                done = palabre("kafka", "create-topics", "--log", self.address(topic))
                self.assertEqual(1, done.returncode)
                self.assertIn(f'{setting.replace("_", ".")} is "{value}" and must be', done.stderr)
                self.assertEqual([], kcat.records(self.brokers.bootstrap, topic), "it is left alone")
        topic = f"right.{secrets.token_hex(4)}"
        self.brokers.create_topic(topic, **SETTINGS)
        must("kafka", "create-topics", "--log", self.address(topic))

    def test_no_such_topic(self):
        house = self.house("nobody.made.this")
        done = house.run("admin", "create", "--email", "a@example.org", "--name", "Ada", stdin=PASSWORD + "\n")
        self.assertEqual(1, done.returncode)
        self.assertIn("there is no topic nobody.made.this: palabre kafka create-topics makes it", done.stderr)

    def test_one_kind_of_log_is_not_taken_for_the_other(self):
        town = self.town()
        done = palabre("verify", "--data", town.house.data)
        self.assertEqual(1, done.returncode)
        self.assertIn("was read from Kafka: name the topic by --log", done.stderr)
        embedded = self.house(town.topic)
        done = palabre("admin", "create", "--data", embedded.data, "--email", "a@example.org", "--name", "Ada", stdin=PASSWORD + "\n")
        self.assertEqual(0, done.returncode, done)
        self.assertIn("holds an embedded log", self.refused(embedded))

    def test_addresses_that_are_none(self):
        for text in ("kafka://a", "kafka://a:1", "kafka:/a:1/t", "somewhere"):
            for arguments in (["verify", "--log", text], ["serve", "--log", text], ["kafka", "create-topics", "--log", text]):
                done = palabre(*arguments, *(["--data", "nowhere"] if arguments[0] != "kafka" else []))
                self.assertEqual(1, done.returncode, arguments)
                self.assertRegex(done.stderr, r"--log.*kafka://host:port,host:port/topic", arguments)

    def test_partitions_that_are_added_while_a_node_runs(self):
        town = KafkaTown(self, self.brokers)
        must("kafka", "add-partitions", "--log", town.log, "--partitions", "4")
        done = palabre("kafka", "add-partitions", "--log", town.log, "--partitions", "3")
        self.assertEqual(1, done.returncode)
        self.assertIn("has 4 and cannot have fewer", done.stderr)
        partitions, until = set(), time.monotonic() + 90
        while not partitions - {0}:
            self.assertLess(time.monotonic(), until)
            slug = "c" + secrets.token_hex(4)
            town.admin.must(201, "POST", "/api/v1/communities", {"slug": slug, "name": slug})
            partitions = {event["data"]["partition"] for event in town.house.events("--type", "accounts.community-registered")}
            time.sleep(0.5)
        town.server.stop()
        town.house.digests()


if __name__ == "__main__":
    run_tests()
