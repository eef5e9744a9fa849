# SPDX-License-Identifier: Apache-2.0
"""Holds the planted bugs to the tree: each patch of tests/simulation/mutants and tests/system/leaks applies to the sources as they
are, as script/mutants wants it. What script/mutants finds after a long build is told here at once. Standard library only, and patch."""
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

TREE = Path(__file__).resolve().parents[2]
FOLDERS = {"tests/simulation/mutants": 10, "tests/system/leaks": 9}


def fault(root: Path, patch: Path) -> str | None:
    """What patch says where it does not apply. Nothing is written: not even what it rejects."""
    done = subprocess.run(["patch", "--dry-run", "-F0", "-p1", "-f", "-d", root, "-i", patch], capture_output=True, text=True, check=False)
    return None if done.returncode == 0 else done.stdout + done.stderr


class ThePatches(unittest.TestCase):
    def test_apply(self):
        for folder, least in FOLDERS.items():
            patches = sorted((TREE / folder).glob("*.patch"))
            self.assertGreaterEqual(len(patches), least, folder)
            for patch in patches:
                with self.subTest(f"{folder}/{patch.name}"):
                    self.assertIsNone(fault(TREE, patch), "plant the same bug in the code as it is now")

    def test_say_first_what_they_plant(self):
        """tests/system/leaks/keep.py quotes it."""
        for folder in FOLDERS:
            for patch in sorted((TREE / folder).glob("*.patch")):
                with self.subTest(f"{folder}/{patch.name}"):
                    self.assertRegex(patch.read_text("utf-8").splitlines()[0], re.compile(r"\A[A-Z].*\.\Z"))


class TheCheck(unittest.TestCase):
    def setUp(self):
        self.root = Path(self.enterContext(tempfile.TemporaryDirectory()))
        (self.root / "a.cpp").write_text("one\ntwo\nthree\n", "utf-8")

    def found(self, hunk):
        (self.root / "a.patch").write_text(f"A bug.\n\n--- a/a.cpp\n+++ b/a.cpp\n@@ -1,3 +1,3 @@\n{hunk}", "utf-8")
        return fault(self.root, self.root / "a.patch")

    def test_takes_what_applies(self):
        self.assertIsNone(self.found(" one\n-two\n+2\n three\n"))
        self.assertEqual("one\ntwo\nthree\n", (self.root / "a.cpp").read_text("utf-8"))

    def test_refuses_what_does_not(self):
        self.assertIn("FAILED", self.found(" one\n-2\n+two\n three\n"))  # it is there already
        self.assertIn("FAILED", self.found(" 1\n-two\n+2\n three\n"))  # only by passing over a line
        self.assertEqual({"a.cpp", "a.patch"}, {file.name for file in self.root.iterdir()})


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    unittest.main()
