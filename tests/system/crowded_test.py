# SPDX-License-Identifier: Apache-2.0
"""Thousands who only listen, and hundreds who send as much as they may or more: memory stays within bounds that follow
from core/limits.hpp, others are answered meanwhile, and all of it is given back."""
import time
import unittest

import process_figures
from many_lines import Exchange, Line, Lines, request
from overload_house import OverloadHouse, limit
from palabre_process import Town
from wire import Wire

STREAMS_PER_ADDRESS, BODY_BYTES = limit("streams_per_address"), limit("body_bytes")
BODIES_BYTES, ANSWERS_BYTES = limit("bodies_bytes"), limit("answers_bytes")
ANSWERED = 128 * 1024  # what a connection holds beside a long body: two reads, its answer


class CrowdedHouse(OverloadHouse):
    connections = 100

    def setUp(self):
        super().setUp()
        self.server.wait_applied()
        self.anna.close()
        self.town.admin.close()
        self.at_rest = self.sockets()

    def wire(self):
        wire = Wire(self.server.port)
        self.addCleanup(wire.socket.close)
        return wire

    def sockets(self):
        return process_figures.open_files(self.pid)["sockets"]

    def wait_all_gone(self):
        """Until no more sockets are open than before anybody came."""
        self.anna.close()
        until = time.monotonic() + 30
        while (now := self.sockets()) > self.at_rest:
            self.assertLess(time.monotonic(), until, f"{now} sockets, {self.at_rest} before")
            time.sleep(0.05)


class StreamsTest(CrowdedHouse):
    files = 6_000
    streams = 5_000
    # What one keeps, in Palabre's own memory: a read buffer of 4 KB, the request with its headers, a place in the log,
    # what is to be sent; twice that for the allocator.
    bytes_per_stream = 16 * 1024

    def address(self, number):
        return f"127.0.{1 + number // STREAMS_PER_ADDRESS // 250}.{1 + number // STREAMS_PER_ADDRESS % 250}"

    def listen(self, number, **more):
        listener = request(self.anna if number % 2 else None, "GET", Town.api + "/stream")
        return Line([Exchange(listener, number)], self.address(number), **more)

    def wave(self):
        """All of them come, are told of a post, and go: how many bytes were resident at most."""
        with Lines(self.server.port, [self.listen(number, stays=True) for number in range(self.streams)]) as lines:
            opened = []
            lines.run(on_answer=opened.append, enough=lambda: len(opened) == self.streams)
            self.assertEqual({200}, {exchange.status for exchange in opened})
            self.assertGreaterEqual(self.sockets(), self.streams)
            with Lines(self.server.port, [self.listen(0)]) as one_more:
                one_more.run()
            self.assertEqual([429], [exchange.status for exchange in one_more.exchanges])
            post = self.town.reply(self.anna, self.thread)
            told = set()

            def tell(exchange):
                if post.encode() in exchange.got:
                    told.add(exchange.key)
                if len(told) == self.streams // 2 and exchange.key in told:  # others are answered meanwhile
                    self.assertEqual(200, self.server.anonymous(f"{Town.api}/threads/{self.thread}").status)
                    self.town.reply(self.anna, self.thread)
            lines.run(on_answer=tell, enough=lambda: len(told) == self.streams)
            self.assertEqual(self.streams, len(told))
            return self.resident()

    def test_thousands_listen(self):
        before = self.resident()
        first = self.wave()
        self.bounded(first - before, self.streams * self.bytes_per_stream)
        self.wait_all_gone()
        again = self.wave()
        self.bounded(again - before, (first - before) * 1.1)  # nothing is kept of those who have gone
        self.wait_all_gone()
        self.is_itself_again()


class BodiesTest(CrowdedHouse):
    connections = 400

    def most(self):
        """Long bodies have a bound for all; strings double as they grow, and each connection reads and answers."""
        return BODIES_BYTES * 2 + self.connections * ANSWERED

    def flood(self, data, statuses):
        """The same bytes from many at once: each is answered with one of these statuses."""
        with Lines(self.server.port, [Line([Exchange(data)]) for _ in range(self.connections)]) as lines:
            lines.run()
            self.assertLessEqual({exchange.status for exchange in lines.exchanges}, statuses)

    def test_bodies_that_are_too_large(self):
        """10 MB announced are refused before any of them is kept, 10 MB that come in pieces once they are too many."""
        body = b" " * (10 << 20)
        announced = request(self.anna, "POST", self.posts, body)
        head = request(self.anna, "POST", self.posts).replace(b"Content-Length: 0", b"Transfer-Encoding: chunked")
        chunked = head + b"%x\r\n" % len(body) + body + b"\r\n0\r\n\r\n"
        before = self.resident()
        self.bounded(self.peak(lambda: self.flood(announced, {413})) - before, self.connections * ANSWERED)
        self.bounded(self.peak(lambda: self.flood(chunked, {413, 503})) - before, self.most())
        self.is_itself_again()

    def hold(self):
        """A long body on each connection, but for its last byte, and then that byte. Others write meanwhile."""
        data = request(self.anna, "POST", self.posts, b" " * BODY_BYTES)
        wires = [self.wire() for _ in range(self.connections)]
        for wire in wires:
            wire.send(data[:-1])
        self.town.reply(self.anna, self.thread)
        self.assertEqual(200, self.server.anonymous(f"{Town.api}/threads/{self.thread}").status)
        statuses = []
        for wire in wires:
            with wire:
                wire.send(data[-1:])
                statuses += [reply.status for reply in wire.until(1)]
                if statuses[-1] == 503:
                    self.told_to_come_back(wire.until(1)[0])
        self.assertEqual(self.connections, len(statuses))
        self.assertEqual({400, 503}, set(statuses))
        self.assertGreaterEqual(statuses.count(400), BODIES_BYTES // BODY_BYTES)

    def test_bodies_as_large_as_may_be(self):
        before = self.resident()
        first = self.peak(self.hold) - before
        self.bounded(first, self.most())
        self.wait_all_gone()
        # What the first time had kept would make it twice as much.
        self.bounded(self.peak(self.hold) - before, first * 1.5)
        self.is_itself_again()


class LongPagesTest(CrowdedHouse):
    def page(self, text):
        """A page of twenty such posts: its path, its bytes."""
        for _ in range(20):
            self.town.reply(self.anna, self.thread, text)
        path = f"{Town.api}/threads/{self.thread}"
        return path, self.server.anonymous(path).body

    def test_what_was_answered_is_not_kept(self):
        """Who has had a long page, has sent a long body, and stays, costs no more than anybody else who stays."""
        path, page = self.page("𝄞" * limit("body"))
        most = self.connections * ANSWERED + 2 * limit("joined_pages_bytes")
        self.assertGreater(self.connections * len(page), 2 * most)
        body = request(None, "POST", self.posts, b" " * BODY_BYTES)
        before = self.resident()

        def visit():
            for _ in range(self.connections):
                wire = self.wire()
                wire.send(request(None, "GET", path))
                self.assertEqual(page, wire.until(1)[0].body)
                wire.got = b""
                wire.send(body)
                self.assertEqual(401, wire.until(1)[0].status)
        self.bounded(self.peak(visit) - before, most)
        self.is_itself_again()

    def test_long_answers_that_nobody_reads(self):
        """Who reads nothing of pages of megabytes is hung up on before they fill the memory; who reads gets hers."""
        address = "http://example.org/" + "x" * 1_900
        path, page = self.page(f"[a]: {address}\n\n" + "[a]" * 500)
        most = 2 * ANSWERS_BYTES + 2 * limit("joined_pages_bytes")
        self.assertGreater(self.connections * len(page), 2 * most)
        wires = [self.wire() for _ in range(self.connections)]

        def ask():
            for wire in wires:
                wire.send(request(None, "GET", path))
            for wire in wires:  # each has been begun
                wire.got = wire.socket.recv(1)
            self.assertEqual(page, self.server.anonymous(path).body)
        before = self.resident()
        self.bounded(self.peak(ask) - before, most)
        whole = sum([reply.body for reply in wire.until(1)] == [page] for wire in wires)
        self.assertLess(whole, len(wires))
        self.is_itself_again()


if __name__ == "__main__":
    unittest.main()
