# SPDX-License-Identifier: Apache-2.0
"""Several clients at once, retries, and kill -9: each command once, and no answer from what was not durable."""
import collections
import random
import re
import secrets
import threading
import time
import unittest

from palabre_process import PASSWORD, Town


def at_once(*calls):
    """Runs the calls in threads that begin together: their results, exceptions raised again."""
    begun, results = threading.Barrier(len(calls)), [None] * len(calls)

    def run(place, call):
        begun.wait()
        try:
            results[place] = call()
        except BaseException as failed:  # noqa: B902 - handed to the caller
            results[place] = failed

    threads = [threading.Thread(target=run, args=each) for each in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for result in results:
        if isinstance(result, BaseException):
            raise result
    return results


def texts(town, thread, client):
    """The paragraphs of all posts of a thread but the opening one."""
    said, number = [], 1
    while number is not None:
        page = town.page(thread, client, number)
        said += [re.sub("<[^>]*>", "", post["body_html"]).strip() for post in page["posts"]]
        number = page["next"]
    return said[1:]


class RetryTest(unittest.TestCase):
    def setUp(self):
        self.town = Town(self)
        self.anna = self.town.newcomer("Anna Ambre")
        self.boris = self.town.newcomer("Boris Bleu")
        self.thread = self.town.thread(self.anna)["id"]
        self.posts = f"{Town.api}/threads/{self.thread}/posts"

    def keyed(self, client, method, path, body, key):
        return client.request(method, path, body, headers={"Idempotency-Key": key})

    def storm(self, kill):
        """8 connections send the same 60 keyed replies in different orders, again and again until each was answered."""
        keys = [f"storm-{number}" for number in range(60)]
        ids, halfway, lost = collections.defaultdict(set), threading.Event(), []

        def send(client, seed):
            order = random.Random(seed).sample(keys, len(keys))
            for count, key in enumerate(order):
                if count == len(order) // 2:
                    halfway.set()
                until = time.monotonic() + 60
                while True:
                    try:
                        answer = self.keyed(client, "POST", self.posts, {"body": f"Texte {key}"}, key)
                        if answer.status == 201:
                            ids[key].add(answer.json["id"])
                            break
                        self.assertEqual(503, answer.status, answer)
                    except OSError as failed:
                        lost.append(failed)
                    self.assertLess(time.monotonic(), until, "no answer for a minute")
                    time.sleep(0.02)
            client.close()

        def power_cut():
            halfway.wait(60)
            self.town.server.kill()
            self.town.restart("kill")

        at_once(*[lambda s=s: send(self.anna.fork(), s) for s in range(8)], *([power_cut] if kill else []))
        self.town.server.wait_applied()
        self.assertEqual(kill, bool(lost), lost[:3])
        self.assertEqual({1}, {len(found) for found in ids.values()})
        self.assertEqual(collections.Counter(f"Texte {key}" for key in keys),
                         collections.Counter(texts(self.town, self.thread, self.anna)))
        self.assertEqual(len(keys), len({next(iter(found)) for found in ids.values()}))
        # And once more, long after.
        for key in keys[::7]:
            again = self.keyed(self.anna, "POST", self.posts, {"body": f"Texte {key}"}, key)
            self.assertEqual((201, ids[key]), (again.status, {again.json["id"]}))
        self.assertEqual(0, self.town.server.stop())
        self.town.house.digests()

    def test_a_storm_of_retries(self):
        self.storm(kill=False)

    def test_a_storm_of_retries_across_a_kill(self):
        self.storm(kill=True)

    def test_the_first_outcome_whole(self):
        """A retry is answered as the first time: status, place, version, body."""
        key = secrets.token_hex(8)
        first = self.keyed(self.anna, "POST", self.posts, {"body": "Une fois."}, key)
        path, body = f"{Town.api}/posts/{first.json['id']}", {"body": "Deux fois."}
        edited = self.keyed(self.anna, "PUT", path, body, "edit")
        for how in (None, "stop", "kill"):
            if how:
                self.town.restart(how)
            with self.subTest(how):
                again = self.keyed(self.anna, "POST", self.posts, {"body": "Une fois."}, key)
                for name in ("location", "etag", "palabre-position"):
                    self.assertEqual(first.headers[name], again.headers[name])
                self.assertEqual((first.status, first.body), (again.status, again.body))
                again = self.keyed(self.anna, "PUT", path, body, "edit")
                self.assertEqual((204, edited.headers["etag"]), (again.status, again.headers["etag"]))

    def test_every_kind_of_command_once(self):
        """Each keyed command twice: one event, one outcome."""
        moderator = self.town.newcomer("Modératrice")
        self.town.give_role(moderator, "moderator")
        answer = self.town.reply(self.boris, self.thread)
        api = Town.api
        commands = [
            (self.town.admin, "POST", api + "/spaces", {"slug": "neuf", "name": "Neuf", "kind": "theme",
                                                        "visibility": "public", "join_rule": "open"}, 201),
            (self.town.admin, "POST", "/api/v1/communities", {"slug": "autre", "name": "Autre"}, 201),
            (self.town.admin, "PUT", f"{api}/members/{self.boris.member}/adherent", {"adherent": True}, 204),
            (self.town.admin, "PUT", f"{api}/members/{self.boris.member}/roles/manager", None, 204),
            (self.town.admin, "DELETE", f"{api}/members/{self.boris.member}/roles/manager", None, 204),
            (self.anna, "POST", api + "/threads", {"kind": "news", "spaces": [self.town.open_space], "title": "T",
                                                   "body": "B"}, 201),
            (self.anna, "PUT", f"{api}/members/{self.anna.member}/profile", {"name": "Anna A."}, 204),
            (self.anna, "PUT", f"{api}/threads/{self.thread}/accepted-answer", {"post": answer}, 204),
            (self.anna, "DELETE", f"{api}/threads/{self.thread}/accepted-answer", None, 204),
            (self.anna, "PUT", f"{api}/posts/{answer}/reactions/like", None, 204),
            (self.anna, "DELETE", f"{api}/posts/{answer}/reactions/like", None, 204),
            (self.anna, "PUT", f"{api}/threads/{self.thread}/follow", None, 204),
            (self.anna, "DELETE", f"{api}/threads/{self.thread}/follow", None, 204),
            (moderator, "PUT", f"{api}/threads/{self.thread}/pin", None, 204),
            (moderator, "PUT", f"{api}/threads/{self.thread}/lock", None, 204),
            (moderator, "DELETE", f"{api}/threads/{self.thread}/lock", None, 204),
            (moderator, "PUT", f"{api}/threads/{self.thread}/spaces", {"spaces": [self.town.members_space]}, 204),
            (self.boris, "DELETE", f"{api}/posts/{answer}", None, 204),
        ]
        for client, method, path, body, status in commands:
            with self.subTest(f"{method} {path}"):
                key = secrets.token_hex(8)
                first = self.keyed(client, method, path, body, key)
                self.assertEqual(status, first.status, first)
                end = self.town.server.end()
                again = self.keyed(client, method, path, body, key)
                self.assertEqual((status, first.body, first.headers.get("palabre-position")),
                                 (again.status, again.body, again.headers.get("palabre-position")), again)
                self.assertEqual(end, self.town.server.end(), "something was written again")
                self.assertIn("palabre-position", first.headers)

    def test_registering_and_joining_once(self):
        client = self.town.server.client()
        body = {"name": "Carla Cyan", "email": "carla@example.org", "password": PASSWORD}
        answers = at_once(*[lambda c=self.town.server.client(): self.keyed(c, "POST", "/api/v1/accounts", body, "reg-1")
                            for _ in range(4)])
        self.assertEqual([201] * 4, [answer.status for answer in answers])
        self.assertEqual(1, len({answer.json["id"] for answer in answers}))
        client.sign_in("carla@example.org")
        join = ("POST", f"{Town.api}/members", {"name": "Carla"})
        answers = at_once(*[lambda c=client.fork(): self.keyed(c, *join, "join-1") for _ in range(4)])
        self.assertEqual([201] * 4, [answer.status for answer in answers])
        self.assertEqual(1, len({answer.json["id"] for answer in answers}))
        answer = self.keyed(client, *join, "join-2")
        self.assertEqual((409, "already-member"), (answer.status, answer.reason))

    def test_a_key_with_something_else(self):
        key = secrets.token_hex(8)
        self.assertEqual(201, self.keyed(self.anna, "POST", self.posts, {"body": "Une fois."}, key).status)
        other = self.town.thread(self.boris)["id"]
        end = self.town.server.end()
        for how in (None, "kill"):
            if how:
                self.town.restart(how)
            for name, (method, path, body) in {
                    "another body": ("POST", self.posts, {"body": "Une autre fois."}),
                    "a field more": ("POST", self.posts, {"body": "Une fois.", "language": "fr"}),
                    "another thread": ("POST", f"{Town.api}/threads/{other}/posts", {"body": "Une fois."}),
                    "another act": ("PUT", f"{Town.api}/threads/{self.thread}/follow", None)}.items():
                with self.subTest(name, how=how):
                    answer = self.keyed(self.anna, method, path, body, key)
                    self.assertEqual((422, "key-reused"), (answer.status, answer.reason), answer)
        self.assertEqual(end, self.town.server.end())
        for path, one, other in (
                (Town.api + "/spaces", *({"slug": slug, "name": "Neuf", "kind": "theme", "visibility": "public",
                                          "join_rule": "open"} for slug in ("un", "deux"))),
                ("/api/v1/communities", {"slug": "un", "name": "Un"}, {"slug": "deux", "name": "Deux"})):
            with self.subTest(path):
                key = secrets.token_hex(8)
                self.assertEqual(201, self.keyed(self.town.admin, "POST", path, one, key).status)
                answer = self.keyed(self.town.admin, "POST", path, other, key)
                self.assertEqual(422, answer.status, answer)
                self.assertEqual("key-reused", answer.reason)
        # A key is a person's own.
        answer = self.keyed(self.boris, "POST", self.posts, {"body": "Une autre fois."}, key)
        self.assertEqual(201, answer.status, answer)

    def test_a_registration_key_with_something_else(self):
        body = {"name": "Carla Cyan", "email": "carla@example.org", "password": PASSWORD}
        client = self.town.server.client()
        self.assertEqual(201, self.keyed(client, "POST", "/api/v1/accounts", body, "reg").status)
        answer = self.keyed(client, "POST", "/api/v1/accounts", {**body, "name": "Une autre"}, "reg")
        self.assertEqual((422, "key-reused"), (answer.status, answer.reason), answer)
        # Nobody acts yet: the key is the address's, wherever the request comes from.
        answer = self.keyed(client, "POST", "/api/v1/accounts", {**body, "email": "other@example.org"}, "reg")
        self.assertEqual(201, answer.status, answer)

    def test_what_was_refused_is_decided_again(self):
        moderator = self.town.newcomer("Modératrice")
        self.town.give_role(moderator, "moderator")
        lock = f"{Town.api}/threads/{self.thread}/lock"
        moderator.must(204, "PUT", lock)
        answer = self.keyed(self.anna, "POST", self.posts, {"body": "Plus tard."}, "later")
        self.assertEqual((409, "locked"), (answer.status, answer.reason))
        moderator.must(204, "DELETE", lock)
        first = self.keyed(self.anna, "POST", self.posts, {"body": "Plus tard."}, "later")
        self.assertEqual(201, first.status)
        moderator.must(204, "PUT", lock)
        again = self.keyed(self.anna, "POST", self.posts, {"body": "Plus tard."}, "later")
        self.assertEqual((201, first.body), (again.status, again.body))


class TogetherTest(unittest.TestCase):
    """Two or more at once on the same thing: as if one came after the other."""

    def setUp(self):
        self.town = Town(self)
        self.people = [self.town.newcomer(f"Personne {number}") for number in range(4)]

    def test_the_same_slug(self):
        body = {"slug": "dispute", "name": "Disputé", "kind": "theme", "visibility": "public", "join_rule": "open"}
        answers = at_once(*[lambda c=self.town.admin.fork(): c.post(Town.api + "/spaces", body) for _ in range(6)])
        self.assertEqual([201] + [409] * 5, sorted(answer.status for answer in answers))
        self.assertEqual({("taken", "/slug")}, {(a.reason, a.json["field"]) for a in answers if a.status == 409})
        body = {"slug": "dispute", "name": "Disputé"}
        answers = at_once(*[lambda c=self.town.admin.fork(): c.post("/api/v1/communities", body) for _ in range(6)])
        self.assertEqual([201] + [409] * 5, sorted(answer.status for answer in answers), answers)

    def test_the_same_address(self):
        body = {"name": "Carla Cyan", "email": "carla@example.org", "password": PASSWORD}
        answers = at_once(*[lambda c=self.town.server.client(): c.post("/api/v1/accounts", body) for _ in range(4)])
        self.assertEqual([201] + [409] * 3, sorted(answer.status for answer in answers))
        self.assertEqual({("taken", "/email")}, {(a.reason, a.json["field"]) for a in answers if a.status == 409})

    def test_joining_twice_at_once(self):
        client = self.town.server.client().register("Compte", "carla@example.org")
        answers = at_once(*[lambda c=client.fork(): c.post(Town.api + "/members", {"name": "Carla"}) for _ in range(4)])
        self.assertEqual([201] + [409] * 3, sorted(answer.status for answer in answers))

    def test_everybody_likes_once(self):
        thread = self.town.thread(self.people[0])
        like = f"{Town.api}/posts/{thread['post']}/reactions/like"
        answers = at_once(*[lambda c=person.fork(): [c.put(like).status for _ in range(5)]
                            for person in self.people for _ in range(2)])
        self.assertEqual({204}, {status for each in answers for status in each})
        self.town.server.wait_applied()
        self.assertEqual(4, self.town.page(thread["id"])["posts"][0]["score"])

    def test_edits_of_one_version(self):
        """Of several who saw the same version one wins; the others are told."""
        thread = self.town.thread(self.people[0])
        path = f"{Town.api}/posts/{thread['post']}"
        version = self.town.page(thread["id"], self.people[0])["posts"][0]["version"]
        answers = at_once(*[lambda n=n, c=self.people[0].fork(): c.put(path, {"body": f"Version {n}."},
                                                                       headers={"If-Match": f'"{version}"'})
                            for n in range(6)])
        self.assertEqual([204] + [412] * 5, sorted(answer.status for answer in answers))
        self.town.server.wait_applied()
        winner = next(n for n, answer in enumerate(answers) if answer.status == 204)
        post = self.town.page(thread["id"], self.people[0])["posts"][0]
        self.assertIn(f"Version {winner}.", post["body_html"])
        self.assertEqual(answers[winner].headers["etag"], f'"{post["version"]}"')
        again = self.people[0].put(path, {"body": "Encore."}, headers={"If-Match": f'"{post["version"]}"'})
        self.assertEqual(204, again.status)

    def test_replies_have_their_places(self):
        thread = self.town.thread(self.people[0])["id"]
        at_once(*[lambda c=person.fork(), n=n: [self.town.reply(c, thread, f"{n} {k}") for k in range(15)]
                  for n, person in enumerate(self.people)])
        self.town.server.wait_applied()
        posts = [post for number in (1, 2, 3, 4) for post in self.town.page(thread, page=number)["posts"]]
        self.assertEqual(list(range(1, 62)), [post["ordinal"] for post in posts])
        self.assertEqual(61, len({post["id"] for post in posts}))
        self.assertEqual(sorted(post["created"] for post in posts), [post["created"] for post in posts])
        said = [re.sub("<[^>]*>", "", post["body_html"]).strip() for post in posts[1:]]
        for number in range(4):  # each in the order of her own sending
            self.assertEqual([f"{number} {k}" for k in range(15)],
                             [text for text in said if text.startswith(f"{number} ")])
        self.assertEqual(0, self.town.server.stop())
        self.town.house.digests()


class DurableTest(unittest.TestCase):
    """What was answered is there after kill -9, also where the answer was a refusal."""

    def setUp(self):
        self.town = Town(self)
        self.anna, self.boris = self.town.newcomer("Anna Ambre"), self.town.newcomer("Boris Bleu")
        self.town.give_role(self.anna, "moderator")

    def until_refused(self, client, send):
        """Sends again and again until it is refused, then kills the server at once: the refusal."""
        until = time.monotonic() + 30
        while time.monotonic() < until:
            answer = send(client)
            if answer.status >= 400:
                self.town.server.kill()
                client.close()
                return answer
        raise AssertionError("never refused")

    def race(self, act, send):
        """One acts while the other sends; the server is killed as soon as the other is refused."""
        def acts(client):
            time.sleep(0.02)
            try:
                act(client)
            except OSError:
                pass  # killed before its own answer
        refusal = at_once(lambda: self.until_refused(self.boris.fork(), send), lambda: acts(self.anna.fork()))[0]
        self.town.restart("kill")
        return refusal

    def test_locked(self):
        for _ in range(3):
            thread = self.town.thread(self.boris)["id"]
            refusal = self.race(lambda c: c.put(f"{Town.api}/threads/{thread}/lock"),
                                lambda c: c.post(f"{Town.api}/threads/{thread}/posts", {"body": "Vite."}))
            self.assertEqual((409, "locked"), (refusal.status, refusal.reason))
            self.assertTrue(self.town.page(thread)["thread"]["locked"])

    def test_gone(self):
        for _ in range(3):
            thread = self.town.thread(self.boris)["id"]
            post = self.town.reply(self.boris, thread)
            refusal = self.race(lambda c: c.delete(f"{Town.api}/posts/{post}"),
                                lambda c: c.put(f"{Town.api}/posts/{post}", {"body": "Corrigé."}))
            self.assertEqual((410, "gone"), (refusal.status, refusal.reason))
            self.assertEqual("removed", self.town.page(thread)["posts"][1]["state"])

    def test_taken(self):
        def space(slug):
            return {"slug": slug, "name": "Disputé", "kind": "theme", "visibility": "public", "join_rule": "open"}
        for person in (self.anna, self.boris):
            self.town.give_role(person, "manager")
        for number in range(3):
            asked, slugs = [], [f"dispute-{number}-{k}" for k in range(300)]  # they meet in the middle
            left = iter(slugs)

            def next_space(client):
                asked.append(next(left))
                return client.post(Town.api + "/spaces", space(asked[-1]))
            refusal = self.race(lambda c: [c.post(Town.api + "/spaces", space(slug)) for slug in reversed(slugs)],
                                next_space)
            self.assertEqual((409, "taken"), (refusal.status, refusal.reason))
            there = self.town.server.anonymous(Town.api + "/spaces").json["spaces"]
            self.assertEqual(1, [each["slug"] for each in there].count(asked[-1]))

    def test_every_answered_reply_is_there(self):
        thread, said, lock = self.town.thread(self.boris)["id"], [], threading.Lock()

        def write(client, who):
            number = 0
            try:
                while True:
                    number += 1
                    answer = client.post(f"{Town.api}/threads/{thread}/posts", {"body": f"{who} {number}"})
                    if answer.status == 201:
                        with lock:
                            said.append(f"{who} {number}")
            except OSError:
                client.close()

        def power_cut():
            while len(said) < 60:
                time.sleep(0.005)
            self.town.server.kill()

        at_once(*[lambda n=n: write(self.boris.fork(), n) for n in range(6)], power_cut)
        self.town.restart("kill")
        self.town.server.wait_applied()
        there = collections.Counter(texts(self.town, thread, self.boris))
        self.assertEqual([], [text for text in said if there[text] != 1])
        self.assertLessEqual(len(there) - len(said), 6)  # those under way may have landed too
        self.assertEqual(0, self.town.server.stop())
        self.town.house.digests()


if __name__ == "__main__":
    unittest.main()
