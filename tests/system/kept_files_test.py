# SPDX-License-Identifier: Apache-2.0
"""How files of members are kept: sealed, within a share, in bounded memory, gone when nobody can reach them."""
import http.client
import os
import secrets
import threading
import time

import process_figures
from attachments_house import AttachmentsCase
from erasure_test import found
from palabre_process import Town, run_tests

GRACE_SECONDS = 27 * 3600  # past what the collector waits


class KeptFilesTest(AttachmentsCase):
    def test_nothing_lies_in_clear_and_erasing_destroys(self):
        thread = self.town.thread(self.ada)
        name, shown = "nom" + secrets.token_hex(8), "montre" + secrets.token_hex(8)
        leaflet = self.file("leaflet.pdf") + b"INHALT" + secrets.token_hex(8).encode()
        picture = self.taken(self.ada, name + ".jpg", self.file("photo.jpg"), alternative=shown)
        document = self.taken(self.ada, name + ".pdf", leaflet)
        post = self.publish(self.ada, thread["id"], [picture, document])
        self.town.server.wait_applied()
        files = self.blob_files()
        self.assertEqual(len(files), 4)
        for file in files:
            content = file.read_bytes()
            for plain in (b"\xff\xd8\xff", b"JFIF", b"%PDF", leaflet[-20:], name.encode(), shown.encode()):
                self.assertNotIn(plain, content)
            self.assertEqual(file.stat().st_mode & 0o077, 0)
        ben = self.town.newcomer("Ben")
        self.ada.must(204, "POST", f"{Town.api}/members/{self.ada.member}/erasure")
        self.until(lambda: self.blob_files() == [])
        self.assertIn(self.served(ben, picture, "small").status, (404, 410))
        self.until(lambda: [p["state"] for p in self.town.page(thread["id"], ben)["posts"] if p["id"] == post] == ["erased"])
        self.until(lambda: not found(self.town.house, [name, shown]))

    def test_a_share_ends_where_it_is_said_to(self):
        content = self.file("leaflet.pdf").ljust(10 << 20, b"\0")
        for number in range(25):
            self.taken(self.ada, f"{number}.pdf", content)
        full = self.send(self.ada, "past.pdf", content)
        self.assertEqual((full.status, full.reason, full.json["field"]), (409, "quota-full", "/file"))
        self.assertEqual(len(self.blob_files()), 25)  # what was refused is not kept
        self.assertEqual(self.taken(self.ada, "little.pdf", self.file("leaflet.pdf"))["format"], "pdf")
        self.assertEqual(self.taken(self.town.newcomer("Ben"), "other.pdf", content)["format"], "pdf")

    def age(self, *paths):
        then = time.time() - GRACE_SECONDS
        for path in paths:
            os.utime(path, (then, then))

    def test_killed_amid_uploads_it_leaves_orphans_that_are_collected(self):
        kept = self.taken(self.ada, "photo.jpg")
        self.publish(self.ada, self.town.thread(self.ada)["id"], [kept])
        before = set(self.blob_files())
        stop = threading.Event()

        def hammer(client):
            while not stop.is_set():
                try:
                    self.send(client, "wide.png")
                except OSError:
                    return

        threads = [threading.Thread(target=hammer, args=(self.ada.fork(),)) for _ in range(4)]
        for thread in threads:
            thread.start()
        time.sleep(1)
        self.town.server.kill()
        stop.set()
        for thread in threads:
            thread.join()
        blobs = self.town.house.data / "blobs"
        of_ada = next(path for path in before).parents[1]
        orphan = of_ada / "mzxw6ytboi2dg"
        orphan.mkdir()  # as a kill between the bytes and their event leaves it
        (orphan / ("a" * 52)).write_bytes(b"\0" * 60)
        part = blobs / ".incoming" / "left.part"
        part.write_bytes(b"\0" * 60)
        self.town.restart()
        self.assertTrue(orphan.exists() and part.exists())  # as long as it might still be on its way
        self.town.server.stop()
        self.age(part, *[folder for folder in of_ada.iterdir()])
        self.town.restart()
        self.until(lambda: not orphan.exists() and not part.exists())
        self.assertLessEqual(before, set(self.blob_files()))
        self.assertEqual(self.served(self.ada, kept, "large").status, 200)

    def test_many_at_once_are_taken_in_bounded_memory(self):
        if process_figures.sanitized(self.town.server.process.pid):
            self.skipTest("a sanitizer's memory is its own")
        pid = self.town.server.process.pid
        content = self.file("wide.png")
        large = self.file("photo.jpg").ljust(10 << 20, b"\0")
        process_figures.forget_peak(pid)
        idle = process_figures.resident_bytes(pid)
        answers = []

        def send(client, what):
            for _ in range(2):
                answers.append(self.send(client, "x.jpg", what).status)

        clients = [self.town.newcomer(f"N{number}") for number in range(8)]
        threads = [threading.Thread(target=send, args=(client, large if number % 2 else content))
                   for number, client in enumerate(clients)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(set(answers), {201})
        grown = process_figures.peak_bytes(pid) - idle
        self.assertLess(grown, 160 << 20, "one picture is in memory at a time")
        self.until(lambda: self.being_received() == 0)

    def test_a_download_that_nobody_reads_holds_little(self):
        if process_figures.sanitized(self.town.server.process.pid):
            self.skipTest("a sanitizer's memory is its own")
        file = self.taken(self.ada, "large.pdf", self.file("leaflet.pdf") + os.urandom(9 << 20))
        pid = self.town.server.process.pid
        before = process_figures.resident_bytes(pid)
        waiting = []
        for _ in range(20):
            connection = http.client.HTTPConnection("127.0.0.1", self.town.server.port, timeout=30)
            connection.request("GET", f"{Town.api}/files/{file['id']}/original", headers={"Cookie": self.ada.cookie})
            waiting.append(connection)
        self.assertEqual(len(self.served(self.ada, file, "original").body), len(self.file("leaflet.pdf")) + (9 << 20))
        self.assertLess(process_figures.resident_bytes(pid) - before, 40 << 20)
        for connection in waiting:
            self.assertEqual(len(connection.getresponse().read()), len(self.file("leaflet.pdf")) + (9 << 20))
            connection.close()

    def test_damaged_bytes_are_not_served(self):
        file = self.taken(self.ada, "leaflet.pdf", self.file("leaflet.pdf") + os.urandom(100_000))
        [blob] = self.blob_files()
        content = bytearray(blob.read_bytes())
        content[-1] ^= 1
        blob.write_bytes(content)
        with self.assertRaises(OSError):
            self.served(self.ada, file, "original")
        blob.write_bytes(content[:10])  # no blob has that size
        self.assertEqual(self.served(self.ada, file, "original").status, 500)
        blob.unlink()
        self.assertEqual(self.served(self.ada, file, "original").status, 410)


if __name__ == "__main__":
    run_tests()
