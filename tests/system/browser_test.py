# SPDX-License-Identifier: Apache-2.0
"""A visitor, a new member and a moderator walk through the demo's pages in a real browser, without scripts (tests/browser/check.py)."""
import os
import shutil
import subprocess
import sys
import unittest

from palabre_process import PASSWORD, SOURCE, House


class BrowserTest(unittest.TestCase):
    def test_walk_through_the_demo(self):
        self.assertIsNotNone(shutil.which("chromium"), "chromium is missing: script/bootstrap installs it")
        house = House(self)
        house.must("demo")
        email = house.administrator()
        server = house.serve()
        moderator = server.client().sign_in(email)
        slug = moderator.must(200, "GET", "/api/v1/communities")["communities"][0]["slug"]
        moderator.join(slug, "Morgane Modère")
        moderator.must(204, "PUT", f"/api/v1/communities/{slug}/members/{moderator.member}/roles/moderator")
        walk = subprocess.run([sys.executable, "-B", SOURCE / "tests/browser/check.py",
                               f"http://127.0.0.1:{server.port}", "--moderator", email],
                              env={**os.environ, "MODERATOR_PASSWORD": PASSWORD}, capture_output=True, text=True,
                              timeout=400)
        self.assertEqual(0, walk.returncode, walk.stdout + walk.stderr)


if __name__ == "__main__":
    unittest.main()
