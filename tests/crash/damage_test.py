# SPDX-License-Identifier: Apache-2.0
"""One byte of any file of a house is another one, and the house is served. model/ and views/ mend themselves, at once
or at the next start; the log and the vault are refused, by name and with the way out. What `palabre verify` says of the
same damage: tests/system/verify_test.py."""
import pathlib
import random
import subprocess
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "system"))
from palabre_process import BINARY, House, Server, Town  # noqa: E402

STARTS = 3  # damage that is met late ends one server; the next one mends it
WAY_OUT = {"views": "builds it anew from the log", "model": "builds it anew from the log",
           "log": "restore log/ and vault/ of one backup", "vault": "restore log/ and vault/ of one backup"}


def flip(file, at):
    content = bytearray(file.read_bytes())
    content[at] ^= 0x10
    file.write_bytes(content)


class Ended(Exception):
    """The server has ended: its exit status and last words."""


class DamageTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        town = Town(cls)
        town.live()
        town.within = town.thread(town.anna, "Parmi nous", "Pour les membres.", [town.members_space], "opinion")
        for number in range(30):
            town.reply(town.boris, town.question["id"], f"Réponse {number}. " + "Du texte. " * number)
        town.restart()  # what came so far moves into table files; what follows stays in the write-ahead file
        for number in range(10):
            town.reply(town.boris, town.question["id"], f"Suite {number}.")
        town.server.wait_applied()
        town.server.kill()
        cls.town, cls.house = town, town.house
        server = cls.house.copy(cls).serve()
        cls.pages = cls.read(server)
        assert len(cls.pages) > 2 and all(status == 200 for status, _ in cls.pages)
        server.stop()

    @classmethod
    def read(cls, server):
        """What anybody reads."""
        thread = f"/threads/{cls.town.question['id']}"
        paths = ["/threads", "/spaces", thread, thread + "?page=2"]
        return [(answer.status, answer.body) for answer in (server.anonymous(Town.api + path) for path in paths)]

    def places(self, folder):
        """(file name, offset) all over the folder's files, by chance and the same every time."""
        chance = random.Random(20260102)
        found = []
        for pattern, files, offsets in (("*.sst", 3, 4), ("*.log", 1, 4), ("MANIFEST-*", 1, 3), ("CURRENT", 1, 1)):
            whole = [file for file in (self.house.data / folder).glob(pattern) if file.stat().st_size > 0]
            for file in sorted(whole, key=lambda file: (-file.stat().st_size, file.name))[:files]:
                size = len(file.read_bytes().rstrip(b"\0"))
                found += [(file.name, at) for at in chance.sample(range(size), min(offsets, size))]
        self.assertLess(8, len(found))
        return found

    def damaged(self, folder, name, at):
        house = self.house.copy(self)
        flip(house.data / folder / name, at)
        return house

    def serve(self, house, folder):
        """Serves and uses the house once: what it said, and whether all is as it should be."""
        process = subprocess.Popen(
            [BINARY, "serve", "--data", str(house.data), "--listen", "127.0.0.1:0", "--metrics-listen", "127.0.0.1:0",
             "--log-level", "warn", "--registration", "open"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        try:
            line = process.stdout.readline()
            if not line:
                return process.wait(timeout=60), process.stderr.read(), False
            server = Server.__new__(Server)
            server.process, server.port = process, int(line.rsplit(":", 1)[1])
            try:
                whole = self.use(server)
            except OSError:  # it ended meanwhile
                return process.wait(timeout=60), process.stderr.read(), False
            process.terminate()
            status = process.wait(timeout=60)
            return status, process.stderr.read(), whole
        finally:
            process.kill()
            process.communicate()

    def use(self, server):
        """Everything is read, and something is written: whether it is all there and the server says it is well."""
        until = time.monotonic() + 30
        while True:
            health = server.health()
            if health.status == 200 and health.json["applied"] == health.json["end"]:
                break
            if any("damage" in reason for reason in health.json["reasons"]) or time.monotonic() > until:
                self.said_by_health += health.json["reasons"]
                return False
            time.sleep(0.02)
        same = self.read(server) == self.pages
        written = self.write(server)
        reasons = server.health().json["reasons"]
        self.said_by_health += reasons
        # Whoever notices says so: no page is wrong or missing under a server that calls itself well.
        self.assertTrue(same and written or reasons, (same, written))
        return same and not reasons

    def write(self, server):
        """Whether somebody can sign in and reply: where only members read, since what anybody reads is compared."""
        client = server.client()
        try:
            client.sign_in(self.town.boris.email)
            post = {"body": "Toujours là ?"}
            return client.post(f"{Town.api}/threads/{self.town.within['id']}/posts", post).status == 201
        except AssertionError:  # not signed in
            return False
        finally:
            client.close()

    def test_model_and_views_mend_themselves(self):
        for folder in ("views", "model"):
            noticed = 0
            for name, at in self.places(folder):
                with self.subTest(f"{folder}/{name}", at=at):
                    house, whole, said, self.said_by_health = self.damaged(folder, name, at), False, "", []
                    for _ in range(STARTS):
                        status, words, whole = self.serve(house, folder)
                        said += words
                        if whole:
                            break
                        self.assertIn(status, (0, 1, 3), words)
                        told = words + " ".join(self.said_by_health)
                        self.assertIn(f"/{folder}", told)
                        self.assertIn(WAY_OUT[folder], told)
                    self.assertTrue(whole, said)
                    self.assertEqual(0, status, said)
                    noticed += "damage found" in said
                    done = house.run("verify")  # reads all, also what no page of ours has asked for
                    if done.returncode != 0:
                        self.assertIn("opening it again builds it anew", done.stderr)
                        noticed += 1
                        house.digests()
                    house.close()
            self.assertLess(0, noticed, folder)

    def test_the_log_and_the_vault_are_refused(self):
        for folder in ("log", "vault"):
            refused = 0
            for name, at in self.places(folder):
                with self.subTest(f"{folder}/{name}", at=at):
                    house, self.said_by_health = self.damaged(folder, name, at), []
                    status, words, whole = self.serve(house, folder)
                    if whole:  # it was not read, or means nothing
                        continue
                    refused += 1
                    told = words + " ".join(self.said_by_health)
                    self.assertIn(f"/{folder}", told)
                    self.assertIn(WAY_OUT[folder], told)
                    if not self.said_by_health:
                        self.assertIn(status, (1, 3), words)
                    self.assertTrue((house.data / folder / name).exists())
                    house.close()
            self.assertLess(3, refused, folder)


if __name__ == "__main__":
    unittest.main()
