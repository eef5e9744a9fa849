#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How soon a page's words are seen on a phone four times slower than this machine: beside the same bytes as files, loaded in
turn, so that whatever else the machine does weighs on both. No time is asserted, but how many times one is the other."""
import http.server
import statistics
import threading
import unittest
import urllib.parse

from palabre_process import Town
from visitor import PHONE, WAIT, BrowserCase

SLOWER, ROUNDS, MOST = 4, 9, 1.5
PAINTED = """() => new Promise(done => new PerformanceObserver((list, eye) => {
  const found = list.getEntriesByName('first-contentful-paint')[0];
  if (found) { eye.disconnect(); done(found.startTime); }
}).observe({type: 'paint', buffered: true}))"""


class Files(http.server.BaseHTTPRequestHandler):
    """What `kept` holds by path, with the types that it came with, and nothing done about it."""
    protocol_version = "HTTP/1.1"
    kept = {}

    def do_GET(self):
        content, headers = self.kept.get(self.path, (b"", {}))
        self.send_response(200 if self.path in self.kept else 404)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        pass


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
        handler = type("Kept", (Files,), {"kept": {
            place: (answer.body(), {name: value for name, value in answer.headers.items() if name in wanted}) for place, answer in kept.items()}})
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        return server.server_address[1]

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
                for _ in range(ROUNDS):
                    for each in times:
                        times[each].append(self.painted(f"http://127.0.0.1:{each}{path}"))
                file, page = (statistics.median(times[each]) for each in (port, self.server.port))
                print(f"{path}: first words after {page:.0f} ms, as files {file:.0f} ms, {page / file:.2f} times ({SLOWER}x slower CPU)")
                self.assertLessEqual(page / file, MOST)


if __name__ == "__main__":
    unittest.main()
