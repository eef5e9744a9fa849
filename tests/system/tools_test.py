# SPDX-License-Identifier: Apache-2.0
"""The command line itself: what it says to a slip of the pen, and that a demo is whole or not there."""
import fcntl
import os
import pty
import re
import select
import signal
import subprocess
import termios
import time
import unittest

from palabre_process import BINARY, PASSWORD, SOURCE, House, palabre


class ToolsTest(unittest.TestCase):
    def test_an_unknown_subcommand_is_named(self):
        for words, unknown in ((("bogus",), "bogus"), (("admin", "bogus", "--data", "x"), "bogus"),
                               (("import", "palabr", "file"), "palabr")):
            with self.subTest(words):
                done = palabre(*words)
                self.assertEqual(1, done.returncode, done)
                self.assertRegex(done.stderr, r"\Apalabre: [^\n]+\n\Z")
                self.assertIn(f'"{unknown}"', done.stderr)

    def refused(self, done, *words):
        """In one line, and nothing else is said."""
        self.assertEqual(1, done.returncode, done)
        self.assertEqual("", done.stdout)
        self.assertRegex(done.stderr, r"\Apalabre: [^\n]+\n\Z")
        for word in words:
            self.assertIn(word, done.stderr)

    def test_a_slip_in_the_options_is_one_line(self):
        house = House(self)
        for words, named in ((("serve", "--no-such"), "--no-such"), (("verify", "--threads", "65"), "--threads"),
                             (("verify", "--threads"), "--threads"), (("verify", "--batch", "0"), "--batch"),
                             (("demo", "--members", "few"), "--members"), (("replay", "--format", "x\ny"), "--format"),
                             (("import", "stackexchange", "--community", "a"), "dump"), (("admin",), "subcommand"),
                             (("import", "stackexchange", "d", "--community", "a", "--language", "de"), "{fr,en}"),
                             (("replay", "--format", "0"), "{ndjson,csv}")):
            with self.subTest(words):
                self.refused(house.run(*words) if words != ("admin",) else palabre(*words), named)
        self.refused(palabre(), "subcommand")
        self.assertEqual([], list(house.folder.iterdir()))

    def test_every_help_has_an_example_and_is_printable(self):
        def helps(*words):
            """The help of this subcommand and of those below it, by their words."""
            done = palabre(*words, "--help")
            self.assertEqual((0, ""), (done.returncode, done.stderr), words)
            yield words, done.stdout
            for name in re.findall(r"(?m)^  ([a-z-]+) ", done.stdout.partition("SUBCOMMANDS:")[2]
                                   or done.stdout.partition("Subcommands:")[2]):
                yield from helps(*words, name)

        seen = dict(helps())
        self.assertLessEqual({("serve",), ("demo",), ("import", "stackexchange"), ("import", "palabre"), ("export",),
                              ("replay",), ("rebuild",), ("verify",), ("admin", "create"),
                              ("admin", "reset-password"), ("admin", "found")}, set(seen))
        for words, text in seen.items():
            with self.subTest(words):
                self.assertIn("Example: palabre ", text)
                self.assertTrue(text.replace("\n", "").isprintable(), text)
        self.assertEqual(1, seen["serve",].count("Threads that talk to browsers."))
        for option in ("--batch", "--threads"):
            self.assertRegex(seen["verify",], option + r" [^\n]*=[0-9]+\s")

    def test_what_can_never_be_founded_leaves_nothing_behind(self):
        house = House(self)
        dump = house.folder / "dump"
        dump.mkdir()
        (dump / "Posts.xml").write_text("no dump at all")
        before = sorted(house.folder.iterdir())
        self.refused(house.run("import", "stackexchange", dump, "--community", "Q q"), "founding", "--community: ")
        self.refused(house.run("import", "stackexchange", dump, "--community", "q", "--name", "x" * 201), "--name: ")
        self.refused(house.run("admin", "found", "--slug", "Q q", "--name", "Q"), "founding", "--slug: ")
        self.refused(house.run("admin", "found", "--slug", "q", "--name", ""), "--name: ")
        self.refused(house.run("admin", "create", "--email", "a@example.org", "--name", "x" * 201), "--name: ")
        self.refused(house.run("admin", "create", "--email", "a@example.org", "--name", "A", stdin="short\n"),
                     "a password has 10 to")
        self.assertEqual(before, sorted(house.folder.iterdir()))

    def ask(self, house, typed):
        """`admin create` on a terminal where this is typed: its exit status, all that the terminal showed, and whether
        it still echoes."""
        ours, its = pty.openpty()
        making = subprocess.Popen([BINARY, "admin", "create", "--data", str(house.data), "--email", "a@example.org",
                                   "--name", "Ada"], stdin=its, stdout=its, stderr=its, start_new_session=True,
                                  preexec_fn=lambda: fcntl.ioctl(its, termios.TIOCSCTTY, 0))
        shown = b""
        while b"Password: " not in shown or termios.tcgetattr(its)[3] & termios.ECHO:
            readable, _, _ = select.select([ours], [], [], 0.01)
            shown += os.read(ours, 4096) if readable else b""
            self.assertIsNone(making.poll(), shown)
        os.write(ours, typed)
        status = making.wait(timeout=60)
        echoes = bool(termios.tcgetattr(its)[3] & termios.ECHO)
        while select.select([ours], [], [], 0)[0]:
            shown += os.read(ours, 4096)
        os.close(its)
        os.close(ours)
        return status, shown.decode(), echoes

    def test_a_terminal_does_not_show_the_password(self):
        house = House(self)
        status, shown, echoes = self.ask(house, b"\x03")  # ^C
        self.assertEqual((-signal.SIGINT, True), (status, echoes), shown)
        self.assertFalse(house.data.exists())
        status, shown, echoes = self.ask(house, (PASSWORD + "\n").encode())
        self.assertEqual((0, True), (status, echoes), shown)
        self.assertIn("a@example.org is an administrator now", shown)
        self.assertNotIn(PASSWORD, shown)
        quiet = house.run("admin", "reset-password", "--email", "a@example.org", stdin=PASSWORD + "\n")
        self.assertEqual((0, ""), (quiet.returncode, quiet.stderr))
        client = house.serve().client()
        client.sign_in("a@example.org")

    @unittest.skipIf(os.getuid() != 0, "only root can give a folder away")
    def test_a_folder_of_another_user_is_left_alone(self):
        house = House(self)
        house.administrator()
        for path in (house.data, *house.data.rglob("*")):
            os.chown(path, 65534, 65534)
        before = sorted(house.data.rglob("*"))
        for tool in (("verify",), ("rebuild",), ("replay",), ("replay", "--with-personal"), ("export",), ("demo",),
                     ("serve", "--listen", "127.0.0.1:0", "--metrics-listen", "", "--log-level", "error"),
                     ("admin", "found", "--slug", "a", "--name", "A")):
            with self.subTest(tool):
                self.refused(house.run(*tool), str(house.data), "sudo -u nobody")
        self.assertEqual(before, sorted(house.data.rglob("*")))

    def test_a_demo_stays_as_it_is_on_another_day(self):
        house = House(self)
        few = ["--members", "20", "--contributions", "50"]
        house.must("demo", *few, "--start", "2025-09-01")
        before = house.must("replay")
        self.assertIn("the demo stands in", house.must("demo", *few))  # the usual start is another one today
        self.assertIn("is left as it is", house.must("demo"))
        for other in (["--start", "2025-08-31", *few], ["--start", "2025-08-25", *few], ["--members", "30"],
                      ["--seed", "2", *few]):
            with self.subTest(other):
                self.refused(house.run("demo", *other), "2025-09-01", "another folder")
        self.refused(house.run("demo", "--start", "2025-09-31"), "--start 2025-09-31")
        self.assertEqual(before, house.must("replay"))
        house.digests()

    def test_a_demo_that_is_interrupted_is_not_there(self):
        house = House(self)
        few = ["--members", "20", "--contributions", "50", "--start", "2025-09-01"]
        making = subprocess.Popen([BINARY, "demo", "--data", str(house.data)], stdout=subprocess.DEVNULL,
                                  stderr=subprocess.DEVNULL)
        partial = house.folder / "data.partial"
        until = time.monotonic() + 60
        while not (partial / "log").exists() and making.poll() is None and time.monotonic() < until:
            time.sleep(0.005)
        busy = house.run("demo", *few)
        self.assertEqual(1, busy.returncode, busy)
        making.send_signal(signal.SIGKILL)
        self.assertEqual(-signal.SIGKILL, making.wait(timeout=60))
        self.assertTrue(partial.exists())
        self.assertFalse(house.data.exists())
        house.must("demo", *few)
        self.assertTrue((house.data / "log").exists())
        self.assertFalse(partial.exists())
        before = house.must("replay")
        house.must("demo", *few)  # once more: adds nothing
        self.assertEqual(before, house.must("replay"))
        house.digests()

    def test_the_server_script_serves_the_folder_that_was_named(self):
        """With stand-ins for what it builds and runs."""
        place = House(self).folder / "tree"
        (place / "script").mkdir(parents=True)
        (place / "build" / "release").mkdir(parents=True)
        for name in ("script/bootstrap", "script/build"):
            (place / name).write_text("#!/bin/sh\n")
        (place / "build/release/palabre").write_text('#!/bin/sh\necho "$@"\n')
        (place / "script/server").write_text((SOURCE / "script" / "server").read_text())
        for program in ("script/bootstrap", "script/build", "script/server", "build/release/palabre"):
            (place / program).chmod(0o755)

        def served(*options, **environment):
            done = subprocess.run([place / "script/server", *options], capture_output=True, text=True, timeout=60,
                                  env={**os.environ, **environment})
            self.assertEqual(0, done.returncode, done)
            return done.stdout.splitlines()

        self.assertEqual(["demo --data ./demo", "serve --data ./demo"], served())
        self.assertEqual(["serve --data ./data"], served("--no-demo"))
        self.assertEqual(["serve --data X --io-threads 1"], served("--data", "X", "--io-threads", "1"))
        self.assertEqual(["serve --config X"], served("--config", "X"))
        self.assertEqual(["serve"], served(PALABRE_DATA="X"))


if __name__ == "__main__":
    unittest.main()
