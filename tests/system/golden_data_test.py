# SPDX-License-Identifier: Apache-2.0
"""The data folder of every release is opened by this program: its pages answer, its chains and digests are what they were. What was changed without a new
version of its rows, or a new format of the model, shows here."""
import json
import re
import unittest

import golden_data
from palabre_process import SOURCE, House


def released(changelog):
    """The versions that have a heading of their own."""
    return re.findall(r"(?m)^## \[(\d[^\]]*)\]", changelog)


class GoldenDataTest(unittest.TestCase):
    def test_every_release_has_a_folder(self):
        self.assertEqual(["1.2.0-rc.1", "0.1.0"], released("## [Unreleased]\n\n## [1.2.0-rc.1] - 2026-01-02\n\n## [0.1.0] - 2026-01-01\n"))
        kept = {archive.name.removesuffix(".tar.xz") for archive in golden_data.KEPT.glob("*.tar.xz")}
        missing = set(released((SOURCE / "CHANGELOG.md").read_text("utf-8"))) - kept
        self.assertEqual(set(), missing, "script/golden-data makes it")

    def test_every_release(self):
        archives = sorted(golden_data.KEPT.glob("*.tar.xz"))
        self.assertTrue(archives)
        for archive in archives:
            with self.subTest(archive.name):
                self.assertLessEqual(archive.stat().st_size, golden_data.MOST_BYTES)
                about = json.loads((golden_data.KEPT / archive.name.replace(".tar.xz", ".json")).read_text())
                house = House(self)
                golden_data.unpack(archive, house)
                server = house.serve()
                page = server.anonymous(about["page"], headers={"Accept": "text/html"})
                self.assertEqual(200, page.status, page)
                for words in about["shows"]:
                    self.assertIn(words, page.body.decode())
                for words in about["hides"]:
                    self.assertNotIn(words, page.body.decode())
                server.stop()
                now = golden_data.describe(house)
                self.assertEqual(about["heads"], now["heads"])
                # Rows of another version are made anew, and so is a model of another format, whose number is not told; what
                # `verify` has compared. Rows of the same version are the same, byte for byte.
                same = about["digests"].keys() & now["digests"].keys() - {"model"}
                self.assertTrue(same, f"all rows of {archive.name} have other versions now: nothing is compared")
                self.assertEqual({name: about["digests"][name] for name in same},
                                 {name: now["digests"][name] for name in same})


if __name__ == "__main__":
    unittest.main()
