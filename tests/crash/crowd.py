# SPDX-License-Identifier: Apache-2.0
"""People who write at once to a server that may end at any moment, and a ledger of what they were answered.

Each act has an Idempotency-Key of its own; one that got no answer is sent again with the same key until it has one.
What each of them does is drawn from a seed; how the acts interleave, and when the server ends, is the machine's."""
import random
import threading
import time

ANSWER_SECONDS = 60  # an act that has no answer for so long hangs


class Act:
    """One request, and its answer once there is one. `says`: the text a post has afterwards."""

    def __init__(self, member, kind, method, path, body, key, post=None, says=None):
        self.member, self.kind, self.method, self.path, self.body, self.key = member, kind, method, path, body, key
        self.post, self.says, self.answer, self.attempts = post, says, None, 0

    @property
    def position(self):
        """(community, sequence) of the event that it became, or nothing: it was so already."""
        told = self.answer.headers.get("palabre-position")
        if self.answer.status == 204 and "etag" not in self.answer.headers:
            return None
        community, sequence = told.split("/")
        return community, int(sequence)


class Person:
    """One member on one connection: does one act after the other. Fails of its own are kept in `failure`."""

    def __init__(self, town, client, seed):
        self.town, self.client, self.chance = town, client, random.Random(seed)
        self.seed, self.acts, self.failure = seed, [], None
        self.own_posts, self.likes = [], set()

    def next_act(self, crowd):
        key, api = f"{self.seed}-{len(self.acts)}", self.town.api
        text = f"Texte {key} " + "mot " * self.chance.randrange(40)
        drawn = self.chance.random()
        if drawn < 0.1:
            return self.made("thread", "POST", f"{api}/threads", key, text, {
                "kind": "question", "spaces": [self.town.open_space], "title": f"Titre {key}", "body": text})
        if drawn < 0.6 or not self.own_posts:
            thread = self.chance.choice(crowd.threads)
            return self.made("post", "POST", f"{api}/threads/{thread}/posts", key, text, {"body": text})
        if drawn < 0.8:
            post = self.chance.choice(self.own_posts)
            return self.made("edit", "PUT", f"{api}/posts/{post}", key, text, {"body": text}, post)
        post = self.chance.choice(crowd.posts)
        method = "DELETE" if post in self.likes else "PUT"
        return self.made("like", method, f"{api}/posts/{post}/reactions/like", key, None, None, post)

    def made(self, kind, method, path, key, says, body, post=None):
        return Act(self.client.member, kind, method, path, body, key, post, says)

    def send(self, act):
        """One attempt: whether it was answered."""
        act.attempts += 1
        try:
            answer = self.client.request(act.method, act.path, act.body, headers={"Idempotency-Key": act.key})
        except OSError:
            return False
        if answer.status == 503:  # it does not know, or has not caught up yet
            return False
        if answer.status not in (201, 204):
            raise AssertionError(f"{act.method} {act.path} {act.key}: {answer}")
        act.answer = answer
        return True

    def learn(self, act, crowd):
        if act.kind == "thread":
            act.post = act.answer.json["post"]
            crowd.threads.append(act.answer.json["id"])
            crowd.posts.append(act.post)
        elif act.kind == "post":
            act.post = act.answer.json["id"]
            self.own_posts.append(act.post)
            crowd.posts.append(act.post)
        elif act.kind == "like":
            (self.likes.discard if act.method == "DELETE" else self.likes.add)(act.post)

    def run(self, crowd):
        try:
            while not crowd.stopping.is_set():
                self.acts.append(self.next_act(crowd))
                if not self.send(self.acts[-1]):
                    return
                self.learn(self.acts[-1], crowd)
        except BaseException as failed:  # noqa: B902 - told by the crowd
            self.failure = failed

    def finish(self, crowd):
        """The last act again, with its key, until it is answered."""
        try:
            until = time.monotonic() + ANSWER_SECONDS
            while self.acts and self.acts[-1].answer is None:
                if time.monotonic() > until:
                    raise AssertionError(f"no answer for a minute: {self.acts[-1].key}")
                if self.send(self.acts[-1]):
                    self.learn(self.acts[-1], crowd)
                else:
                    time.sleep(0.02)
        except BaseException as failed:  # noqa: B902 - told by the crowd
            self.failure = failed


class Crowd:
    """`size` people in a town. Lists are only ever added to, so that threads may share them."""

    def __init__(self, town, size, seed):
        self.town, self.stopping, self.seed = town, threading.Event(), seed
        clients = [town.newcomer(f"Personne {number}") for number in range(size)]
        opened = [town.thread(client, f"Titre {number}", "Un début.") for number, client in enumerate(clients[:3])]
        self.threads = [thread["id"] for thread in opened]
        self.posts = [thread["post"] for thread in opened]
        self.first_posts = list(self.posts)
        self.people = [Person(town, client, f"{seed}-{number}") for number, client in enumerate(clients)]
        self.running = []

    def begin(self):
        """All of them act, until stopped or the server is gone."""
        self.stopping.clear()
        self.running = [threading.Thread(target=person.run, args=(self,)) for person in self.people]
        for thread in self.running:
            thread.start()

    def end(self):
        """Nobody begins anything more; returns when all have noticed."""
        self.stopping.set()
        self._join()

    def finish(self):
        """Everybody gets the answer that is missing."""
        self.running = [threading.Thread(target=person.finish, args=(self,)) for person in self.people]
        for thread in self.running:
            thread.start()
        self._join()

    def _join(self):
        for thread in self.running:
            thread.join()
        for person in self.people:
            if person.failure is not None:
                raise AssertionError(f"person {person.seed}: {person.failure!r}") from person.failure

    @property
    def answered(self):
        return [act for person in self.people for act in person.acts if act.answer is not None]

    @property
    def unanswered(self):
        return [act for person in self.people for act in person.acts if act.answer is None]

    def texts(self):
        """What each post says after all that was answered: {post: text}."""
        said = {}
        for person in self.people:
            for act in person.acts:
                if act.answer is not None and act.says is not None:
                    said[act.post] = act.says.strip()
        return said

    def likes(self):
        """{(member, post)} as of all that was answered."""
        return {(person.client.member, post) for person in self.people for post in person.likes}
