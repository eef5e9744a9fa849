# SPDX-License-Identifier: Apache-2.0
"""Mails of a cluster: one node writes them, and what it has queued and sent is every node's. Whoever takes over goes on from there:
each notice is in the mail server's hands once, but for the one that was on its way when its node was killed."""
import collections
import signal
import threading
import time
import unittest

import wire
from brokers import Brokers
from run import run_tests
from town import KafkaHouse, KafkaTown, Town, must

from mail_house import MailServer, quiet  # beside palabre_process, which town.py has found

HERE = "mails are written here"


class MailTown(KafkaTown):
    """A KafkaTown whose nodes send to one mail server."""

    def __init__(self, test, brokers):
        self.mails = MailServer(test)
        self.more = [*self.mails.options, "--public-url", "http://palabre.example"]
        super().__init__(test, brokers)

    def make_house(self, test):
        house, more = super().make_house(test), self.more

        class House(KafkaHouse):
            def serve(self, *flags, **given):
                return super().serve(*more, *flags, level="info", **given)

        house.__class__ = House
        return house

    def another(self, *flags, **more):
        return super().another(*self.more, *flags, level="info", **more)

    def writer(self, among, seconds=60):
        """Which of these nodes writes mails: the last to have said so."""
        until = time.monotonic() + seconds
        while True:
            for node in among:
                said = [line for line in list(node.errors) if "mails are written" in line]
                if said and HERE in said[-1]:
                    return node
            assert time.monotonic() < until, "nobody writes mails"
            time.sleep(0.1)

    def sent(self):
        """How often each mail has come."""
        return collections.Counter(mail["Message-ID"] for mail in self.mails.mails())

    def await_sent(self, count, seconds=90):
        until = time.monotonic() + seconds
        while len(sent := self.sent()) < count:
            assert time.monotonic() < until, f"{len(sent)} of {count} mails have come"
            time.sleep(0.2)
        quiet()
        return self.sent()


class Writers:
    """Replies to Ada's questions through one node, each of which is a mail to her, until they are stopped."""

    def __init__(self, town, node, threads=2):
        self.town, self.node, self.count, self.failed = town, node, 0, []
        self.stopping, self.lock = threading.Event(), threading.Lock()
        ada, bob = town.newcomer("Ada"), town.newcomer("Bob")
        self.question = town.thread(ada)["id"]
        town.settle()
        self.threads = [threading.Thread(target=self.run, args=(town.at(node, bob),)) for _ in range(threads)]
        for thread in self.threads:
            thread.start()

    def run(self, client):
        try:
            while not self.stopping.is_set():
                self.town.reply(client, self.question, "Une réponse.")
                with self.lock:
                    self.count += 1
                time.sleep(0.02)
        except BaseException as why:  # noqa: B902 - told by stop()
            self.failed.append(why)

    def stop(self):
        self.stopping.set()
        for thread in self.threads:
            thread.join()
        assert self.failed == [], self.failed
        return self.count


class MailsOfACluster(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.brokers = Brokers.of_test(cls, quick=True)

    def test_the_node_that_writes_is_killed_under_load_again_and_again(self):
        town = MailTown(self, self.brokers)
        first = town.server
        self.assertIs(first, town.writer([first]))
        face = town.another()  # takes the load and is never killed
        town.another()
        town.another()
        writers = Writers(town, face)
        killed = 0
        try:
            for _ in range(3):
                alive = [node for node in town.nodes if node.process.poll() is None]
                writing = town.writer(alive)
                came = sum(town.sent().values())
                until = time.monotonic() + 60
                while sum(town.sent().values()) < came + 20:  # it is at it
                    self.assertLess(time.monotonic(), until)
                    time.sleep(0.02)
                if writing is face:
                    break  # the last one there is
                writing.kill()
                killed += 1
        finally:
            count = writers.stop()
        self.assertGreaterEqual(killed, 1)
        sent = town.await_sent(count, seconds=180)  # the postman pauses between mails
        self.assertEqual(count, len(sent), "one mail a reply, and no other")
        twice = {mail: times for mail, times in sent.items() if times > 1}
        self.assertLessEqual(len(twice), killed, "more than what was on its way")
        self.assertLessEqual(max(sent.values()), 2)
        print(f"{count} replies, {killed} nodes killed, {len(twice)} mails twice", flush=True)

    def test_a_node_that_stands_still_sends_nothing_twice(self):
        town = MailTown(self, self.brokers)
        face = town.another()
        writing = town.writer([town.server, face])
        other = face if writing is town.server else town.server
        writers = Writers(town, other)
        until = time.monotonic() + 60
        while len(town.sent()) < 20:
            self.assertLess(time.monotonic(), until)
            time.sleep(0.02)
        writing.process.send_signal(signal.SIGSTOP)
        try:
            self.assertIs(other, town.writer([other]))
            came = len(town.sent())
            while len(town.sent()) < came + 20:
                self.assertLess(time.monotonic(), until + 60)
                time.sleep(0.02)
        finally:
            writing.process.send_signal(signal.SIGCONT)
        time.sleep(2)
        sent = town.await_sent(writers.stop())
        twice = [mail for mail, times in sent.items() if times > 1]
        self.assertLessEqual(len(twice), 1, "more than what was on its way when it was stopped")

    def test_what_waits_goes_out_from_another_node(self):
        """The mail server is away when the node that has queued the mails dies; and a node from the topics alone sends them."""
        town = MailTown(self, self.brokers)
        self.assertIs(town.server, town.writer([town.server]))
        town.mails.hold.write_text("")
        ada, bob = town.newcomer("Ada"), town.newcomer("Bob")
        question = town.thread(ada)["id"]
        for number in range(5):
            town.reply(bob, question, f"Réponse {number}.")
        town.mails.wait(1)  # held in the server: the others wait
        time.sleep(1)
        town.server.kill()
        town.mails.hold.unlink()
        town.another()
        sent = town.await_sent(5)
        self.assertEqual(5, len(sent))
        self.assertLessEqual(sum(sent.values()), 6)

    def test_without_a_place_to_begin_at_nothing_is_sent_and_it_is_said_how_to_go_on(self):
        town = MailTown(self, self.brokers)
        self.assertIs(town.server, town.writer([town.server]))
        town.server.stop()
        reactors = town.topic.replace(".events.", ".reactors.")
        wire.delete_topic(self.brokers.any_address(), reactors)
        town.nodes[:] = [town.house.serve()]
        town.server = town.nodes[0]
        until = time.monotonic() + 60
        while not any("no mail is written" in line and "create-topics" in line for line in town.server.errors):
            self.assertLess(time.monotonic(), until, town.server.errors)
            time.sleep(0.1)
        must("kafka", "create-topics", "--log", town.log)
        self.assertIs(town.server, town.writer([town.server]))


if __name__ == "__main__":
    run_tests()
