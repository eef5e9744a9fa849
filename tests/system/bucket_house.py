# SPDX-License-Identifier: Apache-2.0
"""A real server of S3 (moto) with a bucket, and towns whose attached files lie in it."""
import contextlib
import json
import pathlib
import ssl
import subprocess
import time
import unittest
import urllib.error
import urllib.parse
import urllib.request
import xml.etree.ElementTree as tree

from mail_house import certificate
from palabre_process import SOURCE, Town, free_port

PYTHON = SOURCE / "build" / "python" / "bin" / "python"


def as_somebody(service):
    """Who asks: a key is named, and the signature is none."""
    return {"Authorization": f"AWS4-HMAC-SHA256 Credential=x/20260101/us-east-1/{service}/aws4_request, SignedHeaders=host, Signature=x"}


class Store:
    """An S3 server with the bucket "palabre". It takes any key, but inside of checking(). With `tls`: a folder of its
    certificate, which is made where there is none."""

    def __init__(self, test, port=None, tls=None):
        if not PYTHON.exists():
            raise unittest.SkipTest("script/bootstrap has not run")
        self.port, self.scheme = port or free_port(), "https" if tls else "http"
        more, self.context = [], None
        if tls:
            self.certificate = tls / "certificate.pem" if (tls / "certificate.pem").exists() else certificate(tls)
            more = ["-c", str(self.certificate), "-k", str(tls / "key.pem")]
            self.context = ssl.create_default_context(cafile=str(self.certificate))
        self.process = subprocess.Popen([PYTHON, "-B", "-m", "moto.server", "-H", "127.0.0.1", "-p", str(self.port), *more],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        test.addCleanup(self.stop)
        until = time.monotonic() + 60
        while True:
            try:
                self.ask("PUT", "/palabre")
                return
            except (urllib.error.URLError, OSError):
                if self.process.poll() is not None:
                    raise AssertionError("moto.server has ended: script/bootstrap installs it") from None
                if time.monotonic() > until:
                    raise
                time.sleep(0.2)

    @property
    def setting(self):
        return f"s3+{self.scheme}://127.0.0.1:{self.port}/palabre"

    def ask(self, method, path, body=None, headers=None):
        request = urllib.request.Request(f"{self.scheme}://127.0.0.1:{self.port}{path}", data=body, method=method,
                                         headers={"Content-Type": "application/octet-stream", **as_somebody("s3"), **(headers or {})})
        with urllib.request.urlopen(request, timeout=30, context=self.context) as answer:
            return answer.read()

    def keys(self):
        listed = tree.fromstring(self.ask("GET", "/palabre?list-type=2"))
        return [each.text for each in listed.iter() if each.tag.endswith("}Key") or each.tag == "Key"]

    def account(self, policy=True):
        """A user of the store, who may do everything with its buckets: key and secret."""
        self.users = getattr(self, "users", 0) + 1
        def act(action, **fields):
            said = urllib.parse.urlencode({"Action": action, "Version": "2010-05-08", "UserName": f"palabre{self.users}", **fields})
            return tree.fromstring(self.ask("POST", "/", said.encode(), {
                **as_somebody("iam"), "Content-Type": "application/x-www-form-urlencoded"}))

        act("CreateUser")
        may = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}
        if policy:
            act("PutUserPolicy", PolicyName="all", PolicyDocument=json.dumps(may))
        made = act("CreateAccessKey")
        return tuple(next(each.text for each in made.iter() if each.tag.endswith(name)) for name in ("AccessKeyId", "SecretAccessKey"))

    @contextlib.contextmanager
    def checking(self):
        """The store holds each request's signature against the key's secret, and asks what its user may do."""
        self.ask("POST", "/moto-api/reset-auth", b"0")
        try:
            yield
        finally:
            self.ask("POST", "/moto-api/reset-auth", b"inf")

    def stop(self):
        self.process.kill()
        self.process.wait(timeout=30)


def with_key(house, key="AKIAIOSFODNN7EXAMPLE", secret="wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"):
    file = pathlib.Path(f"{house.data}.s3")
    file.touch(0o600)
    file.write_text(f"{key}\n{secret}\n")
    file.chmod(0o600)
    return file


class BucketTown(Town):
    def __init__(self, test, store, *key, more=()):
        self.key = key
        super().__init__(test, "--blobs", store.setting, *more)

    def make_house(self, test):
        house = super().make_house(test)
        with_key(house, *self.key)
        return house
