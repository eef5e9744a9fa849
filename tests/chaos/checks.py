# SPDX-License-Identifier: Apache-2.0
"""What must hold once everybody has an answer: nothing acknowledged is lost, nothing is there twice, every node has the same
history, and each entity's can have been."""
import collections
import hashlib
import time

from linearize import linearizable
from load import Act

TYPES = {"reply": "forum.post-published.v3", "edit": "forum.post-edited.v2", "edit-if": "forum.post-edited.v2",
         "like": "forum.reaction-added.v1", "unlike": "forum.reaction-removed.v1"}


class Broken(Exception):
    """What does not hold."""


def settle(nodes, seconds: float = 120) -> list[str]:
    """Waits until every node is ready and all have stored the same events: their lines of `palabre replay`."""
    until = time.monotonic() + seconds
    for node in nodes:
        node.wait_ready(seconds)
    while True:
        told = [node.run("replay") for node in nodes]
        if len(set(told)) == 1:
            return told[0].splitlines()
        if time.monotonic() > until:
            sums = [(len(text.splitlines()), hashlib.sha256(text.encode()).hexdigest()[:12]) for text in told]
            raise Broken(f"the nodes do not come to the same history: {sums}")
        time.sleep(0.2)


def check_places(acts: list[Act], events: list[dict]) -> None:
    """Each acknowledged act is an event of its own at the place that was told, and no event is anything else."""
    places = {(event["source"], int(event["sequence"])): event for event in events}
    taken: dict[tuple[str, int], Act] = {}
    for act in acts:
        if not act.changed:
            continue
        if act.position in taken:
            raise Broken(f"twice: {act.key} and {taken[act.position].key} were told the same place {act.position}")
        taken[act.position] = act
        event = places.get(act.position)
        if event is None:
            raise Broken(f"lost: {act}")
        if event["type"] != TYPES[act.kind] or (act.post and event["data"]["post"] != act.post):
            raise Broken(f"lost: {act}; there stands {event}")


def check_nothing_more(acts: list[Act], events: list[dict], before: int) -> None:
    """`before`: how many events there were when the members began. Every other one was acknowledged."""
    told = {act.position for act in acts if act.changed}
    more = [event for event in events[before:] if (event["source"], int(event["sequence"])) not in told]
    if more:
        raise Broken(f"twice, or never asked for: {more[:3]}")
    ids = collections.Counter(event["id"] for event in events[before:])
    if doubled := [name for name, count in ids.items() if count > 1]:
        raise Broken(f"twice: {doubled[:3]}")


def check_entities(acts: list[Act], begins_with: dict[str, str]) -> int:
    """The text of each post as a register of versions: how many operations were looked at."""
    of_post = collections.defaultdict(list)
    for act in acts:
        if act.kind.startswith("edit"):
            of_post[act.post].append(act.operation())
    for post, history in of_post.items():
        if not linearizable(history, begins_with[post]):
            raise Broken(f"no order explains what was seen of post {post}: {sorted(history, key=lambda one: one.begin)}")
    return sum(map(len, of_post.values()))


def check_real_time(acts: list[Act]) -> None:
    """What was answered before another act was sent stands before it in the community."""
    latest = (0, None)
    ended = sorted((act for act in acts if act.changed), key=lambda act: act.end)
    begun = sorted(ended, key=lambda act: act.begin)
    at = 0
    for act in begun:
        while at < len(ended) and ended[at].end < act.begin:
            latest = max(latest, (ended[at].position[1], ended[at].key))
            at += 1
        if act.position[1] <= latest[0]:
            raise Broken(f"{act.key} stands at {act.position}, before {latest}, which was answered before it was sent")


def check_shown(nodes, api: str, thread: str, acts: list[Act]) -> None:
    """Every reply is shown once at every node."""
    wanted = sum(act.kind == "reply" and act.changed for act in acts)
    for node in nodes:
        client, seen, number = node.client(), collections.Counter(), 1
        while number is not None:
            page = client.must(200, "GET", f"{api}/threads/{thread}?page={number}")
            seen.update(post["id"] for post in page["posts"])
            number = page["next"]
        client.close()
        if set(seen.values()) != {1} or len(seen) < wanted:
            raise Broken(f"{node.name} shows {len(seen)} posts, {sum(seen.values())} times, for {wanted} replies")


def check_chains(nodes) -> None:
    """`palabre export` ends each community with the head of its chain, which holds every byte of it: while they serve."""
    told = {node.name: sorted(line for line in node.run("export").splitlines() if '"link"' in line) for node in nodes}
    first, *others = told.values()
    if not first or any(other != first for other in others):
        raise Broken(f"the nodes' chains differ: {told}")


def check_digests(nodes) -> None:
    """With every node stopped: chains, models and views are equal, byte for byte."""
    told = {node.name: node.run("verify") for node in nodes}
    if len(set(told.values())) != 1:
        raise Broken(f"the nodes' digests differ: {told}")
