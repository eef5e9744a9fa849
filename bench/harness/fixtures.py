# SPDX-License-Identifier: Apache-2.0
"""The data that is measured over, each made once a run."""

import dataclasses
import pathlib

from programs import BUILT, run_json


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


class Fixtures:
    """name: (members, threads of 20 posts). An account and a membership are an event each."""

    SIZES = {
        "small": (2_000, 300),  # 10,000 events
        "middle": (5_000, 1_000),  # 30,000
        "hundred": (5_000, 4_500),  # 100,000
        "large": (5_000, 10_000),  # 210,000
    }
    QUICK = {"small": (200, 20), "middle": (300, 100), "hundred": (300, 200), "large": (500, 500)}

    def __init__(self, folder, quick):
        self.folder = folder
        self.sizes = self.QUICK if quick else self.SIZES
        self.made = {}

    def __getattr__(self, name):
        if name not in self.SIZES:
            raise AttributeError(name)
        if name not in self.made:
            members, threads = self.sizes[name]
            print(f"  making {members} members and {threads} threads of 20 posts …", flush=True)
            data, lists = self.folder / name / "data", self.folder / name / "lists"
            told = run_json(BUILT / "bench" / "fixture", "make", "--data", data, "--lists", lists, "--members", members,
                            "--threads", threads, timeout=600)
            self.made[name] = Fixture(data, lists, told["events"], told["community"])
        return self.made[name]
