# SPDX-License-Identifier: Apache-2.0
"""Sizes at the limit and one past, pipelines, half-closed and broken connections, and a thousand slow ones that hold
nobody back."""
import re
import resource
import socket
import threading
import time
import unittest

from palabre_process import SOURCE, House
from wire import Wire, exchange

SLOW = 1000
GET = b"GET /health/live HTTP/1.1\r\nHost: h\r\n\r\n"


def limit(name):
    """Of core/limits.hpp."""
    found = re.search(rf"\b{name}(?: =|{{)([0-9' *]+)[;}}]", (SOURCE / "core/limits.hpp").read_text())
    return eval(found[1].replace("'", ""))  # digits and * only


def post(body, extra=b"", path=b"/api/v1/session"):
    return (b"POST " + path + b" HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n" + extra +
            b"Content-Length: %d\r\n\r\n" % len(body) + body)


class WireTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, 4 * SLOW)), hard))
        cls.server = House(cls).serve()
        cls.port = cls.server.port

    def statuses(self, data):
        return [reply.status for reply in exchange(self.port, data)]

    def refused(self, data, status):
        """By the server itself, as the only answer, and the connection ends."""
        got = exchange(self.port, data)
        self.assertEqual([status], [reply.status for reply in got])
        self.assertTrue(got[0].refusal, got)

    def stands(self):
        self.assertEqual([200], self.statuses(GET))

    # ---- Sizes ----

    def test_target(self):
        most = limit("target_bytes")
        for size, expected in ((most, [404]), (most + 1, [414])):
            self.assertEqual(expected, self.statuses(b"GET /" + b"a" * (size - 1) + b" HTTP/1.1\r\nHost: h\r\n\r\n"))
        self.refused(b"GET /" + b"a" * 10_000_000, 414)

    def test_headers(self):
        most = limit("headers")
        for count, expected in ((most, 200), (most + 1, 431), (10_000, 431)):
            fields = b"".join(b"a%d: b\r\n" % i for i in range(count - 1))
            self.assertEqual([expected], self.statuses(GET[:-2] + fields + b"\r\n"), count)

    def test_header_bytes(self):
        most = limit("header_bytes")
        for size, expected in ((most, 200), (most + 1, 431)):
            room = size - len(b"Host: h\r\n") - len(b"a: \r\n")  # the field lines count
            self.assertEqual([expected], self.statuses(GET[:-2] + b"a: " + b"b" * room + b"\r\n\r\n"), size)
        self.refused(GET[:-2] + b"a: " + b"b" * 10_000_000, 431)
        self.refused(GET[:-2] + b"a" * 10_000_000, 431)

    def test_bodies_of_ten_megabytes(self):
        """Refused as soon as it is clear, whether the size was told or not."""
        big = b"x" * 10_000_000
        self.refused(post(big), 413)
        chunked = b"POST /api/v1/session HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
        self.refused(chunked + b"".join(b"10000\r\n" + b"x" * 65536 + b"\r\n" for _ in range(160)) + b"0\r\n\r\n", 413)
        self.refused(chunked + b"1\r\nx\r\n" * 1_000_000, 413)
        self.refused(chunked + b"0" * 10_000_000, 431)
        with Wire(self.port) as wire:  # the claim alone is enough, and no body is called for
            wire.send(b"POST /api/v1/session HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\n"
                      b"Content-Length: 10000000\r\n\r\n")
            self.assertEqual([413], [reply.status for reply in wire.until_closed()])
        self.stands()

    def test_body(self):
        most = limit("form_bytes")
        sent = b'{"email":"a@example.org","password":"'
        for size, expected in ((most, 422), (most + 1, 413)):
            body = sent + b"x" * (size - len(sent) - 2) + b'"}'
            self.assertEqual([expected], self.statuses(post(body)), size)

    # ---- Pipelines ----

    def test_pipelines_are_answered_in_order(self):
        paths = [b"/health/live" if i % 3 else b"/nowhere/%d" % i for i in range(200)]
        data = b"".join(b"GET " + path + b" HTTP/1.1\r\nHost: h\r\n\r\n" for path in paths)
        expected = [200 if path == b"/health/live" else 404 for path in paths]
        self.assertEqual(expected, self.statuses(data))
        self.assertEqual(expected, [reply.status for reply in exchange(self.port, data, piece=7)])

    def test_nothing_is_read_behind_what_was_refused(self):
        got = exchange(self.port, GET * 3 + b"GET / HTTP/1.1\r\nHost: h\r\nHost: h\r\n\r\n" + GET * 3)
        self.assertEqual([200, 200, 200, 400], [reply.status for reply in got])
        got = exchange(self.port, GET + GET.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n") + GET)
        self.assertEqual([200, 200], [reply.status for reply in got])

    def test_a_body_is_no_request(self):
        got = exchange(self.port, post(GET) + GET)
        self.assertEqual([400, 200], [reply.status for reply in got])
        self.assertFalse(got[0].refusal)  # a request whose body is no JSON

    # ---- Ends ----

    def test_half_closed(self):
        """Who has said everything still gets every answer; who stopped in the middle is told so."""
        self.assertEqual([200] * 50, self.statuses(GET * 50))
        for part in (GET[:5], GET[:-2], post(b'{"a":1}')[:-3]):
            self.refused(part, 400)
        self.assertEqual([], self.statuses(b""))
        self.assertEqual([], self.statuses(b"\r\n\r\n"))

    def test_gone_before_the_answer(self):
        for how in (b"\x01\x00\x00\x00\x00\x00\x00\x00", None):  # by a reset, and by an end
            for data in (GET * 200, GET[:9], post(b'{"a":')):
                connection = socket.create_connection(("127.0.0.1", self.port))
                connection.sendall(data)
                if how:
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, how)
                connection.close()
        self.stands()

    def test_who_never_reads(self):
        """Answers that nobody takes do not hold others back."""
        with Wire(self.port) as wire:
            wire.socket.setblocking(False)
            try:
                for _ in range(200_000):
                    wire.socket.send(b"GET /api/v1/openapi.yaml HTTP/1.1\r\nHost: h\r\n\r\n")
            except BlockingIOError:
                pass
            for _ in range(20):
                self.stands()

    # ---- Slowness ----

    def test_a_thousand_slow_ones_hold_nobody_back(self):
        heads = b"GET /health/live HTTP/1.1\r\nHost: h\r\n" + b"X-Slow: " + b"a" * 4096
        bodies = post(b"y" * 4096)
        begun = bodies.index(b"\r\n\r\n") + 4
        wires = [Wire(self.port) for _ in range(SLOW)]
        ended = threading.Event()

        def dribble():
            at = 0
            while not ended.is_set():
                for i, wire in enumerate(wires):
                    wire.send(heads[at:at + 1] if i % 2 else bodies[begun + at:begun + at + 1] if at else bodies[:begun])
                at += 1
                ended.wait(0.5)

        slow = threading.Thread(target=dribble)
        slow.start()
        try:
            until = time.monotonic() + limit("header_deadline") + 2
            others = 0
            while time.monotonic() < until:
                self.stands()
                got = exchange(self.port, post(b'{"email":"a@example.org","password":"wrong password"}'))
                self.assertEqual([401], [reply.status for reply in got])
                others += 1
            self.assertGreater(others, 10)
            for i, wire in enumerate(wires):
                if i % 2:  # a byte now and then does not put the deadline off
                    self.assertEqual([408], [reply.status for reply in wire.until_closed()])
        finally:
            ended.set()
            slow.join()
            for wire in wires:
                wire.socket.close()
        self.stands()


if __name__ == "__main__":
    unittest.main()
