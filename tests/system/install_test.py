# SPDX-License-Identifier: Apache-2.0
"""docs/install.md, "First steps": the commands as they stand there lead to a community that can be used."""
import re
import subprocess
import unittest

from palabre_process import SOURCE, House


class InstallTest(unittest.TestCase):
    def commands(self, heading):
        text = (SOURCE / "docs" / "install.md").read_text()
        part = re.search(rf"^## \d+\. {heading}\n(.*?)(?=^## |\Z)", text, re.M | re.S)[1]
        return "\n".join(line[4:] for line in part.splitlines() if line.startswith("    ")) + "\n"

    def test_the_first_steps(self):
        for public_url in ("", "https://forum.example.org"):  # then cookies are for https, and for this machine
            with self.subTest(public_url):
                house = House(self)
                house.must("admin", "create", "--name", "Ada", "--email", "ada@example.org",
                           stdin="a long enough password\n")
                house.must("admin", "found", "--slug", "soins", "--name", "Soins de ville")
                server = house.serve("--public-url", public_url)
                steps = self.commands("First steps").replace("127.0.0.1:8080", f"127.0.0.1:{server.port}")
                done = subprocess.run(["bash", "-euo", "pipefail", "-c", steps], capture_output=True, text=True,
                                      timeout=60)
                self.assertEqual(0, done.returncode, done)
                spaces = server.anonymous("/api/v1/communities/soins/spaces").json["spaces"]
                self.assertEqual(["accueil"], [space["slug"] for space in spaces])


if __name__ == "__main__":
    unittest.main()
