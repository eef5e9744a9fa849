# SPDX-License-Identifier: Apache-2.0
"""docs/install.md: the commands of "Set up" and "The first post" as they stand there lead to a community with a post in it, and the package's
Caddyfile, with the name changed, to a house that a real Caddy shows by https. All of them, in a fresh Debian with the package:
script/try-package."""
import http.client
import os
import pathlib
import signal
import ssl
import subprocess
import time
import unittest

from event_stream import Stream
from install_commands import commands
from palabre_process import BINARY, NO_RATES, PASSWORD, SOURCE, Client, House, free_port

CADDYFILE = SOURCE / "packaging" / "Caddyfile"
NAME = "forum.example.org"
TITLE = "Bienvenue"  # the title of the post of "The first post"


class InstallCase(unittest.TestCase):
    def bash(self, house, script, **environment):
        done = subprocess.run(["bash", "-euo", "pipefail", "-c", script], capture_output=True, text=True, timeout=60,
                              cwd=house.folder, env={**os.environ, **environment})
        self.assertEqual(0, done.returncode, done)
        return done.stdout

    def set_up(self, house, address=f"https://{NAME}"):
        asking, saying = commands("Set up")
        self.assertEqual("sudo palabre init --system\n", asking)
        here = f"--config {house.folder}/palabre.conf --data {house.data} --master-key {house.key}"
        saying = saying.replace("sudo palabre", BINARY if os.path.isabs(BINARY) else str(pathlib.Path(BINARY).resolve()))
        for word, count in (("--system", 1), (f"https://{NAME}", 1)):
            self.assertEqual(count, saying.count(word))
        said = self.bash(house, saying.replace("--system", here).replace(f"https://{NAME}", address))
        self.assertIn("Next: ", said)
        self.assertFalse((house.folder / "password").exists())

    def first_post(self, house, server):
        first, = commands("The first post")
        self.bash(house, first.replace("127.0.0.1:8080", f"127.0.0.1:{server.port}"))


class InstallTest(InstallCase):
    def test_from_nothing_to_the_first_post(self):
        house = House(self)
        self.set_up(house)
        server = house.serve("--config", house.folder / "palabre.conf")
        self.first_post(house, server)
        threads = server.anonymous("/api/v1/communities/soins-de-ville/threads").json["threads"]
        self.assertEqual([TITLE], [thread["title"] for thread in threads])


class Caddy:
    """A Caddy with the package's file, in which the name is this machine's and the certificate of an authority of its own."""

    def __init__(self, test, folder, port, upstream):
        (folder / "caddy").mkdir()
        self.port, self.plain, self.upstream = port, free_port(), upstream
        self.environment = {**os.environ, **{name: str(folder / "caddy") for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")}}
        self.file = folder / "Caddyfile"
        self.file.write_text(self.settings())
        self.log = (folder / "caddy.log").open("w+")
        test.addCleanup(self.log.close)
        self.process = subprocess.Popen(["caddy", "run", "--adapter", "caddyfile", "--config", self.file], env=self.environment,
                                        stdout=self.log, stderr=subprocess.STDOUT, cwd=folder)
        test.addCleanup(self.stop)
        authority = folder / "caddy" / "caddy" / "pki" / "authorities" / "local" / "root.crt"
        until = time.monotonic() + 60
        while True:
            try:
                self.context = ssl.create_default_context(cafile=str(authority))
                self.ask("GET", "/health/live")
                return
            except OSError:
                if self.process.poll() is not None or time.monotonic() > until:
                    self.log.seek(0)
                    raise AssertionError(f"Caddy does not start: {self.log.read()[-3000:]}") from None
                time.sleep(0.1)

    def settings(self):
        said = CADDYFILE.read_text()
        for words, instead in ((f"\n{NAME} {{", "\nlocalhost {"), ("127.0.0.1:8080", f"127.0.0.1:{self.upstream}")):
            if said.count(words) != 1:
                raise AssertionError(f"the Caddyfile has not one {words!r}")
            said = said.replace(words, instead)
        return (f"{{\n\tadmin off\n\thttps_port {self.port}\n\thttp_port {self.plain}\n\tdefault_bind 127.0.0.1\n"
                f"\tlocal_certs\n\tskip_install_trust\n}}\n{said}")

    def connection(self, source="127.0.0.1"):
        return http.client.HTTPSConnection("localhost", self.port, timeout=Client.patience, context=self.context,
                                           source_address=(source, 0))

    def ask(self, method, path, body=None, source="127.0.0.1", **headers):
        """The response, its body read already."""
        connection = self.connection(source)
        try:
            connection.request(method, path, body=body, headers=headers)
            response = connection.getresponse()
            response.content = response.read()
            return response
        finally:
            connection.close()

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class CaddyTest(InstallCase):
    """A house as install.md sets it up, behind Caddy: clients come from other addresses of this machine than the proxy."""

    def setUp(self):
        self.house, port = House(self), free_port()
        self.address = f"https://localhost:{port}"
        self.set_up(self.house, self.address)
        few = list(NO_RATES)
        few[few.index("--register-per-hour") + 1] = "2"
        self.server = self.house.serve("--config", self.house.folder / "palabre.conf", rates=few)
        self.caddy = Caddy(self, self.house.folder, port, self.server.port)

    def register(self, source, number, **headers):
        body = f'{{"name":"Compte","email":"compte{number}@example.org","password":"{PASSWORD}"}}'
        return self.caddy.ask("POST", "/api/v1/accounts", body, source, **{"Content-Type": "application/json", **headers}).status

    def test_the_commands_are_of_this_file(self):
        lines = commands("A public address")[0].splitlines()
        self.assertIn("sudo cp /usr/share/doc/palabre/examples/Caddyfile /etc/caddy/Caddyfile", lines)
        said = subprocess.run(["caddy", "validate", "--adapter", "caddyfile", "--config", CADDYFILE], capture_output=True, text=True,
                              timeout=60, env=self.caddy.environment)
        self.assertEqual(0, said.returncode, said)
        self.assertIn("Valid configuration", said.stdout + said.stderr)

    def test_pages_come_through_with_each_header_once(self):
        self.first_post(self.house, self.server)
        page = self.caddy.ask("GET", "/c/soins-de-ville", Accept="text/html")
        self.assertEqual(200, page.status)
        self.assertIn(TITLE, page.content.decode())
        names = [name.lower() for name, _ in page.getheaders()]
        self.assertLessEqual({name for name in names if names.count(name) > 1}, {"vary"})  # a list of its own, one a line
        self.assertEqual(len(names), len({(name.lower(), value) for name, value in page.getheaders()}))
        self.assertEqual("max-age=31536000", page.getheader("Strict-Transport-Security"))
        packed = self.caddy.ask("GET", "/c/soins-de-ville", **{"Accept": "text/html", "Accept-Encoding": "gzip"})
        self.assertEqual("gzip", packed.getheader("Content-Encoding"))
        known = self.caddy.ask("GET", "/c/soins-de-ville", **{"Accept": "text/html", "If-None-Match": page.getheader("ETag")})
        self.assertEqual((304, b""), (known.status, known.content))
        plain = http.client.HTTPConnection("127.0.0.1", self.caddy.plain, timeout=Client.patience)
        self.addCleanup(plain.close)
        plain.request("GET", "/c/soins-de-ville", headers={"Host": "localhost"})
        self.assertEqual(308, plain.getresponse().status)

    def test_a_form_of_the_public_address_signs_in(self):
        """Its origin is the address of Caddy."""
        body = '{"email":"ada@example.org","password":"a long enough password"}'
        for origin, status in ((self.address, 201), ("https://elsewhere.example.org", 403)):
            answer = self.caddy.ask("POST", "/api/v1/session", body, **{"Content-Type": "application/json", "Origin": origin})
            self.assertEqual(status, answer.status, answer.content)
        answer = self.caddy.ask("POST", "/api/v1/session", body, **{"Content-Type": "application/json", "Origin": self.address})
        cookie = answer.getheader("Set-Cookie")
        self.assertTrue(cookie.startswith("__Host-palabre="), cookie)
        self.assertIn("Secure", cookie)

    def test_what_happens_is_told_at_once(self):
        with Stream(self.server, path="/api/v1/communities/soins-de-ville/stream", connection=self.caddy.connection()) as stream:
            self.assertEqual(200, stream.status)
            self.first_post(self.house, self.server)
            told = stream.next()
            self.assertTrue(told["event"].startswith("forum.thread-opened"), told)

    def test_visitors_are_told_apart_by_what_caddy_says_and_by_nothing_else(self):
        self.assertEqual([201, 201, 429], [self.register("127.0.0.2", number) for number in range(3)])
        self.assertEqual(429, self.register("127.0.0.2", 3, **{"X-Forwarded-For": "203.0.113.9"}))
        self.assertEqual(201, self.register("127.0.0.3", 4))


if __name__ == "__main__":
    unittest.main()
