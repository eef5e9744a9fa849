# SPDX-License-Identifier: Apache-2.0
"""Two nodes over one topic: both take any command, both come to the same, and each shows what the other has written."""
import collections
import threading
import time
import unittest

from brokers import Brokers
from run import run_tests
from town import PASSWORD, KafkaTown, Town


class TwoNodes(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.brokers = Brokers.of_test(cls, quick=True)

    def town(self, partitions=1):
        town = KafkaTown(self, self.brokers, partitions)
        town.anna, town.boris = town.newcomer("Anna Ambre"), town.newcomer("Boris Bleu")
        return town

    def texts(self, town, thread, client):
        said, number = [], 1
        while number is not None:
            page = client.must(200, "GET", f"{Town.api}/threads/{thread}?page={number}")
            said += [post["body_html"].removeprefix("<p>").removesuffix("</p>\n").removesuffix("</p>") for post in page["posts"]]
            number = page["next"]
        return said[1:]

    def test_reads_what_the_other_wrote(self):
        town = self.town()
        other = town.another()
        there = town.at(other, town.boris)
        for number in range(20):
            writer, reader = (town.anna, there) if number % 2 == 0 else (there, town.anna)
            made = writer.request("POST", Town.api + "/threads",
                                  {"kind": "question", "spaces": [town.open_space], "title": f"Fil {number}", "body": "Un texte.",
                                   "tags": []})
            self.assertEqual(201, made.status, made)
            shown = reader.get(f"{Town.api}/threads/{made.json['id']}",
                               headers={"Palabre-Position": made.headers["palabre-position"]})
            self.assertEqual((200, None), (shown.status, shown.headers.get("palabre-stale")), shown)
            self.assertEqual(f"Fil {number}", shown.json["thread"]["title"])
        first, second = town.digests()
        self.assertEqual(first, second)

    def test_what_is_secret_stands_at_both(self):
        """A session of one node works at the other; so does who has registered, left or been erased there."""
        town = self.town()
        other = town.another()
        here = town.newcomer("Carla Cyan", show_name=True)
        town.settle()
        there = here.fork()
        there.server = other
        self.assertEqual(200, there.get("/api/v1/session").status)
        mine = town.thread(there, "D’ici et de là")
        town.settle()
        self.assertEqual("Carla Cyan", here.get(f"{Town.api}/members/{here.member}").json["name"])
        there.must(204, "POST", f"{Town.api}/members/{here.member}/erasure")
        town.settle()
        for client in (town.anna, town.at(other, town.boris)):
            self.assertNotIn("D’ici", client.get(f"{Town.api}/threads/{mine['id']}").body.decode())
        first, second = town.digests()
        self.assertEqual(first, second)

    def test_both_write_at_once(self):
        """Replies to one thread and reactions to one post from both sides: all are there, once, and both agree."""
        town = self.town(partitions=2)
        other = town.another()
        thread = town.thread(town.anna)
        town.settle()
        sides = [town.anna, town.at(other, town.boris)]
        failed = []

        def write(client, side):
            try:
                for number in range(60):
                    answer = client.post(f"{Town.api}/threads/{thread['id']}/posts", {"body": f"{side}-{number}"})
                    assert answer.status == 201, answer
                    if number % 5 == 0:
                        client.must(204, "PUT" if number % 10 == 0 else "DELETE",
                                    f"{Town.api}/posts/{thread['post']}/reactions/like")
            except BaseException as why:  # noqa: B902 - told below
                failed.append(why)

        threads = [threading.Thread(target=write, args=(client.fork(), f"{side}{connection}"))
                   for side, client in enumerate(sides) for connection in range(4)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        self.assertEqual([], failed)
        town.settle()
        wanted = collections.Counter(f"{side}{connection}-{number}" for side in range(2) for connection in range(4)
                                     for number in range(60))
        for client in sides:
            self.assertEqual(wanted, collections.Counter(self.texts(town, thread["id"], client)))
        first, second = town.digests()
        self.assertEqual(first, second)

    def test_one_key_at_both_nodes(self):
        """A retry at the other node finds what the first try came to."""
        town = self.town()
        other = town.another()
        thread = town.thread(town.anna)["id"]
        town.settle()
        there = town.at(other, town.anna)
        for number in range(10):
            keyed = {"Idempotency-Key": f"once-{number}"}
            here, elsewhere = [], []
            calls = [threading.Thread(target=lambda c=client, into=into: into.append(
                c.request("POST", f"{Town.api}/threads/{thread}/posts", {"body": f"Une fois {number}."}, headers=keyed)))
                for client, into in ((town.anna.fork(), here), (there.fork(), elsewhere))]
            for call in calls:
                call.start()
            for call in calls:
                call.join()
            self.assertEqual([201, 201], [here[0].status, elsewhere[0].status], (here, elsewhere))
            self.assertEqual(here[0].body, elsewhere[0].body)
            self.assertEqual(here[0].headers["palabre-position"], elsewhere[0].headers["palabre-position"])
        town.settle()
        self.assertEqual([f"Une fois {number}." for number in range(10)], self.texts(town, thread, there))
        first, second = town.digests()
        self.assertEqual(first, second)

    def test_a_new_node_and_a_killed_one(self):
        """From the topic alone, after kill -9, and with its log damaged: the same again."""
        town = self.town(partitions=2)
        town.live()
        other = town.another()
        town.settle()
        other.kill()
        town.reply(town.anna, town.question["id"], "Sans l’autre.")
        again = other.house.serve()
        town.nodes[1] = again
        town.settle()
        again.kill()
        current = other.house.data / "log" / "CURRENT"
        current.write_text("no manifest\n")
        town.nodes[1] = other.house.serve()
        self.assertTrue(any("the log is read from the topic again" in line for line in town.nodes[1].errors), town.nodes[1].errors)
        first, second = town.digests()
        self.assertEqual(first, second)

    def test_a_silent_broker(self):
        """Nothing is heard of the topic: only what anybody may see is shown, and says so; then all is well again."""
        town = self.town()
        town.thread(town.anna, "Pour tous", "Un texte.")
        closed = town.thread(town.anna, "Entre nous", "Un texte.", [town.members_space])
        town.settle()
        self.assertEqual(0, town.server.health().json["lag"])
        broker = self.brokers.leader(town.topic)
        broker.pause()
        try:
            until = time.monotonic() + 60
            while (health := town.server.health()).status == 200:
                self.assertLess(time.monotonic(), until)
                time.sleep(0.2)
            self.assertTrue(any("partition 0 has not been heard of" in reason for reason in health.json["reasons"]), health)
            shown = town.server.anonymous(Town.api)
            self.assertEqual((200, "true"), (shown.status, shown.headers.get("palabre-stale")), shown)
            self.assertEqual(503, town.anna.get(f"{Town.api}/threads/{closed['id']}").status)
            self.assertEqual(401, town.server.anonymous(f"{Town.api}/threads/{closed['id']}").status)
            signing_in = town.server.client().post("/api/v1/session", {"email": town.anna.email, "password": PASSWORD})
            self.assertEqual(503, signing_in.status, signing_in)
        finally:
            broker.resume()
        town.server.wait_applied(60)
        shown = town.anna.get(f"{Town.api}/threads/{closed['id']}")
        self.assertEqual((200, None), (shown.status, shown.headers.get("palabre-stale")), shown)


if __name__ == "__main__":
    run_tests()
