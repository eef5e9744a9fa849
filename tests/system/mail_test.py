# SPDX-License-Identifier: Apache-2.0
"""Mails of a real server: into the folder, to a real mail server, once across crashes, and what `palabre mail test` says."""
import pathlib
import re
import socket
import unittest

from mail_house import MailServer, parts, quiet, read_mails, wait_mails
from palabre_process import House, Town, palabre, run_tests


def discuss(town, asker, answerer, title="Une question", body="Une **réponse** & <b>plus</b>"):
    thread = asker.must(201, "POST", town.api + "/threads",
                        {"kind": "question", "title": title, "body": "Comment faire ?", "spaces": [town.open_space]})
    return thread["id"], answerer.must(201, "POST", f"{town.api}/threads/{thread['id']}/posts", {"body": body})["id"]


class FolderTest(unittest.TestCase):
    def test_a_reply_is_written_to_the_asker_once(self):
        town = Town(self)
        folder = town.house.data / "mail" / "new"
        ada, bob = town.newcomer("Ada"), town.newcomer("Bob\u202e <b>")
        thread, _ = discuss(town, ada, bob, title="=?utf-8?B?QmNj?= Bcc: eve@example.org <script>")
        mail, = wait_mails(folder, 1)
        self.assertEqual(mail["To"], ada.email)
        self.assertIsNone(mail["Bcc"])
        self.assertEqual(mail["From"].addresses[0].display_name, "Soins de ville")
        self.assertEqual(mail["From"].addresses[0].addr_spec, "palabre@localhost")
        self.assertEqual(mail["Auto-Submitted"], "auto-generated")
        plain, html = parts(mail)
        self.assertIn("réponse & <b>plus</b>", plain)
        self.assertIn(f"/c/soins/t/{thread}/", plain)
        self.assertNotIn("<script>", html)
        self.assertNotIn("<b>", html)
        # One's own replies are no news, and a restart sends nothing again.
        ada.must(201, "POST", f"{town.api}/threads/{thread}/posts", {"body": "Merci"})
        quiet()
        town.server.stop()
        town.server = town.house.serve()
        quiet()
        self.assertEqual(len(read_mails(folder)), 1)
        self.assertEqual(list((town.house.data / "mail" / "tmp").iterdir()), [])

    def test_rebuilt_rows_send_nothing(self):
        town = Town(self)
        folder = town.house.data / "mail" / "new"
        discuss(town, town.newcomer("Ada"), town.newcomer("Bob"))
        wait_mails(folder, 1)
        town.server.stop()
        for name in ("model", "views"):
            for file in (town.house.data / name).iterdir():
                file.unlink()
        for file in folder.iterdir():
            file.unlink()
        town.house.serve()
        quiet()
        self.assertEqual(read_mails(folder), [])

    def test_a_house_moved_here_sends_nothing(self):
        town = Town(self)
        discuss(town, town.newcomer("Ada"), town.newcomer("Bob"))
        wait_mails(town.house.data / "mail" / "new", 1)
        town.server.stop()
        secret = town.house.folder / "secret"
        secret.write_text("a long passphrase of words\n")
        export, keys = town.house.folder / "house.ndjson", town.house.folder / "house.keys"
        export.write_text(town.house.must("export", "--keys", keys, "--passphrase-file", secret))
        other = House(self)
        other.must("import", "palabre", export, "--keys", keys, "--passphrase-file", secret)
        other.serve()
        quiet()
        self.assertEqual(read_mails(other.data / "mail" / "new"), [])

    def test_a_demonstration_sends_nothing(self):
        house = House(self)
        house.serve().stop()  # it has an outbox that begins before the demonstration
        house.must("demo", "--members", "20", "--contributions", "100")
        house.serve()
        quiet()
        self.assertEqual(read_mails(house.data / "mail" / "new"), [])

    def test_what_was_taken_away_meanwhile_is_not_sent(self):
        server = MailServer(self)
        server.hold.write_text("")
        town = Town(self, *server.options)
        ada, bob = town.newcomer("Ada"), town.newcomer("Bob")
        discuss(town, ada, bob)
        server.wait(1)  # held: the next ones wait
        _, post = discuss(town, ada, bob, body="Parole de trop")
        _, other = discuss(town, ada, bob, body="Parole de partant")
        carla = town.newcomer("Carla")
        discuss(town, carla, bob, body="Pour qui part")
        bob.must(204, "DELETE", f"{town.api}/posts/{post}", headers={"If-Match": None})
        carla.must(204, "DELETE", f"{town.api}/members/{carla.member}")
        server.hold.unlink()
        words = [parts(mail)[0] for mail in server.wait(2)]
        quiet()
        self.assertEqual(len(server.mails()), 2)
        self.assertIn("Parole de partant", words[1])


class ServerTest(unittest.TestCase):
    def test_a_crash_between_sending_and_noting_repeats_the_same_mail(self):
        server = MailServer(self, tls="starttls", login="palabre:geheim")
        server.hold.write_text("")
        flags = [*server.options, "--public-url", "http://palabre.example"]  # in every link, whatever the port
        town = Town(self, *flags)
        discuss(town, town.newcomer("Ada"), town.newcomer("Bob"))
        server.wait(1)
        town.server.kill()
        server.hold.unlink()
        town.server = town.house.serve(*flags)
        first, second = server.wait(2)
        quiet()
        self.assertEqual(len(server.mails()), 2)
        self.assertEqual(first["Message-ID"], second["Message-ID"])
        self.assertEqual(first.as_bytes(), second.as_bytes())
        self.assertNotIn("geheim", "".join(town.server.errors))

    def test_a_server_that_is_away_delays_mails_and_loses_none(self):
        server = MailServer(self)
        town = Town(self, *server.options)
        port = server.port
        server.stop()
        ada, bob = town.newcomer("Ada"), town.newcomer("Bob")
        discuss(town, ada, bob)
        quiet()
        self.assertTrue(any('"step":"connect"' in line for line in town.server.errors), town.server.errors)
        town.server.stop()
        again = MailServer(self)
        self.assertNotEqual(port, 0)
        town.server = town.house.serve(*again.options)
        mail, = again.wait(1)
        self.assertEqual(mail["To"], ada.email)

    def test_a_refused_reader_is_given_up_and_the_others_get_theirs(self):
        server = MailServer(self)
        town = Town(self, *server.options)
        refused = town.server.client().register("Compte", "refused@example.org")
        refused.join(town.community, "Refusée")
        ada, bob = town.newcomer("Ada"), town.newcomer("Bob")
        discuss(town, refused, bob)
        discuss(town, ada, bob)
        mail, = server.wait(1)
        self.assertEqual(mail["To"], ada.email)
        told = [line for line in town.server.errors if "a mail is given up" in line]
        self.assertEqual(len(told), 1)
        self.assertIn('"code":550', told[0])
        self.assertNotIn("refused@", "".join(town.server.errors))


class TestMailTest(unittest.TestCase):
    """`palabre mail test`: one line, and an exit status a step."""

    def check(self, status, words, *flags, to="ada@example.org"):
        done = palabre("mail", "test", to, *flags)
        said = done.stderr if status else done.stdout
        self.assertEqual(done.returncode, status, done)
        self.assertRegex(said, words)
        self.assertEqual(said.count("\n"), 1, said)
        return said

    def test_it_arrives(self):
        for tls, login in ((None, None), ("starttls", "palabre:geheim"), ("implicit", "palabre:geheim")):
            server = MailServer(self, tls=tls, login=login)
            self.check(0, f"127.0.0.1:{server.port} has taken a test mail for ada@example.org", *server.options,
                       "--mail-from", "noreply@example.org")
            mail, = server.mails()
            self.assertEqual(mail["From"].addresses[0].addr_spec, "noreply@example.org")
            self.assertEqual(mail["Subject"], "Palabre: a test mail")

    def test_what_fails_is_named(self):
        plain = MailServer(self)
        tls = MailServer(self, tls="starttls", login="palabre:geheim")
        implicit = MailServer(self, tls="implicit")
        self.check(2, "^palabre: address: ", *plain.options, to="ada\r\nRCPT TO:<eve@example.org>")
        self.check(3, "^palabre: dns: ", "--mail-server", "smtp://mail.invalid")
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))  # nobody listens
            self.check(4, "^palabre: connect: ", "--mail-server", f"smtp://127.0.0.1:{taken.getsockname()[1]}")
        strange = MailServer(self, tls="implicit")
        self.check(5, "^palabre: tls: ", *implicit.options[:2])
        self.check(5, "^palabre: tls: ", *implicit.options[:2], "--mail-authorities", str(strange.certificate))
        tls.password.write_text("falsch\n")
        said = self.check(6, "^palabre: login: 535", *tls.options)
        self.assertNotIn("falsch", said)
        self.check(7, "^palabre: sender: 553", *plain.options, "--mail-from", "nobody@example.org")
        self.check(8, "^palabre: recipient: 550", *plain.options, to="refused@example.org")
        self.check(8, "^palabre: recipient: 451", *plain.options, to="later@example.org")
        tls.password.chmod(0o644)
        self.check(1, "others may read it", *tls.options)
        self.check(1, "one needs the other", *plain.options, "--mail-user", "palabre")
        self.assertEqual(plain.mails() + tls.mails() + implicit.mails(), [])

    def test_without_a_server_it_is_a_file(self):
        house = House(self)
        house.data.mkdir()
        said = self.check(0, "no mail server is set", "--data", house.data)
        file = re.search(r"is (\S+\.eml)", said)[1]
        self.assertIn("To: ada@example.org", pathlib.Path(file).read_text("ascii"))


if __name__ == "__main__":
    run_tests()
