# SPDX-License-Identifier: Apache-2.0
"""One's own account over real HTTP, as a platform serves it that confirms addresses: mailed links, what must not be learnt
about an address, and erasing that leaves nothing."""
import re
import statistics
import time
import unittest
import urllib.parse

import stack_dump
from mail_house import parts, read_mails
from palabre_process import NO_RATES, PASSWORD, Town, run_tests

OWN = "/api/v1/account"
RESETS = "/api/v1/password-resets"
OTHER = "another horse battery"


class ConfirmingTown:
    """A community on a server that asks for confirmation."""

    def __init__(self, test, rates=NO_RATES):
        self.town = Town(test)
        self.town.server.stop()
        self.server = self.town.house.serve("--registration", "confirm", rates=rates)
        self.folder = self.town.house.data / "mail" / "new"
        self.join_path = self.town.api + "/members"

    def terms(self):
        return self.server.anonymous("/api/v1/legal/terms?language=fr").json["version"]

    def form(self, email, name="Maëlle Secrète", password=PASSWORD, **more):
        return {"name": name, "email": email, "password": password, "language": "fr", "terms": self.terms(), **more}

    def applicant(self, email, **more):
        client = self.server.client()
        client.must(201, "POST", "/api/v1/accounts", self.form(email, **more))
        return client.sign_in(email, more.get("password", PASSWORD))

    def mails_to(self, email, count=1):
        """Those to an address, at least so many."""
        until = time.monotonic() + 20
        while len(found := [mail for mail in read_mails(self.folder) if mail["To"] == email]) < count:
            if time.monotonic() > until:
                raise AssertionError(f"{len(found)} mails to {email}, {count} are waited for")
            time.sleep(0.05)
        return found

    def tokens(self, email, page, count=1):
        """Of the links to this page in mails to an address, at least so many, in no order."""
        until = time.monotonic() + 20
        while True:
            found = {token for mail in read_mails(self.folder) if mail["To"] == email
                     for token in re.findall(rf"http://127\.0\.0\.1:\d+/{page}/([\w-]+)", parts(mail)[0])}
            if len(found) >= count:
                return found
            if time.monotonic() > until:
                raise AssertionError(f"{len(found)} links to {page} for {email}, {count} are waited for")
            time.sleep(0.05)

    def take_mails(self):
        """As whoever carries them on: the folder is empty then."""
        for file in self.folder.glob("*.eml"):
            file.unlink()

    def confirmed(self, email, **more):
        client = self.applicant(email, **more)
        client.must(204, "PUT", OWN + "/confirmation", {"token": self.tokens(email, "confirm").pop()})
        return client

    def sign_in(self, email, password):
        return self.server.client().post("/api/v1/session", {"email": email, "password": password})


def moved_here(house):
    """Imports another site as the community "moved": its path in the API, and the id of a member, who has no account."""
    house.server.stop()
    dump = house.town.house.folder / "dump"
    stack_dump.write(dump)
    house.town.house.must("import", "stackexchange", dump, "--community", "moved")
    joined = [event["data"] for event in house.town.house.events()
              if event["type"].startswith("members.joined") and event["data"]["account"] is None]
    house.server = house.town.house.serve("--registration", "confirm")
    return "/api/v1/communities/moved", joined[0]["member"]


def token_in(mail, page):
    """The token of the link to this page, in both forms of a mail."""
    plain, html = parts(mail)
    found = re.search(rf"http://127\.0\.0\.1:\d+/{page}/([\w-]+)", plain)
    if not found or found[1] not in html:
        raise AssertionError(plain)
    return found[1]


def shape(answer):
    """All that a client gets, but for what is drawn by chance."""
    body = re.sub(rb'"(id|account)":"[a-z2-7]{13,26}"', rb'"\1":"id"', answer.body)
    drawn = {"etag", "palabre-position", "set-cookie", "date"}
    return answer.status, sorted((name, "" if name in drawn else value) for name, value in answer.headers.items()), body


class ConfirmingTest(unittest.TestCase):
    def test_register_confirm_join(self):
        house = ConfirmingTown(self)
        client = house.applicant("maelle@example.org")
        refused = client.post(house.join_path, {"name": "Maëlle"})
        self.assertEqual((403, "address-unconfirmed"), (refused.status, refused.reason))
        token_in(house.mails_to("maelle@example.org")[0], "confirm")
        client.must(204, "POST", OWN + "/confirmation")
        token = house.tokens("maelle@example.org", "confirm", 2).pop()  # either is good
        stranger = house.applicant("stranger@example.org")
        self.assertEqual("not-yours", stranger.put(OWN + "/confirmation", {"token": token}).reason)
        for bad in ("", "x", token[:-1], token + "A", "é", "A" * 5000):
            answer = client.put(OWN + "/confirmation", {"token": bad})
            self.assertIn(answer.reason, ("missing", "void-link", "too-long"), bad)
        client.must(204, "PUT", OWN + "/confirmation", {"token": token})
        client.join("soins", "Maëlle")

    def test_pages_without_a_script(self):
        house = ConfirmingTown(self)
        client = house.server.client()

        def form(path, fields):
            page = client.get(path, headers={"Accept": "text/html"}).body.decode()
            token = re.search(r'name="csrf" value="([^"]+)"', page)
            body = dict(fields, **({"csrf": token[1]} if token else {}))
            return page, client.request("POST", path, urllib.parse.urlencode(body).encode(),
                                        {"Content-Type": "application/x-www-form-urlencoded", "X-CSRF-Token": None})

        page, _ = form("/register", {})
        version = re.search(r'name="terms" value="(\w+)"', page)[1]
        fields = {"name": "Maëlle", "email": "maelle@example.org", "password": PASSWORD, "next": "/"}
        _, without = form("/register", fields)
        self.assertEqual(422, without.status)
        self.assertIn('id="terms-fault"', without.body.decode())
        self.assertNotIn(PASSWORD, without.body.decode())
        _, done = form("/register", dict(fields, terms=version))
        self.assertEqual(303, done.status, done)
        home = client.get("/", headers={"Accept": "text/html"}).body.decode()
        self.assertIn("pas encore confirmée", home)
        join = client.get("/c/soins/join", headers={"Accept": "text/html"})
        self.assertEqual(403, join.status)
        self.assertIn('action="/account/confirmation"', join.body.decode())
        token = token_in(house.mails_to("maelle@example.org")[0], "confirm")
        _, confirmed = form("/confirm/" + token, {})
        self.assertEqual(200, confirmed.status, confirmed)
        self.assertIn("Votre adresse est confirmée", confirmed.body.decode())
        self.assertNotIn("pas encore confirmée", client.get("/").body.decode())
        _, joined = form("/c/soins/join", {"name": "Maëlle"})
        self.assertEqual(303, joined.status, joined)
        for path in ("/account", "/account/address", "/account/password", "/account/erasure", "/c/soins/leave",
                     "/forgot", "/legal/notice", "/legal/terms", "/legal/privacy", "/legal/accessibility", "/legal/contact"):
            answer = client.get(path, headers={"Accept": "text/html"})
            self.assertEqual(200, answer.status, path)
            self.assertIn('href="/legal/privacy"', answer.body.decode(), path)


class SecrecyTest(unittest.TestCase):
    """Whether an address has an account shows nowhere."""

    def test_the_same_answers(self):
        house = ConfirmingTown(self)
        house.confirmed("known@example.org")
        shapes = {}
        for email in ("known@example.org", "fresh@example.org"):
            client = house.server.client()
            answers = [client.post("/api/v1/accounts", house.form(email, password=OTHER)),
                       client.post(RESETS, {"email": email}),
                       client.post("/api/v1/session", {"email": email, "password": "wrong"}),
                       client.post("/api/v1/session", {"email": email, "password": OTHER})]
            client.sign_in(email, OTHER)
            answers += [client.get(OWN + "/sessions"), client.post(OWN + "/confirmation"),
                        client.post(house.join_path, {"name": "X"})]
            shapes[email] = [shape(answer) for answer in answers]
        without_times = [re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+Z", "", str(each)) for each in shapes["known@example.org"]]
        self.assertEqual(without_times,
                         [re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+Z", "", str(each)) for each in shapes["fresh@example.org"]])
        # Only the mails tell.
        known = house.mails_to("known@example.org", 3)
        self.assertTrue(any("Vous avez déjà un compte" in mail["Subject"] for mail in known))
        self.assertTrue(any("Confirmez" in mail["Subject"] for mail in house.mails_to("fresh@example.org")))
        self.assertEqual(401, house.sign_in("known@example.org", "wrong").status)
        self.assertEqual(201, house.sign_in("known@example.org", PASSWORD).status)

    def test_comparable_times(self):
        house = ConfirmingTown(self)
        house.confirmed("known@example.org")
        took = {"known": [], "unknown": []}
        client = house.server.client()
        for number in range(12):
            for kind, email in (("known", "known@example.org"), ("unknown", f"u{number}@example.org")):
                begun = time.perf_counter()
                self.assertEqual(401, client.post("/api/v1/session", {"email": email, "password": "wrong"}).status)
                took[kind].append(time.perf_counter() - begun)
        known, unknown = (statistics.median(took[kind]) for kind in ("known", "unknown"))
        # One hash less would be half of it; a machine that others use varies by less in the median.
        self.assertLess(max(known, unknown) / min(known, unknown), 1.6, took)

    def house_of(self, *known):
        """These have an account, and nobody has asked for a mail yet: five an hour go to an address."""
        house = ConfirmingTown(self)
        house.server.stop()
        server = house.town.house.serve()
        for email in known:
            server.client().register("Connue", email)
        server.stop()
        house.server = house.town.house.serve("--registration", "confirm")
        return house

    def medians(self, ask, rounds):
        """Of how long ask(kind, round) takes. Each kind comes as often behind itself as behind the other: what the server
        still does after its answer weighs on both."""
        took = {"known": [], "unknown": []}
        for number in range(rounds):
            for kind in ("known", "unknown") if number % 2 else ("unknown", "known"):
                begun = time.perf_counter()
                ask(kind, number)
                took[kind].append(time.perf_counter() - begun)
        return (statistics.median(took[kind]) for kind in ("known", "unknown"))

    def test_registering_takes_as_long(self):
        known = [f"k{number}@example.org" for number in range(12)]
        house = self.house_of(*known)
        client, terms = house.server.client(), house.terms()
        form = {"name": "Maëlle", "password": PASSWORD, "language": "fr", "terms": terms}

        def register(kind, number):
            email = known[number] if kind == "known" else f"u{number}@example.org"
            self.assertEqual(201, client.post("/api/v1/accounts", {**form, "email": email}).status)

        def refused(_, number):
            """Before a password is hashed."""
            self.assertEqual(422, client.post("/api/v1/accounts", {**form, "email": known[number], "password": "x"}).status)

        known_median, unknown_median = self.medians(register, len(known))
        ratio = max(known_median, unknown_median) / min(known_median, unknown_median)
        self.assertLess(ratio, 1.6, (known_median, unknown_median))
        # It is the hash that takes so long: without it the ratio would be another.
        self.assertGreater(min(known_median, unknown_median) / min(self.medians(refused, len(known))), 3)
        # A mail each, whoever it goes to.
        for email in (*known, *(f"u{number}@example.org" for number in range(len(known)))):
            self.assertEqual(1, len(house.mails_to(email)), email)

    def test_asking_for_a_new_password_takes_as_long(self):
        known = [f"k{number}@example.org" for number in range(12)]
        house = self.house_of(*known)
        client = house.server.client()

        def ask(kind, number):
            email = known[number % len(known)] if kind == "known" else f"u{number % len(known)}@example.org"
            self.assertEqual(202, client.post(RESETS, {"email": email}).status)

        known_median, unknown_median = self.medians(ask, 5 * len(known))
        # Nothing is hashed, and none waits for a mail or the disk: that would be several times as long.
        ratio = max(known_median, unknown_median) / min(known_median, unknown_median)
        self.assertLess(ratio, 2, (known_median, unknown_median))
        for email in known:
            self.assertEqual(5, len(house.mails_to(email, 5)), email)
        self.assertFalse([mail for mail in read_mails(house.folder) if str(mail["To"]).startswith("u")])


class LinksTest(unittest.TestCase):
    def test_a_forgotten_password(self):
        house = ConfirmingTown(self)
        client = house.confirmed("maelle@example.org")
        self.assertEqual(202, house.server.client().post(RESETS, {"email": "Maelle@Example.org"}).status)
        token = house.tokens("maelle@example.org", "reset").pop()
        stranger = house.server.client()
        stranger.must(204, "PUT", RESETS, {"token": token, "password": OTHER})
        self.assertEqual("void-link", stranger.put(RESETS, {"token": token, "password": "yet another one"}).reason)
        self.assertEqual(401, client.get(OWN).status)
        self.assertEqual(401, house.sign_in("maelle@example.org", PASSWORD).status)
        self.assertEqual(201, house.sign_in("maelle@example.org", OTHER).status)

    def test_another_address(self):
        house = ConfirmingTown(self)
        client = house.confirmed("old@example.org")
        house.take_mails()
        client.must(204, "POST", OWN + "/address", {"email": "new@example.org", "password": PASSWORD})
        notice, = house.mails_to("old@example.org")
        self.assertNotIn("/account/address/", parts(notice)[0])
        token = house.tokens("new@example.org", "account/address").pop()
        self.assertEqual(401, house.server.client().put(OWN + "/address", {"token": token}).status)
        client.must(204, "PUT", OWN + "/address", {"token": token})
        self.assertEqual(201, house.sign_in("new@example.org", PASSWORD).status)
        self.assertEqual(401, house.sign_in("old@example.org", PASSWORD).status)
        self.assertEqual("void-link", client.put(OWN + "/address", {"token": token}).reason)
        # Both are told: the one that was wanted by its link, the other one when it was asked for, and when it is done.
        told = house.mails_to("old@example.org", 2)
        self.assertEqual(1, sum("a été changée" in mail["Subject"] for mail in told), [mail["Subject"] for mail in told])

    def test_who_applies_says_nothing_to_a_stranger(self):
        house = ConfirmingTown(self)
        words = "Gagnez 1000 euros"
        house.applicant("stranger@example.org", name=words)
        client = house.confirmed("maelle@example.org", name=words)
        client.must(204, "POST", OWN + "/address", {"email": "other@example.org", "password": PASSWORD})
        for address in ("stranger@example.org", "other@example.org"):
            for form in parts(house.mails_to(address)[0]):
                self.assertNotIn(words, form)
        [notice] = [mail for mail in house.mails_to("maelle@example.org", 2) if "/confirm/" not in parts(mail)[0]]
        self.assertIn(words, parts(notice)[0])  # hers, to her

    def test_a_member_of_another_site_is_claimed(self):
        house = ConfirmingTown(self)
        api, member = moved_here(house)
        manager = house.server.client().sign_in("admin@example.org")
        manager.must(204, "PUT", OWN + "/terms", {"version": house.terms()})
        claim = f"{api}/members/{member}/claim"
        eve = house.confirmed("eve@example.org")
        self.assertEqual(403, eve.post(claim, {"email": "eve@example.org"}).status)
        manager.must(204, "POST", claim, {"email": "alice@example.org"})
        mail, = house.mails_to("alice@example.org")
        found = re.search(r"/c/moved/claim/(\w+)/([\w-]+)", parts(mail)[0])
        self.assertEqual(member, found[1])
        alice = house.confirmed("alice@example.com")  # another address than the one that is known
        for bad in ("x", found[2] + "A"):
            self.assertEqual("void-link", alice.put(claim, {"token": bad}).reason)
        alice.must(204, "PUT", claim, {"token": found[2]})
        self.assertEqual("taken", eve.put(claim, {"token": found[2]}).reason)
        self.assertIn({"community": house.server.anonymous(api).json["id"], "member": member},
                      alice.must(200, "GET", "/api/v1/session")["memberships"])
        self.assertEqual("taken", manager.post(claim, {"email": "alice@example.org"}).reason)

    def test_signing_out_everywhere(self):
        house = ConfirmingTown(self)
        client = house.confirmed("maelle@example.org")
        phone = house.server.client().sign_in("maelle@example.org")
        phone.get(OWN, headers={"User-Agent": "Mozilla/5.0 (Android 14; Mobile) Firefox/128.0"})
        devices = [each["device"] for each in client.must(200, "GET", OWN + "/sessions")["sessions"]]
        self.assertEqual(2, len(devices), devices)
        client.must(204, "DELETE", OWN + "/sessions")
        for one in (client, phone):
            self.assertEqual(401, one.get(OWN).status)

    def test_signing_out_ends_the_copies_of_a_session_too(self):
        house = ConfirmingTown(self)
        client = house.confirmed("maelle@example.org")
        phone = house.server.client().sign_in("maelle@example.org")
        for browser, sign_out in ((client, lambda: client.must(204, "DELETE", "/api/v1/session")),
                                  (phone, lambda: self.signed_out_by_page(phone))):
            copy = browser.cookie
            sign_out()
            self.assertNotEqual(copy, browser.cookie)
            browser.cookie = copy
            self.assertEqual(401, browser.get(OWN).status)
            self.assertEqual(401, browser.delete("/api/v1/session").status)
        # So it stays when the server begins again.
        house.town.house.servers[-1].stop()
        client.server = house.town.house.serve("--registration", "confirm")
        self.assertEqual(401, client.get(OWN).status)

    def signed_out_by_page(self, client):
        done = client.request("POST", "/sign-out", urllib.parse.urlencode({"csrf": client.token}).encode(), {
            "Content-Type": "application/x-www-form-urlencoded", "X-CSRF-Token": None})
        self.assertEqual((303, "/"), (done.status, done.headers["location"]))

    def test_signing_out_on_one_device(self):
        house = ConfirmingTown(self)
        client, other = house.confirmed("maelle@example.org"), house.confirmed("other@example.org")
        phone = house.server.client().sign_in("maelle@example.org")
        phone.get(OWN)
        listed = client.must(200, "GET", OWN + "/sessions")["sessions"]
        [lost] = [each["id"] for each in listed if not each["current"]]
        # Knowing its id is no way into it, and nobody else ends it.
        other.must(204, "DELETE", f"{OWN}/sessions/{lost}")
        self.assertEqual(200, phone.get(OWN).status)
        self.assertEqual(404, client.delete(OWN + "/sessions/x").status)
        page = client.get("/account", headers={"Accept": "text/html"}).body.decode()
        self.assertEqual(1, page.count('action="/account/sign-out-there/'))
        body = urllib.parse.urlencode({"csrf": client.token}).encode()
        done = client.request("POST", f"/account/sign-out-there/{lost}", body, {
            "Content-Type": "application/x-www-form-urlencoded", "X-CSRF-Token": None})
        self.assertEqual(303, done.status, done)
        self.assertEqual((200, 401), (client.get(OWN).status, phone.get(OWN).status))
        self.assertEqual([True], [each["current"] for each in client.must(200, "GET", OWN + "/sessions")["sessions"]])
        # So it stays when the server begins again, and her next session is another one.
        house.town.house.servers[-1].stop()
        house.server = client.server = phone.server = house.town.house.serve("--registration", "confirm")
        self.assertEqual((200, 401), (client.get(OWN).status, phone.get(OWN).status))
        self.assertEqual(200, house.server.client().sign_in("maelle@example.org").get(OWN).status)
        mine = client.must(200, "GET", OWN + "/sessions")["sessions"]
        [here] = [each["id"] for each in mine if each["current"]]
        client.must(204, "DELETE", f"{OWN}/sessions/{here}")
        self.assertEqual(401, client.get(OWN).status)


class GuessingTest(unittest.TestCase):
    def test_guesses_are_held_back(self):
        house = ConfirmingTown(self, rates=["--sign-in-per-minute", "6"])
        client = house.server.client()
        # How long each takes is the machine's affair; the waits grow past any of it.
        answers = [client.post("/api/v1/session", {"email": "admin@example.org", "password": "wrong"}) for _ in range(12)]
        self.assertEqual(401, answers[0].status)
        held = [answer for answer in answers if answer.status == 429]
        self.assertTrue(held, answers)
        self.assertGreaterEqual(int(held[-1].headers["retry-after"]), 1)


class ErasureTest(unittest.TestCase):
    def test_nothing_is_left(self):
        house = ConfirmingTown(self)
        email, name, marker = "secrete.quatremares@example.org", "Quatremares Indiscrète", "motunique-7319"
        client = house.confirmed(email, name=name)
        client.join("soins", name + " membre")
        thread = house.town.thread(client, title="Titre " + marker, body="Texte " + marker)["id"]
        self.assertIsNotNone(thread)
        client.must(204, "POST", OWN + "/address", {"email": "autre.quatremares@example.org", "password": PASSWORD})
        house.mails_to("autre.quatremares@example.org")
        self.assertEqual("wrong-password", client.post(OWN + "/erasure", {"password": "wrong"}).reason)
        client.must(204, "POST", OWN + "/erasure", {"password": PASSWORD})
        self.assertEqual(401, client.get(OWN).status)
        self.assertEqual(401, house.sign_in(email, PASSWORD).status)
        house.server.stop()
        house.server = house.town.house.serve("--registration", "confirm")
        house.server.stop()
        words = [email, name, marker, "quatremares", "Quatremares"]
        for file in house.town.house.data.rglob("*"):
            if file.is_file():
                content = file.read_bytes()
                for word in words:
                    self.assertNotIn(word.encode(), content, f"{word} in {file}")
        house.server = house.town.house.serve("--registration", "confirm")
        house.confirmed(email)  # the address is free again


if __name__ == "__main__":
    run_tests()
