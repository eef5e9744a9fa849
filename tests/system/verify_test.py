# SPDX-License-Identifier: Apache-2.0
"""`palabre verify` holds whatever happened to the process, and refuses what happened to the bytes."""
import collections
import pathlib
import random
import re
import resource
import shutil
import signal
import struct
import subprocess
import tempfile
import time
import unittest

import stack_dump
from palabre_process import BINARY, PASSWORD, House, Town


def log_bytes(house):
    """What the log's write-ahead files hold by now."""
    return sum(file.stat().st_size for file in (house.data / "log").glob("*.log"))


class VerifyTest(unittest.TestCase):
    """One lively house; each test changes a copy."""

    @classmethod
    def setUpClass(cls):
        town = Town(cls).live()
        town.server.wait_applied()
        cls.status = town.server.stop()
        cls.house = town.house
        cls.held = cls.house.digests()
        cls.replayed = cls.house.must("replay")

    def test_after_a_normal_stop(self):
        self.assertEqual(0, self.status)
        self.assertEqual(self.held, self.house.digests())
        self.assertTrue(all(": holds" in line for line in self.held), self.held)
        self.assertLessEqual({"chain", "model", "directory", "members", "spaces", "counters", "threads", "posts"},
                             {re.split("[.:]", line)[0] for line in self.held})

    def test_after_kill(self):
        house = self.house.copy(self)
        server = house.serve()
        server.kill()
        self.assertEqual(self.held, house.digests())

    def test_whatever_the_batches_and_threads(self):
        for batch, threads in ((1, 1), (7, 3), (1000, 8)):
            with self.subTest(batch=batch, threads=threads):
                self.assertEqual(self.held, self.house.digests("--batch", batch, "--threads", threads))

    def test_after_model_and_views_are_deleted(self):
        house = self.house.copy(self)
        for folders in (("views",), ("model",), ("views", "model")):
            with self.subTest(folders):
                for folder in folders:
                    shutil.rmtree(house.data / folder)
                self.assertEqual(self.held, house.digests())
                self.assertEqual(self.replayed, house.must("replay"))

    def test_a_server_fills_deleted_views_again(self):
        house = self.house.copy(self)
        for folder in ("views", "model"):
            shutil.rmtree(house.data / folder)
        server = house.serve()
        server.wait_applied()
        self.assertEqual(2, len(server.anonymous(f"{Town.api}/threads").json["threads"]))
        self.assertEqual(0, server.stop())
        self.assertEqual(self.held, house.digests())

    def test_after_a_rebuild(self):
        house = self.house.copy(self)
        house.must("rebuild", "posts")
        self.assertEqual(self.held, house.digests())
        house.must("rebuild")
        self.assertEqual(self.held, house.digests())
        done = house.run("rebuild", "nothing-of-this-name")
        self.assertEqual(1, done.returncode)
        self.assertRegex(done.stderr, r"\Apalabre: [^\n]*nothing-of-this-name[^\n]*\n\Z")

    def test_its_scratch_is_gone_afterwards(self):
        names = {path.name for path in self.house.data.iterdir()}
        self.assertEqual({"log", "vault", "blobs", "model", "views", "release"}, names - {"mail"})

    def test_a_scratch_of_ones_own(self):
        with tempfile.TemporaryDirectory() as folder:
            scratch = pathlib.Path(folder) / "scratch"
            self.assertEqual(self.held, self.house.digests("--scratch", scratch))
            self.assertFalse(scratch.exists())

    def test_a_scratch_that_holds_something_is_left_alone(self):
        with tempfile.TemporaryDirectory() as folder:
            precious = pathlib.Path(folder) / "precious"
            precious.write_text("not palabre's")
            self.house.run("verify", "--scratch", folder)
            self.assertTrue(precious.exists())

    def test_beside_a_running_server(self):
        house = self.house.copy(self)
        server = house.serve()
        done = house.run("verify")
        self.assertEqual(1, done.returncode, done)
        self.assertRegex(done.stderr, r"\Apalabre: [^\n]+\n\Z")
        self.assertEqual(200, server.health().status)
        self.assertEqual(0, server.stop())
        self.assertEqual(self.held, house.digests())

    def test_views_of_another_house(self):
        """Views that were not made from this log are noticed, dropped and built anew."""
        other = Town(self)
        other.thread(other.newcomer("Ève Écrue"), "Autre chose", "Un autre texte.")
        other.server.wait_applied()
        other.server.stop()
        for folder in ("views", "model"):
            with self.subTest(folder):
                house = self.house.copy(self)
                shutil.rmtree(house.data / folder)
                shutil.copytree(other.house.data / folder, house.data / folder)
                done = house.run("verify")
                self.assertEqual(0, done.returncode, done)
                self.assertRegex(done.stderr, r"\Apalabre: [^\n]+another log[^\n]+\n\Z")
                self.assertEqual(self.held, done.stdout.splitlines())


    def test_a_lost_vault_is_not_made_anew(self):
        house = self.house.copy(self)
        vault, backup = house.data / "vault", house.folder / "backup"
        vault.rename(backup)
        for emptied in (False, True):
            if emptied:
                vault.mkdir()
            for tool in (("serve", "--listen", "127.0.0.1:0", "--metrics-listen", "127.0.0.1:0"), ("verify",), ("rebuild",),
                         ("replay", "--with-personal"), ("demo",)):
                with self.subTest(tool, emptied=emptied):
                    done = house.run(*tool)
                    self.assertEqual((1, ""), (done.returncode, done.stdout))
                    self.assertRegex(done.stderr, r"(?m)^palabre: [^\n]*restore the backup[^\n]*\n\Z")
                    self.assertIn(str(vault), done.stderr)
                    self.assertEqual([], list(vault.iterdir()) if emptied else list(house.data.glob("vault")))
        vault.rmdir()
        backup.rename(vault)
        self.assertEqual(self.held, house.digests())


class StartTest(unittest.TestCase):
    def test_a_server_that_has_just_begun_denies_nothing(self):
        """While the views are made again it may ask to come again later, but not say that there is no such thing."""
        town = Town(self)
        anna = town.newcomer("Anna Ambre")
        town.server.stop()
        stack_dump.write(town.house.folder / "dump", questions=500, answers=2, votes=3)
        town.house.must("import", "stackexchange", town.house.folder / "dump", "--community", "c")
        shutil.rmtree(town.house.data / "views")
        server = town.house.serve(ready=False)
        visitor, member = server.client(), server.client()
        member.cookie, member.token = anna.cookie, anna.token
        rounds = []
        while not rounds or rounds[-1][0] != 200:
            health = server.health().status  # first: what is said after it is ready must be said rightly
            rounds.append((health, visitor.get(f"{Town.api}/spaces").status,
                           visitor.post("/api/v1/session", {"email": anna.email, "password": PASSWORD}).status,
                           visitor.get("/api/v1/communities/c").status, member.get("/api/v1/session").status))
        self.assertEqual((200, 200, 201, 200, 200), rounds[-1])
        self.assertEqual(503, rounds[0][0], "the views were made before anybody asked: make the dump larger")
        self.assertEqual(set(), {status for each in rounds for status in each} - {200, 201, 503})
        visitor.close()
        member.close()


    def refused(self, done, *words):
        self.assertGreater(done.returncode, 0, done)
        self.assertEqual("", done.stdout)
        self.assertRegex(done.stderr, r"(?m)^palabre: [^\n]+\n\Z")
        for word in words:
            self.assertIn(word, done.stderr)

    def test_what_cannot_begin(self):
        house, other = House(self), House(self)
        house.administrator()
        server = house.serve()
        free = ("--listen", "127.0.0.1:0", "--metrics-listen", "127.0.0.1:0", "--log-level", "error")
        self.refused(house.run("serve", *free), str(house.data))
        self.refused(other.run("serve", "--metrics-listen", "127.0.0.1:0", "--log-level", "error",
                               "--listen", f"127.0.0.1:{server.port}"), str(server.port))
        settings = other.folder / "settings"
        for text, word in (("listen = nowhere", "settings:1"), ("# a remark\nlog_level = loud", "settings:2"),
                           ("surprise = 1", "settings:1"), ("io_threads = 0", "settings:1")):
            settings.write_text(text + "\n")
            self.refused(other.run("serve", *free, "--config", settings), word)
        self.refused(other.run("serve", *free, "--config", other.folder / "none"), "none")
        self.refused(other.run("serve", *free, "--io-threads", "65"), "io")
        self.refused(other.run("serve", *free, environment={"PALABRE_IO_THREADS": "x"}), "PALABRE_IO_THREADS")
        settings.write_text("surprise = 1\n")
        self.refused(other.run("serve", *free, environment={"PALABRE_CONFIG": str(settings)}), "settings:1")
        (other.folder / "better").write_text("io_threads = many\n")  # the flag wins over the environment
        self.refused(other.run("serve", *free, "--config", other.folder / "better",
                               environment={"PALABRE_CONFIG": str(settings)}), "better:1")
        for tool in (("verify",), ("rebuild",), ("replay", "--with-personal"),
                     ("admin", "found", "--slug", "a", "--name", "A")):
            self.refused(house.run(*tool))
        self.assertEqual(200, server.health().status)
        self.assertEqual(0, server.stop())
        house.digests()

    def test_asking_for_more_than_can_be_recorded(self):
        house = House(self)
        house.administrator()
        types = [argument for i in range(51) for argument in ("--type", f"type-{i}")]
        self.refused(house.run("replay", "--with-personal", *types), "none is given: --type: Too many items")
        self.refused(house.run("replay", "--with-personal", "--type", "x" * 101), "--type: Text too long")
        house.must("replay", "--with-personal", *types[:100])
        house.must("replay", "--with-personal", "--type", "forum.", "--type", "forum.")
        house.digests()


def narrow(limit):
    """Makes the process that begins now find the disk full once a file of its has so many bytes."""
    def prepare():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    return prepare


class FullDiskTest(unittest.TestCase):
    def test_an_import_goes_on_when_there_is_room_again(self):
        house = House(self)
        dump = house.folder / "dump"
        _, kinds = stack_dump.write(dump, questions=300, answers=2, comments=1, votes=3)
        command = ["import", "stackexchange", str(dump), "--community", "c"]
        house.must("admin", "found", "--slug", "other", "--name", "Other")
        done = subprocess.run([BINARY, *command, "--data", str(house.data)], capture_output=True, text=True,
                              timeout=120, preexec_fn=narrow(1 << 20), restore_signals=False)
        self.assertGreater(done.returncode, 0, done)
        self.assertRegex(done.stderr, r"\Apalabre: [^\n]+\n\Z")
        house.digests()
        house.must(*command)
        self.assertEqual(kinds, dict(collections.Counter(e["type"] for e in house.events("--community", "c"))))
        house.digests()

    def test_a_server_ends_and_keeps_what_it_answered(self):
        town = Town(self)
        anna = town.newcomer("Anna Ambre")
        thread = town.thread(anna)["id"]
        town.server.stop()
        server = town.house.serve(port=town.server.port, prepare=narrow(3 << 20))
        town.server.__dict__.update(server.__dict__)
        answered = []
        with self.assertRaises(OSError):
            for number in range(200):
                answer = anna.post(f"{Town.api}/threads/{thread}/posts", {"body": f"{number} " + "é" * 30000})
                self.assertIn(answer.status, (201, 503), answer)
                if answer.status == 201:
                    answered.append(answer.json["id"])
        self.assertGreater(server.process.wait(timeout=60), 0)
        self.assertLess(10, len(answered))
        town.restart()
        there, number = [], 1
        while number is not None:
            page = town.page(thread, page=number)
            there += [post["id"] for post in page["posts"]]
            number = page["next"]
        self.assertEqual([], [post for post in answered if post not in there])
        town.reply(anna, thread)
        self.assertEqual(0, town.server.stop())
        town.house.digests()


class KilledImportTest(unittest.TestCase):
    def test_an_import_killed_again_and_again_completes(self):
        house = House(self)
        dump = house.folder / "dump"
        figures, kinds = stack_dump.write(dump, questions=800, answers=2, comments=1, votes=3)
        whole = sum(kinds.values())
        ends = []
        for grown in (1 << 20, 2 << 20):
            before = log_bytes(house) if house.data.exists() else 0
            importing = subprocess.Popen([BINARY, "import", "stackexchange", str(dump), "--community", "c", "--data",
                                          str(house.data)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
            until = time.monotonic() + 120
            while importing.poll() is None and time.monotonic() < until:
                now = log_bytes(house) if (house.data / "log").exists() else 0
                # Opening the log again empties its write-ahead files: count from what is there then.
                before = min(before, now)
                if now - before > grown:
                    break
                time.sleep(0.002)
            importing.kill()
            self.assertEqual(-9, importing.wait(), importing.stderr.read())
            importing.stderr.close()
            house.digests()
            ends.append(len(house.must("replay", "--community", "c").splitlines()))
        self.assertTrue(0 < ends[0] < ends[1] < whole, f"not in the middle of the import: {ends} of {whole}")

        house.must("import", "stackexchange", dump, "--community", "c")
        self.assertEqual({"log", "vault", "blobs", "model", "views", "release"}, {path.name for path in house.data.iterdir()})
        house.digests()
        self.assertEqual(kinds, {kind: count for kind, count in collections.Counter(
            event["type"] for event in house.events("--community", "c")).items()})
        server = house.serve()
        client, cursor, seen = server.client(), "", {}
        while cursor is not None:
            page = client.must(200, "GET", "/api/v1/communities/c/threads?limit=100" + (cursor and f"&cursor={cursor}"))
            seen.update({t["source_id"]: (t["score"], t["answers"], t["comments"]) for t in page["threads"]})
            cursor = page["next"]
        client.close()
        self.assertEqual({row: of for row, of in figures.items() if of[1] is not None}, seen)
        self.assertEqual(0, server.stop())

        before = house.must("replay")
        house.must("import", "stackexchange", dump, "--community", "c")
        self.assertEqual(before, house.must("replay"))


class DamageTest(unittest.TestCase):
    """One byte of a durable file is another one."""

    @classmethod
    def setUpClass(cls):
        town = Town(cls, "--write-mails", "never")
        town.live()
        town.restart()  # what came so far moves into table files; what follows stays in the write-ahead file
        anna = town.newcomer("Anaïs Azur")
        for number in range(20):
            town.reply(anna, town.question["id"], f"Réponse {number}. " + "Du texte. " * number)
        town.server.wait_applied()
        town.server.kill()
        cls.house = town.house
        cls.exported = cls.house.copy(cls).must("export")

    def files(self, folder, pattern):
        return sorted((file for file in (self.house.data / folder).glob(pattern) if file.stat().st_size > 0),
                      key=lambda file: -file.stat().st_size)

    def verified(self, folder, name, content):
        """verify over a copy in which that file holds this."""
        house = self.house.copy(self)
        (house.data / folder / name).write_bytes(content)
        done = house.run("verify")
        return house, done

    def check_refused(self, house, done):
        self.assertEqual(1, done.returncode, done)
        self.assertRegex(done.stderr, r"\Apalabre: [^\n]+\n\Z")

    def check_refused_or_meaningless(self, house, done):
        if done.returncode != 0:
            return self.check_refused(house, done)
        self.assertEqual(self.exported, house.must("export"))

    @staticmethod
    def flipped(content, at):
        return content[:at] + bytes([content[at] ^ 0x10]) + content[at + 1:]

    def test_a_byte_of_a_table_file_of_the_log(self):
        file = self.files("log", "*.sst")[0]
        content = file.read_bytes()
        for at in (0, len(content) // 4, len(content) // 2):
            with self.subTest(at=at):
                self.check_refused(*self.verified("log", file.name, self.flipped(content, at)))

    def test_a_byte_of_the_write_ahead_file_of_the_log(self):
        file = self.files("log", "*.log")[0]
        content = file.read_bytes()
        for at in (0, 10, len(content) // 2):
            with self.subTest(at=at):
                self.check_refused(*self.verified("log", file.name, self.flipped(content, at)))

    def test_bytes_anywhere_in_log_and_vault(self):
        chance = random.Random(20260101)
        for folder, pattern, count in (("log", "*.sst", 3), ("log", "*.log", 6), ("log", "MANIFEST-*", 4),
                                       ("log", "CURRENT", 1), ("vault", "*.sst", 2), ("vault", "*.log", 2)):
            for file in self.files(folder, pattern)[:2]:
                content = file.read_bytes()
                for at in chance.sample(range(len(content)), min(count, len(content))):
                    with self.subTest(file=f"{folder}/{file.name}", at=at, size=len(content)):
                        self.check_refused_or_meaningless(*self.verified(folder, file.name, self.flipped(content, at)))

    def test_the_length_of_the_last_record(self):
        """Read naively, a record that is too long looks like one whose writing was interrupted."""
        file = self.files("log", "*.log")[0]
        content, at, last = file.read_bytes(), 0, 0
        while at + 7 <= len(content):  # checksum, length, type; none crosses a block of 32 KiB
            if 32768 - at % 32768 < 7:
                at += 32768 - at % 32768
                continue
            last, at = at, at + 7 + struct.unpack_from("<H", content, at + 4)[0]
        longer = content[:last + 5] + bytes([content[last + 5] | 0x40]) + content[last + 6:]
        self.assertNotEqual(content, longer)
        self.check_refused(*self.verified("log", file.name, longer))

    def test_a_cut_write_ahead_file(self):
        """What was answered was synced: an end that is missing was taken away."""
        file = self.files("log", "*.log")[0]
        content = file.read_bytes()
        self.check_refused(*self.verified("log", file.name, content[:len(content) // 2]))

    def test_a_missing_file(self):
        for pattern in ("*.sst", "*.log", "MANIFEST-*", "CURRENT"):
            with self.subTest(pattern):
                house = self.house.copy(self)
                (house.data / "log" / self.files("log", pattern)[0].name).unlink()
                done = house.run("verify")
                self.check_refused(house, done)

    def test_a_damaged_log_is_not_served(self):
        file = self.files("log", "*.log")[0]
        house = self.house.copy(self)
        content = file.read_bytes()
        (house.data / "log" / file.name).write_bytes(self.flipped(content, len(content) // 2))
        done = house.run("serve", "--listen", "127.0.0.1:0", "--metrics-listen", "127.0.0.1:0", "--log-level", "error")
        self.assertEqual(1, done.returncode, done)
        self.assertEqual("", done.stdout)
        self.assertRegex(done.stderr, r"(?m)^palabre: [^\n]+\n\Z")

    def test_a_damaged_view_is_made_again(self):
        """views/ and model/ are no truth: what is wrong with them is told, and deleting them mends it."""
        for folder in ("views", "model"):
            for file in self.files(folder, "*.sst")[:2]:
                with self.subTest(f"{folder}/{file.name}"):
                    content = file.read_bytes()
                    house, done = self.verified(folder, file.name, self.flipped(content, len(content) // 3))
                    if done.returncode != 0:
                        self.check_refused(house, done)
                    shutil.rmtree(house.data / folder)
                    house.digests()

    def test_another_master_key(self):
        house = self.house.copy(self)
        house.key.write_bytes(House(self).folder.name.encode())
        done = house.run("verify")
        self.check_refused(house, done)
        other = House(self)
        other.administrator("other@example.org")
        shutil.copy(other.key, house.key)
        done = house.run("verify")
        self.check_refused(house, done)

    def test_a_missing_master_key(self):
        house = self.house.copy(self)
        house.key.unlink()
        done = house.run("verify")
        self.check_refused(house, done)
        self.assertIn("key", done.stderr)


if __name__ == "__main__":
    unittest.main()
