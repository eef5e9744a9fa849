# SPDX-License-Identifier: Apache-2.0
"""Names of attached files, out of others' collections of naughty strings and script injections: each is refused with its
reason, or comes back as the text that it is, in the API, in the header that a browser saves by, on pages; mails and the
feed beside it stay whole, and no header begins in a name."""
import json
import re
import unittest
import urllib.parse
import xml.etree.ElementTree as ElementTree

from attachments_house import form
from harmless import Page
from mail_house import parts, wait_mails
from palabre_process import Town, run_tests, shared_data
from scripts_test import packed
from text_test import LINE_ENDS, refused, shown

NAME, A_POST, WAITING = 200, 10, 50  # characters; files of a post, and of a member in none
HTML = {"Accept": "text/html"}
LEAFLET = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
INJECTED = ("x\r\nSet-Cookie: injected=1", "x\nX-Injected: 1", 'x"; filename="y', "x\r\n\r\n<script>alert(1)</script>", "x\0.pdf",
            "=?utf-8?B?QmNj?= Bcc: eve@example.org", "x\u2028Set-Cookie: injected=1", "../../etc/passwd", "..\\..\\palabre.conf",
            "x%0d%0aSet-Cookie: injected=1", "\u202efdp.exe", "y" * NAME, "y" * (NAME + 1))


def own_name(sent):
    """What is left of a path."""
    return re.split(r"[/\\]", sent)[-1]


class FileNamesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        naughty = json.loads(shared_data("data/blns/blns.json").read_bytes())
        lines = shared_data("data/xss-payloads/payloadbox-xss-payload-list.txt").read_bytes().decode("utf-8", "replace").splitlines()
        payloads = ["".join(c for c in own_name(line) if c.isprintable()).strip() for line in lines[::6]]
        # One of each as a path, too: what is cut is its folders alone.
        cls.names = [*dict.fromkeys((*naughty, *packed([line for line in payloads if line], NAME, " "), *INJECTED, *lines[::400]))]
        cls.town = Town(cls, shows_names=True)
        cls.api, cls.folder = cls.town.api, cls.town.house.data / "mail" / "new"
        cls.anna, cls.luc = cls.town.newcomer("Anna", True), cls.town.newcomer("Luc", True)

    def upload(self, name):
        """As programs send it: in percent escapes, which nothing is lost in."""
        return self.anna.request("POST", self.api + "/files", LEAFLET, headers={
            "Content-Type": "application/pdf", "Content-Disposition": "attachment; filename*=UTF-8''" + urllib.parse.quote(name, safe="")})

    def assert_kept(self, file, name):
        """In the API, and in the header by which a browser saves it."""
        self.assertEqual(name, self.anna.must(200, "GET", f"{self.api}/files/{file}")["name"])
        answer = self.anna.get(f"{self.api}/files/{file}/original")
        self.assertEqual((200, LEAFLET), (answer.status, answer.body))
        found = re.fullmatch(r"attachment; filename\*=UTF-8''([A-Za-z0-9%._~-]+)", answer.headers["content-disposition"])
        self.assertEqual(name or "document.pdf", urllib.parse.unquote(found[1], errors="strict"))
        self.assertEqual(self.usual, set(answer.headers), "a header begins in a name")

    def assert_page(self, page, names):
        self.assertEqual([], page.faults)
        text = shown(page.text)
        for name in names:
            self.assertIn(shown(name), text)

    def publish(self, thread, files):
        """The new post, with the names of its files."""
        said = {"body": "Voici.", "attachments": [file for file, _ in files]}
        return self.anna.must(201, "POST", f"{self.api}/threads/{thread}/posts", said)["id"], [name for _, name in files if name]

    def test_names_come_back_as_they_are(self):
        first = self.upload("plain.pdf").json["id"]
        self.usual = set(self.anna.get(f"{self.api}/files/{first}/original").headers)
        thread = self.town.thread(self.anna)["id"]
        self.luc.must(204, "PUT", f"{self.api}/threads/{thread}/follow")
        waiting, kept, refusals, posts = [], [], 0, []
        for sent in self.names:
            name = own_name(sent) if own_name(sent).strip() else ""
            with self.subTest(name=sent):
                answer = self.upload(sent)
                reason = (None if not name else "ill-formed" if refused(name) or set(name) & set(LINE_ENDS)
                          else "too-long" if len(name) > NAME else None)
                if reason:
                    refusals += 1
                    self.assertEqual((422, reason, "/file"), (answer.status, answer.reason, answer.json["field"]))
                    continue
                self.assertEqual(201, answer.status, answer)
                self.assert_kept(answer.json["id"], name or None)
                kept += [name] if name else []
                waiting.append((answer.json["id"], name))
                if len(waiting) == A_POST:
                    posts.append(self.publish(thread, waiting))
                    waiting = []
        posts.append(self.publish(thread, waiting or [(first, "plain.pdf")]))
        self.assertGreater(len(kept), 550)
        self.assertGreater(refusals, 8)
        self.on_pages(thread, kept, posts)
        self.beside(len(posts))

    def on_pages(self, thread, kept, posts):
        page, words = self.town.page(thread), []
        self.assertLess(1, page["pages"])
        for number in range(1, page["pages"] + 1):
            shown_page = Page(self.town.server.anonymous(f"{self.town.address(thread)}?page={number}", headers=HTML))
            self.assert_page(shown_page, [])
            words.append(shown(shown_page.text))
        for name in kept:
            self.assertTrue(any(shown(name) in each for each in words), f"{name!r} is on no page")
        for post, names in posts[::8]:  # the form by which they are taken away
            self.assert_page(Page(self.anna.get(f"/c/soins/edit/{post}", headers=HTML)), names)

    def beside(self, posts):
        """Mails and the feed tell of posts, whatever is attached to them."""
        first = None
        for mail in wait_mails(self.folder, posts):
            self.assertEqual(self.luc.email, mail["To"])
            self.assertEqual([], mail.defects)
            first = first or set(mail.keys())
            self.assertEqual(first, set(mail.keys()))
            for part in parts(mail):
                self.assertNotIn("alert(", part)
        feed = self.town.server.anonymous("/c/soins/feed.atom")
        root = ElementTree.fromstring(feed.body)
        self.assertEqual("{http://www.w3.org/2005/Atom}feed", root.tag)
        self.assertNotIn(b"alert(", feed.body)

    def test_names_in_forms_of_browsers(self):
        """Which escape quotation marks and line ends, and nothing else."""
        names = [each for each in (*INJECTED[:4], *self.names[::5])
                 # A percent sign of its own reads as an escape, and older programs' backslash as another.
                 if not re.search(r"%22|%0[DA]|\\", each) and not refused(each) and not set(each) & set("\v\f\x85\u2028\u2029")
                 and len(each) <= NAME]
        self.assertGreater(len(names), 80)
        for number, sent in enumerate(names):
            if number % WAITING == 0:
                sender = self.town.newcomer("Anna")
            with self.subTest(name=sent):
                body, headers = form([("file", sent.replace("\r", "%0D").replace("\n", "%0A"), LEAFLET)])
                file = sender.must(201, "POST", self.api + "/files", body, headers=headers)["id"]
                name = own_name(re.sub(r"[\r\n]", " ", sent))
                self.assertEqual(name if name.strip() else None, sender.must(200, "GET", f"{self.api}/files/{file}")["name"])


if __name__ == "__main__":
    run_tests()
