# SPDX-License-Identifier: Apache-2.0
"""The requests of another parser's test bed: refused with 4xx and a closed connection, or read as exactly the requests
that it finds in them; never as more, never left without an answer. What comes out otherwise stands in
llhttp_deviations.json with its reason, and the list is exact."""
import json
import pathlib
import re
import unittest

from palabre_process import House, run_tests, shared_data
from wire import Wire, exchange

LISTED = pathlib.Path(__file__).with_name("llhttp_deviations.json")


def bytes_of(text):
    """The bed's notation: line ends are CRLF, a backslash before one joins lines, \\n \\r \\t \\f are the characters."""
    text = text.replace("\\\n", "").replace("\n", "\r\n")
    for escape, character in (("\\n", "\n"), ("\\r", "\r"), ("\\f", "\f"), ("\\t", "\t")):
        text = text.replace(escape, character)
    return re.sub(rb"\\x([0-9a-fA-F]{2})", lambda found: bytes([int(found[1], 16)]), text.encode())


def with_host(data):
    """Without it HTTP/1.1 is refused by us for that alone."""
    def complete(found):
        head = data[found.end():].split(b"\r\n\r\n")[0].lower()
        return found[0] if head.startswith(b"host:") or b"\r\nhost:" in head else found[0] + b"Host: h\r\n"

    return re.sub(rb" HTTP/1\.1\r\n", complete, data)


def cases():
    """(name, bytes, what is expected) of each: "refused" | "unfinished" | the number of requests."""
    for file in sorted(shared_data("data/http1-llhttp-tests/request").glob("*.md")):
        text = file.read_text()
        for found in re.finditer(r'<!-- meta=(\{[^\n]*\}) -->\n```http\n(.*?)\n```\n(?:(?!```).)*```log\n(.*?)\n```', text, re.DOTALL):
            title = re.findall(r"^#+ *(.*)$|^(\S.*)\n=+$", text[:found.start()], re.MULTILINE)[-1]
            kind = json.loads(found[1])["type"]
            log = found[3]
            requests = log.count("message complete")
            # Code 22 is a pause for an upgrade, which we do not offer: no refusal.
            error = "error code" in log and "error code=22" not in log
            expected = "refused" if error else requests if requests else "unfinished"
            yield f"{file.stem}: {title[0] or title[1]} ({kind})", with_host(bytes_of(found[2])), expected, requests


def outcome(found):
    """What the server made of the bytes."""
    read = sum(not reply.refusal for reply in found)
    refused = bool(found) and found[-1].refusal
    return "refused" if refused else read if read else "unfinished"


class LlhttpTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cases = list(cases())
        cls.port = House(cls).serve().port

    def test_each_is_refused_or_read_as_what_it_is(self):
        self.assertGreater(len(self.cases), 120)
        listed = {name: reason for reason, names in json.loads(LISTED.read_text()).items() for name in names}
        deviations = {}
        for name, data, expected, requests in self.cases:
            with self.subTest(name):
                got = exchange(self.port, data, head=data.startswith(b"HEAD"))
                self.assertTrue(all(200 <= reply.status < 500 or reply.status in (501, 505) for reply in got), got)
                if outcome(got) != "refused":
                    self.assertLessEqual(len(got), max(requests, 1), "read as more requests than it is")
                else:
                    self.assertLessEqual(len(got) - 1, requests, "read as more requests than it is")
                if outcome(got) != expected and not (expected == "unfinished" and outcome(got) == "refused"):
                    deviations[name] = outcome(got)
        self.assertEqual(sorted(listed), sorted(deviations), deviations)

    def test_in_pieces_it_is_the_same(self):
        for name, data, _, _ in self.cases:
            with self.subTest(name):
                self.assertEqual([r.status for r in exchange(self.port, data)],
                                 [r.status for r in exchange(self.port, data, piece=1)])

    def test_none_hangs(self):
        """Left open: what is not answered at once is answered at the server's deadline, or was no request at all."""
        open_wires = [(name, data, Wire(self.port)) for name, data, _, _ in self.cases]
        for _, data, wire in open_wires:
            wire.send(data)
        for name, data, wire in open_wires:
            with self.subTest(name), wire:
                self.assertTrue(wire.until(1, data.startswith(b"HEAD")) or not data.strip(), "no answer")


if __name__ == "__main__":
    run_tests()
