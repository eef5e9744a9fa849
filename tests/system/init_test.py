# SPDX-License-Identifier: Apache-2.0
"""palabre init: one command sets a server up, or says in one line what is wrong and leaves nothing behind."""
import os
import pathlib
import pty
import select
import shutil
import subprocess
import tempfile
import time
import unittest

from palabre_process import BINARY, PASSWORD, House, palabre

SAID = {"--public-url": "http://127.0.0.1:8080", "--name": "Soins de ville", "--operator": "Ada L., Nantes",
        "--contact": "contact@example.org", "--admin-name": "Ada", "--admin-email": "ada@example.org"}


class InitTest(unittest.TestCase):
    def setUp(self):
        self.house = House(self)
        self.conf = self.house.folder / "palabre.conf"

    def init(self, said=None, *flags, stdin=PASSWORD + "\n", conf=None):
        words = [word for pair in (SAID if said is None else said).items() for word in pair]
        return self.house.run("init", "--config", conf or self.conf, *words, *flags, stdin=stdin)

    def refused(self, done, *words):
        self.assertEqual(1, done.returncode, done)
        self.assertEqual("", done.stdout)
        self.assertRegex(done.stderr, r"\Apalabre: [^\n]+\n\Z")
        for word in words:
            self.assertIn(word, done.stderr)

    def test_a_server_is_set_up_and_its_administrator_writes(self):
        done = self.init()
        self.assertEqual(0, done.returncode, done)
        for word in (str(self.conf), str(self.house.data), str(self.house.key), "Next: palabre serve --config"):
            self.assertIn(word, done.stdout)
        settings = dict(line.split(" = ") for line in self.conf.read_text().splitlines() if not line.startswith("#"))
        self.assertEqual("Ada L., Nantes", settings["operator"])
        self.assertEqual(0o644, self.conf.stat().st_mode & 0o777)
        self.assertEqual([], [str(path) for path in self.house.data.rglob("*") if path.lstat().st_mode & 0o077])
        self.assertEqual("contact@example.org", settings["contact"])
        self.assertEqual(str(self.house.data), settings["data"])
        server = self.house.serve("--config", self.conf)
        ada = server.client().sign_in("ada@example.org")
        space, = ada.must(200, "GET", "/api/v1/communities/soins-de-ville/spaces")["spaces"]
        self.assertEqual(("accueil", "public"), (space["slug"], space["visibility"]))
        ada.must(201, "POST", "/api/v1/communities/soins-de-ville/threads",
                 {"kind": "question", "spaces": [space["id"]], "title": "Une question", "body": "Un texte.", "tags": []})
        ada.must(201, "POST", "/api/v1/communities/soins-de-ville/spaces",
                 {"slug": "autre", "name": "Autre", "kind": "theme", "visibility": "members", "join_rule": "open"})
        server.stop()
        self.house.must("verify")

    def test_english_and_other_choices(self):
        done = self.init({**SAID, "--slug": "care", "--language": "en", "--time-zone": "Europe/London",
                          "--public-url": "https://forum.example.org"})
        self.assertEqual(0, done.returncode, done)
        self.assertIn("trusted_proxy = 127.0.0.1, ::1\n", self.conf.read_text())
        founded, = self.house.events("--type", "spaces.community-founded")
        self.assertEqual(("care", "en", "Europe/London"),
                         tuple(founded["data"][field] for field in ("slug", "language", "time_zone")))
        space, = self.house.events("--type", "spaces.space-created")
        self.assertEqual("welcome", space["data"]["slug"])

    def test_a_server_that_is_set_up_is_left_as_it_is(self):
        self.assertEqual(0, self.init().returncode)
        before = {path: path.stat().st_mtime_ns for path in self.house.folder.rglob("*")}
        self.refused(self.init(), "--config", "there already")
        self.refused(self.init(conf=self.house.folder / "other.conf"), "--data", "there already")
        self.assertEqual(before, {path: path.stat().st_mtime_ns for path in self.house.folder.rglob("*")})

    def test_each_refusal_names_its_flag_and_leaves_nothing(self):
        for flag, values in {"--public-url": ["forum.example.org", "https://a/b", ""], "--name": ["", "x" * 101],
                             "--slug": ["A b", "-a", "x" * 61], "--language": ["de"], "--time-zone": ["GMT+3", "Nantes"],
                             "--operator": ["", " ", "a #b", "a\nb"], "--contact": ["nobody", "a b@c"],
                             "--admin-name": ["", "x" * 101], "--admin-email": ["nobody"],
                             "--listen": ["8080", "0.0.0.0:8080"], "--trusted-proxy": ["proxy"]}.items():
            for value in values:
                with self.subTest((flag, value)):
                    self.refused(self.init({**SAID, flag: value}), flag.strip("-").replace("-", "_")
                                 if value == "0.0.0.0:8080" else flag)
        for flag in ("--public-url", "--name", "--operator", "--contact", "--admin-name"):
            with self.subTest(flag):
                self.refused(self.init({name: value for name, value in SAID.items() if name != flag}), flag, "missing")
        self.refused(self.init(stdin="short\n"), "password")
        self.refused(self.init(None, "--user", "nobody-of-this-name"), "--user")
        self.refused(palabre("init", "--system", "--data", "x"), "--system")
        self.assertEqual([], list(self.house.folder.iterdir()))

    def test_one_that_was_killed_names_what_is_left(self):
        (self.house.data / "setting-up").mkdir(parents=True)
        self.refused(self.init(), str(self.house.data / "setting-up"))

    def test_on_a_terminal_what_is_missing_is_asked(self):
        answers = ["nonsense", "http://127.0.0.1:8080", "Soins de ville", "", "", "Europe/Nowhere", "", "Ada L., Nantes",
                   "ada@example.org", "Ada", "", PASSWORD]
        screen, terminal = pty.openpty()
        self.addCleanup(os.close, screen)
        process = subprocess.Popen([BINARY, "init", "--config", self.conf, "--data", self.house.data], stdin=terminal,
                                   stdout=subprocess.PIPE, stderr=terminal, text=True)
        os.close(terminal)
        shown, until = b"", time.monotonic() + 60
        for answer in answers:
            asked = len(shown)
            while not shown[asked:].rstrip(b"\r\n").endswith((b") ", b"] ", b"Password: ")):
                self.assertTrue(select.select([screen], [], [], max(0, until - time.monotonic()))[0], shown)
                shown += os.read(screen, 4096)
            os.write(screen, answer.encode() + b"\n")
        said = process.communicate(timeout=60)[0]
        self.assertEqual(0, process.returncode, shown)
        self.assertIn("Next: palabre serve", said)
        self.assertEqual(2, shown.count(b"is not possible; allowed:"))
        self.assertNotIn(PASSWORD.encode(), shown)
        self.assertIn("contact = ada@example.org\n", self.conf.read_text())

    @unittest.skipIf(os.geteuid() != 0, "only root makes files of another user's")
    def test_root_makes_the_files_of_the_server_s_user(self):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="palabre-system-"))
        self.addCleanup(shutil.rmtree, folder)
        folder.chmod(0o755)
        words = [word for pair in SAID.items() for word in pair]
        done = palabre("init", "--config", folder / "palabre.conf", "--data", folder / "data", "--user", "nobody", *words,
                       stdin=PASSWORD + "\n")
        self.assertEqual(0, done.returncode, done)
        for made in [folder / "data.key", folder / "data", *(folder / "data").rglob("*")]:
            self.assertEqual("nobody", made.owner(), made)
        self.assertEqual("root", (folder / "palabre.conf").owner())
        self.assertEqual(0o700, (folder / "data").stat().st_mode & 0o777)

    def test_no_passwords_in_clear_beyond_this_machine(self):
        self.house.administrator()
        for listen in ("0.0.0.0:0", "[::]:0", "192.0.2.1:0", "forum.example.org:0"):
            for public in ("", "http://forum.example.org"):
                with self.subTest((listen, public)):
                    self.refused(self.house.run("serve", "--listen", listen, "--public-url", public), "in clear",
                                 "https", "127.0.0.1")


if __name__ == "__main__":
    unittest.main()
