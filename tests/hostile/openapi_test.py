# SPDX-License-Identifier: Apache-2.0
"""schemathesis over the OpenAPI document that the server serves: requests made of it, good and bad, and every answer
held against it. HOSTILE_LONG=1: many more of them, sequences too, and the stream, of which every request lasts as long
as the tool listens (tests/system/stream_test.py is of it)."""
import os
import pathlib
import subprocess
import unittest

from palabre_process import SOURCE, Town

SCHEMATHESIS = SOURCE / "build/python/bin/schemathesis"
SETTINGS = pathlib.Path(__file__).with_name("schemathesis.toml")


class OpenApiTest(unittest.TestCase):
    def test_no_findings(self):
        self.assertTrue(SCHEMATHESIS.exists(), "schemathesis is missing: script/bootstrap installs it")
        # Behind a proxy that speaks TLS: the cookie has the name that the document says.
        town = Town(self, "--trusted-proxy", "127.0.0.1", shows_names=True).live()
        town.admin.join(town.community, "Administration")
        long = os.environ.get("HOSTILE_LONG")
        run = subprocess.run(
            [SCHEMATHESIS, "--config-file", SETTINGS, "run", f"http://127.0.0.1:{town.server.port}/api/v1/openapi.yaml",
             "--header", "X-Forwarded-Proto: https", "--phases", "examples,coverage,fuzzing" + (",stateful" if long else ""),
             "--max-examples", "300" if long else "5", "--seed", "1", "--no-color", "--suppress-health-check", "all",
             # What ends the session that all is asked with: tests/system/own_account_test.py.
             "--exclude-operation-id", "signOut", "--exclude-operation-id", "endSessions",
             "--request-timeout", "60", *([] if long else ["--exclude-path-regex", "/stream$"])],
            capture_output=True, text=True, timeout=3600, cwd=town.house.folder,
            env={**os.environ, "HOSTILE_COOKIE": town.admin.cookie.split("=", 1)[1], "HOSTILE_TOKEN": town.admin.token})
        self.assertEqual(0, run.returncode, run.stdout[-20000:] + run.stderr[-4000:])
        self.assertEqual(200, town.server.health().status)


if __name__ == "__main__":
    unittest.main()
