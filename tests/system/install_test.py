# SPDX-License-Identifier: Apache-2.0
"""docs/install.md: the commands of "Set up" and "The first post" as they stand there lead to a community with a post in it. All of them, in
a fresh Debian with the package: script/try-package."""
import os
import pathlib
import subprocess
import unittest

from install_commands import commands
from palabre_process import BINARY, House


class InstallTest(unittest.TestCase):
    def bash(self, house, script, **environment):
        done = subprocess.run(["bash", "-euo", "pipefail", "-c", script], capture_output=True, text=True, timeout=60,
                              cwd=house.folder, env={**os.environ, **environment})
        self.assertEqual(0, done.returncode, done)
        return done.stdout

    def test_from_nothing_to_the_first_post(self):
        house = House(self)
        asking, saying = commands("Set up")
        self.assertEqual("sudo palabre init --system\n", asking)
        here = f"--config {house.folder}/palabre.conf --data {house.data} --master-key {house.key}"
        saying = saying.replace("sudo palabre", BINARY if os.path.isabs(BINARY) else str(pathlib.Path(BINARY).resolve()))
        self.assertEqual(1, saying.count("--system"))
        said = self.bash(house, saying.replace("--system", here))
        self.assertIn("Next: ", said)
        self.assertFalse((house.folder / "password").exists())
        server = house.serve("--config", house.folder / "palabre.conf")
        first, = commands("The first post")
        self.bash(house, first.replace("127.0.0.1:8080", f"127.0.0.1:{server.port}"))
        threads = server.anonymous("/api/v1/communities/soins-de-ville/threads").json["threads"]
        self.assertEqual(["Bienvenue"], [thread["title"] for thread in threads])


if __name__ == "__main__":
    unittest.main()
