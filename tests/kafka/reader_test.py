# SPDX-License-Identifier: Apache-2.0
"""docs/reference_reader.py over a topic: what of records that a hand has written counts, and what ends the reading."""
import base64
import json
import pathlib
import shlex
import subprocess
import sys
import unittest
from datetime import datetime, timedelta

import kcat
from brokers import Brokers
from proposals import Record, base32, command, control, entity, genesis, instant, now, opening, proposal
from run import run_tests
from town import KafkaTown

SOURCE = pathlib.Path(__file__).resolve().parents[2]
HOME, OTHER = "aaaaaaaaaaaaa", "bbbbbbbbbbbbb"
THREAD, POST = entity(HOME, "thread-status", "t"), entity(HOME, "post", "p")


def read(records: bytes) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-B", SOURCE / "docs" / "reference_reader.py", "--topic"], input=records,
                          capture_output=True, timeout=120, check=False)


def lines(records: list[tuple[int, int, Record]]) -> bytes:
    """Records without a broker, as (partition, offset, record), in the form of kcat's lines."""
    return b"".join(json.dumps({"partition": partition, "offset": offset, "ts": now() // 1000, "payload": record.value.decode(),
                                "headers": [part for pair in record.headers for part in pair]}).encode() + b"\n"
                    for partition, offset, record in records)


class History:
    """Records one after another, and of each whether it counts."""

    def __init__(self):
        self.records: list[Record] = []
        self.accepted: list[Record] = []

    def add(self, counts: bool, record: Record) -> Record:
        self.records.append(record)
        if counts:
            self.accepted.append(record)
        return record


def contested() -> History:
    """Two nodes at one thread: a conflict, what was decided on it, a second copy, one that lands late."""
    history = History()
    history.add(False, opening(0))
    history.add(False, proposal(HOME, 1, {}, []))  # its community's genesis comes later
    history.add(False, genesis(HOME))
    opened = history.add(True, proposal(HOME, 2, {THREAD: None}, [THREAD], kind="forum.thread-opened.v1", ce_subject="t"))
    history.add(False, opened)  # appended again: a duplicate
    history.add(False, proposal(HOME, 2, {THREAD: opened.version}, [THREAD], b"{}"))  # the command decided again, after it had landed
    locked = history.add(True, proposal(HOME, 3, {THREAD: opened.version}, [THREAD], ce_actor="m", ce_correlationid="c"))
    lost = history.add(False, proposal(HOME, 4, {THREAD: opened.version}, [THREAD, POST]))  # the other node's, a moment later
    history.add(False, proposal(HOME, 5, {POST: lost.version}, [POST]))  # decided on what did not count
    history.add(False, control("barrier", f'{{"id":"{base32(bytes(32))}"}}'))
    late = proposal(HOME, 6, {}, [], at=now() - 3600 * 10**6)
    history.add(True, proposal(HOME, 7, {POST: None}, [POST], "{\"t\":\"é\u2028\"}".encode(), ce_originaltime="2014-01-21T21:05:11.577000Z"))
    history.add(True, late)  # landed an hour later: its time is moved behind the last one's
    history.add(False, proposal(HOME, 8, {POST: None}, [POST], at=now() - 3600 * 10**6))  # late, and the post is written meanwhile
    history.add(False, proposal(HOME, 9, {THREAD: locked.version}, [], at=now() + 3600 * 10**6))  # an hour ahead of the broker's clock
    history.add(True, proposal(HOME, 10, {THREAD: locked.version}, [], at=now() + 30 * 10**6))
    history.add(False, proposal(OTHER, 11, {}, []))  # of a community that does not live here
    history.add(False, genesis(HOME))  # a second one says nothing new
    history.add(True, proposal(HOME, 12, {}, [THREAD], palabre_seen=f"3:{base32(bytes(32))}", x_free="a,b=c", palabre_origin="process"))
    history.add(False, proposal(HOME, 13, {THREAD: locked.version}, []))  # what it read was written blindly
    return history


def spoiled(community: str = HOME) -> list[Record]:
    """Nearly proposals: each would count but for one thing."""
    good = [proposal(community, 100 + n, {}, []) for n in range(40)]
    take = iter(good)
    text = dict(good[0].headers)
    bad = [next(take).but(**change) for change in (
        {"ce_id": "A" * 26}, {"ce_id": text["ce_id"][:25] + "b"}, {"ce_source": "UPPER"}, {"ce_type": ""}, {"ce_subject": ""},
        {"ce_time": "2026-02-30T00:00:00.000000Z"}, {"ce_time": "2026-01-01T00:00:00.000Z"}, {"ce_specversion": "1.1"},
        {"palabre_rule": "2"}, {"palabre_origin": "other"}, {"palabre_writes": None}, {"palabre_reads": ""}, {"content_type": None},
        {"content_type": "text/plain"}, {"ce_colour": "red"}, {"palabre_colour": "red"}, {"palabre_request": "x"},
        {"ce_originaltime": "yesterday"}, {"ce_actor": "\udcff"}, {"palabre_reads": text["palabre_reads"] + " "})]
    bad += [next(take).but(value) for value in (None, b"\xff\xfe", b"x" * (512 * 1024 + 1))]
    repeated = next(take)
    bad.append(Record([*repeated.headers, ("ce_type", "forum.post-published.v1")], repeated.value, repeated.key))
    a, b = sorted((THREAD, POST))
    bad.append(next(take).but(palabre_writes=f"{base32(b)} {base32(a)}"))
    bad.append(next(take).but(palabre_reads=f"{base32(a)}:0", palabre_writes=base32(a)))  # not its own command's entity
    bad.append(Record(next(take).headers + [("palabre_control", "barrier")], b"{}", community))
    bad += [Record([], b"plain text"), Record([("content-type", "application/json")], b"{}"), Record([("ce_id", "x")], b"")]
    bad += [control("genesis", '{"community":"no such!"}'), control("genesis", f'{{"community":"{OTHER}","more":1}}'),
            control("genesis", f'{{"community":"{OTHER}"}}', "2"), control("genesis", "[]"), control("other", "{}"),
            control("rule", '{"rule":2}', "2"), control("opening", "{}", "2"), opening(0, "2")]
    return bad


def documented(bootstrap: str, topic: str) -> list[str]:
    """The arguments of the kcat line of docs/analysts.md."""
    text = (SOURCE / "docs" / "analysts.md").read_text("utf-8").replace(" \\\n", " ")
    line = next(line.strip() for line in text.splitlines() if line.startswith("    kcat -C "))
    command = line.partition(" >")[0].replace("kafka:9092", bootstrap).replace("palabre.events.v1", topic)
    return shlex.split(command)[1:]


class ATopic(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.brokers = Brokers.of_test(cls)

    def written(self, topic: str, records: list[Record]) -> bytes:
        """The records in a new topic, as the documented kcat line prints them."""
        self.brokers.create_topic(topic, message_timestamp_type="LogAppendTime")
        for record in records:
            kcat.produce(self.brokers.bootstrap, topic, record.value, record.key, record.headers)
        return kcat.run(documented(self.brokers.bootstrap, topic))

    def assert_printed(self, printed: bytes, accepted: list[Record]):
        """One line an accepted record, in their order, numbered, its time behind the last one's, the value as it is."""
        got = printed.splitlines()
        self.assertEqual([dict(record.headers)["ce_id"] for record in accepted], [json.loads(line)["id"] for line in got])
        last = ""
        for number, (record, line) in enumerate(zip(accepted, got, strict=True), 1):
            event, named = json.loads(line), dict(record.headers)
            self.assertEqual((f"{number:020}", named["ce_source"], named.get("ce_actor"), named["palabre_origin"]),
                             (event["sequence"], event["source"], event.get("actor"), event["origin"]))
            self.assertEqual(max(named["ce_time"], after(last)), event["time"])
            self.assertTrue(line.endswith(b',"data":' + record.value + b"}"), line)
            last = event["time"]

    def test_counts_what_rule_1_takes(self):
        history = contested()
        done = read(self.written("contested", history.records))
        self.assertEqual((0, b""), (done.returncode, done.stderr))
        self.assert_printed(done.stdout, history.accepted)

    def test_passes_over_what_is_not_well_formed(self):
        last = proposal(HOME, 1, {}, [])
        records = self.written("spoiled", [opening(0), genesis(HOME), *spoiled(), last])
        self.assertEqual(len(spoiled()) + 3, len(records.splitlines()))
        done = read(records)
        self.assertEqual((0, b""), (done.returncode, done.stderr))
        self.assert_printed(done.stdout, [last])


class AnOrderThatWasPlanted(unittest.TestCase):
    """Into the topic of a real community: what a reader makes of it is what a node makes of it."""

    @classmethod
    def setUpClass(cls):
        cls.brokers = Brokers.of_test(cls)

    def topic(self) -> list[Record]:
        """All records, as they stand there."""
        printed = kcat.run(documented(self.brokers.bootstrap, self.town.topic)).splitlines()
        found = []
        for record in map(json.loads, printed):
            names = record["headers"]
            found.append(Record(list(zip(names[::2], names[1::2], strict=True)), record["payload"].encode(), record["key"]))
        return found

    def again(self, record: Record, number: int, versions: dict, at: int | None = None) -> Record:
        """The same act as another command, which has read these versions, or what the other one had read."""
        named = dict(record.headers)
        community, old, new = named["ce_source"], named["ce_id"], command(number)
        commands = {base32(entity(community, "command", old)): base32(entity(community, "command", new))}
        reads = []
        for part in named["palabre_reads"].split(" "):
            entity_text, _, version = part.partition(":")
            entity_text = commands.get(entity_text, entity_text)
            reads.append(f"{entity_text}:{versions.get(entity_text, version)}")
        writes = [commands.get(text, text) for text in named["palabre_writes"].split(" ")]
        return record.but(ce_id=new, ce_time=named["ce_time"] if at is None else instant(at), palabre_reads=" ".join(sorted(reads, key=raw)),
                          palabre_writes=" ".join(sorted(writes, key=raw)))

    def test_reader_and_replay_print_the_same(self):
        self.town = town = KafkaTown(self, self.brokers)
        town.live()
        liked = town.thread(town.anna)
        like = f"{town.api}/posts/{liked['post']}/reactions/like"
        town.boris.must(204, "PUT", like)
        town.boris.must(204, "DELETE", like)
        town.settle()
        before = town.house.must("replay").splitlines()
        self.assertEqual(0, town.server.stop())
        records = self.topic()
        acts = [record for record in records if "ce_id" in dict(record.headers)]
        added = [record for record in acts if dict(record.headers)["ce_type"] == "forum.reaction-added.v1"][-1]
        current = versions(records)
        planted = [
            acts[-1], acts[0],  # duplicates: of the last one and of the first
            self.again(added, 901, {}),  # a conflict: it has read what was so before the reaction was withdrawn
            self.again(added, 902, current, now() - 3600 * 10**6),  # decided an hour ago, landed now
            self.again(added, 903, current),  # the next one, which does not know of that
            *spoiled(dict(added.headers)["ce_source"]),
            Record([], b"nothing of ours"), Record([("trace", "x")], b"", "somebody"),
            proposal(OTHER, 1, {}, []),  # of a community that is not here
            control("barrier", f'{{"id":"{base32(bytes(32))}"}}'),
        ]
        for record in planted:
            kcat.produce(self.brokers.bootstrap, town.topic, record.value, record.key, record.headers)
        done = read(kcat.run(documented(self.brokers.bootstrap, town.topic)))
        self.assertEqual((0, b""), (done.returncode, done.stderr))
        town.nodes = [town.house.serve()]
        town.settle()
        self.assertEqual(done.stdout.decode(), town.house.must("replay"))
        self.assertEqual(before, done.stdout.decode().splitlines()[:len(before)])
        self.assertEqual(1, len(done.stdout.splitlines()) - len(before), "the one that landed late")
        # And what a new node makes of all of it at once.
        town.another()
        first, second = town.digests()
        self.assertEqual(first, second)


def raw(text: str) -> bytes:
    """By what entities, and reads that begin with one, are ordered."""
    return base64.b32decode(text[:26].upper() + "======")


def versions(records: list[Record]) -> dict[str, str]:
    """What each entity's version is behind these records, as texts."""
    found = {}
    for record in records:
        if "ce_id" not in (named := dict(record.headers)):
            continue
        for text in named["palabre_writes"].split(" "):
            found[text] = base32(record.version)
    return found


def after(time: str) -> str:
    """One µs later; of nothing, nothing."""
    return (datetime.fromisoformat(time[:-1]) + timedelta(microseconds=1)).isoformat(timespec="microseconds") + "Z" if time else ""


class WhatEndsTheReading(unittest.TestCase):
    """Without a broker: these records are in the form of kcat's lines."""

    good = [(0, 0, opening(0)), (0, 1, genesis(HOME)), (0, 2, proposal(HOME, 1, {}, []))]

    def test_what_is_in_order_is_read(self):
        done = read(lines(self.good))
        self.assertEqual((0, [command(1)]), (done.returncode, [json.loads(line)["id"] for line in done.stdout.splitlines()]))

    def test_is_told(self):
        begin = self.good[:2]
        for records, word in (([*begin, (0, 2, control("rule", "{}", "2"))], "rule 2"),
                              ([(0, 0, opening(0, "2"))], "rule 2"),
                              ([*begin, (1, 0, opening(1)), (1, 1, genesis(HOME))], "two partitions"),
                              (self.good[1:], "from the beginning"),
                              ([*begin, begin[1]], "in order")):
            with self.subTest(word):
                done = read(lines(records))
                self.assertEqual(1, done.returncode)
                self.assertIn(word, done.stderr.decode())

    def test_a_partition_without_an_opening_is_not_used(self):
        for first in (genesis(OTHER), opening(0), proposal(HOME, 9, {}, [])):
            done = read(lines([*self.good, (1, 0, first), (1, 1, opening(1)), (1, 2, genesis(OTHER)), (1, 3, proposal(OTHER, 2, {}, []))]))
            self.assertEqual((0, 1), (done.returncode, len(done.stdout.splitlines())), done.stderr)

    def test_a_community_lives_in_its_own_partition(self):
        done = read(lines([*self.good, (1, 0, opening(1)), (1, 1, proposal(HOME, 2, {}, [])), (1, 2, genesis(OTHER)),
                           (1, 3, proposal(OTHER, 3, {}, [], at=0))]))
        self.assertEqual(0, done.returncode, done.stderr)
        self.assertEqual([(HOME, "00000000000000000001"), (OTHER, "00000000000000000001")],
                         [(e["source"], e["sequence"]) for e in map(json.loads, done.stdout.splitlines())])
        self.assertEqual(instant(0), json.loads(done.stdout.splitlines()[1])["time"])


if __name__ == "__main__":
    run_tests()
