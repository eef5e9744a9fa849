# SPDX-License-Identifier: Apache-2.0
"""A real thread of 300 comments: twenty a page, places for good, pages linked to each other, and what is removed keeps
its place."""
import gzip
import json
import unittest

from harmless import Page
from palabre_process import Town, run_tests, shared_data

PER_PAGE, BODY, TITLE = 20, 40_000, 200


class LongThreadTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with gzip.open(shared_data("data/forum-openenergymonitor/oem_forum.jsonl.gz"), "rt") as lines:
            found = max(map(json.loads, lines), key=lambda thread: len(thread["comments"]))
        cls.texts = [item["body"][:BODY] or "…" for item in (found, *found["comments"])]
        cls.town = Town(cls)
        cls.authors = [cls.town.newcomer(f"Membre {i}") for i in range(5)]
        opened = cls.town.thread(cls.authors[0], found["title"][:TITLE], cls.texts[0])
        cls.thread, cls.posts = opened["id"], [opened["post"]]
        for i, text in enumerate(cls.texts[1:], 1):
            cls.posts.append(cls.town.reply(cls.authors[i % 5], cls.thread, text))
        cls.pages = -(-len(cls.posts) // PER_PAGE)

    def walk(self):
        """Every page by its `next`: all posts, in order."""
        posts, number = [], 1
        while number:
            page = self.town.page(self.thread, page=number)
            self.assertEqual((number, self.pages), (page["page"], page["pages"]))
            self.assertEqual(number + 1 if number < self.pages else None, page["next"])
            self.assertEqual(PER_PAGE if number < self.pages else len(self.posts) - PER_PAGE * (number - 1),
                             len(page["posts"]))
            posts += page["posts"]
            number = page["next"]
        return posts

    def test_pages(self):
        self.assertEqual(301, len(self.posts))
        posts = self.walk()
        self.assertEqual(self.posts, [post["id"] for post in posts])
        self.assertEqual(list(range(1, len(posts) + 1)), [post["ordinal"] for post in posts])
        for i in range(0, len(posts), 25):
            self.assertEqual(self.texts[i], self.authors[i % 5].get(f"{self.town.api}/posts/{posts[i]['id']}").json["body"])
        past = self.town.server.anonymous(f"{self.town.api}/threads/{self.thread}?page={self.pages + 1}")
        self.assertEqual(404, past.status)
        for bad in ("0", "-1", "x", "99999999999999999999"):
            self.assertEqual(400, self.town.server.anonymous(f"{self.town.api}/threads/{self.thread}?page={bad}").status)

    def test_pages_are_linked(self):
        address = self.town.address(self.thread)
        for number in range(1, self.pages + 1):
            page = Page(self.town.server.anonymous(f"{address}?page={number}", headers={"Accept": "text/html"}))
            self.assertEqual([], page.faults)
            self.assertEqual(f"?page={number - 1}" if number > 1 else None, page.previous)
            self.assertEqual(f"?page={number + 1}" if number < self.pages else None, page.next)
            first = PER_PAGE * (number - 1) + 1
            last = min(first + PER_PAGE - 1, len(self.posts))
            self.assertEqual([f"p{n}" for n in range(first, last + 1)],
                             [i for i in page.ids if i.startswith("p") and i[1:].isdigit()])

    def test_removed_posts_keep_their_places(self):
        before = self.walk()
        gone = set(range(19, 300, 40)) | {20, 300}
        for i in sorted(gone):
            self.authors[i % 5].must(204, "DELETE", f"{self.town.api}/posts/{self.posts[i]}")
        after = self.walk()
        self.assertEqual([post["id"] for post in before], [post["id"] for post in after])
        self.assertEqual([post["ordinal"] for post in before], [post["ordinal"] for post in after])
        self.assertEqual(gone, {i for i, post in enumerate(after) if post["state"] == "removed"})
        for i in gone:
            self.assertFalse(after[i]["body_html"])
        reply = self.town.reply(self.authors[0], self.thread, "Encore une.")
        self.assertEqual(302, self.town.page(self.thread, page=self.pages)["posts"][-1]["ordinal"])
        self.authors[0].must(204, "DELETE", f"{self.town.api}/posts/{reply}")
        type(self).posts = self.posts + [reply]


if __name__ == "__main__":
    run_tests()
