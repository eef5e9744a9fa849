# SPDX-License-Identifier: Apache-2.0
"""Backups of a house that is written to, what they hold and what not, and restoring them without those who have departed since."""
import json
import os
import pathlib
import re
import shutil
import socket
import threading
import time
import unittest

from attachments_house import form
from palabre_process import PASSWORD, House, Town, palabre


def backups(folder):
    return sorted(path for path in folder.iterdir() if path.is_dir())


class Refusals:
    def refused(self, done, *words):
        self.assertEqual(1, done.returncode, done)
        self.assertRegex(done.stderr, r"\Apalabre: [^\n]+\n\Z")
        for word in words:
            self.assertIn(word, done.stderr)


class BackupTest(Refusals, unittest.TestCase):
    def setUp(self):
        self.town = Town(self)
        self.house = self.town.house
        self.store = self.house.folder / "backups"

    def backup(self, *more):
        """The folder of a new backup."""
        before = set(backups(self.store)) if self.store.exists() else set()
        said = self.house.must("backup", self.store, *more)
        made, = set(backups(self.store)) - before
        self.assertIn(str(made), said)
        return made

    def another(self):
        """A house that has the master key and nothing else."""
        other = House(self)
        shutil.copy(self.house.key, other.key)
        return other

    def test_of_a_served_house_and_back(self):
        self.town.live()
        end = self.town.server.wait_applied()
        made = self.backup()
        self.town.thread(self.town.anna, "Après la sauvegarde")
        self.assertFalse((self.house.data / "snapshot").exists())
        manifest = json.loads((made / "manifest.json").read_text())
        self.assertEqual(end, manifest["end"])
        self.assertEqual({"log", "vault", "release"}, {file["path"].split("/")[0] for file in manifest["files"]})
        key = self.house.key.read_bytes().strip()
        self.assertEqual(0o700, made.stat().st_mode & 0o777)
        for file in filter(pathlib.Path.is_file, made.rglob("*")):
            self.assertEqual(0o600, file.stat().st_mode & 0o777, file)
            self.assertNotIn(key, file.read_bytes(), file)
        said = self.another()
        done = said.must("restore", made)
        self.assertIn(f"chain: holds, {sum(head['sequence'] for head in manifest['communities'])} events", done)
        self.assertIn("departures: 2 known, 0 of them since the backup", done)
        self.town.server.stop()
        said.must("verify")
        server = said.serve()
        page = server.anonymous(f"{Town.api}/threads/{self.town.question['id']}").json
        self.assertEqual("Où poser la voie ?", page["thread"]["title"])
        boris = server.client().sign_in(self.town.boris.email)
        titles = [thread["title"] for thread in boris.must(200, "GET", f"{Town.api}/threads")["threads"]]
        self.assertIn("Entre nous", titles)
        self.assertNotIn("Après la sauvegarde", titles)

    def test_every_key_is_there_for_every_event_while_people_write(self):
        clients = [self.town.newcomer(f"Membre {number}") for number in range(3)]
        thread, stop, said = self.town.thread(clients[0])["id"], threading.Event(), []

        def write(client):
            while not stop.is_set():
                said.append(self.town.reply(client, thread))
                self.town.newcomer("Quelqu’un")

        writers = [threading.Thread(target=write, args=(client,)) for client in clients]
        for writer in writers:
            writer.start()
        try:
            made = []
            while len(made) < 3:
                seen = len(said)
                made.append(self.backup())
                while len(said) < seen + 3:
                    self.assertTrue(all(writer.is_alive() for writer in writers))
                    time.sleep(0.01)
        finally:
            stop.set()
            for writer in writers:
                writer.join()
        self.town.server.stop()
        for folder in made:
            other = self.another()
            other.must("restore", folder)
            other.must("verify")  # a key that is unknown would stop projections

    def test_the_second_copies_only_what_is_new(self):
        self.town.live()
        first = self.backup()
        self.town.thread(self.town.anna)
        second = self.backup()
        inodes = {path.stat().st_ino: path for path in first.rglob("*.sst")}
        linked = [path for path in second.rglob("*.sst") if path.stat().st_ino in inodes]
        self.assertGreater(len(linked), 0)
        for path in linked:
            self.assertEqual(path.relative_to(second), inodes[path.stat().st_ino].relative_to(first))
        shutil.rmtree(first)
        self.another().must("restore", second)

    def test_without_a_server_and_with_the_settings(self):
        self.town.server.stop()
        conf = self.house.folder / "palabre.conf"
        conf.write_text(f"data = {self.house.data}\noperator = Ada\n")
        said = palabre("backup", self.store, "--config", conf)
        self.assertEqual(0, said.returncode, said)
        made, = backups(self.store)
        self.assertEqual(conf.read_text(), (made / "palabre.conf").read_text())
        self.assertFalse((self.house.data / "snapshot").exists())
        other = self.another()
        other.must("restore", made)
        self.assertFalse((other.data / "palabre.conf").exists())

    def test_old_ones_go_when_they_are_too_many(self):
        for _ in range(2):
            self.backup()
        last = self.backup("--keep", "2")
        self.assertEqual(2, len(backups(self.store)))
        self.assertEqual(last, backups(self.store)[-1])

    def test_who_departed_since_stays_departed(self):
        self.town.live()
        made = self.backup()
        eve, fred = self.town.newcomer("Ève Émeraude", True), self.town.newcomer("Frédéric", True)
        for client in (self.town.anna, fred):
            client.must(204, "POST", f"{Town.api}/members/{client.member}/erasure")
        self.town.boris.must(204, "DELETE", f"{Town.api}/members/{self.town.boris.member}")
        eve.must(204, "DELETE", f"{Town.api}/members/{eve.member}")
        said = self.house.must("erasures", self.store)
        self.assertIn("4 departures new", said)
        self.assertIn("0 departures new", self.house.must("erasures", self.store))
        listed = (self.store / "erasures.ndjson").read_text()
        self.assertNotIn("Anna", listed)
        self.town.server.stop()

        other = self.another()
        said = other.must("restore", made)  # Ève and Frédéric came after the backup: it holds nothing of theirs
        self.assertIn("departures: 6 known, 2 of them since the backup", said)
        other.must("verify")
        shown = "".join(map(json.dumps, other.events("--with-personal", "--type", "forum.", "--type", "members.")))
        self.assertNotIn("Anna Ambre", shown)
        self.assertNotIn("Boris Bleu", shown)
        self.assertNotIn("Oui, \\u00e0 gauche", shown)
        server = other.serve()
        page = server.anonymous(f"{Town.api}/threads/{self.town.question['id']}").json
        self.assertNotIn("Anna", json.dumps(page))
        # A list is never shortened, not by a house that has been put back to before them.
        other.run("erasures", self.store)
        self.assertEqual(listed, (self.store / "erasures.ndjson").read_text())

    def with_files(self):
        """Ada and Ève, who have attached a file each, and what is in it."""
        ada, eve = self.town.newcomer("Ada"), self.town.newcomer("Ève")
        content = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
        thread = self.town.thread(ada)["id"]
        for client in (ada, eve):
            body, headers = form([("file", "leaflet.pdf", content)])
            file = client.request("POST", Town.api + "/files", body, headers=headers)
            self.assertEqual(201, file.status, file)
            client.file = file.json["id"]
            client.must(201, "POST", f"{Town.api}/threads/{thread}/posts", {"body": "Voici.", "attachments": [client.file]})
        return ada, eve, content

    def test_attached_files_come_along_and_an_account_that_was_erased_since_does_not_come_back(self):
        ada, eve, content = self.with_files()
        made = self.backup()
        self.assertEqual(2, len([path for path in (made / "blobs").rglob("*") if path.is_file()]))
        eve.must(204, "POST", "/api/v1/account/erasure", {"password": PASSWORD})
        self.town.server.wait_applied()
        self.house.must("erasures", self.store)
        self.town.server.stop()
        other = self.another()
        said = other.must("restore", made)
        self.assertIn("departures: 2 known, 2 of them since the backup", said)
        self.assertIn("files: 1 attached, all there\n", said)  # what was erased is not missed
        self.assertEqual(1, len([path for path in (other.data / "blobs").rglob("*") if path.is_file()]))
        server = other.serve()
        self.assertEqual(401, server.client().post("/api/v1/session", {"email": eve.email, "password": PASSWORD}).status)
        again = server.client().sign_in(ada.email)
        self.assertEqual(content, again.get(f"{Town.api}/files/{ada.file}/original").body)
        server.stop()
        other.must("verify")

    def test_files_that_lie_elsewhere_are_told(self):
        self.town.server.stop()
        conf = self.house.folder / "palabre.conf"
        conf.write_text(f"data = {self.house.data}\nblobs = {self.house.folder}/files\n")
        said = palabre("backup", self.store, "--config", conf)
        self.assertIn(f"{self.house.folder}/files: attached files lie there, and not in this backup", said.stdout)

    def test_tools_open_the_blobs_that_the_server_has(self):
        """By flag, environment and file, the first of which wins; a bucket: bucket_test.py."""
        self.town.server.stop()
        shutil.rmtree(self.house.data / "blobs")
        files, other, conf = (self.house.folder / name for name in ("files", "other", "palabre.conf"))
        conf.write_text(f"blobs = {files}\n")
        in_variable = {"PALABRE_BLOBS": str(files)}
        ways = ((["--blobs", files], {}), (["--config", conf], {}), ([], in_variable), (["--blobs", files, "--config", conf], {}),
                (["--blobs", files], {"PALABRE_BLOBS": str(other)}), (["--blobs", files, "--config", conf], {"PALABRE_BLOBS": str(other)}))
        for more, environment in ways:
            with self.subTest(more=more, environment=environment):
                self.house.must("verify", *more, environment=environment)
                self.assertTrue(files.is_dir())
                self.assertFalse(other.exists() or (self.house.data / "blobs").exists())
                shutil.rmtree(files)
        self.house.must("verify", "--config", conf, environment={"PALABRE_BLOBS": str(other)})
        self.assertTrue(other.is_dir() and not files.exists())
        named = ["--slug", "ailleurs", "--name", "Ailleurs"]
        for tool in (["verify"], ["rebuild"], ["replay", "--with-personal", "--type", "forum."], ["backup", self.store], ["upgrade"],
                     ["admin", "found", *named]):
            with self.subTest(tool=tool):
                self.house.must(*tool, "--blobs", files)
                self.assertTrue(files.is_dir() and not (self.house.data / "blobs").exists())
                shutil.rmtree(files)
        # An empty one says: below the data, whatever the file says.
        for more, environment in ((["--blobs", ""], {}), ([], {"PALABRE_BLOBS": ""})):
            self.house.must("verify", "--config", conf, *more, environment=environment)
            self.assertTrue((self.house.data / "blobs").is_dir() and not files.exists())
            shutil.rmtree(self.house.data / "blobs")
        for wrong in ("s3+https://", "s3+https://host"):
            self.refused(self.house.run("verify", "--blobs", wrong), "--blobs")
            self.refused(self.house.run("verify", environment={"PALABRE_BLOBS": wrong}), "PALABRE_BLOBS")
        bucket = ["--blobs", "s3+https://s3.example.org/palabre"]
        self.refused(self.house.run("verify", *bucket), f"{self.house.data}.s3")
        self.assertIn("attached files lie in that bucket", self.house.must("backup", self.store, *bucket))  # which needs none of them

    def test_a_restore_removes_files_that_lie_elsewhere_of_who_has_departed(self):
        files, again = self.house.folder / "files", self.house.folder / "again"
        self.town.server.stop()
        self.town.server = self.house.serve("--blobs", files)
        self.town.admin.server = self.town.server
        ada, eve, content = self.with_files()

        def lying(where):
            return {path.relative_to(where).parts[2] for path in where.rglob("*") if path.is_file() and ".incoming" not in path.parts}

        self.assertEqual({ada.file, eve.file}, lying(files))
        made = self.backup()
        self.assertFalse((made / "blobs").exists())
        shutil.copytree(files, again)
        eve.must(204, "POST", "/api/v1/account/erasure", {"password": PASSWORD})
        self.town.server.wait_applied()
        self.house.must("erasures", self.store)
        self.town.server.stop()
        other = self.another()
        said = other.must("restore", made, "--blobs", again)
        self.assertIn("files: 1 attached, all there\n", said)
        self.assertEqual({ada.file}, lying(again))
        self.assertFalse((other.data / "blobs").exists())
        server = other.serve("--blobs", again)
        self.assertEqual(content, server.client().sign_in(ada.email).get(f"{Town.api}/files/{ada.file}/original").body)

    def test_a_restore_ends_every_session(self):
        anna = self.town.newcomer("Anna")
        cookie = anna.cookie
        self.town.server.wait_applied()
        made = self.backup()
        anna.must(204, "DELETE", "/api/v1/account/sessions")  # of which the backup knows nothing
        self.town.server.stop()
        other = self.another()
        other.must("restore", made, "--without-erasures")
        for round in range(2):
            server = other.serve()
            client = server.client()
            client.cookie = cookie
            self.assertEqual(401 if round == 0 else 200, client.get("/api/v1/account").status)
            cookie = server.client().sign_in(anna.email).cookie
            server.stop()

    def test_nobody_else_may_read_what_a_tool_has_written(self):
        self.addCleanup(os.umask, os.umask(0o022))
        made = self.backup()
        self.town.server.stop()
        other = self.another()
        other.must("restore", made, "--without-erasures")
        other.must("rebuild")
        for folder in (other.data, made):
            found = [folder, *folder.rglob("*")]
            self.assertGreater(len(found), 5)
            self.assertEqual([], [str(path) for path in found if path.lstat().st_mode & 0o077])

    def test_a_restore_wants_the_list_of_departures(self):
        made = self.backup()
        (self.store / "erasures.ndjson").rename(self.house.folder / "elsewhere")
        other = self.another()
        self.refused(other.run("restore", made), "--erasures", "--without-erasures")
        self.refused(other.run("restore", made, "--erasures", self.house.folder / "no-such"), "no-such")
        (self.house.folder / "broken").write_text("{}\n")
        self.refused(other.run("restore", made, "--erasures", self.house.folder / "broken"), "broken:1")
        self.assertEqual([other.key], list(other.folder.iterdir()))
        other.must("restore", made, "--erasures", self.house.folder / "elsewhere")
        self.another().must("restore", made, "--without-erasures")

    def test_a_backup_that_was_changed_is_refused_and_nothing_is_left(self):
        self.town.live()
        made = self.backup()
        manifest = (made / "manifest.json").read_text()

        def flipped(content):
            middle = len(content) // 2
            return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1:]

        def text(change):
            return lambda content: change(content.decode()).encode()

        other = self.another()
        head = json.loads(manifest)["communities"][0]
        for name, change, words in (
                ("log/" + next((made / "log").glob("*.sst")).name, flipped, ("not as it was written",)),
                ("vault/" + next((made / "vault").glob("MANIFEST*")).name, flipped, ("not as it was written",)),
                ("manifest.json", text(lambda _: "{"), ("manifest.json",)),
                ("manifest.json", text(lambda t: t.replace('"format": 1', '"format": 2')), ("newer",)),
                ("manifest.json", text(lambda t: t.replace('"path": "log/', '"path": "log/../../', 1)), ("no part of",)),
                ("manifest.json", text(lambda t: t.replace('"path": "log/', '"path": "/log/', 1)), ("no part of",)),
                ("manifest.json", text(lambda t: t.replace(head["link"], "a" * 52, 1)), ("another head",)),
                ("manifest.json", text(lambda t: re.sub(r'"end": \d+', '"end": 1', t)), ("ends elsewhere",))):
            with self.subTest((name, words)):
                before = (made / name).read_bytes()
                (made / name).write_bytes(change(before))
                self.refused(other.run("restore", made), *words)
                (made / name).write_bytes(before)
                self.assertEqual([other.key], list(other.folder.iterdir()))
        self.refused(other.run("restore", self.store), "is no backup")
        other.key.rename(other.folder / "kept")
        self.refused(other.run("restore", made), "key")
        (other.folder / "kept").rename(other.key)
        other.must("restore", made)
        self.refused(other.run("restore", made), "is not empty")

    def test_bad_destinations(self):
        taken = self.house.folder / "a file"
        taken.write_text("")
        self.refused(self.house.run("backup", taken), "a file")
        self.refused(self.house.run("erasures", self.house.folder / "no" / "such"), "such")
        self.refused(palabre("backup", self.store, "--data", self.house.folder / "none"), "no Palabre data")
        self.refused(self.house.run("backup", self.store, "--keep", "0"), "--keep")
        self.refused(palabre("backup", self.store, "--config", self.house.folder / "none.conf"), "none.conf")
        self.assertEqual(200, self.town.server.anonymous("/health/ready").status)

    def test_a_backup_that_is_killed_leaves_nothing_with_the_server(self):
        folder = os.open(self.house.data, os.O_RDONLY)
        self.addCleanup(os.close, folder)
        with socket.socket(socket.AF_UNIX) as tool:
            tool.connect(f"/proc/self/fd/{folder}/control")
            self.assertEqual(0o600, (self.house.data / "control").stat().st_mode & 0o777)
            tool.sendall(b"snapshot\n")
            self.assertEqual(b"ok\n", tool.recv(100))
            self.assertTrue((self.house.data / "snapshot" / "log").exists())
        self.backup()  # one after the other: when it begins, the first one's is gone
        self.assertFalse((self.house.data / "snapshot").exists())
        with socket.socket(socket.AF_UNIX) as tool:
            tool.connect(f"/proc/self/fd/{folder}/control")
            tool.sendall(b"anything else\n")
            self.assertEqual(b"error not known\n", tool.recv(100))
        with socket.socket(socket.AF_UNIX) as tool:
            tool.connect(f"/proc/self/fd/{folder}/control")
            tool.sendall(b"snapshot\n")
            self.assertEqual(b"ok\n", tool.recv(100))
            self.town.server.kill()
        self.assertTrue((self.house.data / "snapshot").exists())
        self.house.serve()
        self.assertFalse((self.house.data / "snapshot").exists())


class ReleaseTest(Refusals, unittest.TestCase):
    def test_a_program_that_is_older_than_its_data_refuses_in_one_line(self):
        house = House(self)
        house.administrator()
        release = house.data / "release"
        mine = release.read_text()
        found = re.fullmatch(r"palabre (\d+)\.(\d+)\.(\d+), (\d+) events\n", mine)
        major, minor, patch, events = map(int, found.groups())
        before = set(house.data.rglob("*"))
        for newer in (f"palabre {major}.{minor + 1}.0, {events} events\n", f"palabre {major + 1}.0.0, 1 events\n",
                      f"palabre {major}.{minor}.{patch}, {events + 1} events\n", "palabre of another form\n", ""):
            with self.subTest(newer):
                release.write_text(newer)
                for words in (["serve", "--log-level", "warn"], ["verify"], ["admin", "found", "--slug", "a", "--name", "A"]):
                    self.refused(house.run(*words), "newer")
                self.assertEqual(before, set(house.data.rglob("*")))
        for older in (f"palabre {major}.{minor}.{patch + 1}, {events} events\n", f"palabre 0.0.1, {events - 1} events\n", None):
            with self.subTest(older):
                release.write_text(older) if older else release.unlink()
                house.must("verify")
                self.assertEqual(mine, release.read_text())


if __name__ == "__main__":
    unittest.main()
