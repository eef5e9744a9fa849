# SPDX-License-Identifier: Apache-2.0
"""A town in which everything that somebody may not know holds a word of its own, and who may know each."""
import dataclasses
import secrets

from attachments_house import form
from palabre_process import Town

EVERYBODY = ("visitor", "stranger", "foreigner", "member", "manager")
MEMBERS, MANAGERS, NOBODY = ("member", "manager"), ("manager",), ()
# Where members look each other up, whoever they speak for.
LOOKED_UP = r"/members\b|/m/|/directory|/suggest\b"


@dataclasses.dataclass
class Hidden:
    what: str
    word: str
    seen_by: tuple  # of EVERYBODY
    shown: bool = True  # some answer shows it to those: else the test looks at a place where it is not
    open_at: str = ""  # in answers of addresses that match this, every member may read it


class LeakTown(Town):
    """`hidden`: all of it. `viewers`: a client each. `others`: the second community. `ids`: of what stands for {id}."""

    others = "ailleurs"

    def __init__(self, test):
        super().__init__(test, shows_names=True)
        self.hidden, self.ids = [], {
            kind: [] for kind in ("threads", "posts", "members", "files", "ads", "conversations", "saved-searches", "organisations", "delegates", "messages")}
        self.mailed = {}  # address → viewer
        self.admin.must(201, "POST", "/api/v1/communities", {"slug": self.others, "name": "Ailleurs"})
        self.people()
        self.closed_spaces()
        self.words_of_spaces()
        self.words_of_people()
        self.words_that_are_gone()
        self.words_of_ads()
        self.words_between_two()
        self.words_of_organisations()
        self.elsewhere()
        self.server.wait_applied()

    def word(self, what, seen_by, shown=True, open_at=""):
        """A new word: letters, so that it is the same in an address, folded or stemmed at its end."""
        return self.hide(what, "zq" + "".join(secrets.choice("bcdfghjklmnpqrtvwxz") for _ in range(12)), seen_by, shown, open_at)

    def hide(self, what, value, seen_by, shown=True, open_at=""):
        self.hidden.append(Hidden(what, value, seen_by, shown, open_at))
        return value

    def people(self):
        self.visitor = self.server.client()
        self.stranger = self.server.client().register("Sacha", "stranger@viewer.example")
        self.foreigner = self.server.client().register("Farid", "foreigner@viewer.example")
        self.foreigner.join(self.others, "Farid")
        self.member = self.server.client().register("Mila", "member@viewer.example")
        self.member.join(self.community, "Mila", True)
        self.manager = self.server.client().register("Mona", "manager@viewer.example")
        self.manager.join(self.community, "Mona", True)
        self.give_role(self.manager, "manager")
        self.give_role(self.manager, "moderator")
        self.viewers = {name: getattr(self, name) for name in EVERYBODY}
        # Who writes what is hidden: shows no name, and looks at nothing here.
        self.name = self.word("a name in brief", MEMBERS)
        account, email = self.word("an account's name", NOBODY), self.word("an address", NOBODY)
        self.author = self.server.client().register(account, f"{email}@hidden.example")
        self.author.join(self.community, self.name)
        self.give_role(self.author, "moderator")  # so that closed spaces are open to her
        self.hide("the author's id", self.author.member, MEMBERS)
        self.author.must(204, "PUT", f"{self.api}/members/{self.author.member}/profile",
                         {"name": self.name, "bio": self.word("a page about oneself", MEMBERS), "show_name": False})
        for name in ("member", "manager"):
            self.ids["members"].append(self.viewers[name].member)
        self.ids["members"].append(self.author.member)
        # They hear of everything that they may hear of, at once.
        for client in (self.member, self.manager):
            client.must(204, "PUT", f"{self.api}/spaces/{self.open_space}/follow")
            client.must(204, "PUT", f"{self.api}/notices/settings", {
                f"{kind}_{how}": value for kind in ("reply", "mention", "accepted", "thread")
                for how, value in (("shown", True), ("mail", "now"))})

    def closed_spaces(self):
        self.closed, self.slugs = {}, []  # into which somebody can write; all
        for visibility, seen_by in (("members", MEMBERS), ("invitation", MANAGERS), ("verified", NOBODY), ("secret", NOBODY)):
            slug = self.word(f"the slug of a space ({visibility})", seen_by)
            space = self.admin.must(201, "POST", self.api + "/spaces", {
                "slug": slug, "name": self.word(f"the name of a space ({visibility})", seen_by), "kind": "theme", "visibility": visibility,
                "join_rule": "open", "description": self.word(f"the description of a space ({visibility})", seen_by)})["id"]
            self.hide(f"the id of a space ({visibility})", space, seen_by)
            self.slugs.append(slug)
            if seen_by:
                self.closed[visibility] = (space, slug, seen_by)

    def file(self, what, seen_by, shown=True):
        """A document, whose name and description are words."""
        name, said = self.word(f"{what}: a file's name", seen_by, shown), self.word(f"{what}: an alternative text", seen_by, shown)
        content = b"%PDF-1.4\n" + self.word(f"{what}: a file's bytes", seen_by, shown).encode() + b"\n%%EOF\n"
        body, headers = form([("file", f"{name}.pdf", content)], alternative=said)
        file = self.author.must(201, "POST", self.api + "/files", body, headers=headers)["id"]
        self.hide(f"{what}: a file's id", file, seen_by, shown)
        self.ids["files"].append(file)
        return file

    def talk(self, what, spaces, seen_by, mention=""):
        """A thread with a tag, a file, an answer and an edited title, all of words."""
        file = self.file(what, seen_by)
        thread = self.author.must(201, "POST", self.api + "/threads", {
            "kind": "question", "spaces": spaces, "title": self.word(f"{what}: a former title", NOBODY),
            "tags": [self.word(f"{what}: a tag", seen_by)],
            "body": self.word(f"{what}: a former text", NOBODY), "attachments": [file]})
        title = self.word(f"{what}: a title", seen_by)
        self.author.must(204, "PUT", f"{self.api}/posts/{thread['post']}",
                         {"title": title, "body": f"{self.word(f'{what}: a text', seen_by)} {mention}", "attachments": [file]})
        answer = self.reply(self.author, thread["id"], f"{self.word(f'{what}: an answer', seen_by)} {mention}")
        self.author.must(204, "PUT", f"{self.api}/threads/{thread['id']}/accepted-answer", {"post": answer})
        for kind, each in (("threads", thread["id"]), ("posts", thread["post"]), ("posts", answer)):
            self.hide(f"{what}: an id ({kind})", each, seen_by)
            self.ids[kind].append(each)
        return thread["id"], answer

    def words_of_spaces(self):
        # Somebody who may not see a text can be mentioned in it, and is told nothing.
        mention = f"@[member:{self.member.member}]"
        self.open_thread = self.thread(self.author, "Ouverte à tous", "Un texte ouvert.", tags=["ouvert"])
        self.ids["threads"].append(self.open_thread["id"])
        self.ids["posts"].append(self.open_thread["post"])
        for visibility, (space, _, seen_by) in self.closed.items():
            self.talk(f"a thread ({visibility})", [space], seen_by, mention)
        # In an open space and a closed one: the strictest counts, also for followers of the open one.
        self.talk("a thread (both)", [self.open_space, self.closed["invitation"][0]], MANAGERS, mention)
        moved, _ = self.talk("a thread (moved)", [self.closed["members"][0]], MANAGERS)
        self.author.must(204, "PUT", f"{self.api}/threads/{moved}/spaces", {"spaces": [self.closed["invitation"][0]]})

    def words_of_people(self):
        self.file("in no post yet", NOBODY)
        link = self.author.must(201, "POST", f"{self.api}/invitations", {})
        self.hide("an invitation's link", link["id"] if "id" in link else link["link"].rsplit("=", 1)[-1], NOBODY)

    def words_that_are_gone(self):
        removed = self.reply(self.author, self.open_thread["id"], self.word("a removed answer", NOBODY))
        self.author.must(204, "DELETE", f"{self.api}/posts/{removed}")
        self.ids["posts"].append(removed)
        for what in ("left", "erased"):
            gone = self.server.client().register("Compte", f"{self.word(f'{what}: an address', NOBODY)}@hidden.example")
            gone.join(self.community, self.word(f"{what}: a name", NOBODY), True)
            text = self.word(f"{what}: a text", NOBODY) if what == "erased" else "Un texte qui reste."
            self.ids["posts"].append(self.reply(gone, self.open_thread["id"], text))
            self.ids["members"].append(gone.member)
            if what == "left":
                gone.must(204, "DELETE", f"{self.api}/members/{gone.member}")
            else:
                gone.must(204, "POST", f"{self.api}/members/{gone.member}/erasure")

    def ad(self, client, what, seen_by, shown=True):
        """An ad of which every text is a word."""
        ad = client.must(201, "POST", self.api + "/ads", {
            "kind": "premises-offered", "title": self.word(f"{what}: a title", seen_by, shown), "departement": "44",
            "body": self.word(f"{what}: a text", seen_by, shown), "place": self.word(f"{what}: a place", seen_by, shown),
            "surface": 40, "rent": 90000, "starts_on": "2027-03-01"})["id"]
        self.ids["ads"].append(ad)
        return ad

    def words_of_ads(self):
        """Where moderators look at them first: what waits, what was refused and why, what was reported and why."""
        ads = self.api + "/ads"
        self.advertiser, self.correspondent = self.newcomer("Ada Annonce"), self.newcomer("Cora Contact")
        self.open_ad = self.ad(self.advertiser, "an ad that all see", EVERYBODY)
        self.correspondent.must(204, "POST", f"{ads}/{self.open_ad}/reports",
                                {"reason": "fraud", "note": self.word("why an ad was reported", MANAGERS)})
        self.admin.must(204, "PUT", ads + "/rules", {"moderated": True, "open": True})
        waiting = self.ad(self.advertiser, "an ad that waits", MANAGERS)
        refused = self.ad(self.advertiser, "a refused ad", MANAGERS, shown=False)
        self.manager.must(204, "POST", f"{ads}/{refused}/refusal",
                          {"reason": "incomplete", "note": self.word("why an ad was refused", MANAGERS, shown=False)})
        for ad in (waiting, refused):
            self.hide("the id of an ad", ad, MANAGERS, shown=False)

    def words_between_two(self):
        """What two write to each other, and what somebody looks for."""
        made = self.correspondent.must(201, "POST", f"{self.api}/ads/{self.open_ad}/contact",
                                       {"body": self.word("the first message", NOBODY)})
        self.ids["conversations"].append(self.hide("the id of a conversation", made["conversation"], NOBODY))
        self.advertiser.must(201, "POST", f"{self.api}/conversations/{made['conversation']}/messages",
                             {"body": self.word("an answer in a conversation", NOBODY)})
        # Of a conversation moderators are shown what was reported in it, and why; nobody else is, and not the rest.
        conversation = f"{self.api}/conversations/{made['conversation']}"
        self.advertiser.must(201, "POST", conversation + "/messages", {"body": self.word("a reported message", MANAGERS)})
        told = self.correspondent.must(200, "GET", conversation)["messages"][-1]["id"]
        self.ids["messages"].append(self.hide("the id of a reported message", told, MANAGERS))
        self.correspondent.must(204, "POST", f"{conversation}/messages/{told}/report",
                                {"reason": "fraud", "note": self.word("why a message was reported", MANAGERS)})
        self.advertiser.must(201, "POST", conversation + "/messages", {"body": self.word("a message after it", NOBODY)})
        search = self.correspondent.must(201, "POST", self.api + "/saved-searches",
                                         {"q": self.word("the words of a saved search", NOBODY)})["id"]
        self.ids["saved-searches"].append(self.hide("the id of a saved search", search, NOBODY))

    def delegate(self, what):
        """Somebody whom members can look up, but who speaks for an organisation only moderators may know."""
        client = self.server.client().register("Compte", f"{self.word(f'{what}: an address', NOBODY)}@hidden.example")
        client.join(self.community, self.word(f"{what}: a name", MANAGERS, open_at=LOOKED_UP))
        self.hide(f"{what}: an id", client.member, MANAGERS, open_at=LOOKED_UP)
        self.ids["delegates"].append(client.member)
        return client

    def words_of_organisations(self):
        """What an organisation is called until it publishes is for members, and who writes in its name for moderators."""
        organisations = self.api + "/organisations"
        first, second, asked = self.delegate("a delegate"), self.delegate("a second delegate"), self.delegate("who was asked to be one")

        def made(name):
            return first.must(201, "POST", organisations, {"kind": "practice", "name": name, "departement": "44"})["id"]

        silent = made(self.word("a former name of an organisation", NOBODY))
        first.must(204, "PUT", f"{organisations}/{silent}", {"kind": "company", "name": self.word("the name of an organisation", MEMBERS)})
        self.hide("the id of an organisation", silent, MEMBERS)
        speaking = made("Cabinet du Port")
        for organisation in (silent, speaking):
            self.ids["organisations"].append(organisation)
            first.must(204, "PUT", f"{organisations}/{organisation}/delegates/{second.member}")
            second.must(204, "PUT", f"{organisations}/{organisation}/delegation")
            first.must(204, "PUT", f"{organisations}/{organisation}/delegates/{asked.member}")
        # In the open, to all followers, with a mention of who may be told of it but not by whom.
        thread = first.must(201, "POST", self.api + "/threads", {
            "kind": "question", "spaces": [self.open_space], "title": "Au nom du cabinet", "organisation": speaking,
            "body": f"Qui vient ? @[member:{self.member.member}]"})
        answer = second.must(201, "POST", f"{self.api}/threads/{thread['id']}/posts", {"body": "Nous deux.", "organisation": speaking})
        mine = self.thread(self.member, "Une question de Mila")
        told = first.must(201, "POST", f"{self.api}/threads/{mine['id']}/posts", {"body": "Le cabinet répond.", "organisation": speaking})
        self.member.must(204, "PUT", f"{self.api}/threads/{mine['id']}/accepted-answer", {"post": told["id"]})
        self.ids["threads"] += [thread["id"], mine["id"]]
        self.ids["posts"] += [thread["post"], answer["id"], told["id"]]

    def elsewhere(self):
        """Another community: its members' words are its own."""
        api = f"/api/v1/communities/{self.others}"
        space = self.admin.must(201, "POST", api + "/spaces", {
            "slug": "entre-nous", "name": self.word("elsewhere: a space", ("foreigner",)), "kind": "theme", "visibility": "members",
            "join_rule": "open"})["id"]
        other = self.server.client().register("Compte", f"{secrets.token_hex(6)}@hidden.example")
        other.join(self.others, self.word("elsewhere: a name", ("foreigner",)))
        thread = other.must(201, "POST", api + "/threads", {
            "kind": "question", "spaces": [space], "title": self.word("elsewhere: a title", ("foreigner",)),
            "body": self.word("elsewhere: a text", ("foreigner",))})
        self.ids["threads"].append(thread["id"])
        self.ids["members"].append(other.member)


