# SPDX-License-Identifier: Apache-2.0
"""Every page there is, and who sees it: for the tests that look at all pages, and for script/screenshots."""
import re
import time
import typing

import stack_dump
from mail_house import parts, read_mails
from palabre_process import PASSWORD, Town


class Place(typing.NamedTuple):
    name: str  # of the picture
    who: str  # visitor, stranger (an account, no member), member, moderator, manager, administrator (of the platform)
    path: str
    status: int = 200
    acts: tuple = ()  # (what, selector, text): fill, press (goes somewhere), touch


class Tour(Town):
    """A town with something of everything, `places` in it, and its people's addresses."""

    def __init__(self, test, *flags, language=None):
        self.language = language
        super().__init__(test, "--developer-pages", "yes", *flags, shows_names=True)
        self.live()
        self.mona = self.newcomer("Mona Manager", show_name=True)
        self.give_role(self.mona, "manager")
        self.stranger = self.server.client().register("Sacha Sans-Communauté", "sacha@example.org", language)
        self.admin.must(201, "POST", "/api/v1/communities", {"slug": "vide", "name": "Une communauté toute neuve"})
        self.ad = self.boris.must(201, "POST", self.api + "/ads",
                                  {"kind": "premises-offered", "title": "Cabinet à partager", "body": "Deux *pièces*.",
                                   "departement": "44", "place": "Nantes", "surface": 30, "rent": 65000})["id"]
        self.practice = self.boris.must(201, "POST", self.api + "/organisations",
                                        {"kind": "practice", "name": "Cabinet du Port", "departement": "44"})["id"]
        self.conversation = self.anna.must(201, "POST", f"{self.api}/ads/{self.ad}/contact",
                                           {"body": "Bonjour, le cabinet est-il libre ?"})["conversation"]
        self.boris.must(201, "POST", f"{self.api}/conversations/{self.conversation}/messages", {"body": "Dès le 1er mars."})
        self.boris.must(201, "POST", self.api + "/saved-searches", {"q": "cabinet", "near": "Nantes", "radius_km": 30, "price_most": 90000})
        removed = self.thread(self.boris, "Un titre que je regrette")
        self.removed = self.address(removed["id"])
        self.boris.must(204, "DELETE", f"{self.api}/posts/{removed['post']}")
        self.server.wait_applied()
        self.people = {"stranger": self.stranger, "member": self.boris, "moderator": self.anna, "manager": self.mona,
                       "administrator": self.admin}
        self.ask_for_links()

    def ask_for_links(self):
        """Whatever is reached by a mail alone: `links`, by the page."""
        self.server.stop()
        dump = self.house.folder / "dump"
        stack_dump.write(dump)
        self.house.must("import", "stackexchange", dump, "--community", "ailleurs")
        moved = next(event["data"]["member"] for event in self.house.events()
                     if event["type"].startswith("members.joined") and event["data"]["account"] is None)
        self.restart()
        self.admin.must(204, "POST", f"/api/v1/communities/ailleurs/members/{moved}/claim", {"email": self.stranger.email})
        self.server.client().must(202, "POST", "/api/v1/password-resets", {"email": self.carla.email})
        self.boris.must(204, "POST", "/api/v1/account/address", {"email": "boris-bis@example.org", "password": PASSWORD})
        self.links = {page: self.mailed(page, to) for page, to in
                      (("/c/ailleurs/claim/", self.stranger.email), ("/reset/", self.carla.email),
                       ("/account/address/", "boris-bis@example.org"), ("/unsubscribe/", self.boris.email))}

    def mailed(self, page, to, seconds=20):
        """The path of a link to this page in a mail to this address."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            for mail in read_mails(self.house.data / "mail" / "new"):
                if mail["To"] == to and (found := re.search(rf"http://127\.0\.0\.1:\d+({page}[\w/-]+)", parts(mail)[0])):
                    return found[1]
            time.sleep(0.05)
        raise AssertionError(f"no mail to {to} leads to {page}")

    @property
    def places(self):
        thread, here = self.address(self.question["id"]), f"/c/{self.community}"
        refused = (("fill", "#email", "quelqu-un@example.org"), ("fill", "#password", "ce n’est pas le bon"), ("press 401", "main form button", ""))
        return [
            Place("communities", "visitor", "/"),
            Place("communities-member", "member", "/"),
            Place("community", "visitor", here),
            Place("community-member", "member", here),
            Place("community-empty", "visitor", "/c/vide"),
            Place("space", "visitor", here + "/s/accueil"),
            Place("threads", "member", here + "/threads"),
            Place("threads-unanswered", "visitor", here + "/threads?sort=unanswered"),
            Place("followed", "member", here + "/feed"),
            Place("search", "visitor", here + "/search?q=attelle"),
            Place("search-member", "member", here + "/search?q=boris"),
            Place("search-nothing", "visitor", here + "/search?q=xyzzy"),
            Place("thread", "visitor", thread),
            Place("thread-member", "member", thread),
            Place("thread-moderator", "moderator", thread, acts=(("touch", "#p2 .acts summary", ""),)),
            Place("thread-stranger", "stranger", thread),
            Place("thread-locked", "member", self.address(self.talk["id"], self.boris)),
            Place("new", "member", here + "/new?space=accueil"),
            Place("new-refused", "member", here + "/new", acts=(
                ("touch", "[name=kind][value=question]", ""), ("fill", "#title", "Un titre"), ("fill", "#body", "Un texte."),
                ("press 422", "main form button", ""))),
            Place("edit", "member", f"{here}/edit/{self.question['post']}"),
            Place("member", "member", f"{here}/m/{self.anna.member}"),
            Place("profile", "member", here + "/profile"),
            Place("style", "manager", here + "/style"),
            Place("new-space", "manager", here + "/new-space"),
            Place("join", "stranger", here + "/join"),
            Place("sign-in", "visitor", "/sign-in"),
            Place("sign-in-refused", "visitor", "/sign-in", acts=refused),
            Place("register", "visitor", "/register"),
            Place("not-found", "visitor", "/nowhere", 404),
            Place("removed", "member", self.removed, 410),
            Place("removed-visitor", "visitor", self.removed, 410),
            Place("sign-in-needed", "visitor", here + "/new", 401),
            Place("not-allowed", "stranger", here + "/new", 403),
            Place("account", "member", "/account"),
            Place("address", "member", "/account/address"),
            Place("password", "member", "/account/password"),
            Place("erasure", "member", "/account/erasure"),
            Place("forgot", "visitor", "/forgot"),
            Place("forgot-sent", "visitor", "/forgot", acts=(("fill", "#email", "quelqu-un@example.org"), ("press 200", "main form button", ""))),
            Place("reset", "visitor", self.links["/reset/"]),
            Place("confirm", "stranger", "/confirm/" + "A" * 43),
            Place("address-link", "member", self.links["/account/address/"]),
            Place("terms", "stranger", "/account/terms"),
            Place("claim", "stranger", self.links["/c/ailleurs/claim/"]),
            Place("unsubscribe", "visitor", self.links["/unsubscribe/"]),
            Place("legal", "visitor", "/legal/privacy"),
            Place("legal-edit", "administrator", "/legal/privacy/edit"),
            Place("ads", "member", here + "/ads"),
            Place("ads-visitor", "visitor", here + "/ads"),
            Place("ads-narrowed", "visitor", here + "/ads?q=cabinet&near=Nantes&days=30&sort=nearest"),
            Place("ad", "member", f"{here}/ads/{self.ad}"),
            Place("new-ad", "member", here + "/ads/new"),
            Place("ad-form", "member", here + "/ads/new/job-offered/structure"),
            Place("ad-queue", "moderator", here + "/ads/queue"),
            Place("ad-rules", "manager", here + "/ads/rules"),
            Place("saved-searches", "member", here + "/saved-searches"),
            Place("conversations", "member", here + "/conversations"),
            Place("conversation", "member", f"{here}/conversations/{self.conversation}"),
            Place("contact", "manager", f"{here}/ads/{self.ad}/contact"),
            Place("message-reports", "moderator", here + "/message-reports"),
            Place("organisations", "member", here + "/organisations"),
            Place("organisation", "member", f"{here}/o/{self.practice}"),
            Place("organisation-manager", "manager", f"{here}/o/{self.practice}?name=Anna"),
            Place("organisation-audit", "moderator", f"{here}/o/{self.practice}/audit"),
            Place("new-organisation", "member", here + "/new-organisation"),
            Place("notices", "member", here + "/notices"),
            Place("notices-settings", "member", here + "/notices/settings"),
            Place("leave", "member", here + "/leave"),
            Place("offline", "visitor", "/offline"),
            Place("parts", "visitor", "/dev/ui"),
        ]

    def enter(self, visitor, who):
        """Signs in as one of the people, by the page."""
        if who == "visitor":
            return visitor
        visitor.open("/sign-in", look=False)
        visitor.fill("#email", self.people[who].email).fill("#password", PASSWORD)
        return visitor.press("main form button", look=False)

    @staticmethod
    def go(visitor, place, look=True):
        """To the place, and does what is done there."""
        visitor.open(place.path, place.status, look=look and not place.acts)
        for what, selector, text in place.acts:
            if what == "fill":
                visitor.fill(selector, text)
            elif what == "touch":
                visitor.touch(selector)
            else:
                visitor.press(selector, status=int(what.split()[1]), look=False)
        if look and place.acts:
            visitor.look()
        return visitor
