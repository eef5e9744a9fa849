# SPDX-License-Identifier: Apache-2.0
"""script/cluster: two nodes behind a proxy are one Palabre, also when one of them is gone."""
import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

import jars
from brokers import NO_BROKER
from run import run_tests

SCRIPT = pathlib.Path(__file__).resolve().parents[2] / "script" / "cluster"
SECONDS = 60
# What tests are told by the environment is no setting of the program.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PALABRE_SHARED"}


class ClusterTest(unittest.TestCase):
    def setUp(self):
        try:
            jars.jars()
        except jars.NoJars as why:
            raise unittest.SkipTest(NO_BROKER) from why
        self.folder = tempfile.mkdtemp(prefix="palabre-cluster-")
        self.addCleanup(shutil.rmtree, self.folder)
        self.addCleanup(self.run_script, "down")

    def run_script(self, *arguments):
        return subprocess.run([str(SCRIPT), *arguments, "--dir", self.folder], capture_output=True, text=True, timeout=240, check=False,
                              env=ENVIRONMENT)

    def request(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, json.dumps(body) if body is not None else None,
                               {"Content-Type": "application/json", "Accept": "application/json", **(headers or {})})
            answer = connection.getresponse()
            return answer.status, {name.lower(): text for name, text in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def communities(self):
        status, _, body = self.request("GET", "/api/v1/communities")
        return [one["slug"] for one in json.loads(body)["communities"]] if status == 200 else None

    def test_two_nodes_are_one_palabre(self):
        up = self.run_script("up", "2", "--port", "0")
        self.assertEqual(0, up.returncode, up.stderr)
        self.port = int(re.fullmatch(r"http://127\.0\.0\.1:(\d+)\n", up.stdout)[1])
        password = re.search(r"password (\S+)", up.stderr)[1]
        status, headers, _ = self.request("POST", "/api/v1/session", {"email": "admin@example.org", "password": password})
        self.assertEqual(201, status)
        cookie = {"Cookie": headers["set-cookie"].split(";")[0]}
        session = json.loads(self.request("GET", "/api/v1/session", headers=cookie)[2])
        signed_in = {**cookie, "X-CSRF-Token": session["csrf"]}
        for slug in ("soins", "villes", "champs"):
            self.assertEqual(201, self.request("POST", "/api/v1/communities", {"slug": slug, "name": slug, "shows_names": False},
                                               signed_in)[0])
        for slug in ("soins", "villes", "champs"):  # whichever node it goes to
            self.assertEqual(201, self.request("POST", f"/api/v1/communities/{slug}/spaces",
                                               {"slug": "accueil", "name": "Accueil", "kind": "theme", "visibility": "public",
                                                "join_rule": "open"}, signed_in)[0])
        self.assertEqual(0, self.run_script("status").returncode)
        first = int(re.search(r"^node-1 .* pid (\d+)$", self.run_script("status").stdout, re.MULTILINE)[1])
        os.kill(first, signal.SIGKILL)
        until = time.monotonic() + SECONDS
        while self.communities() is None or len(self.communities()) != 3:
            self.assertLess(time.monotonic(), until)
            time.sleep(0.2)
        self.assertEqual(1, self.run_script("status").returncode)
        again = self.run_script("up", "2")
        self.assertEqual((0, up.stdout), (again.returncode, again.stdout), again.stderr)
        self.assertEqual(0, self.run_script("status").returncode)
        self.assertEqual(0, self.run_script("down").returncode)
        self.assertNotIn("pid", self.run_script("status").stdout)


if __name__ == "__main__":
    run_tests()
