# SPDX-License-Identifier: Apache-2.0
"""A visitor and a new member walk through the demo's pages in a real browser, without scripts (tests/browser/check.py)."""
import shutil
import subprocess
import sys
import unittest

from palabre_process import SOURCE, House


class BrowserTest(unittest.TestCase):
    def test_walk_through_the_demo(self):
        self.assertIsNotNone(shutil.which("chromium"), "chromium is missing: script/bootstrap installs it")
        house = House(self)
        house.must("demo")
        server = house.serve()
        walk = subprocess.run([sys.executable, "-B", SOURCE / "tests/browser/check.py", f"http://127.0.0.1:{server.port}"],
                              capture_output=True, text=True, timeout=400)
        self.assertEqual(0, walk.returncode, walk.stdout + walk.stderr)


if __name__ == "__main__":
    unittest.main()
