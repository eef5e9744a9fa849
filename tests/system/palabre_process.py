# SPDX-License-Identifier: Apache-2.0
"""Runs the real `palabre` for system tests: a house (data folder), its server, and clients of its API.

Environment: PALABRE names the binary; PALABRE_SHARED the folder of others' data (tests/README.md), which may be missing.
Every house lives in a temporary folder of its own and listens on a free port, so tests run beside each other."""
import http.client
import json
import os
import pathlib
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest

BINARY = os.environ.get("PALABRE", "palabre")
SOURCE = pathlib.Path(__file__).resolve().parents[2]
# Taken out of the environment: the program knows no such setting.
SHARED = pathlib.Path(os.environ.pop("PALABRE_SHARED", None) or SOURCE.parent / "shared")

NO_DATA = "skipped: no shared data"
PASSWORD = "correct horse battery"
NO_RATES = ["--writes-per-minute", "1000000", "--sign-in-per-minute", "1000000", "--register-per-hour", "1000000",
            "--searches-per-minute", "1000000"]
OPEN = ["--registration", "open"]  # whoever registers may write at once: tests of confirmation say otherwise
TOOL_SECONDS = 240  # a tool that takes longer hangs
KEPT_SECONDS = 30  # the server keeps an idle connection for a minute


def shared_data(name):
    """The folder or file of that name in the shared data; skips the test where it is missing."""
    path = SHARED / name
    if not path.exists():
        raise unittest.SkipTest(NO_DATA)
    return path


def run_tests():
    """Runs the tests of the file that is started. Status 77, which ctest tells as skipped, if all that ran went well and
    something did not run for want of shared data."""
    result = unittest.main(exit=False).result
    missed = any(NO_DATA in reason for _, reason in result.skipped)
    sys.exit(1 if not result.wasSuccessful() else 77 if missed else 0)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def palabre(*arguments, stdin="", environment=None):
    """Runs the binary to its end: CompletedProcess with text output."""
    return subprocess.run([BINARY, *map(str, arguments)], input=stdin, capture_output=True, text=True,
                          timeout=TOOL_SECONDS, env={**os.environ, **(environment or {})})


class Answer:
    """What the server said. Header names in lower case."""

    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def reason(self):
        """The problem's word: "too-long"."""
        return self.json["type"].rsplit("/", 1)[-1]

    def __repr__(self):
        return f"{self.status} {self.headers.get('content-type')} {self.body[:500]!r}"


class Client:
    """One browser or script: keeps its cookie, sends its X-CSRF-Token, reuses one connection. One thread."""

    patience = 30  # seconds: an answer that takes longer does not come

    def __init__(self, server):
        self.server, self.cookie, self.token, self.account = server, None, None, None
        self.connection, self.connected_to, self.used = None, None, 0

    def request(self, method, path, body=None, headers=None):
        """`body`: bytes or text as they are, anything else as JSON. No retry: a lost connection raises OSError."""
        sent = {"Accept": "application/json"}
        if body is not None:
            if not isinstance(body, (bytes, str)):
                body = json.dumps(body)
            if isinstance(body, str):
                body = body.encode()
            sent["Content-Type"] = "application/json"
        if self.cookie:
            sent["Cookie"] = self.cookie
        if self.token and method not in ("GET", "HEAD"):
            sent["X-CSRF-Token"] = self.token
        sent.update(headers or {})
        sent = {name: value for name, value in sent.items() if value is not None}
        if self.connected_to is not self.server.process or time.monotonic() - self.used > KEPT_SECONDS:
            self.close()  # the server was begun again, or has hung up meanwhile
        self.used = time.monotonic()
        try:
            if self.connection is None:
                self.connected_to = self.server.process
                self.connection = http.client.HTTPConnection(self.server.host, self.server.port, timeout=self.patience)
            self.connection.request(method, path, body=body, headers=sent)
            response = self.connection.getresponse()
            content = response.read()
        except http.client.HTTPException as failed:
            self.close()
            raise ConnectionError(f"{type(failed).__name__}: {failed}") from failed
        except OSError:
            self.close()
            raise
        if response.will_close:
            self.close()
        got = {name.lower(): value for name, value in response.getheaders()}
        for value in response.headers.get_all("Set-Cookie") or []:
            self.cookie = value.split(";")[0]
        return Answer(response.status, got, content)

    def get(self, path, **more):
        return self.request("GET", path, **more)

    def post(self, path, body=None, **more):
        return self.request("POST", path, {} if body is None else body, **more)

    def put(self, path, body=None, **more):
        return self.request("PUT", path, body, **more)

    def delete(self, path, **more):
        return self.request("DELETE", path, **more)

    def must(self, status, method, path, body=None, **more):
        """request(), whose status is known beforehand: the JSON of the answer, if it has a body."""
        answer = self.request(method, path, body, **more)
        if answer.status != status:
            raise AssertionError(f"{method} {path}: {answer}")
        return answer.json if answer.body else None

    def sign_in(self, email, password=PASSWORD):
        self.must(201, "POST", "/api/v1/session", {"email": email, "password": password})
        session = self.must(200, "GET", "/api/v1/session")
        self.token, self.account, self.email = session["csrf"], session["account"], email
        return self

    def register(self, name, email, language=None):
        self.must(201, "POST", "/api/v1/accounts", {"name": name, "email": email, "password": PASSWORD, "language": language})
        return self.sign_in(email)

    def join(self, community, name, show_name=False):
        """Becomes a member; the member's id, also in `.member`."""
        self.member = self.must(201, "POST", f"/api/v1/communities/{community}/members",
                                {"name": name, "show_name": show_name})["id"]
        return self.member

    def fork(self):
        """Another connection of the same session: for another thread."""
        other = Client(self.server)
        other.__dict__.update({k: v for k, v in self.__dict__.items() if k != "connection"})
        return other

    def close(self):
        if self.connection is not None:
            self.connection.close()
            self.connection = None

    __del__ = close


class Server:
    """`palabre serve` over a house. Begins in the constructor; when it returns the server is ready, or with
    `ready=False` only just listens."""

    host = "127.0.0.1"

    def __init__(self, house, *flags, port=0, ready=True, rates=NO_RATES, prepare=None, level="warn"):
        self.house = house
        self.errors = []
        if "--registration" not in flags:
            flags = (*flags, *OPEN)
        self.process = subprocess.Popen(
            [BINARY, "serve", "--data", str(house.data), "--listen", f"127.0.0.1:{port}",
             "--metrics-listen", "127.0.0.1:0", "--log-level", level, *rates, *flags],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=prepare,
            restore_signals=prepare is None)
        self._reader = threading.Thread(target=self._read_errors, daemon=True)
        self._reader.start()
        line = self.process.stdout.readline()
        found = re.fullmatch(r"Palabre listens on http://127\.0\.0\.1:(\d+)\n", line)
        if not found:
            self.kill()
            raise AssertionError(f"the server does not start: {line!r} {''.join(self.errors)}")
        self.port = int(found[1])
        if ready:
            self.wait_applied()

    def _read_errors(self):
        for line in self.process.stderr:
            self.errors.append(line)

    def client(self):
        return Client(self)

    def anonymous(self, path, **more):
        client = self.client()
        try:
            return client.get(path, **more)
        finally:
            client.close()

    def health(self):
        return self.anonymous("/health/ready")

    def end(self):
        """Position of the log's end: grows with each event of any community."""
        return self.health().json["end"]

    def wait_applied(self, seconds=20):
        """Until the projections have applied the whole log."""
        until = time.monotonic() + seconds
        while True:
            health = self.health()
            if health.status == 200 and health.json["applied"] == health.json["end"]:
                return health.json["end"]
            if time.monotonic() > until:
                raise AssertionError(f"not applied: {health}")
            time.sleep(0.02)

    def stop(self):
        """A normal stop: the exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self._wait()

    def kill(self):
        """As a power switch for the process: kill -9."""
        if self.process.poll() is None:
            self.process.kill()
        return self._wait()

    def _wait(self):
        status = self.process.wait(timeout=2 * Client.patience)
        self._reader.join(timeout=10)
        self.process.stdout.close()
        self.process.stderr.close()
        return status


class House:
    """A data folder with its master key beside it, in a temporary folder that goes with the test."""

    def __init__(self, test=None):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="palabre-system-"))
        self.data = self.folder / "data"
        self.key = self.folder / "data.key"
        self.servers = []
        if test is not None:
            (test.addClassCleanup if isinstance(test, type) else test.addCleanup)(self.close)

    def close(self):
        for server in self.servers:
            server.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, *arguments, **more):
        """A tool over this house: `run("verify", "--threads", "3")`."""
        return palabre(*arguments, "--data", self.data, **more)

    def must(self, *arguments, **more):
        """run(), which must go well: its standard output."""
        done = self.run(*arguments, **more)
        if done.returncode != 0:
            raise AssertionError(f"palabre {arguments}: {done.returncode}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
        return done.stdout

    def serve(self, *flags, **more):
        server = Server(self, *flags, **more)
        self.servers.append(server)
        return server

    def administrator(self, email="admin@example.org"):
        self.must("admin", "create", "--email", email, "--name", "Administration", stdin=PASSWORD + "\n")
        return email

    def copy(self, test):
        """The same house once more, while nothing serves it."""
        other = House(test)
        shutil.copytree(self.data, other.data, ignore=shutil.ignore_patterns("control"))  # a socket
        shutil.copy(self.key, other.key)
        return other

    def events(self, *arguments):
        """`palabre replay`, each line parsed."""
        return [json.loads(line) for line in self.must("replay", *arguments).splitlines()]

    def digests(self, *arguments):
        """What `palabre verify` says, line by line; it must hold."""
        return self.must("verify", *arguments).splitlines()


class Town:
    """A served house with an administrator, a community "soins" and its spaces "accueil" (public) and "membres"."""

    community = "soins"
    api = "/api/v1/communities/soins"

    language = None  # of who registers

    def __init__(self, test, *flags, shows_names=False):
        self.house, self.flags = self.make_house(test), flags
        email = self.house.administrator()
        self.server = self.house.serve(*flags)
        self.admin = self.server.client().sign_in(email)
        self.admin.must(201, "POST", "/api/v1/communities",
                        {"slug": self.community, "name": "Soins de ville", "shows_names": shows_names})
        self.server.wait_applied()
        self.open_space = self.space("accueil", "public")
        self.members_space = self.space("membres", "members")

    def make_house(self, test):
        return House(test)

    def space(self, slug, visibility):
        """A new space: its id."""
        return self.admin.must(201, "POST", self.api + "/spaces",
                               {"slug": slug, "name": slug.capitalize(), "kind": "theme", "visibility": visibility,
                                "join_rule": "open"})["id"]

    def newcomer(self, name, show_name=False):
        """Registers somebody, signs in and joins: the client."""
        client = self.server.client().register("Compte " + secrets.token_hex(4), f"{secrets.token_hex(6)}@example.org", self.language)
        client.join(self.community, name, show_name)
        return client

    def give_role(self, client, role):
        self.admin.must(204, "PUT", f"{self.api}/members/{client.member}/roles/{role}")

    def thread(self, client, title="Une question", body="Un texte.", spaces=None, kind="question", tags=()):
        """Opens a thread: {"id", "post"}."""
        return client.must(201, "POST", self.api + "/threads",
                           {"kind": kind, "spaces": spaces or [self.open_space], "title": title, "body": body,
                            "tags": list(tags)})

    def reply(self, client, thread, body="Une réponse.", parent=None):
        """Publishes a post: its id."""
        said = {"body": body} if parent is None else {"body": body, "parent": parent}
        return client.must(201, "POST", f"{self.api}/threads/{thread}/posts", said)["id"]

    def page(self, thread, client=None, page=None):
        """A page of a thread, as somebody (default: anybody) sees it."""
        path = f"{self.api}/threads/{thread}" + (f"?page={page}" if page else "")
        return client.must(200, "GET", path) if client else self.server.anonymous(path).json

    def live(self):
        """Something of everything: people who come, write, change their minds, leave and are erased. Fills `.anna`
        (moderator), `.boris`, `.carla` (left), `.dora` (erased), `.question` and `.talk` (in the members' space)."""
        self.anna, self.boris, self.carla, self.dora = (
            self.newcomer(name, show_name=name != "Boris Bleu") for name in
            ("Anna Ambre", "Boris Bleu", "Carla Cyan", "Dora Doré"))
        self.give_role(self.anna, "moderator")
        self.anna.must(204, "PUT", f"{self.api}/members/{self.anna.member}/profile",
                       {"name": "Anna Ambre", "bio": "Soigne *bien*.", "show_name": True, "status": "liberal",
                        "departement": "44"})
        self.admin.must(204, "PUT", f"{self.api}/members/{self.boris.member}/adherent", {"adherent": True})
        self.question = self.thread(self.boris, "Où poser une voie ?", "Au bras **gauche** ?\n\n> Une citation")
        self.talk = self.thread(self.anna, "Entre nous", "Pour les membres.", [self.members_space], "opinion")
        answer = self.reply(self.anna, self.question["id"], "Oui, à gauche.")
        self.reply(self.carla, self.question["id"], "Merci, dit Carla.", answer)
        self.reply(self.dora, self.question["id"], "Moi aussi, dit Dora.")
        gone = self.thread(self.dora, "Un titre de Dora", "Un texte de Dora.", [self.open_space, self.members_space])
        self.reply(self.boris, gone["id"], "Une réponse à Dora.")
        removed = self.reply(self.boris, self.talk["id"], "Je regrette.")
        better = {"title": "Où poser la voie ?", "body": "À gauche ?"}
        acts = [(self.boris, "PUT", f"posts/{self.question['post']}", better),
                (self.boris, "DELETE", f"posts/{removed}", None),
                (self.boris, "PUT", f"threads/{self.question['id']}/accepted-answer", {"post": answer}),
                (self.boris, "PUT", f"posts/{answer}/reactions/like", None),
                (self.carla, "PUT", f"posts/{answer}/reactions/like", None),
                (self.dora, "PUT", f"posts/{answer}/reactions/like", None),
                (self.dora, "DELETE", f"posts/{answer}/reactions/like", None),
                (self.boris, "PUT", f"threads/{self.talk['id']}/follow", None),
                (self.boris, "PUT", f"spaces/{self.open_space}/follow", None),
                (self.anna, "PUT", f"threads/{self.question['id']}/pin", None),
                (self.anna, "PUT", f"threads/{self.talk['id']}/lock", None),
                (self.anna, "PUT", f"threads/{gone['id']}/spaces", {"spaces": [self.open_space]})]
        for client, method, path, body in acts:
            client.must(204, method, f"{self.api}/{path}", body)
        self.carla.must(204, "DELETE", f"{self.api}/members/{self.carla.member}")
        self.dora.must(204, "POST", f"{self.api}/members/{self.dora.member}/erasure")
        return self

    def address(self, thread, client=None):
        """Where people read a thread."""
        slug = self.page(thread, client)["thread"]["slug"]
        return f"/c/{self.community}/t/{thread}" + (f"/{slug}" if slug else "")

    def restart(self, how="stop"):
        """Ends the server (stop | kill) and begins it again on its port; clients go on with it."""
        getattr(self.server, how)()
        again = self.house.serve(*self.flags, port=self.server.port)
        self.server.__dict__.update(again.__dict__)
        self.house.servers.remove(again)
        return self.server

    def rebuild(self):
        """Begins the server again without its views, and waits until they are made anew."""
        self.server.stop()
        shutil.rmtree(self.house.data / "views")
        self.restart()
        self.server.wait_applied()


def raw_request(port, data, timeout=10):
    """Sends bytes as they are; everything that comes back until the server closes."""
    with socket.create_connection(("127.0.0.1", port), timeout=timeout) as connection:
        connection.sendall(data)
        got = b""
        while chunk := connection.recv(65536):
            got += chunk
    return got
