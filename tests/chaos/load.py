# SPDX-License-Identifier: Apache-2.0
"""Members who write through all nodes at once, and the record of what they were answered.

Each member writes from every node at the same time, so that the same posts are edited at different nodes. An act has an
Idempotency-Key of its own and is sent again with it, at the next node, until its fate is known."""
import dataclasses
import random
import threading
import time

from linearize import Operation

ANSWER_SECONDS = 15  # a node says within 10 s that it does not know
FATE_SECONDS = 180  # an act whose fate is not known by then hangs
PAUSE = 0.02  # between two acts of one writer: the machine is shared with brokers and nodes


@dataclasses.dataclass
class Act:
    kind: str  # reply | edit | edit-if | like | unlike
    method: str
    path: str
    body: dict | None
    key: str
    post: str | None = None
    found: str | None = None  # If-Match
    begin: float = 0
    end: float = 0
    attempts: int = 0
    unknown: int = 0  # attempts after which nobody knew: no answer, or 503
    status: int = 0
    version: str | None = None
    position: tuple[str, int] | None = None
    node: int = 0  # that gave the answer

    @property
    def changed(self) -> bool:
        return self.position is not None

    @property
    def refused(self) -> bool:
        return self.status in (409, 412)

    def operation(self) -> Operation:
        """What it did to its post's text."""
        if self.changed:
            return Operation(self.begin, self.end, self.found, self.version, name=self.key)
        return Operation(self.begin, self.end, self.found, refused=True, name=self.key)


class Writer(threading.Thread):
    """One member at one node, one act after the other."""

    def __init__(self, load, member: int, home: int, seed: str):
        super().__init__(daemon=True)
        self.load, self.member, self.home, self.seed = load, member, home, seed
        self.chance = random.Random(seed)
        self.clients = load.clients_of(member)
        self.acts: list[Act] = []
        self.failure: Exception | None = None

    def run(self) -> None:
        try:
            while not self.load.stopping.is_set():
                act = self.next_act()
                self.acts.append(act)
                self.send(act)
                self.load.learn(act)
                time.sleep(PAUSE)
        except Exception as failed:
            self.failure = failed
        finally:
            for client in self.clients:
                client.close()

    def next_act(self) -> Act:
        api, key = self.load.api, f"{self.seed}-{len(self.acts)}"
        drawn, post = self.chance.random(), self.chance.choice(self.load.posts[self.member])
        text = {"body": f"Texte {key} " + "mot " * self.chance.randrange(20)}
        if drawn < 0.3:
            return Act("reply", "POST", f"{api}/threads/{self.load.thread}/posts", text, key)
        if drawn < 0.6:
            return Act("edit-if", "PUT", f"{api}/posts/{post}", text, key, post, self.load.versions[post])
        if drawn < 0.85:
            return Act("edit", "PUT", f"{api}/posts/{post}", text, key, post)
        kind = self.chance.choice(("like", "unlike"))
        other = self.chance.choice(self.load.posts[(self.member + 1) % len(self.load.posts)])
        return Act(kind, "PUT" if kind == "like" else "DELETE", f"{api}/posts/{other}/reactions/like", None, key, other)

    def send(self, act: Act) -> None:
        act.begin = time.monotonic()
        while True:
            node = (self.home + act.attempts) % len(self.clients)
            act.attempts += 1
            headers = {"Idempotency-Key": act.key} | ({"If-Match": act.found} if act.found else {})
            try:
                answer = self.clients[node].request(act.method, act.path, act.body, headers=headers)
            except OSError:
                answer = None
            if answer is not None and answer.status < 500:
                break
            act.unknown += 1
            if time.monotonic() > act.begin + FATE_SECONDS:
                raise AssertionError(f"nobody says what became of {act}: {answer}")
            time.sleep(0.1)
        act.end, act.status, act.node = time.monotonic(), answer.status, node
        if act.refused and answer.reason == "version-conflict":
            return
        if answer.status not in (201, 204):
            raise AssertionError(f"{act}: {answer}")
        act.version = answer.headers.get("etag")
        if place := answer.headers.get("palabre-position"):
            community, sequence = place.split("/")
            act.position = community, int(sequence)


class Load:
    """Writers of every member at every node. `run()` once a fault; what is learnt stays."""

    def __init__(self, bed):
        self.api, self.thread, self.posts = bed.api, bed.thread, bed.posts
        self.clients_of = bed.clients_of
        self.nodes = len(bed.nodes)
        self.versions = dict(bed.versions)
        self.acts: list[Act] = []
        self.stopping = threading.Event()
        self.writers: list[Writer] = []

    def learn(self, act: Act) -> None:
        if act.kind.startswith("edit") and act.changed:
            self.versions[act.post] = act.version

    def begin(self, seed: str) -> None:
        self.stopping.clear()
        self.writers = [Writer(self, member, home, f"{seed}-{member}-{home}")
                        for member in range(len(self.posts)) for home in range(self.nodes)]
        for writer in self.writers:
            writer.start()

    def finish(self) -> list[Act]:
        """Every act's fate is known: those of this run."""
        self.stopping.set()
        for writer in self.writers:
            writer.join(FATE_SECONDS + 60)
            if writer.is_alive():
                raise AssertionError(f"a writer hangs: {writer.acts[-1]}")
            if writer.failure:
                raise writer.failure
        run = [act for writer in self.writers for act in writer.acts]
        self.acts += run
        return run


def longest_gap(acts: list[Act], begin: float, end: float) -> float:
    """The longest time in [begin, end] in which no write was acknowledged."""
    moments = sorted([begin, *(act.end for act in acts if act.changed and begin < act.end < end), end])
    return max(after - before for before, after in zip(moments, moments[1:]))
