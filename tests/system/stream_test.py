# SPDX-License-Identifier: Apache-2.0
"""What readers get: streams of events, one's own writes, packed and unchanged answers, and what the public may know."""
import contextlib
import gzip
import json
import secrets
import socket
import threading
import unittest

from event_stream import Stream
from palabre_process import Town


class ReadingTest(unittest.TestCase):
    """One town for all; each test makes threads of its own."""

    @classmethod
    def setUpClass(cls):
        cls.town = Town(cls)
        cls.anna, cls.boris = cls.town.newcomer("Anna Ambre", show_name=True), cls.town.newcomer("Boris Bleu")
        cls.town.give_role(cls.anna, "moderator")
        cls.server = cls.town.server

    def fence(self):
        """A public thread: whatever is told after it came after it."""
        return self.town.thread(self.boris, "Fence")["id"]


class StreamTest(ReadingTest):
    def replayed(self):
        """(sequence, type) of all events of the forum, from the log."""
        return [(int(e["sequence"]), e["type"], e["data"]["thread"]) for e in
                self.town.house.events("--community", Town.community, "--type", "forum.") if e["data"].get("thread")]

    def test_what_happens_is_told_once_it_can_be_read(self):
        with Stream(self.server) as stream:
            self.assertEqual(200, stream.status)
            self.assertTrue(stream.response.getheader("Content-Type").startswith("text/event-stream"))
            self.assertEqual("no-store", stream.response.getheader("Cache-Control"))
            thread = self.town.thread(self.anna)
            told = stream.next()
            self.assertEqual(("forum.thread-opened.v3", thread["id"], thread["post"]),
                             (told["event"], told["thread"], told["post"]))
            for number in range(20):
                client = self.boris.fork()
                post = client.post(f"{Town.api}/threads/{thread['id']}/posts", {"body": "Bien."},
                                   headers={"Prefer": "respond-async"}).json["id"]
                told = stream.next()
                self.assertEqual(("forum.post-published.v3", post), (told["event"], told["post"]))
                self.assertIn(post, [p["id"] for p in self.town.page(thread["id"], page=number // 19 + 1)["posts"]])
                client.close()

    def test_no_text_no_person(self):
        with Stream(self.server) as stream, Stream(self.server, self.boris) as of_member:
            thread = self.town.thread(self.anna, "Secretissime", "Confidentissime")["id"]
            for each in (stream, of_member):
                block = each.block()
                self.assertEqual({"id", "event", "data"}, set(block))
                self.assertEqual({"thread", "post"}, set(json.loads(block["data"])))
                self.assertEqual(thread, json.loads(block["data"])["thread"])

    def test_closed_spaces_are_not_told(self):
        with Stream(self.server) as public, Stream(self.server, self.boris) as of_member:
            closed = self.town.thread(self.anna, "Fermé", spaces=[self.town.members_space])
            half = self.town.thread(self.anna, "À moitié", spaces=[self.town.open_space, self.town.members_space])
            for thread in (closed, half):
                post = self.town.reply(self.anna, thread["id"])
                self.boris.must(204, "PUT", f"{Town.api}/posts/{post}/reactions/like")
                self.boris.must(204, "DELETE", f"{Town.api}/posts/{post}/reactions/like")
                self.anna.must(204, "PUT", f"{Town.api}/posts/{post}", {"body": "Corrigé."})
                self.anna.must(204, "PUT", f"{Town.api}/threads/{thread['id']}/lock")
            fence = self.fence()
            self.assertEqual([fence], [event["thread"] for event in public.until(fence)])
            told = of_member.until(fence)
            self.assertEqual({closed["id"], half["id"], fence}, {event["thread"] for event in told})
            self.assertEqual(13, len(told))

    def test_an_account_that_is_no_member_is_told_what_the_public_is(self):
        account = self.server.client().register("Sans communauté", secrets.token_hex(6) + "@example.org")
        with Stream(self.server, account) as stream:
            self.town.thread(self.anna, "Fermé", spaces=[self.town.members_space])
            fence = self.fence()
            self.assertEqual([fence], [event["thread"] for event in stream.until(fence)])

    def test_what_was_open_and_is_closed_now(self):
        thread = self.town.thread(self.anna, "Bientôt fermé")["id"]
        self.town.reply(self.boris, thread)
        self.anna.must(204, "PUT", f"{Town.api}/threads/{thread}/spaces", {"spaces": [self.town.members_space]})
        fence = self.fence()
        with Stream(self.server, after=0) as public:
            self.assertNotIn(thread, [event["thread"] for event in public.until(fence)])
        with Stream(self.server, self.boris, after=0) as of_member:
            self.assertIn(thread, [event["thread"] for event in of_member.until(fence)])

    def test_who_left_is_told_no_more(self):
        carla = self.town.newcomer("Carla Cyan")
        with Stream(self.server, carla) as stream:
            before = self.town.thread(self.anna, "Avant", spaces=[self.town.members_space])["id"]
            self.assertEqual(before, stream.next()["thread"])
            carla.must(204, "DELETE", f"{Town.api}/members/{carla.member}")
            behind = self.town.thread(self.anna, "Derrière son dos", spaces=[self.town.members_space])["id"]
            fence = self.fence()
            told = []
            while (event := stream.next()) is not None:  # it may end, or go on with what is public
                told.append(event["thread"])
                if event["thread"] == fence:
                    break
            self.assertNotIn(behind, told)

    def test_resuming(self):
        thread = self.town.thread(self.anna)["id"]
        posts = [self.town.reply(self.boris, thread, str(number)) for number in range(5)]
        fence = self.fence()
        expected = [(s, t) for s, t, _ in self.replayed()]
        with Stream(self.server, self.anna, after=0) as stream:
            told = stream.until(fence)
        self.assertEqual(expected, [(event["id"], event["event"]) for event in told])
        place = next(n for n, event in enumerate(told) if event["post"] == posts[2])
        with Stream(self.server, self.anna, after=told[place]["id"]) as stream:
            self.assertEqual(told[place + 1:], stream.until(fence))
        with Stream(self.server, self.anna, after=told[-1]["id"]) as stream:
            again = self.fence()
            self.assertEqual(again, stream.next()["thread"])
        with Stream(self.server, self.anna, after=10**15) as stream:
            self.assertIn(stream.status, (200, 400))

    def test_resuming_amid_writes_misses_nothing(self):
        thread = self.town.thread(self.anna)["id"]
        start = self.replayed()[-1][0]

        def write():
            client = self.boris.fork()
            for number in range(120):
                client.must(201, "POST", f"{Town.api}/threads/{thread}/posts", {"body": str(number)})
            client.close()
        writer = threading.Thread(target=write)
        writer.start()
        told, last = [], start
        while len(told) < 120:
            with Stream(self.server, after=last) as stream:
                for _ in range(7):
                    if len(told) < 120:
                        told.append(stream.next())
                        last = told[-1]["id"]
        writer.join()
        self.assertEqual([s for s, _, t in self.replayed() if t == thread and s > start],
                         [event["id"] for event in told])

    def test_its_end(self):
        """A stop ends streams in good order and says when to come again; a kill leaves nothing to mend."""
        town = Town(self)
        anna = town.newcomer("Anna Ambre")
        first = town.thread(anna)["id"]
        for how in ("stop", "kill"):
            with self.subTest(how), Stream(town.server, after=0) as stream:
                told = stream.until(first)
                town.restart(how)
                self.assertEqual({"retry": "2000"} if how == "stop" else None, stream.block())
                self.assertIsNone(stream.block())
                with Stream(town.server, after=told[-1]["id"]) as again:
                    first = town.thread(anna)["id"]
                    self.assertEqual(first, again.next()["thread"])

    def test_so_many_from_one_address(self):
        with contextlib.ExitStack() as open_streams:
            for _ in range(50):
                self.assertEqual(200, open_streams.enter_context(Stream(self.server)).status)
            with Stream(self.server) as one_more:
                self.assertEqual(429, one_more.status)
            fence = self.fence()
        with Stream(self.server, after=0) as stream:
            self.assertEqual(200, stream.status)
            self.assertEqual(fence, stream.until(fence)[-1]["thread"])

    def test_of_no_community(self):
        with Stream(self.server, path="/api/v1/communities/nowhere/stream") as stream:
            self.assertEqual((404, "application/problem+json"),
                             (stream.status, stream.response.getheader("Content-Type")))

    def test_readers_who_do_not_read(self):
        """They fill their sockets and are let go; nobody else waits for them."""
        lazy = []
        for _ in range(5):
            sleeper = socket.create_connection(("127.0.0.1", self.server.port))
            sleeper.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
            sleeper.sendall(f"GET {Town.api}/stream HTTP/1.1\r\nHost: x\r\nLast-Event-ID: 0\r\n\r\n".encode())
            lazy.append(sleeper)
        thread = self.town.thread(self.anna)["id"]
        with Stream(self.server) as stream:
            for number in range(100):
                post = self.town.reply(self.boris, thread, str(number))
                self.assertEqual(post, stream.next()["post"])
        for sleeper in lazy:
            sleeper.close()


class OwnWritesTest(ReadingTest):
    def test_an_answered_write_is_read_at_once(self):
        thread = self.town.thread(self.anna)
        for number in range(30):
            post = self.town.reply(self.anna, thread["id"], str(number))
            self.assertEqual(post, self.town.page(thread["id"], page=(number + 1) // 20 + 1)["posts"][-1]["id"])

    def test_founding_and_registering_too(self):
        for number in range(5):
            slug = f"nouvelle-{number}"
            founded = self.town.admin.post("/api/v1/communities", {"slug": slug, "name": "Nouvelle"})
            self.assertEqual(201, founded.status)
            answer = self.town.admin.get(founded.headers["location"])
            self.assertEqual(200, answer.status, answer)
            self.assertIn("palabre-position", founded.headers)
            client = self.server.client().register("Compte", f"compte-{number}@example.org")
            client.join(slug, "Membre")
            client.must(200, "GET", f"/api/v1/communities/{slug}/members/{client.member}")

    def test_a_position_is_waited_for(self):
        thread = self.town.thread(self.anna)
        for number in range(20):
            answer = self.anna.post(f"{Town.api}/threads/{thread['id']}/posts", {"body": str(number)},
                                    headers={"Prefer": "respond-async"})
            self.assertIn(answer.status, (201, 202))
            position = answer.headers["palabre-position"]
            page = self.server.anonymous(f"{Town.api}/threads/{thread['id']}?page={(number + 1) // 20 + 1}",
                                         headers={"Palabre-Position": position})
            self.assertNotIn("palabre-stale", page.headers)
            self.assertEqual(answer.json["id"], page.json["posts"][-1]["id"])
        community, sequence = position.split("/")
        events = self.town.house.events("--community", Town.community)
        self.assertEqual((events[-1]["source"], int(events[-1]["sequence"])), (community, int(sequence)))

    def test_a_position_that_is_not_there(self):
        """Another node's, not here yet: what there is, and saying so."""
        thread = self.town.thread(self.anna)["id"]
        community = self.server.anonymous(Town.api).json["id"]
        for position in (f"{community}/99999999", "b" * 12 + "a/1"):
            answer = self.server.anonymous(f"{Town.api}/threads/{thread}", headers={"Palabre-Position": position})
            self.assertEqual((200, "true"), (answer.status, answer.headers.get("palabre-stale")))


class AnswersTest(ReadingTest):
    def test_gzip(self):
        thread = self.town.thread(self.anna, "Long", "Du texte. " * 2000)["id"]
        for path in (f"{Town.api}/threads/{thread}", "/api/v1/openapi.yaml", self.town.address(thread)):
            with self.subTest(path):
                plain = self.server.anonymous(path, headers={"Accept": "*/*"})
                self.assertEqual(200, plain.status)
                self.assertNotIn("content-encoding", plain.headers)
                self.assertIn("Accept-Encoding", plain.headers["vary"])
                for accepted in ("gzip", "deflate, gzip;q=0.5", "GZIP", "*"):
                    packed = self.server.anonymous(path, headers={"Accept": "*/*", "Accept-Encoding": accepted})
                    self.assertEqual("gzip", packed.headers.get("content-encoding"), accepted)
                    self.assertEqual(plain.body, gzip.decompress(packed.body))
                    self.assertLess(len(packed.body), len(plain.body))
                    self.assertIn("Accept-Encoding", packed.headers["vary"])
                    if "etag" in plain.headers:
                        self.assertNotEqual(plain.headers["etag"], packed.headers["etag"])
                for refused in ("gzip;q=0", "identity", "br", "gzip;q=0, *"):
                    answer = self.server.anonymous(path, headers={"Accept": "*/*", "Accept-Encoding": refused})
                    self.assertNotIn("content-encoding", answer.headers, refused)
                    self.assertEqual(plain.body, answer.body)

    def test_unchanged(self):
        thread = self.town.thread(self.anna)["id"]
        path = f"{Town.api}/threads/{thread}"
        first = self.server.anonymous(path)
        tag = first.headers["etag"]
        for asked in (tag, "W/" + tag, tag[:-1] + '-gzip"', f'"x", {tag}', "*"):
            answer = self.server.anonymous(path, headers={"If-None-Match": asked})
            self.assertEqual((304, b""), (answer.status, answer.body), asked)
            self.assertEqual(tag, answer.headers["etag"])
        for asked in ('"x"', tag[1:-1], ""):
            self.assertEqual(200, self.server.anonymous(path, headers={"If-None-Match": asked}).status, asked)
        packed = self.server.anonymous(path, headers={"If-None-Match": tag, "Accept-Encoding": "gzip"})
        self.assertEqual(304, packed.status)
        # What differs by viewer has another tag; what changed, too.
        self.assertEqual(200, self.anna.get(path, headers={"If-None-Match": tag}).status)
        self.town.reply(self.boris, thread)
        again = self.server.anonymous(path, headers={"If-None-Match": tag})
        self.assertEqual(200, again.status)
        self.assertNotEqual(tag, again.headers["etag"])
        self.assertIn("private", again.headers["cache-control"])

    def test_ones_own_mark_changes_ones_own_tag(self):
        thread = self.town.thread(self.anna)
        path = f"{Town.api}/threads/{thread['id']}"
        tag = self.boris.get(path).headers["etag"]
        self.boris.must(204, "PUT", f"{path}/follow")
        answer = self.boris.get(path, headers={"If-None-Match": tag})
        self.assertEqual((200, True), (answer.status, answer.json["viewer"]["following"]))

    def test_head_is_get_without_its_body(self):
        thread = self.town.thread(self.anna)["id"]
        for path in (f"{Town.api}/threads/{thread}", "/api/v1/communities", "/health/live", f"/c/{Town.community}"):
            got = self.server.anonymous(path)
            client = self.server.client()
            head = client.request("HEAD", path)
            client.close()
            self.assertEqual((200, b""), (head.status, head.body))
            for name in ("content-type", "content-length", "etag"):
                self.assertEqual(got.headers.get(name), head.headers.get(name))


class PublicFormTest(unittest.TestCase):
    """What anybody gets without being a member."""

    def settle(self, shows_names):
        self.town = Town(self, shows_names=shows_names)
        self.anna = self.town.newcomer("Anna Ambre", show_name=True)
        self.boris = self.town.newcomer("Boris Bleu", show_name=False)
        for person, name in ((self.anna, "Anna Ambre"), (self.boris, "Boris Bleu")):
            person.must(204, "PUT", f"{Town.api}/members/{person.member}/profile",
                        {"name": name, "bio": "Une biographie", "trade": "ambulancier", "status": "liberal",
                         "departement": "44", "show_name": person is self.anna})
        self.thread = self.town.thread(self.boris)
        answer = self.town.reply(self.anna, self.thread["id"])
        self.town.reply(self.boris, self.thread["id"], "Merci.", answer)
        self.boris.must(204, "PUT", f"{Town.api}/posts/{answer}/reactions/like")
        self.closed = self.town.thread(self.anna, "Fermétitre", "Fermétexte", [self.town.members_space])
        self.half = self.town.thread(self.anna, "Moitiétitre", "Moitiétexte",
                                     [self.town.open_space, self.town.members_space])
        self.town.server.wait_applied()

    def public_answers(self):
        """Everything that can be read without being a member, as a visitor and as a signed-in stranger."""
        stranger = self.town.server.client().register("Étrangère", secrets.token_hex(6) + "@example.org")
        visitor = self.town.server.client()
        threads, html = f"{Town.api}/threads", {"Accept": "text/html"}
        paths = ["/api/v1/communities", Town.api, f"{Town.api}/spaces", threads, f"{threads}?sort=newest",
                 f"{threads}?sort=unanswered", f"{threads}?space=accueil", f"{threads}?space={self.town.open_space}",
                 f"{threads}/{self.thread['id']}", f"{threads}/{self.closed['id']}", f"{threads}/{self.half['id']}",
                 f"{threads}?space=membres", f"{Town.api}/members/{self.anna.member}",
                 f"{Town.api}/members/{self.anna.member}/contributions",
                 *(f"{Town.api}/posts/{thread['post']}" for thread in (self.thread, self.closed, self.half))]
        pages = ["/", f"/c/{Town.community}", f"/c/{Town.community}/s/accueil", f"/c/{Town.community}/s/membres",
                 self.town.address(self.thread["id"]), f"/c/{Town.community}/t/{self.closed['id']}",
                 f"/c/{Town.community}/t/{self.half['id']}", f"/c/{Town.community}/m/{self.anna.member}"]
        for who, client in (("visitor", visitor), ("stranger", stranger)):
            for path in paths:
                yield who, path, client.get(path)
            for path in pages:
                yield who, path, client.get(path, headers=html)
            client.close()

    def check_nothing_leaks(self, *names):
        secret = [self.anna.member, self.boris.member, self.anna.account, self.boris.account, self.anna.email,
                  self.boris.email, "biographie", "Fermétexte", "Fermétitre", "Moitiétexte", "Moitiétitre",
                  "fermetitre", "moitietitre", self.closed["post"], self.half["post"], *names]
        for who, path, answer in self.public_answers():
            text = answer.body.decode() + str(answer.headers)
            # An address that was asked for may come back: a link to sign in and go on.
            own = path.rsplit("/", 1)[-1]
            with self.subTest(who=who, path=path, status=answer.status):
                self.assertLess(answer.status, 500)
                self.assertEqual([], [word for word in secret if word in text.replace(own, "")])
                if path.startswith("/api") and "/members/" not in path and self.closed["id"] not in path:
                    self.assertNotIn(self.closed["id"], text)

    def test_without_names(self):
        self.settle(shows_names=False)
        self.check_nothing_leaks("Anna", "Ambre", "Boris", "Bleu")
        page = self.town.page(self.thread["id"])
        self.assertEqual({"trade": "ambulancier", "departement": "44", "status": "liberal"}, page["members"]["a1"])
        self.assertEqual(["a1", "a2", "a1"], [post["author"] for post in page["posts"]])
        self.assertEqual({"a1", "a2"}, set(page["members"]))
        self.assertIsNone(page["viewer"])

    def test_with_names_of_those_who_agreed(self):
        self.settle(shows_names=True)
        self.check_nothing_leaks("Boris", "Bleu")
        page = self.town.page(self.thread["id"])
        self.assertNotIn("name", page["members"]["a1"])
        self.assertEqual("Anna Ambre", page["members"]["a2"]["name"])
        html = self.town.server.anonymous(self.town.address(self.thread["id"]), headers={"Accept": "text/html"})
        self.assertIn("Anna Ambre", html.body.decode())
        # She changes her mind.
        self.anna.must(204, "PUT", f"{Town.api}/members/{self.anna.member}/profile",
                       {"name": "Anna Ambre", "trade": "ambulancier", "show_name": False})
        self.check_nothing_leaks("Anna", "Ambre", "Boris", "Bleu")

    def test_members_see_each_other(self):
        self.settle(shows_names=False)
        page = self.town.page(self.thread["id"], self.anna)
        self.assertEqual("Boris Bleu", page["members"][self.boris.member]["name"])
        self.assertEqual(self.boris.member, page["posts"][0]["author"])

    def test_lists_leave_out_what_is_closed(self):
        self.settle(shows_names=False)
        for more in ("", "?sort=newest", "?sort=unanswered", "?space=accueil"):
            ids = [thread["id"] for thread in self.town.server.anonymous(f"{Town.api}/threads{more}").json["threads"]]
            self.assertEqual([self.thread["id"]] if "unanswered" not in more else [], ids, more)
            ids = [thread["id"] for thread in self.boris.must(200, "GET", f"{Town.api}/threads{more}")["threads"]]
            self.assertIn(self.half["id"], ids)
        spaces = [space["slug"] for space in self.town.server.anonymous(f"{Town.api}/spaces").json["spaces"]]
        self.assertEqual(["accueil"], spaces)

    def test_what_is_hidden_answers_like_what_is_not_there(self):
        """A secret space, for those who may not know of it: to the byte as one that there is not."""
        self.settle(shows_names=False)
        secret = self.town.space("confidentiel", "secret")
        nothing = "b" * 12 + "a"
        visitor, stranger = self.town.server.client(), self.town.server.client().register("É", "e@example.org")

        def said(client, method, path, body, space):
            sent = json.dumps(body).replace("SPACE", space) if body else None
            answer = client.request(method, path.format(space), sent)
            answer.headers.pop("date")
            return answer.status, answer.headers, answer.body.replace(space.encode(), b"SPACE")
        thread = {"kind": "question", "spaces": ["SPACE"], "title": "T", "body": "B"}
        both = {"kind": "question", "spaces": [self.town.open_space, "SPACE"], "title": "T", "body": "B"}
        for client in (visitor, stranger, self.boris):
            for method, path, body in (("GET", Town.api + "/threads?space={}", None),
                                       ("POST", Town.api + "/threads", thread),
                                       ("POST", Town.api + "/threads", both),
                                       ("PUT", f"{Town.api}/threads/{self.thread['id']}/spaces", {"spaces": ["SPACE"]}),
                                       ("PUT", Town.api + "/spaces/{}/follow", None),
                                       ("GET", f"/c/{Town.community}/s/{{}}", None)):
                with self.subTest(f"{method} {path}", member=client is self.boris):
                    self.assertEqual(said(client, method, path, body, nothing),
                                     said(client, method, path, body, secret))
        for client in (visitor, stranger, self.boris):
            with self.subTest("by slug", member=client is self.boris):
                there, not_there = (client.get(f"{Town.api}/threads?space={slug}")
                                    for slug in ("confidentiel", "inexistant"))
                self.assertEqual((not_there.status, not_there.body), (there.status, there.body))
            self.assertNotIn("confidentiel", str(client.get(f"{Town.api}/spaces").body))
        # Who moderates moves threads; into what she may not know of, she does not.
        self.town.give_role(self.boris, "moderator")
        path, body = f"{Town.api}/threads/{self.thread['id']}/spaces", {"spaces": ["SPACE"]}
        self.assertEqual(said(self.boris, "PUT", path, body, nothing),
                         said(self.boris, "PUT", path, body, secret))


if __name__ == "__main__":
    unittest.main()
