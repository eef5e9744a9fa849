# SPDX-License-Identifier: Apache-2.0
"""The data that is measured over."""

import dataclasses
import hashlib
import json
import pathlib
import shutil
import tempfile
import time

from programs import BUILT, ROOT, run_json


@dataclasses.dataclass
class Fixture:
    data: pathlib.Path
    lists: pathlib.Path
    events: int
    community: str

    @property
    def sessions(self):
        return self.lists / "sessions.tsv"

    def targets(self, below=""):
        """A file of the threads' paths, `below` behind each; the first is the most asked for."""
        file = self.lists / f"targets{below.replace('/', '-')}.txt"
        if not file.exists():
            ids = (self.lists / "threads.txt").read_text().split()
            file.write_text("".join(f"/api/v1/communities/{self.community}/threads/{id}{below}\n" for id in ids))
        return file

    def first_target(self):
        return self.targets().read_text().split("\n", 1)[0]

    def first_html(self):
        """The page of the same thread for people; it redirects to the address with the title."""
        return f"/c/{self.community}/t/{self.first_target().rsplit('/', 1)[1]}"

    def first_session(self):
        cookie, token = self.sessions.read_text().split("\n", 1)[0].split("\t")
        return {"Cookie": cookie, "X-CSRF-Token": token}


# What the bytes of a data folder depend on. Another file of these makes another fixture.
MAKERS = ("bench/fixture/*", "bench/words.hpp", "docs/formats.md", "events-schema/**/*.json", "core/limits.hpp",
          "core/log/stored*", "core/store/*", "commands/model*", "projections/**/*.?pp")


def makers():
    """A short word for all of them together."""
    hashed = hashlib.sha256()
    for file in sorted({file for pattern in MAKERS for file in ROOT.glob(pattern) if file.is_file()}):
        hashed.update(f"{file.relative_to(ROOT)}\0".encode() + file.read_bytes())
    return hashed.hexdigest()[:12]


class Fixtures:
    """name: (members, threads of 20 posts). An account and a membership are an event each. They are kept below
    build/ until something that they depend on changes."""

    SIZES = {
        "small": (2_000, 300),  # 10,000 events
        "middle": (5_000, 1_000),  # 30,000
        "fifty": (5_000, 2_000),  # 50,000
        "hundred": (5_000, 4_500),  # 100,000
        "large": (5_000, 10_000),  # 210,000
        "million": (5_000, 49_500),  # 1,000,000
        "three": (5_000, 149_500),  # 3,000,000
    }
    QUICK = {"small": (200, 20), "middle": (300, 100), "fifty": (300, 100), "hundred": (300, 100), "large": (500, 500),
             "million": (500, 500), "three": (500, 1_000)}

    def __init__(self, quick):
        self.folder = ROOT / "build" / "bench-fixtures"
        self.sizes = self.QUICK if quick else self.SIZES
        self.makers = makers()

    def __getattr__(self, name):
        if name not in self.SIZES:
            raise AttributeError(name)
        size = "{}-{}".format(*self.sizes[name])
        kept = self.folder / f"{size}-{self.makers}"
        if not kept.exists():
            for old in self.folder.glob(f"{size}-*"):
                shutil.rmtree(old)
            self._make(*self.sizes[name], kept)
        told = json.loads((kept / "told.json").read_text())
        return Fixture(kept / "data", kept / "lists", told["events"], told["community"])

    def _make(self, members, threads, to):
        print(f"  making {members} members and {threads} threads of 20 posts …", flush=True)
        begun = time.monotonic()
        self.folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="making-", dir=self.folder) as making:
            made = pathlib.Path(making) / "made"
            told = run_json(BUILT / "bench" / "fixture", "make", "--data", made / "data", "--lists", made / "lists",
                            "--members", members, "--threads", threads, timeout=3_600)
            (made / "told.json").write_text(json.dumps(told))
            made.rename(to)
        seconds = time.monotonic() - begun
        print(f"  … {told['events']:,} events in {seconds:.0f} s, {told['events'] / seconds:,.0f} a second", flush=True)
