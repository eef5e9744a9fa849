# SPDX-License-Identifier: Apache-2.0
"""Who is who: registering, signing in and out, new passwords, and how often one may try."""
import secrets
import time
import unittest

from palabre_process import PASSWORD, House, Town


class AccountsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.town = Town(cls)
        cls.server = cls.town.server

    def attempt(self, email, password, **more):
        client = self.server.client()
        try:
            return client.post("/api/v1/session", {"email": email, "password": password}, **more)
        finally:
            client.close()

    def test_signing_in_and_out(self):
        email = secrets.token_hex(6) + "@example.org"
        client = self.server.client().register("Anna Ambre", email)
        session = client.must(200, "GET", "/api/v1/session")
        self.assertEqual((client.account, []), (session["account"], session["memberships"]))
        member = client.join(Town.community, "Anna")
        session = client.must(200, "GET", "/api/v1/session")
        self.assertEqual([member], [each["member"] for each in session["memberships"]])
        answer = client.delete("/api/v1/session")
        self.assertEqual(204, answer.status)
        self.assertIn("Max-Age=0", answer.headers["set-cookie"])
        self.assertEqual(401, client.get("/api/v1/session").status)

    def test_a_wrong_password_and_nobody_read_the_same(self):
        email = secrets.token_hex(6) + "@example.org"
        self.server.client().register("Anna Ambre", email)
        wrong, nobody = self.attempt(email, PASSWORD + "x"), self.attempt("x" + email, PASSWORD)
        self.assertEqual((401, "sign-in-failed"), (wrong.status, wrong.reason))
        self.assertEqual(wrong.body, nobody.body)
        self.assertNotIn("set-cookie", wrong.headers)

    def test_an_address_in_another_spelling_is_the_same(self):
        email = secrets.token_hex(6) + "@example.org"
        self.server.client().register("Anna Ambre", email)
        for spelling in (email.upper(), f"  {email} ", email.replace("example", "ｅｘａｍｐｌｅ")):
            with self.subTest(spelling):
                self.assertEqual(201, self.attempt(spelling, PASSWORD).status)
                answer = self.server.client().post("/api/v1/accounts",
                                                   {"name": "Autre", "email": spelling, "password": PASSWORD})
                self.assertEqual((409, "taken", "/email"), (answer.status, answer.reason, answer.json["field"]))

    def test_the_cookie(self):
        email = secrets.token_hex(6) + "@example.org"
        self.server.client().register("Anna Ambre", email)
        cookie = self.attempt(email, PASSWORD).headers["set-cookie"]
        self.assertTrue({"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; ")), cookie)
        self.assertNotIn(email.split("@")[0], cookie)
        client = self.server.client()
        value = cookie.split(";")[0]
        for changed in (value[:-1] + ("A" if value[-1] != "A" else "B"), value[:20] + "AAAA" + value[24:], value + "A",
                        value[:-4], "palabre="):
            client.cookie = changed
            self.assertEqual(401, client.get("/api/v1/session").status, changed)

    def test_a_session_of_another_house_is_none(self):
        other = Town(self)
        client = self.server.client()
        client.cookie, client.token = other.admin.cookie, other.admin.token
        self.assertEqual(401, client.get("/api/v1/session").status)

    def test_sessions_outlive_the_server(self):
        town = Town(self)
        anna = town.newcomer("Anna Ambre")
        for how in ("stop", "kill"):
            town.restart(how)
            town.thread(anna)

    def test_a_new_password_ends_earlier_sessions(self):
        town = Town(self)
        anna = town.newcomer("Anna Ambre")
        town.server.stop()
        done = town.house.run("admin", "reset-password", "--email", anna.email, stdin="another long password\n")
        self.assertEqual(0, done.returncode, done)
        town.restart()
        thread = {"kind": "news", "spaces": [town.open_space], "title": "T", "body": "B"}
        answer = anna.post(f"{Town.api}/threads", thread)
        self.assertEqual((401, "sign-in-required"), (answer.status, answer.reason))
        again = town.server.client()
        self.assertEqual(401, again.post("/api/v1/session", {"email": anna.email, "password": PASSWORD}).status)
        again.sign_in(anna.email, "another long password")
        self.assertEqual(anna.account, again.account)

    def test_who_has_an_account_is_made_administrator_of_it(self):
        town = Town(self)
        anna = town.newcomer("Anna Ambre")
        refused = anna.post("/api/v1/communities", {"slug": "autre", "name": "Autre"})
        self.assertEqual((403, "role-required"), (refused.status, refused.reason))
        town.server.stop()
        said = town.house.must("admin", "create", "--email", anna.email.upper(), "--name", "Nobody Else")
        self.assertIn("had an account before", said)
        self.assertIn(anna.account, said)
        town.restart()
        anna.sign_in(anna.email)  # by her own password
        anna.must(201, "POST", "/api/v1/communities", {"slug": "autre", "name": "Autre"})

    def test_tools_refuse_what_is_no_password_or_nobody(self):
        house = House(self)
        house.administrator()
        before = house.must("replay")
        for arguments, stdin in ((("create", "--email", "b@example.org", "--name", "B"), "short\n"),
                                 (("create", "--email", "b@example.org", "--name", "B"), ""),
                                 (("create", "--email", "b@example.org", "--name", "x" * 101), PASSWORD),
                                 (("create", "--email", "b.example.org", "--name", "B"), PASSWORD),
                                 (("reset-password", "--email", "nobody@example.org"), PASSWORD),
                                 (("reset-password", "--email", "admin@example.org"), "short"),
                                 (("found", "--slug", "Not A Slug", "--name", "N"), "")):
            with self.subTest(arguments):
                done = house.run("admin", *arguments, stdin=stdin)
                self.assertEqual(1, done.returncode, done)
                self.assertRegex(done.stderr, r"(?m)palabre: [^\n]+\n\Z")
        self.assertEqual(before, house.must("replay"))


class RatesTest(unittest.TestCase):
    def setUp(self):
        self.house = House(self)
        self.email = self.house.administrator()
        # A proxy tells the address, so that a test can come from many.
        self.server = self.house.serve("--trusted-proxy", "127.0.0.1", rates=[
            "--sign-in-per-minute", "5", "--register-per-hour", "3", "--writes-per-minute", "4"])

    def post(self, path, body, address="192.0.2.1", client=None):
        return (client or self.server.client()).post(path, body, headers={"X-Forwarded-For": address})

    def too_often(self, answer):
        self.assertEqual((429, "too-often"), (answer.status, answer.reason), answer)
        self.assertLess(0, int(answer.headers["retry-after"]))

    def test_signing_in_from_one_address(self):
        for number in range(5):
            answer = self.post("/api/v1/session", {"email": f"x{number}@example.org", "password": "x"})
            self.assertEqual(401, answer.status)
        self.too_often(self.post("/api/v1/session", {"email": "x@example.org", "password": "x"}))
        other = self.post("/api/v1/session", {"email": "y@example.org", "password": "x"}, "192.0.2.2")
        self.assertEqual(401, other.status)

    def test_guessing_one_account_from_many_addresses(self):
        answers = [self.post("/api/v1/session", {"email": self.email, "password": "x"}, f"192.0.2.{number}") for number in range(6)]
        self.assertEqual([401] * 3, [answer.status for answer in answers[:3]])  # then each waits longer than the last
        self.too_often(answers[-1])
        # Another spelling of the address is the same account.
        for number, spelling in enumerate((self.email.upper(), self.email.capitalize(),
                                           self.email.replace("example", "ｅｘａｍｐｌｅ"))):
            with self.subTest(spelling):
                self.too_often(self.post("/api/v1/session", {"email": spelling, "password": "x"}, f"192.0.2.1{number}"))

    def test_each_guess_that_fails_makes_the_next_wait_longer(self):
        """Who waits as long as she is told may guess once more, and is told to wait longer than before. (Whoever asks during a wait
        is told what is left of it.)"""
        told = []
        for number in range(100):  # each from an address of its own: no other rate counts
            answer = self.post("/api/v1/session", {"email": self.email, "password": "x"}, f"198.51.100.{number}")
            if answer.status != 429:
                self.assertEqual(401, answer.status, answer)
                continue
            self.too_often(answer)
            told.append(int(answer.headers["retry-after"]))
            if len(told) == 3:
                break
            time.sleep(told[-1])
        # How long a guess itself takes is the machine's affair and comes off the first waits: they never fall, and have grown in the end.
        self.assertEqual(sorted(told), told)
        self.assertLess(told[0], told[-1], told)
        self.assertEqual(3, len(told))

    def test_registering_from_one_address(self):
        def body(number):
            return {"name": "N", "email": f"n{number}@example.org", "password": PASSWORD}
        for number in range(3):
            self.assertEqual(201, self.post("/api/v1/accounts", body(number)).status)
        self.too_often(self.post("/api/v1/accounts", body(4)))
        self.assertEqual(201, self.post("/api/v1/accounts", body(5), "192.0.2.2").status)

    def test_writing_of_one_account(self):
        client = self.server.client().sign_in(self.email)
        answers = [self.post("/api/v1/communities", {"slug": f"c{n}", "name": "C"}, f"192.0.2.{n}", client)
                   for n in range(5)]
        self.assertEqual([201] * 4 + [429], [answer.status for answer in answers])
        self.too_often(answers[-1])
        self.assertEqual(200, client.get("/api/v1/session").status)


if __name__ == "__main__":
    unittest.main()
