# SPDX-License-Identifier: Apache-2.0
"""What comes in from elsewhere is no news: whoever follows, has searched or takes an imported member over is sent no mail
and told nothing, by the import, the start after it and the next one. What happens then is told as ever."""
import re
import unittest

import stack_dump
from import_jobs_test import OFFERS, write
from mail_house import parts, quiet, read_mails, wait_mails
from notices_test import DEFAULTS
from palabre_process import House, run_tests

AT_ONCE = {name: "now" if name.endswith("_mail") else True for name in DEFAULTS}
PASSPHRASE = "a long passphrase of words"


class SilentImportTest(unittest.TestCase):
    def setUp(self):
        self.house = House(self)
        self.house.administrator()
        self.house.serve().stop()  # it has an outbox, which begins before what is imported
        self.slug = "moved"

    @property
    def api(self):
        return "/api/v1/communities/" + self.slug

    @property
    def folder(self):
        return self.house.data / "mail" / "new"

    def member(self, name):
        """Somebody who wants to know of everything at once: follows every space and what is written in every thread."""
        client = self.server.client().register("Compte " + name, name.lower() + "@viewer.example")
        client.join(self.slug, name)
        client.must(204, "PUT", self.api + "/notices/settings", AT_ONCE)
        self.follow(client)
        return client

    def follow(self, client):
        for space in client.must(200, "GET", self.api + "/spaces")["spaces"]:
            client.must(204, "PUT", f"{self.api}/spaces/{space['slug']}/follow")
        for thread in client.must(200, "GET", self.api + "/threads")["threads"]:
            client.must(204, "PUT", f"{self.api}/threads/{thread['id']}/follow")

    def told(self, client):
        """The kinds of her notices."""
        return [each["kind"] for each in client.must(200, "GET", self.api + "/notices")["notices"]]

    def moved_to(self, server, *clients):
        """Clients speak to a server that was begun anew: with the sessions that they have."""
        self.server = server
        for client in clients:
            client.server = server

    def assert_silence(self, *clients):
        """Now, and after another start."""
        for again in (True, False):
            self.server.wait_applied()
            quiet()
            self.assertEqual([], [str(mail["To"]) + ": " + str(mail["Subject"]) for mail in read_mails(self.folder)])
            for client in clients:
                self.assertEqual([], self.told(client))
                self.assertEqual(0, client.must(200, "GET", self.api + "/notices/unread")["unread"])
            if again:
                self.assertEqual(0, self.server.stop())
                self.moved_to(self.house.serve(), *clients)

    def reply(self, client, thread):
        client.must(201, "POST", f"{self.api}/threads/{thread['id']}/posts", {"body": "Une réponse de vive voix."})
        self.server.wait_applied()

    def assert_mails(self, wanted):
        """These alone: what an import had queued would have come before."""
        wait_mails(self.folder, len(wanted))
        quiet()
        self.assertEqual(sorted(wanted), sorted(str(mail["To"]) for mail in read_mails(self.folder)))

    def dump(self, name, questions):
        folder = self.house.folder / name
        stack_dump.write(folder, questions=questions, answers=2, comments=2)
        self.house.must("import", "stackexchange", folder, "--community", self.slug)

    def test_another_site(self):
        self.dump("first", 3)
        self.moved_to(self.house.serve())
        ada, ben = self.member("Ada"), self.member("Ben")
        self.assert_silence(ada, ben)
        self.assertEqual(0, self.server.stop())
        before = len(self.house.events())
        self.dump("second", 9)  # the site went on: whoever follows is not told of what is caught up with
        self.assertGreater(len(self.house.events()), before + 50)
        self.moved_to(self.house.serve(), ada, ben)
        self.assert_silence(ada, ben)
        # So it would have been seen.
        thread = ada.must(200, "GET", self.api + "/threads?sort=newest")["threads"][0]
        self.follow(ada)
        self.reply(ben, thread)
        self.assertEqual((["reply"], []), (self.told(ada), self.told(ben)))
        self.assert_mails(["ada@viewer.example"])

    def test_whoever_takes_an_imported_member_over_finds_no_news(self):
        self.dump("site", 3)
        self.moved_to(self.house.serve())
        admin = self.server.client().sign_in("admin@example.org")
        asker = next(event["data"] for event in self.house.events() if event["type"].startswith("forum.thread-opened"))["author"]
        manager = self.server.client().register("Mona", "mona@viewer.example")
        manager.join(self.slug, "Mona")
        admin.must(204, "PUT", f"{self.api}/members/{manager.member}/roles/manager")
        manager.must(204, "POST", f"{self.api}/members/{asker}/claim", {"email": "alice@viewer.example"})
        mail, = wait_mails(self.folder, 1)
        token = re.search(r"/claim/\w+/([\w-]+)", parts(mail)[0])[1]
        for file in self.folder.glob("*.eml"):
            file.unlink()
        alice = self.server.client().register("Alice", "alice@viewer.example")
        alice.must(204, "PUT", f"{self.api}/members/{asker}/claim", {"token": token})
        alice.must(204, "PUT", self.api + "/notices/settings", AT_ONCE)
        self.assert_silence(alice, manager)  # though her questions have answers
        thread = next(each for each in alice.must(200, "GET", self.api + "/threads")["threads"] if each["author"] == asker)
        self.reply(manager, thread)
        self.assertEqual(["reply"], self.told(alice))
        self.assert_mails(["alice@viewer.example"])

    def test_job_offers(self):
        self.slug, offers = "emploi", self.house.folder / "offres.csv"
        good = [row for row in OFFERS if row[0] and row[5] != "hier"]
        write(offers, good[:1])
        self.house.must("import", "jobs", offers, "--community", self.slug)
        self.moved_to(self.house.serve())
        ada, ben = self.member("Ada"), self.member("Ben")
        ada.must(201, "POST", self.api + "/saved-searches", {"kind": "job-offered"})
        self.assert_silence(ada, ben)
        self.assertEqual(0, self.server.stop())
        write(offers, good)
        before = len(self.house.events())
        self.house.must("import", "jobs", offers, "--community", self.slug)
        self.assertGreater(len(self.house.events()), before + 1)
        self.moved_to(self.house.serve(), ada, ben)
        self.assert_silence(ada, ben)
        ben.must(201, "POST", self.api + "/ads", {"kind": "job-offered", "title": "Infirmier de nuit", "body": "À Privas.",
                                                  "departement": "07", "trade": "infirmier", "contract": "cdi"})
        self.server.wait_applied()
        self.assertEqual(["alert"], self.told(ada))
        self.assert_mails(["ada@viewer.example"])

    def test_a_whole_house(self):
        """Notices come along as they are; nobody is written to again, nor told again."""
        self.slug = "demo"
        self.house.must("demo", "--members", "20", "--contributions", "60")
        self.moved_to(self.house.serve())
        ada, ben = self.member("Ada"), self.member("Ben")
        self.assert_silence(ada, ben)  # of what was made up
        self.reply(ben, next(each for each in ada.must(200, "GET", self.api + "/threads")["threads"] if not each["locked"]))
        self.assert_mails(["ada@viewer.example"])
        self.assertEqual(0, self.server.stop())
        secret, export, keys = (self.house.folder / name for name in ("secret", "house.ndjson", "house.keys"))
        secret.write_text(PASSPHRASE + "\n")
        export.write_text(self.house.must("export", "--keys", keys, "--passphrase-file", secret))
        there = House(self)
        there.must("import", "palabre", export, "--keys", keys, "--passphrase-file", secret)
        self.house = there
        for _ in range(2):
            self.moved_to(there.serve())
            ada = self.server.client().sign_in("ada@viewer.example")
            quiet()
            self.assertEqual(([], ["reply"]), (read_mails(self.folder), self.told(ada)))
            self.assertEqual(0, self.server.stop())


if __name__ == "__main__":
    run_tests()
