# SPDX-License-Identifier: Apache-2.0
"""Who erases herself is gone: no word of hers stands in clear in any file, and everything else stays as it was."""
import functools
import re
import secrets
import shutil
import subprocess
import threading
import time
import unittest

from palabre_process import Town


@functools.lru_cache(maxsize=1024)
def rows_of(table, written_ns, size):  # a table file is never written again
    """Every key and value of a table file, also what a later one has replaced: in the file they are packed."""
    done = subprocess.run(["sst_dump", f"--file={table}", "--command=scan", "--output_hex"], capture_output=True, check=False)
    if done.returncode != 0 or b"Sst file format" not in done.stdout:
        if not table.exists():
            raise FileNotFoundError(table)
        raise AssertionError(f"{table}: {done.stdout!r} {done.stderr!r}")
    return b"\n".join(bytes.fromhex(digits.decode())
                      for row in re.findall(rb"^'([0-9A-F]*)' seq:\d+, type:\d+ => ([0-9A-F]*)$", done.stdout, re.M) for digits in row)


def found(house, words):
    """{(file, word)} of the words that stand in a file of the house, packed or not."""
    while True:
        try:
            return {(str(file.relative_to(house.data)), word)
                    for file in sorted(path for path in house.data.rglob("*") if path.is_file())
                    for word in words_in(file, words)}
        except FileNotFoundError:
            pass  # a compaction took a file away meanwhile: what it held stands in another one, not looked at yet


def words_in(file, words):
    state = file.stat()
    pieces = [file.read_bytes(), *([rows_of(file, state.st_mtime_ns, state.st_size)] if file.suffix == ".sst" else ())]
    return [word for word in words if any(word.encode() in piece for piece in pieces)]


class Person:
    """Words that only this person wrote, each findable."""

    def __init__(self):
        self.words = {}

    def __call__(self, what):
        return self.words.setdefault(what, f"{what}{secrets.token_hex(8)}")


class ErasureTest(unittest.TestCase):
    def setUp(self):
        self.town = Town(self, shows_names=True)
        self.eve, self.fay = Person(), Person()  # Eve goes, Fay stays
        self.she, self.other = (self.town.newcomer(person("name"), show_name=True) for person in (self.eve, self.fay))
        for client, person in ((self.she, self.eve), (self.other, self.fay)):
            client.must(204, "PUT", f"{Town.api}/members/{client.member}/profile",
                        {"name": person("name"), "bio": "Voici " + person("bio"), "show_name": True,
                         "departement": "44"})
        self.hers = self.town.thread(self.she, self.eve("title"), self.eve("opening"), tags=[self.eve("tag"), "épaule"])
        self.town.restart()  # part of it moves into table files
        self.others = self.town.thread(self.other, self.fay("title"), self.fay("opening"), tags=[self.fay("tag")])
        self.reply = self.town.reply(self.other, self.hers["id"], self.fay("reply"))
        self.answer = self.town.reply(self.she, self.others["id"], self.eve("first"))
        self.she.must(204, "PUT", f"{Town.api}/posts/{self.answer}", {"body": self.eve("edited")})
        self.she.must(204, "PUT", f"{Town.api}/posts/{self.hers['post']}",
                      {"title": self.eve("newtitle"), "body": self.eve("newbody")})
        self.she.must(204, "PUT", f"{Town.api}/posts/{self.others['post']}/reactions/like")
        self.town.server.wait_applied()

    def community(self):
        return self.town.server.anonymous(Town.api).json

    def leave(self):
        self.she.must(204, "DELETE", f"{Town.api}/members/{self.she.member}")

    def erase(self, client=None):
        (client or self.she).must(204, "POST", f"{Town.api}/members/{self.she.member}/erasure")

    def wait_gone(self, words):
        """Until no file holds any of the words: the eraser works in the background."""
        until = time.monotonic() + 30
        while (places := found(self.town.house, words)) and time.monotonic() < until:
            time.sleep(0.2)
        self.assertEqual(set(), places)

    def check_nowhere(self, words, views=()):
        """In no file, no answer of a tool, no line the server logged. `views`: words of somebody who stays, which the
        same search must find."""
        house = self.town.house
        self.wait_gone(words)
        self.assertEqual([], [word for word in words if word in "".join(self.town.server.errors)])
        self.assertEqual(0, self.town.server.stop())
        self.assertEqual(set(), found(house, words))
        self.assertEqual(set(views), {word for _, word in found(house, views)})
        for arguments in (("export",), ("replay",), ("replay", "--with-personal"), ("replay", "--format", "csv")):
            out = house.must(*arguments)
            self.assertEqual([], [word for word in words if word in out], arguments)
        held = house.digests()
        self.assertEqual(set(), found(house, words))
        for folder in ("views", "model"):
            shutil.rmtree(house.data / folder)
        self.assertEqual(held, house.digests())
        self.assertEqual(set(), found(house, words))
        self.town.restart()
        self.town.server.wait_applied()

    def test_nothing_personal_ever_stands_in_the_log(self):
        words = [*self.eve.words.values(), *self.fay.words.values(), self.she.email, "Compte"]
        self.assertEqual(0, self.town.server.stop())  # what was in memory alone is in files
        places = found(self.town.house, words)
        self.assertEqual(set(), {place for place in places if place[0].split("/")[0] in ("log", "vault", "model")})
        # That the search would find them: the projections hold what they show.
        self.assertEqual(set(), set(self.fay.words.values()) - {word for _, word in places})
        self.town.restart()

    def test_erasing(self):
        before = self.community()["counters"]
        listed = len(self.other.must(200, "GET", f"{Town.api}/threads")["threads"])
        self.erase()
        self.town.server.wait_applied()
        words = list(self.eve.words.values())
        self.check_nowhere(words, [self.fay("opening"), self.fay("bio")])

        # The thread and the counts stay.
        after = self.community()["counters"]
        for figure in ("threads", "posts", "reactions", "contributors"):
            self.assertEqual(before[figure], after[figure], figure)
        self.assertEqual(before["members"]["total"] - 1, after["members"]["total"])
        threads = self.other.must(200, "GET", f"{Town.api}/threads")["threads"]
        self.assertEqual(listed, len(threads))
        row = next(thread for thread in threads if thread["id"] == self.hers["id"])
        self.assertEqual(("erased", "", "", []), (row["state"], row["title"], row["slug"], row["tags"]))

        for viewer in (self.other, None):
            with self.subTest(viewer="member" if viewer else "anybody"):
                page = self.town.page(self.hers["id"], viewer)
                self.assertEqual(("erased", ""), (page["thread"]["state"], page["thread"]["title"]))
                opening, reply = page["posts"]
                self.assertEqual(("erased", "", 1), (opening["state"], opening["body_html"], opening["ordinal"]))
                self.assertEqual(("shown", 2), (reply["state"], reply["ordinal"]))
                self.assertIn(self.fay("reply"), reply["body_html"])
                page = self.town.page(self.others["id"], viewer)
                opening, answer = page["posts"]
                self.assertEqual(("shown", 1), (opening["state"], opening["score"]))
                self.assertIn(self.fay("opening"), opening["body_html"])
                self.assertEqual(("erased", ""), (answer["state"], answer["body_html"]))
                self.assertIsNone((page["members"][answer["author"]] or {}).get("name"))
                self.assertFalse([word for word in words if word in str(page)])
        member = self.other.must(200, "GET", f"{Town.api}/members/{self.she.member}")
        self.assertEqual(("erased", None, None), (member["state"], member["name"], member["bio_html"]))

        for client in (self.other, self.town.server.client()):
            for thread in (self.hers["id"], self.others["id"]):
                html = client.get(self.town.address(thread, client), headers={"Accept": "text/html",
                                                                              "Accept-Language": "fr"})
                self.assertEqual(200, html.status, html)
                self.assertIn("Message supprimé", html.body.decode())
                self.assertEqual([], [word for word in words if word in html.body.decode()])
            listed = client.get(f"/c/{Town.community}", headers={"Accept": "text/html"})
            self.assertEqual([], [word for word in words if word in listed.body.decode()])

        moderator = self.town.newcomer("Modératrice")
        self.town.give_role(moderator, "moderator")
        for client in (self.she, self.other, moderator, self.town.admin):
            for post in (self.answer, self.hers["post"]):
                answer = client.get(f"{Town.api}/posts/{post}")
                self.assertEqual([], [word for word in words if word in answer.body.decode()])

        # The thread goes on; she does not.
        self.town.reply(self.other, self.hers["id"], "Suite.")
        refused = self.she.post(f"{Town.api}/threads/{self.hers['id']}/posts", {"body": "Encore moi."})
        self.assertEqual((403, "not-a-member"), (refused.status, refused.reason))

    def test_erasing_twice_changes_nothing_more(self):
        self.erase()
        end = self.town.server.end()
        self.erase(self.town.admin)
        self.assertEqual(end, self.town.server.end())

    def test_a_retry_of_leaving_or_erasing_gets_the_first_outcome(self):
        for method, path in (("DELETE", ""), ("POST", "/erasure")):
            with self.subTest(path):
                gus = self.town.newcomer("Gus")
                key = {"Idempotency-Key": secrets.token_hex(8)}
                gus.must(204, method, f"{Town.api}/members/{gus.member}{path}", headers=key)
                end = self.town.server.end()
                gus.must(204, method, f"{Town.api}/members/{gus.member}{path}", headers=key)
                self.assertEqual(end, self.town.server.end())

    def test_leaving_keeps_the_words(self):
        before = self.community()["counters"]
        self.leave()
        self.town.server.wait_applied()
        self.check_nowhere([self.eve("name"), self.eve("bio")], [self.eve("newbody"), self.eve("newtitle")])
        self.assertEqual(before["contributors"], self.community()["counters"]["contributors"])
        self.assertEqual(before["posts"], self.community()["counters"]["posts"])
        page = self.town.page(self.hers["id"], self.other)
        self.assertEqual(("shown", self.eve("newtitle")), (page["thread"]["state"], page["thread"]["title"]))
        self.assertIn(self.eve("tag"), page["thread"]["tags"])
        self.assertIn(self.eve("newbody"), page["posts"][0]["body_html"])
        self.assertEqual(None, page["members"][self.she.member]["name"])
        member = self.other.must(200, "GET", f"{Town.api}/members/{self.she.member}")
        self.assertEqual(("left", None, None), (member["state"], member["name"], member["bio_html"]))
        # Her words are still looked after.
        moderator = self.town.newcomer("Modératrice")
        self.town.give_role(moderator, "moderator")
        moderator.must(204, "PUT", f"{Town.api}/posts/{self.answer}", {"body": "Mis en forme."})
        self.assertIn("Mis en forme.", self.town.page(self.others["id"], self.other)["posts"][1]["body_html"])
        public = self.town.page(self.hers["id"])
        self.assertIsNone((public["members"][public["thread"]["author"]] or {}).get("name"))

    def test_erasing_after_leaving(self):
        self.leave()
        self.erase()
        self.town.server.wait_applied()
        self.check_nowhere(list(self.eve.words.values()), [self.fay("opening")])

    def test_coming_back_is_coming_anew(self):
        self.erase()
        old = self.she.member
        self.she.join(Town.community, "Une autre")
        self.assertNotEqual(old, self.she.member)
        self.town.server.wait_applied()
        page = self.town.page(self.hers["id"], self.she)
        self.assertEqual("erased", page["thread"]["state"])
        # What the former member wrote is not hers.
        refused = self.she.put(f"{Town.api}/posts/{self.answer}", {"body": "Je reviens."})
        self.assertIn(refused.status, (403, 410), refused)

    def test_nobody_writes_in_the_name_of_the_erased(self):
        moderator = self.town.newcomer("Modératrice")
        self.town.give_role(moderator, "moderator")
        self.erase()
        end = self.town.server.end()
        acts = [(moderator, "PUT", f"posts/{self.answer}", {"body": "Corrigé."}),
                (moderator, "PUT", f"posts/{self.hers['post']}", {"title": "Corrigé", "body": "Corrigé."}),
                (self.town.admin, "PUT", f"members/{self.she.member}/roles/manager", None),
                (self.town.admin, "PUT", f"members/{self.she.member}/adherent", {"adherent": True}),
                (self.she, "PUT", f"members/{self.she.member}/profile", {"name": "Eve"}),
                (self.she, "PUT", f"posts/{self.answer}", {"body": "Encore."}),
                (self.she, "DELETE", f"posts/{self.answer}", None)]
        for client, method, path, body in acts:
            with self.subTest(f"{method} {path}"):
                answer = client.request(method, f"{Town.api}/{path}", body)
                self.assertIn(answer.status, (403, 404, 409, 410), answer)
        self.assertEqual(end, self.town.server.end())
        # A moderator may still take the empty place away.
        moderator.must(204, "DELETE", f"{Town.api}/posts/{self.answer}")

    def test_a_restored_vault_forgets_again(self):
        self.assertEqual(0, self.town.server.stop())
        backup = self.town.house.folder / "backup"
        shutil.copytree(self.town.house.data / "vault", backup)
        self.town.restart()
        self.erase()
        self.town.server.wait_applied()
        self.assertEqual(0, self.town.server.stop())
        shutil.rmtree(self.town.house.data / "vault")
        shutil.copytree(backup, self.town.house.data / "vault")
        shutil.rmtree(self.town.house.data / "views")
        out = self.town.house.must("replay", "--with-personal")
        self.assertEqual([], [word for word in self.eve.words.values() if word in out])
        self.assertIn(self.fay("opening"), out)
        self.town.house.digests()
        self.assertEqual(set(), found(self.town.house, self.eve.words.values()))

    def test_erasing_amid_ones_own_writing(self):
        """Whatever lands first: nothing of hers is accepted behind the erasing, and nothing stays readable."""
        begun = threading.Barrier(4)
        word, wrong = self.eve("storm"), []

        def write(client):
            begun.wait()
            for number in range(200):
                answer = client.post(f"{Town.api}/threads/{self.others['id']}/posts", {"body": f"{word} {number}"})
                if answer.status != 201:
                    break
            client.close()
            if answer.status != 403:
                wrong.append(answer)

        writers = [threading.Thread(target=write, args=(self.she.fork(),)) for _ in range(3)]
        for writer in writers:
            writer.start()
        begun.wait()
        time.sleep(0.05)
        self.erase()
        for writer in writers:
            writer.join()
        self.assertEqual([], wrong)
        self.town.server.wait_applied()
        self.check_nowhere(list(self.eve.words.values()))
        self.assertEqual(0, self.town.server.stop())
        actors = [(e["type"], e.get("actor")) for e in self.town.house.events("--community", Town.community)]
        erased = actors.index(("members.erased.v1", self.she.member))
        self.assertNotIn(self.she.member, [actor for _, actor in actors[erased + 1:]])

    def test_erasing_amid_moderation(self):
        """Nothing is sealed for the erased, however early: not while her keys are still being destroyed either."""
        moderator = self.town.newcomer("Modératrice")
        self.town.give_role(moderator, "moderator")
        gone = []
        for _ in range(8):
            gus = self.town.newcomer("Gus")
            post = self.town.reply(gus, self.others["id"], "Un mot.")
            begun = threading.Barrier(2)

            def edit(client=moderator.fork(), post=post, begun=begun):
                begun.wait()
                while client.put(f"{Town.api}/posts/{post}", {"body": "Corrigé."}).status == 204:
                    pass
                client.close()
            editor = threading.Thread(target=edit)
            editor.start()
            begun.wait()
            gus.must(204, "POST", f"{Town.api}/members/{gus.member}/erasure")
            editor.join()
            gone.append(gus.member)
        self.assertEqual(0, self.town.server.stop())
        events = self.town.house.events("--community", Town.community)
        late = []
        for member in gone:
            places = [n for n, e in enumerate(events) if e["type"] == "members.erased.v1" and e["subject"] == member]
            late += [e["sequence"] for e in events[places[0]:] if e["type"] == "forum.post-edited.v2" and
                     e["data"]["author"] == member]
        self.assertEqual([], late)

    def test_killed_right_after_erasing(self):
        """The erasing is durable; what it entails is made up for at the next start."""
        self.erase()
        self.town.restart("kill")
        self.town.server.wait_applied()
        self.check_nowhere(list(self.eve.words.values()), [self.fay("opening")])


if __name__ == "__main__":
    unittest.main()
