# SPDX-License-Identifier: Apache-2.0
"""The house in which limits are tried: every resource with a body, what its members take, and how a refusal looks."""
import secrets
import unittest

from palabre_process import PASSWORD, Town

FORM, BODY = 16 * 1024, 512 * 1024


class Field:
    """What a body's member takes. `kind`: text (several lines), line, exact, slug, email, zone, code, flag, ids, id or
    lines; `least` and `most`: code points, or items; `unique`: no two may have the same."""

    def __init__(self, kind, least=0, most=0, required=True, unique=False):
        self.kind, self.least, self.most, self.required, self.unique = kind, least, most, required, unique

    @property
    def family(self):
        return "text" if self.kind in ("text", "line", "exact", "slug", "email", "zone") else self.kind


def line(most, **more):
    return Field("line", 1, most, **more)


class Resource:
    """A request with a body: how it is sent, a body that is taken, what its members take. `room`: the most bytes that
    a body may have; `taken`: the status of the answer when all is well."""

    def __init__(self, method, path, body, fields, client, room=FORM, taken=201):
        self.method, self.path, self.body, self.fields = method, path, body, fields
        self.client, self.room, self.taken = client, room, taken


class LimitsHouse(unittest.TestCase):
    """A town with every resource that takes a body; each test ends with a server that is well."""

    @classmethod
    def setUpClass(cls):
        cls.town = town = Town(cls)
        cls.anna = town.newcomer("Anna Ambre")
        cls.town.give_role(cls.anna, "moderator")
        cls.candidate = town.server.client().register("Candidate", "candidate@example.org")
        cls.thread = town.thread(cls.anna)
        cls.answer = town.reply(cls.anna, cls.thread["id"])
        cls.spaces = [town.open_space, town.members_space, *(town.space(f"espace-{n}", "public") for n in range(4))]
        cls.nobody = town.server.client()
        api, language = Town.api, Field("code", required=False)
        cls.resources = {
            "account": Resource("POST", "/api/v1/accounts",
                                {"name": "Neuf", "email": "neuf@example.org", "password": PASSWORD, "language": "fr"},
                                {"name": line(100), "email": Field("email", 3, 254, unique=True),
                                 "password": Field("exact", 10, 200), "language": language}, cls.nobody),
            "session": Resource("POST", "/api/v1/session", {"email": "nobody@example.org", "password": "x"},
                                {"email": Field("line", 3, 254), "password": Field("exact", 1, 200)}, cls.nobody,
                                taken=401),
            "community": Resource("POST", "/api/v1/communities",
                                  {"slug": "neuve", "name": "Neuve", "promise": "Une promesse.", "language": "fr",
                                   "time_zone": "Europe/Paris", "shows_names": True},
                                  {"slug": Field("slug", 1, 60, unique=True), "name": line(100),
                                   "promise": line(1000, required=False), "language": language,
                                   "time_zone": Field("zone", 1, 64, required=False), "shows_names": Field("flag")}, town.admin),
            "space": Resource("POST", api + "/spaces",
                              {"slug": "neuf", "name": "Neuf", "description": "Un espace.", "kind": "trade",
                               "visibility": "public", "join_rule": "open", "trade": "ambulancier"},
                              {"slug": Field("slug", 1, 60, unique=True), "name": line(100),
                               "description": line(1000, required=False), "kind": Field("code"),
                               "visibility": Field("code"), "join_rule": Field("code"),
                               "trade": Field("code", required=False)}, town.admin),
            "membership": Resource("POST", api + "/members", {"name": "Candidate", "show_name": False},
                                   {"name": line(100), "show_name": Field("flag")}, cls.candidate),
            "profile": Resource("PUT", f"{api}/members/{cls.anna.member}/profile",
                                {"name": "Anna Ambre", "bio": "Soigne.", "show_name": True, "trade": "ambulancier",
                                 "specialty": "allergologie", "status": "liberal", "departement": "44"},
                                {"name": line(100), "bio": Field("text", 1, 2000, required=False),
                                 "show_name": Field("flag"), **{name: Field("code", required=False) for name in
                                                                ("trade", "specialty", "status", "departement")}},
                                cls.anna, room=BODY, taken=204),
            "adherent": Resource("PUT", f"{api}/members/{cls.anna.member}/adherent", {"adherent": True},
                                 {"adherent": Field("flag")}, town.admin, taken=204),
            "thread": Resource("POST", api + "/threads",
                               {"kind": "question", "spaces": [town.open_space], "tags": ["un", "deux"],
                                "language": "fr", "title": "Un titre", "body": "Un texte."},
                               {"kind": Field("code"), "spaces": Field("ids", 1, 5),
                                "tags": Field("lines", 0, 10, False), "language": language, "title": line(200),
                                "body": Field("text", 1, 40000)},
                               cls.anna, room=BODY),
            "post": Resource("POST", f"{api}/threads/{cls.thread['id']}/posts",
                             {"parent": cls.answer, "language": "fr", "body": "Un texte."},
                             {"parent": Field("id", required=False), "language": language,
                              "body": Field("text", 1, 40000)}, cls.anna, room=BODY),
            "edit": Resource("PUT", f"{api}/posts/{cls.thread['post']}", {"title": "Un titre", "body": "Un texte."},
                             {"title": line(200, required=False), "body": Field("text", 1, 40000)},
                             cls.anna, room=BODY, taken=204),
            "move": Resource("PUT", f"{api}/threads/{cls.thread['id']}/spaces", {"spaces": [town.members_space]},
                             {"spaces": Field("ids", 1, 5)}, cls.anna, taken=204),
            "accepted answer": Resource("PUT", f"{api}/threads/{cls.thread['id']}/accepted-answer",
                                        {"post": cls.answer}, {"post": Field("id")}, cls.anna, taken=204),
        }

    def tearDown(self):
        health = self.town.server.health()
        self.assertEqual(200, health.status, health)
        self.assertEqual([], [line for line in self.town.server.errors if '"error"' in line])

    # ---- Sending ----

    def send(self, resource, body, **more):
        return resource.client.request(resource.method, resource.path, body, **more)

    def refused(self, resource, body, status, reason, field=None, limit=None, **more):
        """Sent like this it is refused like that, and nothing is written."""
        before = self.town.server.end()
        answer = self.send(resource, body, **more)
        self.assertEqual(status, answer.status, answer)
        self.assertEqual("application/problem+json", answer.headers.get("content-type"), answer)
        problem = answer.json
        self.assertEqual((reason, status), (answer.reason, problem["status"]), answer)
        self.assertTrue(problem["title"] and problem["detail"])
        self.assertEqual(field, problem.get("field"), answer)
        if limit is not None:
            self.assertEqual(limit, problem.get("limit"), answer)
        self.assertEqual(before, self.town.server.end(), "something was written")

    def each_field(self, *families):
        for name, resource in self.resources.items():
            for field, rule in resource.fields.items():
                if not families or rule.family in families:
                    yield name, resource, field, rule

    def taken(self, resource, body):
        answer = self.send(resource, body)
        self.assertEqual(resource.taken, answer.status, answer)
        return answer

    def fresh(self, resource, field):
        """A body that may be sent again and again: what must be its own is drawn."""
        body = dict(resource.body)
        for name, rule in resource.fields.items():
            if rule.unique and name != field:
                body[name] = secrets.token_hex(8) + ("@example.org" if rule.kind == "email" else "")
        return body
