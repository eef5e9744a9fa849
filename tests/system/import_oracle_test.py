# SPDX-License-Identifier: Apache-2.0
"""Imports every Stack Exchange dump of the shared data and compares what is served with the dump's own figures."""
import base64
import datetime
import hashlib
import os
import pathlib
import shutil
import statistics
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree

from palabre_process import NO_DATA, SHARED, House, palabre, run_tests, shared_data

# Facts counted from the dumps' bytes (README of the shared data). Contributors and their return count everybody with an
# account who wrote a post of any kind or a comment; `first` is the median time to the first answer, in hours.
SITES = {
    "se-quantumcomputing-2018": {"posts": 1672, "questions": 612, "contributors": 404, "week": (70, 387),
                                 "months": (63, 314), "first": 2.69, "answered": 569, "accepted": 389},
    "se-beer-2014": {"posts": 692, "questions": 244, "contributors": 223, "week": (40, 212), "months": (19, 169),
                     "first": 0.94, "answered": 231, "accepted": 142},
    "se-beer-meta-2014": {"posts": 73, "questions": 24},
    "se-conlang-meta-2020": {"posts": 169, "questions": 54, "contributors": 66, "week": (10, 65), "months": (10, 64),
                             "first": 2.45},
}
DAY = datetime.timedelta(days=1)


def rows(dump, name):
    return [row.attrib for row in ElementTree.parse(dump / name).getroot()]


def instant(text):
    return datetime.datetime.fromisoformat(text.rstrip("Z"))


def slug_of(site):
    return site.removeprefix("se-")


def derived_id(community, kind, row):
    """The id of what was imported: docs/formats.md, Imported ids."""
    hashed = hashlib.blake2b(b"palabre/1/import\0", digest_size=32)
    for part in (community, kind, row):
        hashed.update(len(part.encode()).to_bytes(4, "big") + part.encode())
    return base64.b32encode(hashed.digest()[:8]).decode().lower().rstrip("=")


def served_site(server, slug):
    """All that is served of a community: {source_id: thread}, {source_id: post}, read page by page."""
    client, api = server.client(), f"/api/v1/communities/{slug}"
    threads, posts, cursor = {}, {}, ""
    while cursor is not None:
        page = client.must(200, "GET", f"{api}/threads?sort=newest&limit=100" + (f"&cursor={cursor}" if cursor else ""))
        for thread in page["threads"]:
            assert thread["source_id"] not in threads, "a thread is listed twice"
            threads[thread["source_id"]] = thread
            number = 1
            while number is not None:
                part = client.must(200, "GET", f"{api}/threads/{thread['id']}?page={number}")
                for post in part["posts"]:
                    post["name"] = (part["members"][post["author"]] or {}).get("name")
                    assert post["source_id"] not in posts, "a post is shown twice"
                    posts[post["source_id"]] = post
                number = part["next"]
        cursor = page["next"]
    client.close()
    return threads, posts


def substance(site):
    """What must not depend on the way by which a site came in: without ids and versions."""
    threads, posts = site
    of_id = {post["id"]: source for source, post in posts.items()}
    kept = ("name", "ordinal", "score", "comments", "created", "state", "body_html")
    return ({source: (t["title"], sorted(t["tags"]), t["score"], t["answers"], t["comments"], t["posts"], t["created"],
                      of_id.get(t["accepted"])) for source, t in threads.items()},
            {source: tuple(p[name] for name in kept if name != "ordinal") + (of_id.get(p["parent"]),)
             for source, p in posts.items()})


def returned(acts, first_day, last_day):
    """(who wrote again in that window after the own first act, who was observed long enough)."""
    first = {}
    for who, at in acts:
        first[who] = min(at, first.get(who, at))
    end = max(at for _, at in acts)
    observed = {who for who, at in first.items() if at + last_day * DAY <= end}
    again = {who for who, at in acts
             if who in observed and first[who] + first_day * DAY <= at < first[who] + last_day * DAY}
    return len(again), len(observed)


class ImportOracleTest(unittest.TestCase):
    """One house with every site; the test methods only read, but for the second import, which must add nothing."""

    @classmethod
    def setUpClass(cls):
        shared_data("data")
        cls.dumps = {path.name: path for path in sorted((SHARED / "data").glob("se-*"))}
        cls.house = House(cls)
        cls.reports = {}
        for site, dump in cls.dumps.items():
            report = cls.house.folder / f"{site}.json"
            cls.house.must("import", "stackexchange", dump, "--community", slug_of(site), "--report", report)
            cls.reports[site] = report.read_text()
        cls.events = {site: cls.house.events("--community", slug_of(site)) for site in cls.dumps}
        cls.server = cls.house.serve()
        cls.served = {site: served_site(cls.server, slug_of(site)) for site in cls.dumps}
        cls.communities = {c["slug"]: c for c in cls.server.anonymous("/api/v1/communities").json["communities"]}
        cls.server.stop()

    def test_every_known_site_is_there(self):
        self.assertEqual(set(SITES), set(SITES) & set(self.dumps))

    def test_score_answers_and_comments_equal_the_dumps_columns(self):
        for site, dump in self.dumps.items():
            threads, posts = self.served[site]
            expected = [row for row in rows(dump, "Posts.xml") if row["PostTypeId"] in ("1", "2")]
            with self.subTest(site):
                differing = []
                for row in expected:
                    post = posts.get(row["Id"])
                    if post is None:
                        differing.append((row["Id"], "is not served"))
                        continue
                    if post["score"] != int(row["Score"]):
                        differing.append((row["Id"], "Score", row["Score"], post["score"]))
                    if post["comments"] != int(row["CommentCount"]):
                        differing.append((row["Id"], "CommentCount", row["CommentCount"], post["comments"]))
                    if row["PostTypeId"] == "1" and threads[row["Id"]]["answers"] != int(row["AnswerCount"]):
                        differing.append((row["Id"], "AnswerCount", row["AnswerCount"], threads[row["Id"]]["answers"]))
                self.assertEqual([], differing)
                if site in SITES:
                    self.assertEqual(SITES[site]["posts"], len(expected))
                    self.assertEqual(SITES[site]["questions"], len(threads))

    def test_comments_hang_on_their_posts(self):
        for site, dump in self.dumps.items():
            _, posts = self.served[site]
            there = {row["Id"] for row in rows(dump, "Posts.xml") if row["PostTypeId"] in ("1", "2")}
            expected = {f"comment-{row['Id']}": row["PostId"] for row in rows(dump, "Comments.xml")
                        if row["PostId"] in there}
            of_id = {post["id"]: source for source, post in posts.items()}
            with self.subTest(site):
                self.assertEqual(expected, {source: of_id[post["parent"]] for source, post in posts.items()
                                            if source.startswith("comment-")})

    def test_accepted_answers(self):
        for site, dump in self.dumps.items():
            threads, posts = self.served[site]
            of_id = {post["id"]: source for source, post in posts.items()}
            with self.subTest(site):
                self.assertEqual({row["Id"]: row["AcceptedAnswerId"] for row in rows(dump, "Posts.xml")
                                  if row.get("AcceptedAnswerId")},
                                 {source: of_id[thread["accepted"]] for source, thread in threads.items()
                                  if thread["accepted"]})

    def test_authors_times_titles_and_tags_are_the_dumps(self):
        for site, dump in self.dumps.items():
            threads, posts = self.served[site]
            names = {row["Id"]: row["DisplayName"] for row in rows(dump, "Users.xml")}
            differing = []
            for row in rows(dump, "Posts.xml"):
                if row["PostTypeId"] not in ("1", "2"):
                    continue
                post = posts[row["Id"]]
                owner = names.get(row.get("OwnerUserId"), row.get("OwnerDisplayName"))
                if post["name"] != owner.strip():
                    differing.append((row["Id"], owner, post["name"]))
                # Accepted times only grow: acts of the same instant are microseconds apart.
                if not datetime.timedelta() <= instant(post["created"]) - instant(row["CreationDate"]) < DAY / 86400:
                    differing.append((row["Id"], row["CreationDate"], post["created"]))
                if row["PostTypeId"] == "1":
                    thread = threads[row["Id"]]
                    tags = [tag for tag in row["Tags"].replace("<", "|").replace(">", "|").split("|") if tag]
                    if thread["title"] != row["Title"].strip() or thread["tags"] != tags:
                        differing.append((row["Id"], row["Title"], tags, thread["title"], thread["tags"]))
            with self.subTest(site):
                self.assertEqual([], differing)

    def test_every_body_is_there_and_safe(self):
        for site in self.dumps:
            _, posts = self.served[site]
            with self.subTest(site):
                self.assertEqual([], [source for source, post in posts.items()
                                      if post["state"] != "shown" or not post["body_html"].strip()])
                self.assertEqual([], [source for source, post in posts.items()
                                      if "<script" in post["body_html"].lower()])

    def test_contributors_and_their_return(self):
        for site, dump in self.dumps.items():
            # The log does not say who somebody was at the site; the id of a listed person follows from it.
            self.assertFalse([e["id"] for e in self.events[site] if e["type"] == "members.joined.v1" and
                              "source_id" in e["data"]])
            listed = {row["Id"] for row in rows(dump, "Users.xml")}
            community = self.communities[slug_of(site)]["id"]
            users = {derived_id(community, "member", row): row for row in listed}
            acts = [(users.get(e["actor"], e["actor"]), instant(e.get("originaltime") or e["time"])) for e in self.events[site]
                    if e["type"] in ("forum.thread-opened.v3", "forum.post-published.v3")]
            counters = self.communities[slug_of(site)]["counters"]
            with self.subTest(site):
                # Texts about tags are not imported; the figures count their authors.
                other = [(row["OwnerUserId"], instant(row["CreationDate"])) for row in rows(dump, "Posts.xml")
                         if row["PostTypeId"] not in ("1", "2") and row.get("OwnerUserId")]
                known = [act for act in acts if act[0] in listed] + other
                if "contributors" in SITES.get(site, {}):
                    self.assertEqual(SITES[site]["contributors"], len({who for who, _ in known}))
                    self.assertEqual(SITES[site]["week"], returned(known, 7, 14))
                    self.assertEqual(SITES[site]["months"], returned(known, 30, 60))
                self.assertEqual(len({who for who, _ in acts}), counters["contributors"]["total"])
                self.assertEqual({row["OwnerUserId"] for row in rows(dump, "Posts.xml")
                                  if row["PostTypeId"] in ("1", "2") and row.get("OwnerUserId")} |
                                 {row["UserId"] for row in rows(dump, "Comments.xml") if row.get("UserId")},
                                 {who for who, _ in acts} & listed)

    def test_answers_and_time_to_the_first(self):
        for site in self.dumps:
            threads, _ = self.served[site]
            first = {}
            for event in self.events[site]:
                if event["type"] == "forum.post-published.v3" and event["data"]["parent"] is None:
                    first.setdefault(event["data"]["thread"], instant(event["time"]))
            waits = [first[t["id"]] - instant(t["created"]) for t in threads.values() if t["id"] in first]
            facts = SITES.get(site, {})
            with self.subTest(site):
                if "first" in facts:
                    self.assertEqual(facts["first"],
                                     round(statistics.median(w.total_seconds() for w in waits) / 3600, 2))
                if "answered" in facts:
                    self.assertEqual(facts["answered"], len(waits))
                    self.assertEqual(facts["accepted"], sum(1 for t in threads.values() if t["accepted"]))

    def test_counters_equal_what_is_served(self):
        for site in self.dumps:
            threads, posts = self.served[site]
            counters = self.communities[slug_of(site)]["counters"]
            kinds = [e["type"] for e in self.events[site]]
            with self.subTest(site):
                self.assertEqual(len(threads), counters["threads"])
                self.assertEqual(len(posts), counters["posts"])
                self.assertEqual(kinds.count("members.joined.v1"), counters["members"]["total"])
                self.assertEqual(kinds.count("forum.reaction-added.v1") - kinds.count("forum.reaction-removed.v1"),
                                 counters["reactions"])

    def test_a_second_import_adds_no_event(self):
        before = self.house.must("replay")
        for site, dump in self.dumps.items():
            done = self.house.must("import", "stackexchange", dump, "--community", slug_of(site))
            self.assertIn("already there", done)
        self.assertEqual(before.count("\n"), self.house.must("replay").count("\n"))
        self.assertEqual(before, self.house.must("replay"))


class LaterDumpTest(unittest.TestCase):
    """A dump of the same site, taken later, adds only what is new."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="palabre-dump-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def earlier(self, dump, until):
        """The dump as it may have been at that day: rows dated later are not there yet."""
        posts = {row["Id"] for row in rows(dump, "Posts.xml") if row["CreationDate"] < until}
        accepted = {row["PostId"] for row in rows(dump, "Votes.xml")
                    if row["VoteTypeId"] == "1" and row["CreationDate"] < until}
        for file in dump.glob("*.xml"):
            tree = ElementTree.parse(file)
            root = tree.getroot()
            for row in list(root):
                if row.attrib.get("CreationDate", row.attrib.get("Date", "")) >= until:
                    root.remove(row)
                    continue
                answer = row.attrib.get("AcceptedAnswerId")
                if answer and (answer not in posts or answer not in accepted):
                    del row.attrib["AcceptedAnswerId"]
                if row.attrib.get("LastEditDate", "") >= until:
                    for name in ("LastEditDate", "LastEditorUserId", "LastEditorDisplayName"):
                        row.attrib.pop(name, None)
            tree.write(self.folder / file.name, encoding="utf-8", xml_declaration=True)
        return self.folder

    def follows(self, site, until):
        dump = shared_data("data") / site
        if not dump.exists():
            self.skipTest(NO_DATA)
        house, fresh = House(self), House(self)
        house.must("import", "stackexchange", self.earlier(dump, until), "--community", "c")
        first = house.must("replay", "--community", "c")
        house.must("import", "stackexchange", dump, "--community", "c")
        then = house.must("replay", "--community", "c")
        fresh.must("import", "stackexchange", dump, "--community", "c")
        whole = fresh.must("replay", "--community", "c")

        self.assertTrue(then.startswith(first), "what was there stays as it was")
        self.assertLess(0, first.count("\n"))
        self.assertLess(first.count("\n"), then.count("\n"))
        self.assertEqual(whole.count("\n"), then.count("\n"))
        results = []
        for each in (house, fresh):
            server = each.serve()
            results.append(substance(served_site(server, "c")))
            server.stop()
        for of_then, of_whole in zip(*results):
            self.assertEqual(of_whole.keys(), of_then.keys())
            self.assertEqual({}, {k: (v, of_then[k]) for k, v in of_whole.items() if of_then[k] != v})
        house.digests()

    def test_with_edit_history(self):
        self.follows("se-conlang-meta-2020", "2018-02-20")

    def test_with_edit_history_and_people_without_accounts(self):
        self.follows("se-beer-meta-2014", "2014-01-29")


class BadDumpTest(unittest.TestCase):
    """Whatever is wrong with a dump: one clear line, a status, and nothing damaged."""

    def setUp(self):
        self.dump = pathlib.Path(tempfile.mkdtemp(prefix="palabre-dump-"))
        self.addCleanup(shutil.rmtree, self.dump, ignore_errors=True)
        people = "".join(f'<row Id="{i}" DisplayName="P{i}" CreationDate="2020-01-0{i}T00:00:00.000" />'
                         for i in (1, 2))
        posts = ('<row Id="1" PostTypeId="1" CreationDate="2020-01-03T00:00:00.000" Score="1" OwnerUserId="1" '
                 'Title="Une question" Tags="&lt;a&gt;" Body="&lt;p&gt;Texte&lt;/p&gt;" AnswerCount="1" '
                 'CommentCount="0" />'
                 '<row Id="2" PostTypeId="2" ParentId="1" CreationDate="2020-01-04T00:00:00.000" Score="0" '
                 'OwnerUserId="2" Body="&lt;p&gt;Réponse&lt;/p&gt;" CommentCount="0" />')
        votes = '<row Id="1" PostId="1" VoteTypeId="2" CreationDate="2020-01-05T00:00:00.000" />'
        for name, content in {"Users": people, "Posts": posts, "Comments": "", "Votes": votes}.items():
            root = name.lower()
            (self.dump / f"{name}.xml").write_text(
                f'<?xml version="1.0" encoding="utf-8"?>\n<{root}>\n{content}\n</{root}>\n', encoding="utf-8")
        self.house = House(self)
        self.house.must("import", "stackexchange", self.dump, "--community", "c")
        self.before = self.house.must("replay")
        self.assertEqual(8, self.before.count("\n"))  # community twice, space, two people, question, answer, vote

    def import_again(self, dump=None, community="c"):
        return self.house.run("import", "stackexchange", dump or self.dump, "--community", community)

    def refused(self, done, *words):
        self.assertEqual(1, done.returncode, done)
        self.assertRegex(done.stderr, r"\Apalabre: [^\n]+\n\Z")
        for word in words:
            self.assertIn(word, done.stderr)
        self.assertEqual(self.before, self.house.must("replay"))
        self.assertEqual([], [str(p) for p in self.house.data.iterdir() if "scratch" in p.name])
        self.house.digests()

    def change(self, name, change):
        file = self.dump / name
        file.write_bytes(change(file.read_bytes()))

    def test_half_written(self):
        self.change("Posts.xml", lambda text: text[:len(text) // 2])
        self.refused(self.import_again(), "Posts.xml")

    def test_cut_between_two_rows(self):
        self.change("Votes.xml", lambda text: text[:text.index(b"</votes>")])
        self.refused(self.import_again(), "Votes.xml")

    def test_empty_file(self):
        self.change("Comments.xml", lambda text: b"")
        self.refused(self.import_again(), "Comments.xml")

    def test_not_xml(self):
        self.change("Users.xml", lambda text: os.urandom(2000))
        self.refused(self.import_again(), "Users.xml")

    def test_missing_file(self):
        for name in ("Users.xml", "Posts.xml", "Comments.xml", "Votes.xml"):
            with self.subTest(name):
                kept = (self.dump / name).read_bytes()
                (self.dump / name).unlink()
                self.refused(self.import_again(), name)
                (self.dump / name).write_bytes(kept)

    def test_a_row_without_what_it_needs(self):
        self.change("Posts.xml", lambda text: text.replace(b'CreationDate="2020-01-04T00:00:00.000"', b""))
        self.refused(self.import_again(), "Posts.xml", "CreationDate")

    def test_a_date_that_is_none(self):
        self.change("Posts.xml", lambda text: text.replace(b"2020-01-04T", b"2020-13-44T"))
        self.refused(self.import_again(), "Posts.xml")

    def test_wrong_path(self):
        self.refused(self.import_again(dump=self.dump / "nowhere"), "nowhere")
        self.refused(self.import_again(dump=self.dump / "Posts.xml"), "Posts.xml")

    def test_an_ill_formed_slug(self):
        self.refused(self.import_again(community="Not A Slug"), "--community")

    def test_a_community_that_people_founded(self):
        self.house.must("admin", "found", "--slug", "gens", "--name", "Des gens")
        self.before = self.house.must("replay")
        self.refused(self.import_again(community="gens"), "gens")

    def test_a_house_that_is_served(self):
        server = self.house.serve()
        done = self.import_again()
        self.assertEqual(1, done.returncode, done)
        self.assertRegex(done.stderr, r"\Apalabre: [^\n]+\n\Z")
        self.assertEqual(200, server.health().status)
        self.assertEqual(0, server.stop())
        self.assertEqual(self.before, self.house.must("replay"))

    def test_a_data_folder_that_cannot_be_made(self):
        file = self.dump / "a-file"
        file.write_text("")
        done = palabre("import", "stackexchange", self.dump, "--community", "c", "--data", file / "data")
        self.assertEqual(1, done.returncode, done)
        self.assertRegex(done.stderr, r"\Apalabre: [^\n]+\n\Z")


if __name__ == "__main__":
    run_tests()
