# SPDX-License-Identifier: Apache-2.0
"""kill -9 under load, again and again: nothing that was acknowledged is missing or doubled, `palabre verify` holds.

A round: people write on several connections; at a moment drawn by chance the server is killed. A copy of what it left
is verified as it lies there. The server begins again, everybody sends what has no answer once more with the same key.
Then the ledger is held against the events of the log (`palabre replay`) and against what the API says."""
import collections
import pathlib
import random
import re
import shutil
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "system"))
from crowd import Crowd  # noqa: E402
from palabre_process import House, Town  # noqa: E402

PEOPLE = 6
ROUNDS_A_TOWN = 20  # then a new one: a round costs the same, however many there are
EARLIEST, LATEST = 0.02, 0.5  # seconds of load before the kill


class Failure(Exception):
    """What does not hold, with the seed of its round."""


class Tally(collections.Counter):
    """acts, unanswered (at the kill), landed (of those: were in the log nonetheless), rounds."""


class Street:
    """A town that is killed, with the crowd in it. Use as a context manager."""

    def __init__(self, seed):
        self.case = unittest.TestCase()
        self.town = Town(self.case)
        self.crowd = Crowd(self.town, PEOPLE, seed)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.crowd.stopping.set()
        self.case.doCleanups()

    # ---- One round ----

    def round(self, seed, tally):
        self.crowd.begin()
        time.sleep(random.Random(seed).uniform(EARLIEST, LATEST))
        self.town.server.kill()
        self.crowd.end()
        unanswered = self.crowd.unanswered
        tally["unanswered"] += len(unanswered)
        left = self.verify_what_was_left()
        again = self.town.house.serve(port=self.town.server.port, ready=False)
        self.town.server.__dict__.update(again.__dict__)
        self.town.house.servers.remove(again)
        self.crowd.finish()
        self.town.server.wait_applied()
        events = self.events(self.town.house)
        self.check_nothing_more(events, self.check_acknowledged(events))
        self.check_views()
        tally["landed"] += sum(act.position is not None and act.position[1] <= left for act in unanswered)
        tally["rounds"] += 1

    def verify_what_was_left(self):
        """All that was acknowledged by the kill is there, verified: the last sequence."""
        house = House()
        try:
            shutil.copytree(self.town.house.data, house.data, ignore=shutil.ignore_patterns("control"))  # a socket
            shutil.copy(self.town.house.key, house.key)
            done = house.run("verify")
            if done.returncode != 0 or done.stderr:
                raise Failure(f"verify: {done.returncode} {done.stdout[-1000:]} {done.stderr[-1000:]}")
            events = self.events(house)
            self.check_acknowledged(events)
            return len(events)
        finally:
            house.close()

    # ---- What must hold ----

    def events(self, house):
        """The community's events, by sequence."""
        events = {int(event["sequence"]): event for event in house.events("--community", self.town.community)}
        if sorted(events) != list(range(1, len(events) + 1)):
            raise Failure("the sequences have a hole")
        return events

    def check_acknowledged(self, events):
        """Each acknowledged act is an event of its own, at the place that was told: {sequence: act}."""
        places = {}
        for act in self.crowd.answered:
            if act.position is None:
                continue
            if act.position[1] in places:
                raise Failure(f"{act.key} and {places[act.position[1]].key} were told the same place")
            places[act.position[1]] = act
            event = events.get(act.position[1])
            if event is None:
                raise Failure(f"missing: {act.key}, acknowledged at {act.position}")
            self.check_event(act, event)
        return places

    def check_nothing_more(self, events, places):
        """Each event of what people do is an act that was acknowledged, once everybody has an answer."""
        kinds = ("forum.post-published", "forum.thread-opened", "forum.post-edited", "forum.reaction-")
        for sequence, event in events.items():
            if not event["type"].startswith(kinds) or sequence in places:
                continue
            if event["type"].startswith("forum.thread-opened") and event["data"]["post"] in self.crowd.first_posts:
                continue
            raise Failure(f"doubled or not asked for: {event['type']} at {sequence}")
        given = collections.Counter()
        for event in events.values():
            if event["type"].startswith("forum.reaction-"):
                given[event["data"]["member"], event["data"]["post"]] += 1 if "-added" in event["type"] else -1
        likes = {who for who, count in given.items() if count == 1}
        if likes != self.crowd.likes() or not set(given.values()) <= {0, 1}:
            raise Failure("the reactions in the log are not those that were acknowledged")

    @staticmethod
    def check_event(act, event):
        wanted = {"thread": "forum.thread-opened", "post": "forum.post-published", "edit": "forum.post-edited",
                  "like": "forum.reaction-" + ("removed" if act.method == "DELETE" else "added")}[act.kind]
        if not event["type"].startswith(wanted + ".") or event["data"]["post"] != act.post:
            raise Failure(f"{act.key} was acknowledged at {act.position}, where stands {event['type']} "
                          f"of {event['data'].get('post')}")

    def check_views(self):
        """Each post is on the page of its thread once, and says what was last acknowledged for it."""
        said = self.crowd.texts()
        seen = collections.Counter()
        client = self.town.server.client()
        for thread in self.crowd.threads:
            number = 1
            while number is not None:
                page = client.must(200, "GET", f"{self.town.api}/threads/{thread}?page={number}")
                for post in page["posts"]:
                    seen[post["id"]] += 1
                    text = re.sub("<[^>]*>", "", post["body_html"]).strip()
                    if said.get(post["id"], "Un début.") != text:
                        raise Failure(f"post {post['id']} says {text[:60]!r}, not {said.get(post['id'])!r}")
                number = page["next"]
        client.close()
        if set(seen) != set(self.crowd.posts) or set(seen.values()) != {1}:
            missing, unknown = set(self.crowd.posts) - set(seen), set(seen) - set(self.crowd.posts)
            doubled = [post for post, count in seen.items() if count > 1]
            raise Failure(f"on the pages: missing {missing}, doubled {doubled}, unknown {unknown}")

    def stop(self):
        """A normal end after all the others."""
        if self.town.server.stop() != 0:
            raise Failure("the server does not stop")
        self.town.house.digests()


def run(rounds, seed, tell=lambda *_: None):
    """So many rounds, the n-th with seed + n: the tally. Failure names the seed of its round."""
    tally = Tally()
    for first in range(0, rounds, ROUNDS_A_TOWN):
        with Street(seed + first) as street:
            for number in range(first, min(first + ROUNDS_A_TOWN, rounds)):
                try:
                    street.round(seed + number, tally)
                except Exception as failed:
                    where = f"round {number + 1}, seed {seed + number} (its town: {seed + first})"
                    raise Failure(f"{where}: {failed}") from failed
                tell(number + 1, tally)
            street.stop()
            tally["acts"] += len(street.crowd.answered)
    return tally
