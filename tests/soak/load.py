# SPDX-License-Identifier: Apache-2.0
"""A paced, mixed load: people who read pages, write, follow the stream, sign in, come and go. Each role is a thread
with so many turns a second; who falls behind leaves turns out and does not hurry. An answer that is not the expected
one, a 503 included, ends the load as a failure: it is far below what a server takes."""
import collections
import pathlib
import random
import sys
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "system"), str(HERE.parent / "crash")]
from crowd import Crowd  # noqa: E402
from event_stream import Stream  # noqa: E402
from palabre_process import PASSWORD, Client  # noqa: E402

WRITERS, READERS, WATCHERS = 4, 4, 12
HTML = {"Accept": "text/html"}
WORDS = "soin nuit garde voie dose patient service équipe relève plaie calme appel chambre veille".split()


def long_text(chance, words):
    return " ".join(chance.choice(WORDS) for _ in range(words))


class Role:
    """`turn()` again and again, `rate` times a second. `done` counts turns; `failure` is why it ended early."""

    def __init__(self, load, name, rate, seed):
        self.load, self.name, self.rate, self.chance = load, name, rate, random.Random(seed)
        self.done, self.failure = 0, None
        self.thread = threading.Thread(target=self._run, name=name)

    def _run(self):
        try:
            due = time.monotonic() + self.chance.random() / self.rate
            while not self.load.stopping.wait(max(0.0, due - time.monotonic())):
                self.turn()
                self.done += 1
                due = max(due + 1 / self.rate, time.monotonic() - 1 / self.rate)
        except BaseException as failed:  # noqa: B902 - told by the load
            self.failure = failed
            self.load.stopping.set()
        finally:
            self.end()

    def end(self):
        """Closes what the role holds open."""


class Reader(Role):
    """Turns pages of threads, mostly of a few, and looks at lists; as a member, or as anybody."""

    def __init__(self, load, seed, client):
        super().__init__(load, "pages", 40, seed)
        self.client, self.end = client, client.close

    def turn(self):
        api, drawn = self.load.town.api, self.chance.random()
        threads = self.load.crowd.threads
        thread = threads[int(len(threads) * self.chance.random() ** 3)]
        if drawn < 0.7:
            page = self.client.must(200, "GET", f"{api}/threads/{thread}")
            if page["next"] and self.chance.random() < 0.5:
                self.client.must(200, "GET", f"{api}/threads/{thread}?page={page['next']}")
        elif drawn < 0.8:
            slug = self.client.must(200, "GET", f"{api}/threads/{thread}")["thread"]["slug"]
            self.page(f"/c/{self.load.town.community}/t/{thread}/{slug}")
        elif drawn < 0.9:
            self.client.must(200, "GET", f"{api}/threads?sort={self.chance.choice(('unanswered', 'newest'))}")
        else:
            self.page(f"/c/{self.load.town.community}" + self.chance.choice(("", "/threads", "/s/accueil")))

    def page(self, path):
        answer = self.client.get(path, headers={**HTML, "Accept-Encoding": "gzip"})
        if answer.status != 200:
            raise AssertionError(f"GET {path}: {answer}")


class Writer(Role):
    """One of the crowd: replies, opens threads, edits, likes, each with its Idempotency-Key."""

    def __init__(self, load, seed, person):
        super().__init__(load, "writes", 4, seed)
        self.person, self.end = person, person.client.close

    def turn(self):
        act = self.person.next_act(self.load.crowd)
        self.person.acts.append(act)
        if not self.person.send(act):
            raise AssertionError(f"not answered: {act.method} {act.path}")
        self.person.learn(act, self.load.crowd)


class Watcher(Role):
    """Follows the stream, hangs up, comes back where it was. A turn is an event."""

    def __init__(self, load, seed, client):
        super().__init__(load, "events", 1000, seed)
        self.client, self.stream, self.last = client, None, None

    def turn(self):
        if self.stream is None:
            self.stream = Stream(self.load.town.server, self.client, after=self.last)
            if self.stream.status != 200:
                raise AssertionError(f"stream: {self.stream.status}")
        event = self.stream.next()
        if event is None or (self.last is not None and event["id"] <= self.last):
            raise AssertionError(f"stream after {self.last}: {event}")
        self.last = event["id"]
        if self.chance.random() < 0.005:
            self.end()

    def end(self):
        if self.stream is not None:
            self.stream.__exit__()
            self.stream = None


class Visitor(Role):
    """Signs in, by a wrong password now and then, and out again."""

    def __init__(self, load, seed, email):
        super().__init__(load, "sign-ins", 0.3, seed)
        self.email = email

    def turn(self):
        client = self.load.town.server.client()
        if self.chance.random() < 0.2:
            client.must(401, "POST", "/api/v1/session", {"email": self.email, "password": "not " + PASSWORD})
        else:
            client.sign_in(self.email)
            client.must(204, "DELETE", "/api/v1/session")
        client.close()


class Comer(Role):
    """Registers, joins, says something, and goes: leaves, or is erased."""

    def __init__(self, load, seed):
        super().__init__(load, "erasures", 0.1, seed)

    def turn(self):
        town = self.load.town
        client = town.newcomer(f"De passage {self.done}")
        thread = town.thread(client, f"Passage {self.done}", long_text(self.chance, 60))
        town.reply(client, thread["id"], long_text(self.chance, 30))
        if self.done % 2:
            client.must(204, "DELETE", f"{town.api}/members/{client.member}")
        else:
            client.must(204, "POST", f"{town.api}/members/{client.member}/erasure")
        client.close()


class Load:
    """The roles over a town, with a community filled beforehand so that caches are full before they are measured."""

    def __init__(self, town, seed):
        self.town, self.seed, self.stopping = town, seed, threading.Event()
        self.crowd = Crowd(town, WRITERS, seed)
        self.roles = []

    def fill(self, posts):
        """So many posts of some 3 KB in threads of 50, on several connections, and each page read once."""
        def write(client, number):
            chance = random.Random(f"{self.seed}-fill-{number}")
            for at in range(posts // WRITERS):
                if at % 50 == 0:
                    thread = self.town.thread(client, f"Fonds {number} {at}", long_text(chance, 400))["id"]
                    self.crowd.threads.append(thread)
                self.town.reply(client, thread, long_text(chance, 400))

        def read(client, number):
            for thread in self.crowd.threads[number::WRITERS]:
                page = {"next": 1}
                while page["next"]:
                    page = client.must(200, "GET", f"{self.town.api}/threads/{thread}?page={page['next']}")

        def sign_in(client, _):
            for _ in range(3):  # at once: the server begins its threads for passwords when they are needed
                client.sign_in(client.email)
        for task in (write, read, sign_in):
            self._by_each(task)
        self.town.server.wait_applied(Client.patience)

    def _by_each(self, task):
        failures = []

        def run(client, number):
            try:
                task(client, number)
            except BaseException as failed:  # noqa: B902 - raised below
                failures.append(failed)
            finally:
                client.close()
        threads = [threading.Thread(target=run, args=(person.client, number))
                   for number, person in enumerate(self.crowd.people)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if failures:
            raise failures[0]

    def begin(self):
        people, server = self.crowd.people, self.town.server
        self.stopping.clear()
        self.roles = [Comer(self, f"{self.seed}-c"), Visitor(self, f"{self.seed}-v", self.town.newcomer("Vera Vague").email)]
        for number in range(READERS):
            client = people[number].client.fork() if number % 2 else server.client()
            self.roles.append(Reader(self, f"{self.seed}-r{number}", client))
        self.roles += [Writer(self, f"{self.seed}-w{number}", person) for number, person in enumerate(people)]
        self.roles += [Watcher(self, f"{self.seed}-s{number}", people[0].client if number % 2 else None)
                       for number in range(WATCHERS)]
        for role in self.roles:
            role.thread.start()

    def end(self):
        """Everybody stops; the first failure is raised."""
        self.stopping.set()
        waker = self.crowd.people[0].client.fork()
        while any(role.thread.is_alive() for role in self.roles if isinstance(role, Watcher)):
            self.town.thread(waker, "Fin", "Rien de plus.")  # for those who wait for an event
            time.sleep(0.1)
        waker.close()
        for role in self.roles:
            role.thread.join()
        for role in self.roles:
            if role.failure is not None:
                raise AssertionError(f"{role.name}: {role.failure!r}") from role.failure

    def done(self):
        """{name of a role: turns}."""
        counts = collections.Counter()
        for role in self.roles:
            counts[role.name] += role.done
        return dict(counts)
