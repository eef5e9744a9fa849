# SPDX-License-Identifier: Apache-2.0
"""Attached files in a bucket: a real server of S3 (moto), which is stopped, refuses, and is looked into."""
import pathlib
import tempfile

from attachments_house import AttachmentsCase
from bucket_house import BucketTown, Store, with_key
from mail_house import certificate
from palabre_process import House, Town, run_tests


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
