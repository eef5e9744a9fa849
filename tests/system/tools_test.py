# SPDX-License-Identifier: Apache-2.0
"""The command line itself: what it says to a slip of the pen, and that a demo is whole or not there."""
import os
import signal
import subprocess
import time
import unittest

from palabre_process import BINARY, SOURCE, House, palabre


class ToolsTest(unittest.TestCase):
    def test_an_unknown_subcommand_is_named(self):
        for words, unknown in ((("bogus",), "bogus"), (("admin", "bogus", "--data", "x"), "bogus"),
                               (("import", "palabr", "file"), "palabr")):
            with self.subTest(words):
                done = palabre(*words)
                self.assertEqual(1, done.returncode, done)
                self.assertRegex(done.stderr, r"\Apalabre: [^\n]+\n\Z")
                self.assertIn(f'"{unknown}"', done.stderr)

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
