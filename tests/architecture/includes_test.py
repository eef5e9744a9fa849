# SPDX-License-Identifier: Apache-2.0
"""Holds what docs/architecture.md says of the tree: which layer may include which, where a library may show, that each
source names its licence and stays of a size that one reads in one go. Standard library only."""
import re
import sys
import tempfile
import unittest
from pathlib import Path

TREE = Path(__file__).resolve().parents[2]

# tools → http → {commands, projections} → events → core. What is generated of events-schema/ is included as events/.
EVENTS = {"events-schema", "events"}
MAY_INCLUDE = {
    "core": {"core"},
    "events-schema": EVENTS | {"core"},
    "commands": EVENTS | {"core", "commands"},
    "projections": EVENTS | {"core", "projections"},
    "http": EVENTS | {"core", "commands", "projections", "http"},
    "tools": EVENTS | {"core", "commands", "projections", "http", "tools"},
}
# Libraries that show in these folders only, so that one can be exchanged there. Tests and measurements may do as they like.
HOMES = {
    "boost/beast/": ("http/server", "http/session"),
    "boost/asio": ("http/server", "http/session"),
    "rocksdb/": ("core/store",),
    "librdkafka/": ("core/log/kafka",),
    "prometheus/": ("core/metrics",),
    "md4c": ("core/text", "tools/html"),
    "ctemplate/": ("http/pages",),
    "curl/": ("core/mail", "core/blobs"),
    "gmime/": ("core/mail",),
    "expat.h": ("tools",),
    "jpeglib.h": ("core/images",),
    "png.h": ("core/images",),
    "webp/": ("core/images",),
    "lcms2.h": ("core/images",),
    "CLI/": ("tools",),
}
FOLDERS = (*MAY_INCLUDE, "tests", "bench", "docs", "script")
MOST_LINES = 500
INCLUDE = re.compile(r'^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)')


def is_below(path: str, folders: tuple) -> bool:
    return any(path.startswith(f"{folder}/") for folder in folders)


def fault_of_include(root: Path, path: str, own: str, library: str) -> str | None:
    """What is wrong with one include of the file at `path`; `own` is ours, `library` another's; one of them is empty."""
    layer = path.split("/", 1)[0]
    if library:
        for begin, homes in HOMES.items():
            if layer in MAY_INCLUDE and library.startswith(begin) and not is_below(path, homes):
                return f"includes <{library}>, which is for {' and '.join(homes)} only"
        return None
    target = own.split("/", 1)[0]
    if layer in MAY_INCLUDE and target not in MAY_INCLUDE[layer]:
        return f'includes "{own}" against the direction of dependencies'
    if target != "events" and not (root / own).is_file():
        return f'includes "{own}", which is no path from the root of the tree'
    return None


def faults_of_file(root: Path, file: Path) -> list[str]:
    path = file.relative_to(root).as_posix()
    lines = file.read_text("utf-8").splitlines()
    found = []
    if not any("SPDX-License-Identifier: Apache-2.0" in line for line in lines[:2]):
        found.append(f"{path}: no SPDX line at its beginning")
    if len(lines) > MOST_LINES:
        found.append(f"{path}: {len(lines)} lines; past {MOST_LINES} it is two things")
    if file.suffix == ".py":
        return found
    if file.suffix == ".hpp" and "#pragma once" not in lines:
        found.append(f"{path}: no #pragma once")
    for number, line in enumerate(lines, 1):
        if include := INCLUDE.match(line):
            if fault := fault_of_include(root, path, include[1] or "", include[2] or ""):
                found.append(f"{path}:{number}: {fault}")
    return found


def faults(root: Path) -> list[str]:
    """Everything in the tree that does not hold, as `file[:line]: what`."""
    files = [f for folder in FOLDERS for f in sorted((root / folder).rglob("*")) if f.suffix in (".cpp", ".hpp", ".py")]
    return [fault for file in files for fault in faults_of_file(root, file)]


class TheTree(unittest.TestCase):
    def test_holds(self):
        found = faults(TREE)
        self.assertFalse(found, "\n" + "\n".join(found))

    def test_has_files_in_every_layer(self):
        for layer in MAY_INCLUDE:
            self.assertTrue(any((TREE / layer).rglob("*.hpp")), layer)


class TheCheck(unittest.TestCase):
    """A test that cannot fail holds nothing."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        self.write("core/base/ids.hpp", "#pragma once\n")

    def write(self, path: str, text: str, spdx: bool = True) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(("// SPDX-License-Identifier: Apache-2.0\n" if spdx else "") + text, "utf-8")

    def assert_fault(self, *words: str) -> None:
        found = faults(self.root)
        self.assertEqual(len(found), 1, found)
        for word in words:
            self.assertIn(word, found[0])

    def test_takes_what_is_in_order(self):
        self.write("commands/x.hpp", '#pragma once\n#include "core/base/ids.hpp"\n#include "events/forum.hpp"\n')
        self.write("http/y.cpp", '#include "commands/x.hpp"\n#include <fmt/format.h>\n')
        self.write("http/server/z.cpp", "#include <boost/asio/post.hpp>\n")
        self.write("tests/http/y_test.cpp", '#include "core/base/ids.hpp"\n#include <boost/asio/post.hpp>\n')
        self.write("core/long.cpp", "\n" * (MOST_LINES - 1))
        self.assertEqual(faults(self.root), [])

    def test_refuses_each_layer_against_the_direction(self):
        against = {"core": "events/forum.hpp", "events-schema": "commands/a.hpp", "commands": "projections/a.hpp",
                   "projections": "commands/a.hpp", "http": "tools/a.hpp", "tools": "tests/a.hpp"}
        for layer, include in against.items():
            with self.subTest(layer):
                self.write(f"{layer}/bad.cpp", f'#include "{include}"\n')
                self.assert_fault(f"{layer}/bad.cpp:2", include)
                (self.root / layer / "bad.cpp").unlink()

    def test_refuses_libraries_elsewhere(self):
        for include in ("boost/beast/http.hpp", "boost/asio.hpp", "rocksdb/db.h", "prometheus/registry.h", "md4c-html.h",
                        "ctemplate/template.h", "expat.h", "CLI/CLI.hpp"):
            with self.subTest(include):
                self.write("commands/bad.cpp", f"  #  include <{include}>\n")
                self.assert_fault("commands/bad.cpp:2", include)

    def test_refuses_a_path_that_is_not_from_the_root(self):
        self.write("core/base/x.cpp", '#include "core/base/missing.hpp"\n')
        self.assert_fault("core/base/x.cpp:2", "no path")

    def test_refuses_a_header_that_may_come_twice(self):
        self.write("core/x.hpp", "struct X {};\n")
        self.assert_fault("core/x.hpp", "#pragma once")

    def test_refuses_a_source_without_licence(self):
        self.write("script/x.py", "print()\n", spdx=False)
        self.assert_fault("script/x.py", "SPDX")

    def test_refuses_a_file_past_the_limit(self):
        self.write("core/long.cpp", "\n" * MOST_LINES)
        self.assert_fault("core/long.cpp", "501 lines")


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    unittest.main()
