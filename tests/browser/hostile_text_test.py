#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Whatever people write comes back as text: others' collections of naughty strings and script injections as titles, bodies
and names, in pages of a real browser."""
import json

from palabre_process import Town, run_tests, shared_data
from visitor import BrowserCase


def hostile_lines(most):
    """Of others' collections, made one line each; skips where there are none."""
    naughty = json.loads(shared_data("data/blns/blns.json").read_bytes())
    payloads = shared_data("data/xss-payloads/payloadbox-xss-payload-list.txt").read_bytes().decode("utf-8", "replace").splitlines()
    lines = ("".join(c for c in text if c.isprintable()).strip()[:most].strip() for text in naughty + payloads[::8])
    return list(dict.fromkeys(line for line in lines if line))


def packed(lines, most):
    """As few texts as hold them all, one behind the other."""
    texts = [""]
    for line in lines:
        if len(texts[-1]) + 1 + len(line) > most:
            texts.append("")
        texts[-1] += (" " if texts[-1] else "") + line
    return texts


class HostileTextTest(BrowserCase):
    """Titles, names and bodies that would run or break out come back as the text that they are, in a browser that runs
    scripts. Each line that the server takes is shown; the rest it refuses with its reason."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lines = hostile_lines(90)
        cls.town = Town(cls, shows_names=True)
        cls.anna = cls.town.newcomer("Anna", show_name=True)

    def reader(self):
        reader = self.visitor(self.town.server)
        reader.cut = True  # U+FDFD
        reader.dialogs = []
        reader.page.on("dialog", lambda dialog: (reader.dialogs.append(dialog.message), dialog.dismiss()))
        return reader

    def plain(self, reader, selector):
        """The texts of what the selector finds, white space as one space."""
        self.assertEqual([], reader.dialogs)
        reader.look()
        return [" ".join(text.split()) for text in reader.page.locator(selector).all_text_contents()]

    def test_titles(self):
        titles = packed(self.lines, 190)[:60]
        for title in titles:
            self.town.thread(self.anna, title=title)
        reader, seen, path = self.reader(), [], "/c/soins/threads?sort=newest"
        while path:
            reader.open(path)
            seen += self.plain(reader, "main .row h3")
            onward = reader.page.locator("a[rel=next]")
            path = onward.get_attribute("href") if onward.count() else None
            path = path and "/c/soins/threads" + path[path.index("?"):]
        self.assertEqual([" ".join(title.split()) for title in reversed(titles)], seen[:len(titles)])

    def test_a_body(self):
        body = "\n".join("    " + line for line in self.lines)[:39_000]
        thread = self.town.thread(self.anna, title="Corps", body=body)["id"]
        reader = self.reader().open(self.town.address(thread))
        shown = self.plain(reader, "#p1 pre")
        self.assertEqual(" ".join(body.split()), " ".join(shown))

    def test_names(self):
        thread = self.town.address(self.town.thread(self.anna)["id"])
        reader = self.reader()
        for name in packed(self.lines, 95)[::25][:12]:
            self.anna.must(204, "PUT", f"{self.town.api}/members/{self.anna.member}/profile",
                           {"name": name, "show_name": True, "bio": name})
            reader.open(thread)
            self.assertEqual([" ".join(name.split())], self.plain(reader, "#p1 .author"))


if __name__ == "__main__":
    run_tests()
