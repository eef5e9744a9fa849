# SPDX-License-Identifier: Apache-2.0
"""A bucket over the years: its store's certificate is replaced, and backups and restores say what they know of it."""
import pathlib
import shutil
import tempfile

from attachments_house import AttachmentsCase
from bucket_house import BucketTown, Store, with_key
from mail_house import certificate
from palabre_process import House, run_tests


class BucketKeptTest(AttachmentsCase):
    def setUp(self):
        """Each test begins a store of its own."""

    def lives_in(self, store, *flags):
        self.store, self.town = store, BucketTown(self, store, more=flags)
        self.ada = self.town.newcomer("Ada")

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

    def is_refused(self, *words):
        """A file is, and the server's log says why."""
        errors = self.town.server.errors
        before = len(errors)
        self.assertEqual(503, self.send(self.ada, "photo.jpg", alternative="Une photo").status)
        self.until(lambda: all(word in "".join(errors[before:]) for word in words))

    def test_a_certificate_is_replaced_under_a_running_node(self):
        self.stores = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        first, second, third = map(self.made, ("first", "second", "third"))
        authorities = self.stores / "authorities.pem"
        authorities.write_text(first)
        self.lives_in(Store(self, tls=self.stores / "first"), "--blobs-authorities", str(authorities))
        self.comes_and_goes()
        # The new authority is told before the store shows it: nobody notices.
        changed = self.stores / "changed.pem"
        changed.write_text(first + second)
        changed.replace(authorities)
        self.comes_and_goes()
        self.shows("second")
        self.comes_and_goes()
        self.assertEqual([], self.town.server.errors)
        # It is told too late: files are refused, and what is wrong is said, until it is.
        self.shows("third")
        self.is_refused("certificate", f"127.0.0.1:{self.store.port}")
        self.assertEqual(200, self.town.server.health().status)
        for wrong in ("", "-----BEGIN CERTIFICATE-----\nnone\n", None):  # nor is a file that is half written, or gone
            authorities.unlink() if wrong is None else authorities.write_text(wrong)
            self.is_refused("CA cert")
        authorities.write_text(second + third)
        self.comes_and_goes()

    def restored(self, made, *more):
        """Another house out of the backup, whose blobs lie in the bucket, and what was said."""
        other = House(self)
        shutil.copy(self.town.house.key, other.key)
        with_key(other)
        return other, other.must("restore", made, *more)

    def test_it_stands_in_no_backup_and_a_restore_names_what_it_lacks(self):
        self.lives_in(Store(self))
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


if __name__ == "__main__":
    run_tests()
