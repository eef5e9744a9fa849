# SPDX-License-Identifier: Apache-2.0
"""Attached files in a bucket: a real server of S3 (moto), which is stopped, refuses, and is looked into."""
import contextlib
import json
import pathlib
import shutil
import ssl
import subprocess
import tempfile
import time
import unittest
import urllib.error
import urllib.parse
import urllib.request
import xml.etree.ElementTree as tree

from attachments_house import AttachmentsCase
from mail_house import certificate
from palabre_process import SOURCE, House, Town, free_port, run_tests

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


class BucketTest(AttachmentsCase):
    def setUp(self):
        self.store = Store(self)
        self.town = BucketTown(self, self.store)
        self.ada = self.town.newcomer("Ada")

    def test_files_come_and_go_as_in_a_folder(self):
        file = self.taken(self.ada, "photo.jpg", alternative="Une photo")
        thread = self.town.thread(self.ada)
        self.publish(self.ada, thread["id"], [file])
        before = self.served(self.ada, file, "large")
        self.assertEqual(200, before.status)
        keys = self.store.keys()
        self.assertGreaterEqual(len(keys), 3)  # its sizes
        self.assertTrue(all(key.count("/") == 3 and file["id"] in key for key in keys), keys)
        for key in keys:
            self.assertNotIn(b"JFIF", self.store.ask("GET", f"/palabre/{key}"))  # nothing in clear
        self.assertEqual([], self.blob_files())
        self.assertEqual([], [path for path in (self.town.house.folder / "data" / "blobs.scratch").iterdir()])
        self.town.restart()
        self.assertEqual(before.body, self.served(self.ada, file, "large").body)
        # Erased: not one object is left.
        self.ada.must(204, "POST", f"{Town.api}/members/{self.ada.member}/erasure")
        self.until(lambda: self.store.keys() == [])

    def test_what_was_changed_there_is_not_shown(self):
        file = self.taken(self.ada, "photo.jpg", alternative="Une photo")
        self.publish(self.ada, self.town.thread(self.ada)["id"], [file])
        for key in self.store.keys():
            whole = self.store.ask("GET", f"/palabre/{key}")
            self.store.ask("PUT", f"/palabre/{key}", whole[:-1] + bytes([whole[-1] ^ 1]))
        answer = None
        try:
            answer = self.served(self.ada, file, "large")
        except OSError:
            pass  # it was cut short
        if answer is not None:
            self.assertNotEqual(200, answer.status)

    def test_a_store_that_is_away_refuses_files_and_nothing_else(self):
        self.store.stop()
        answer = self.send(self.ada, "photo.jpg", alternative="Une photo")
        self.assertEqual(503, answer.status, answer)
        told = "".join(self.town.server.errors)
        self.assertIn("blobs: the bucket palabre at 127.0.0.1", told)
        self.assertNotIn("wJalrXUtnFEMI", told)
        # Erasing goes on: what lies in the bucket waits for it.
        boris = self.town.newcomer("Boris")
        boris.must(204, "POST", f"{Town.api}/members/{boris.member}/erasure")
        self.town.thread(self.ada)
        self.assertEqual(200, self.town.server.health().status)
        # So does a start; and once the store is there files are taken.
        self.town.restart()
        self.assertEqual(503, self.send(self.ada, "photo.jpg", alternative="Une photo").status)
        self.store = Store(self, self.store.port)
        file = self.taken(self.ada, "photo.jpg", alternative="Une photo")
        self.publish(self.ada, self.town.thread(self.ada)["id"], [file])
        self.assertEqual(200, self.served(self.ada, file, "large").status)

    def refused(self, house, setting, *words, more=()):
        done = house.run("serve", "--listen", "127.0.0.1:0", "--metrics-listen", "", "--log-level", "error", "--blobs", setting, *more)
        self.assertEqual(1, done.returncode, done)
        for word in ("blobs", *words):
            self.assertIn(word, done.stderr)
        return done.stderr

    def test_what_cannot_be_is_refused_at_the_start(self):
        house = House(self)
        house.administrator()
        self.refused(house, "s3+http://example.org/b")
        self.refused(house, self.store.setting, f"{house.data}.s3", "must hold")
        file = with_key(house)
        file.chmod(0o644)
        self.refused(house, self.store.setting, "others may read")
        file.chmod(0o600)
        self.refused(house, self.store.setting + "-not-there", "NoSuchBucket")
        file.write_text("only-a-key\n")
        self.refused(house, self.store.setting, "must hold")

    def test_a_key_is_checked_by_the_store(self):
        house = House(self)
        house.administrator()
        key, secret = self.store.account()
        other, without_rights = self.store.account(policy=False)
        with_key(house, key, secret)
        with self.store.checking():
            server = house.serve("--blobs", self.store.setting)
            self.assertEqual(0, server.stop())
            for wrong, word in (((key, secret[::-1]), "SignatureDoesNotMatch"), (("AKIAIOSFODNN7EXAMPLE", secret), "InvalidAccessKeyId"),
                                ((other, without_rights), "AccessDenied")):
                with_key(house, *wrong)
                self.assertNotIn(wrong[1], self.refused(house, self.store.setting, word))

    def test_only_a_store_whose_certificate_holds_is_spoken_to(self):
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        for name in ("own", "strange"):
            (folder / name).mkdir()
        store, strange = Store(self, tls=folder / "own"), certificate(folder / "strange")
        self.town = BucketTown(self, store, more=("--blobs-authorities", str(store.certificate)))
        self.ada = self.town.newcomer("Ada")
        file = self.taken(self.ada, "photo.jpg", alternative="Une photo")
        self.publish(self.ada, self.town.thread(self.ada)["id"], [file])
        self.assertEqual(200, self.served(self.ada, file, "large").status)
        self.assertNotEqual([], store.keys())
        house = House(self)
        house.administrator()
        with_key(house)
        self.refused(house, store.setting, "127.0.0.1", "certificate")
        self.refused(house, store.setting, "certificate", more=("--blobs-authorities", str(strange)))
        self.refused(house, store.setting, "CA cert", more=("--blobs-authorities", str(folder / "none.pem")))

    def shows(self, name):
        """The store begins anew, empty, with the certificate in that folder."""
        self.store.stop()
        self.store = Store(self, self.store.port, tls=self.stores / name)

    def made(self, name):
        """A new certificate, which vouches for itself: its PEM."""
        (self.stores / name).mkdir()
        return certificate(self.stores / name).read_text()

    def comes_and_goes(self):
        file = self.taken(self.ada, "photo.jpg", alternative="Une photo")
        self.publish(self.ada, self.town.thread(self.ada)["id"], [file])
        self.assertEqual(200, self.served(self.ada, file, "large").status)

    def test_a_certificate_is_replaced_under_a_running_node(self):
        self.stores = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        first, second, third = map(self.made, ("first", "second", "third"))
        self.shows("first")
        authorities = self.stores / "authorities.pem"
        authorities.write_text(first)
        self.town = BucketTown(self, self.store, more=("--blobs-authorities", str(authorities)))
        self.ada, server = self.town.newcomer("Ada"), self.town.server
        self.comes_and_goes()
        # The new authority is told before the store shows it: nobody notices.
        changed = self.stores / "changed.pem"
        changed.write_text(first + second)
        changed.replace(authorities)
        self.comes_and_goes()
        self.shows("second")
        self.comes_and_goes()
        self.assertEqual([], server.errors)
        # It is told too late: files are refused, and what is wrong is said, until it is.
        self.shows("third")
        self.assertEqual(503, self.send(self.ada, "photo.jpg", alternative="Une photo").status)
        self.assertIn("certificate", server.errors[-1])
        self.assertIn(f"127.0.0.1:{self.store.port}", server.errors[-1])
        self.assertEqual(200, server.health().status)
        for wrong in ("", "-----BEGIN CERTIFICATE-----\nnone\n", None):  # nor is a file that is half written, or gone
            authorities.unlink() if wrong is None else authorities.write_text(wrong)
            self.assertEqual(503, self.send(self.ada, "photo.jpg", alternative="Une photo").status)
            self.assertIn("CA cert", server.errors[-1])
        authorities.write_text(second + third)
        self.comes_and_goes()

    def restored(self, made, *more):
        """Another house out of the backup, whose blobs lie in the bucket, and what was said."""
        other = House(self)
        shutil.copy(self.town.house.key, other.key)
        with_key(other)
        return other, other.must("restore", made, *more)

    def test_it_stands_in_no_backup_and_a_restore_names_what_it_lacks(self):
        kept, lost = (self.taken(self.ada, "photo.jpg", alternative="Une photo") for _ in range(2))
        self.publish(self.ada, self.town.thread(self.ada)["id"], [kept, lost])
        self.taken(self.ada, "photo.jpg", alternative="Dans aucun message")
        store, settings = self.town.house.folder / "backups", self.town.house.folder / "palabre.conf"
        settings.write_text(f"blobs = {self.store.setting}\n")
        told = f"{self.store.setting}: attached files lie in that bucket, and not in this backup"
        self.assertIn(told, self.town.house.must("backup", store))  # the server knows
        self.town.server.stop()
        self.assertIn(told, self.town.house.must("backup", store, "--config", settings))
        self.assertIn(told, self.town.house.must("backup", store, environment={"PALABRE_BLOBS": self.store.setting}))
        self.assertNotIn(self.store.setting, self.town.house.must("backup", store))
        made = max(path for path in store.iterdir() if path.is_dir())
        self.assertFalse((made / "blobs").exists())

        def named(said):
            return [line.rsplit("/", 1)[1] for line in said.splitlines() if line.startswith("missing: ")]

        _, said = self.restored(made, "--config", settings)
        self.assertIn("files: 2 attached, all there\n", said)
        other, said = self.restored(made)
        self.assertIn(f"files: 2 attached, 2 of them MISSING in {other.data}/blobs\n", said)
        self.assertCountEqual([kept["id"], lost["id"]], named(said))
        for key in self.store.keys():
            if lost["id"] in key:
                self.store.ask("DELETE", f"/palabre/{key}")
        other, said = self.restored(made, "--config", settings)
        self.assertIn(f"files: 2 attached, 1 of them MISSING in {self.store.setting}\n", said)
        self.assertEqual([lost["id"]], named(said))
        ada = other.serve("--config", settings).client().sign_in(self.ada.email)
        self.assertEqual([200, 410], [self.served(ada, file, "large").status for file in (kept, lost)])
        self.store.stop()
        _, said = self.restored(made, "--config", settings)
        self.assertIn("files: 2 attached, which cannot be looked for: blobs: the bucket palabre at 127.0.0.1", said)

    def is_empty(self):
        """Looked at without a key, between two requests that are checked."""
        self.store.ask("POST", "/moto-api/reset-auth", b"inf")
        try:
            return self.store.keys() == []
        finally:
            self.store.ask("POST", "/moto-api/reset-auth", b"0")

    def test_every_request_is_signed(self):
        key = self.store.account()
        with self.store.checking():
            self.town = BucketTown(self, self.store, *key)
            self.ada = self.town.newcomer("Ada")
            file = self.taken(self.ada, "photo.jpg", alternative="Une photo")
            self.publish(self.ada, self.town.thread(self.ada)["id"], [file])
            self.assertEqual(200, self.served(self.ada, file, "large").status)
        self.assertNotEqual([], self.store.keys())
        with self.store.checking():
            self.ada.must(204, "POST", f"{Town.api}/members/{self.ada.member}/erasure")
            self.until(self.is_empty)
        self.assertEqual([], self.town.server.errors)


if __name__ == "__main__":
    run_tests()
