#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How soon a page's words are seen on a phone four times slower than this machine: beside the same bytes as files, loaded in
turn, so that whatever else the machine does weighs on both. No time is asserted, but how many times one is the other."""
import http.server
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
import unittest
import urllib.parse

from palabre_process import Town
from visitor import PHONE, WAIT, BrowserCase

SLOWER, MOST = 4, 1.5
# One load varies by a third, so the medians of a few are apart by chance alone: what looks too slow is measured on, and
# judged once more by all of them.
ROUNDS, MORE_ROUNDS = 9, 27
PAINTED = """() => new Promise(done => new PerformanceObserver((list, eye) => {
  const found = list.getEntriesByName('first-contentful-paint')[0];
  if (found) { eye.disconnect(); done(found.startTime); }
}).observe({type: 'paint', buffered: true}))"""


class Files(http.server.BaseHTTPRequestHandler):
    """What `kept` holds by path, with the headers that it came with, and nothing done about it."""
    protocol_version = "HTTP/1.1"
    kept = {}

    def do_GET(self):
        headers, content = self.kept.get(self.path, ({}, b""))
        self.send_response(200 if self.path in self.kept else 404)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        pass


def serve(folder):
    """In a process of its own, so that it waits for nobody here. Tells its port."""
    for number, (path, headers) in enumerate(json.loads((folder / "index").read_text("utf-8"))):
        Files.kept[path] = (headers, (folder / str(number)).read_bytes())
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Files)
    server.daemon_threads = True
    print(server.server_address[1], flush=True)
    server.serve_forever()


class Speed(BrowserCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.town = Town(cls)
        cls.server = cls.town.server
        writer = cls.town.newcomer("Boris Bleu", show_name=True)
        cls.thread = cls.town.thread(writer, "Quelle attelle ?", "Souple ou rigide ? " * 20)["id"]
        for number in range(19):
            cls.town.reply(writer, cls.thread, f"Réponse {number}. " + "Un texte comme on en écrit. " * 15)

    def as_files(self, path):
        """The page and all that it asks for, as bytes, behind a plain server: its port."""
        reader = self.visitor(self.server, size=PHONE, service_workers="block")
        kept = {}

        def keep(answer):
            place = urllib.parse.urlsplit(answer.url)
            if answer.status == 200 and not place.path.endswith("/stream"):
                kept[place.path + (f"?{place.query}" if place.query else "")] = answer

        reader.page.on("response", keep)
        reader.open(path, look=False)
        reader.page.evaluate("document.fonts.ready.then(() => null)")
        wanted = ("content-type", "cache-control", "content-security-policy")
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="palabre-files-")))
        index = []
        for number, (place, answer) in enumerate(kept.items()):
            (folder / str(number)).write_bytes(answer.body())
            index.append((place, {name: value for name, value in answer.headers.items() if name in wanted}))
        (folder / "index").write_text(json.dumps(index), "utf-8")
        server = subprocess.Popen([sys.executable, "-B", __file__, folder], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.addCleanup(server.stdout.close)
        self.addCleanup(server.wait)
        self.addCleanup(server.terminate)
        return int(server.stdout.readline())

    def painted(self, address):
        """Milliseconds to the first words, in a browser that has nothing yet."""
        context = self.browser._chromium.new_context(viewport={"width": PHONE[0], "height": PHONE[1]}, service_workers="block")
        try:
            page = context.new_page()
            page.set_default_timeout(WAIT)
            context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
            page.goto(address)
            return page.evaluate(PAINTED)
        finally:
            context.close()

    def test_content_is_seen_nearly_as_soon_as_that_of_a_file(self):
        for path in (f"/c/{Town.community}", self.town.address(self.thread)):
            with self.subTest(path):
                port = self.as_files(path)
                times = {port: [], self.server.port: []}
                file = page = 0
                for rounds in (ROUNDS, MORE_ROUNDS):
                    if page <= MOST * file and page:
                        break
                    for _ in range(rounds):
                        for each in times:
                            times[each].append(self.painted(f"http://127.0.0.1:{each}{path}"))
                    file, page = (statistics.median(times[each]) for each in (port, self.server.port))
                print(f"{path}: first words after {page:.0f} ms, as files {file:.0f} ms, {page / file:.2f} times "
                      f"({SLOWER}x slower CPU, {len(times[port])} rounds)")
                self.assertLessEqual(page / file, MOST)


if __name__ == "__main__":
    if len(sys.argv) == 2 and pathlib.Path(sys.argv[1]).is_dir():
        serve(pathlib.Path(sys.argv[1]))
    unittest.main()
