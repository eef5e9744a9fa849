# SPDX-License-Identifier: Apache-2.0
"""Leaving costs one command: `palabre export` and `import palabre`, judged by independent readers of the format."""
import csv
import io
import json
import shutil
import subprocess
import sys
import unittest

from palabre_process import BINARY, SHARED, SOURCE, House, Town, run_tests, shared_data

PASSPHRASE = "a passphrase of some length"


class TransferTest(unittest.TestCase):
    """One lively house, exported once; each test imports it somewhere."""

    @classmethod
    def setUpClass(cls):
        cls.town = Town(cls).live()
        cls.house = cls.town.house
        cls.town.server.wait_applied()
        cls.boris_email = cls.town.boris.email
        cls.shown = {thread["id"]: cls.town.page(thread["id"], cls.town.anna)
                     for thread in (cls.town.question, cls.town.talk)}
        cls.town.server.stop()
        if (SHARED / "data" / "se-beer-meta-2014").exists():
            cls.house.must("import", "stackexchange", SHARED / "data" / "se-beer-meta-2014", "--community", "beer")
        cls.secret = cls.house.folder / "passphrase"
        cls.secret.write_text(PASSPHRASE + "\n")
        cls.keys = cls.house.folder / "house.keys"
        cls.export = cls.house.must("export", "--keys", cls.keys, "--passphrase-file", cls.secret)
        cls.file = cls.house.folder / "house.ndjson"
        cls.file.write_text(cls.export)
        cls.communities = sorted({json.loads(line)["community"] for line in cls.export.splitlines()})

    def import_into(self, house, file=None, keys=None, secret=None):
        more = ["--keys", keys, "--passphrase-file", secret or self.secret] if keys else []
        return house.run("import", "palabre", file or self.file, *more)

    def refused(self, done, *words):
        self.assertEqual(1, done.returncode, done)
        self.assertRegex(done.stderr, r"\Apalabre: [^\n]+\n\Z")
        for word in words:
            self.assertIn(word, done.stderr)

    def changed(self, change):
        """The export's lines, changed: a file."""
        lines = self.export.splitlines()
        change(lines)
        file = House(self).folder / "changed.ndjson"
        file.write_text("\n".join(lines) + "\n")
        return file

    def event_line(self, word):
        """Place of the first event of a type that begins so."""
        return next(i for i, line in enumerate(self.export.splitlines())
                    if json.loads(line).get("headers", {}).get("ce_type", "").startswith(word))

    # ---- What an export is ----

    def test_the_yardstick_accepts_the_export(self):
        done = subprocess.run([sys.executable, "-B", shared_data("log_rule.py"), "check", self.file],
                              capture_output=True, text=True, timeout=120)
        self.assertEqual(0, done.returncode, done)
        self.assertIn(f"events of {len(self.communities)} communities hold", done.stdout)

    def test_the_reference_reader_prints_what_replay_prints(self):
        for community in self.communities:
            with self.subTest(community):
                export = self.house.must("export", "--community", community)
                done = subprocess.run([sys.executable, "-B", SOURCE / "docs" / "reference_reader.py"],
                                      input=export.encode(), capture_output=True, timeout=120)
                self.assertEqual((0, b""), (done.returncode, done.stderr))
                self.assertEqual(self.house.must("replay", "--community", community), done.stdout.decode())

    def test_an_export_of_one_community_is_its_part_of_the_whole(self):
        for community in self.communities:
            with self.subTest(community):
                part = [line for line in self.export.splitlines() if json.loads(line)["community"] == community]
                self.assertEqual(part, self.house.must("export", "--community", community).splitlines())

    def test_no_personal_text_stands_in_the_export(self):
        for text in ("Boris Bleu", "À gauche", "poser la voie", "Pour les membres", "Dora Dor", "Carla Cyan", "@example.org"):
            self.assertNotIn(text, self.export)
            self.assertNotIn(json.dumps(text)[1:-1], self.export)

    def test_the_keys_file_is_private_and_never_overwritten(self):
        self.assertEqual(0o600, self.keys.stat().st_mode & 0o777)
        before = self.keys.read_bytes()
        self.refused(self.house.run("export", "--keys", self.keys, "--passphrase-file", self.secret), "house.keys")
        self.assertEqual(before, self.keys.read_bytes())

    def test_a_keys_file_is_whole_or_not_there(self):
        other = self.house.copy(self)
        (other.data / "vault" / "CURRENT").write_text("nothing of the kind")
        partial = self.house.folder / "more.keys.partial"
        partial.write_text("left by a run that was killed")
        keys = self.house.folder / "more.keys"
        self.refused(other.run("export", "--keys", keys, "--passphrase-file", self.secret))
        self.assertFalse(keys.exists())
        self.house.must("export", "--keys", keys, "--passphrase-file", self.secret)
        self.assertEqual((True, False), (keys.exists(), partial.exists()))
        self.assertEqual(0, self.import_into(House(self), keys=keys).returncode)

    def test_export_beside_a_running_server(self):
        other = self.house.copy(self)
        server = other.serve()
        self.assertEqual(self.export, other.must("export"))
        self.assertEqual(0, server.stop())

    # ---- There and back ----

    def test_with_keys_everything_comes_out_equal(self):
        there = House(self)
        done = self.import_into(there, keys=self.keys)
        self.assertEqual((0, ""), (done.returncode, done.stderr))
        self.assertEqual(self.export, there.must("export"))
        self.assertEqual(self.house.digests(), there.digests())
        for community in self.communities:
            self.assertEqual(self.house.must("replay", "--community", community),
                             there.must("replay", "--community", community))

        server = there.serve()
        boris = server.client().sign_in(self.boris_email)
        for thread, page in self.shown.items():
            now = boris.must(200, "GET", f"{Town.api}/threads/{thread}")
            for of_viewer in (page, now):
                of_viewer.pop("viewer", None)
                for post in of_viewer["posts"]:
                    post.pop("my", None)
            self.assertEqual(page, now)
        boris.must(201, "POST", f"{Town.api}/threads/{self.town.question['id']}/posts", {"body": "Me voici."})
        self.assertEqual(0, server.stop())
        there.digests()

    def test_by_standard_input(self):
        there = House(self)
        there.must("import", "palabre", stdin=self.export)
        self.assertEqual(self.export, there.must("export"))

    def test_the_passphrase_may_stand_in_the_environment(self):
        there = House(self)
        there.must("import", "palabre", self.file, "--keys", self.keys, environment={"PALABRE_PASSPHRASE": PASSPHRASE})
        self.assertEqual(self.house.digests(), there.digests())

    def test_without_keys_what_is_sealed_stays_null(self):
        there = House(self)
        there.must("import", "palabre", self.file)
        self.assertEqual(self.export, there.must("export"))
        there.digests()
        for event in there.events("--with-personal"):
            for name in ("title", "body", "name", "bio", "email"):
                if event["source"] != "platform" and event["type"].split(".")[0] in ("forum", "members"):
                    self.assertIsNone(event["data"].get(name), event)
        server = there.serve()
        page = server.anonymous(f"{Town.api}/threads/{self.town.question['id']}").json
        self.assertEqual(4, len(page["posts"]))
        for post in page["posts"]:
            self.assertEqual("", post["body_html"])
        self.assertEqual(200, server.health().status)
        self.assertEqual(0, server.stop())

    def test_old_keys_do_not_bring_an_erased_member_back(self):
        town = Town(self)
        eve = town.newcomer("Eve Écarlate")
        thread = town.thread(eve, "Un titre à oublier", "Un texte à oublier.")
        town.server.stop()
        old = town.house.folder / "old.keys"
        town.house.must("export", "--keys", old, "--passphrase-file", self.secret)
        town.restart()
        eve.must(204, "POST", f"{town.api}/members/{eve.member}/erasure")
        town.server.wait_applied()
        town.server.stop()
        file = town.house.folder / "export.ndjson"
        file.write_text(town.house.must("export"))
        there = House(self)
        self.assertEqual(0, self.import_into(there, file, old).returncode)
        self.assertEqual(town.house.digests(), there.digests())
        self.assertNotIn("oublier", there.must("replay", "--with-personal"))
        server = there.serve()
        page = server.anonymous(f"{Town.api}/threads/{thread['id']}").json
        self.assertEqual(("erased", "", "erased", ""), (page["thread"]["state"], page["thread"]["title"],
                                                        page["posts"][0]["state"], page["posts"][0]["body_html"]))

    def test_the_golden_log_comes_in_and_out(self):
        """With a community that was founded, and in which nothing has happened yet."""
        golden = SOURCE / "tests" / "golden" / "log" / "small.ndjson"
        there = House(self)
        there.must("import", "palabre", golden)
        self.assertEqual(sorted(golden.read_text().split("\n")), sorted(there.must("export").split("\n")))

    # ---- What is refused ----

    def test_a_refused_import_leaves_nothing_behind(self):
        cut = self.changed(lambda lines: lines.pop())
        for data, key in ((False, False), (True, False), (True, True)):
            with self.subTest(data=data, key=key):
                there = House(self)
                if data:
                    there.data.mkdir()
                    (there.data / "mine").write_text("kept")
                if key:
                    shutil.copy(self.house.key, there.key)
                before = sorted(there.folder.rglob("*"))
                for keys in (None, self.keys):
                    self.refused(self.import_into(there, cut, keys), "head")
                    self.assertEqual(before, sorted(there.folder.rglob("*")))
                self.assertEqual(0, self.import_into(there, keys=self.keys).returncode)
                self.assertEqual(self.export, there.must("export"))

    def test_beside_what_an_import_left_that_was_cut_short(self):
        there = House(self)
        (there.data / "importing").mkdir(parents=True)
        self.refused(self.import_into(there), str(there.data / "importing"))
        (there.data / "importing").rmdir()
        self.assertEqual(0, self.import_into(there).returncode)

    def test_a_head_of_a_community_in_which_nothing_happened(self):
        lines = (SOURCE / "tests" / "golden" / "log" / "small.ndjson").read_text().rstrip("\n").split("\n")
        place = next(i for i, line in enumerate(lines) if json.loads(line)["community"] == "c-empty")
        row = json.loads(lines[place])
        row["link"] = ("b" if row["link"][0] == "a" else "a") + row["link"][1:]
        file = House(self).folder / "changed.ndjson"
        file.write_text("\n".join([*lines[:place], json.dumps(row), *lines[place + 1:]]) + "\n")
        self.refused(self.import_into(House(self), file), "c-empty")

    def test_a_target_that_is_not_empty(self):
        for target in (self.house.copy(self), House(self)):
            if not target.data.exists():
                target.administrator()
            before = target.must("export")
            self.refused(self.import_into(target, keys=self.keys), "not empty")
            self.assertEqual(before, target.must("export"))
            target.digests()

    def test_the_wrong_passphrase(self):
        wrong = self.house.folder / "wrong"
        there = House(self)
        for text in ("another passphrase altogether", "short", ""):
            wrong.write_text(text + "\n")
            self.refused(self.import_into(there, keys=self.keys, secret=wrong), "passphrase")
        self.refused(self.import_into(there, keys=self.keys, secret=self.house.folder / "nowhere"), "nowhere")
        # Nothing was imported meanwhile: the right one goes on.
        self.assertEqual(0, self.import_into(there, keys=self.keys).returncode)
        self.assertEqual(self.house.digests(), there.digests())

    def test_a_keys_file_that_is_cut_or_changed(self):
        whole = self.keys.read_bytes()
        bad = self.house.folder / "bad.keys"
        middle = len(whole) // 2
        for name, content in {"empty": b"", "head": whole[:20], "cut": whole[:middle], "without its end": whole[:-1],
                              "changed": whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1:],
                              "another file": self.export.encode()}.items():
            with self.subTest(name):
                bad.write_bytes(content)
                self.refused(self.import_into(House(self), keys=bad), "bad.keys")
        self.refused(self.import_into(House(self), keys=self.house.folder / "nowhere"), "nowhere")

    def test_a_changed_line(self):
        event = self.event_line("forum.thread-opened")
        second = self.event_line("forum.post-published")
        last = len(self.export.splitlines()) - 1

        def edit(place, change):
            def of_lines(lines):
                row = json.loads(lines[place])
                change(row)
                lines[place] = json.dumps(row, ensure_ascii=False)
            return of_lines

        def swap(lines):
            lines[event], lines[event + 1] = lines[event + 1], lines[event]

        changes = {
            "value": edit(event, lambda r: r.update(value=r["value"].replace('"length":', '"length":1'))),
            "accepted": edit(event, lambda r: r.update(accepted=r["accepted"].replace("20", "21", 1))),
            "sequence": edit(event, lambda r: r.update(sequence=r["sequence"] + 1)),
            "actor": edit(second, lambda r: r["headers"].update(ce_actor="b" * 12 + "a")),
            "origin": edit(event, lambda r: r["headers"].update(palabre_origin="demo")),
            "a header more": edit(event, lambda r: r["headers"].update(palabre_what="1")),
            "a header less": edit(event, lambda r: r["headers"].pop("palabre_reads")),
            "community": edit(event, lambda r: r.update(community="platform")),
            "link": edit(last, lambda r: r.update(link=("b" if r["link"][0] == "a" else "a") + r["link"][1:])),
            "head's sequence": edit(last, lambda r: r.update(sequence=r["sequence"] - 1)),
            "not JSON": lambda lines: lines.__setitem__(event, lines[event][:-1]),
            "no object": lambda lines: lines.__setitem__(event, "[]"),
            "empty line": lambda lines: lines.insert(event, ""),
            "left out": lambda lines: lines.pop(event),
            "twice": lambda lines: lines.insert(event, lines[event]),
            "swapped": swap,
        }
        for name, change in changes.items():
            with self.subTest(name):
                self.refused(self.import_into(House(self), self.changed(change)))

    def test_a_changed_line_is_named(self):
        place = self.event_line("forum.post-published")
        line = self.export.splitlines()[place]
        for changed in ("{", '{"x":1,' + line[1:]):
            with self.subTest(changed[:10]):
                file = self.changed(lambda lines: lines.__setitem__(place, changed))
                done = self.import_into(House(self), file)
                self.refused(done, f"{file}:{place + 1}: ")
                self.assertNotIn("line", done.stderr)

    def test_bytes_that_are_no_text(self):
        file = House(self).folder / "changed.ndjson"
        content = self.file.read_bytes()
        at = content.index(b'"value":"') + 20
        file.write_bytes(content[:at] + b"\xff\xfe" + content[at:])
        self.refused(self.import_into(House(self), file))

    def test_a_cut_export(self):
        lines = self.export.splitlines(keepends=True)
        inside = "".join(lines[:-3]) + lines[-3][:len(lines[-3]) // 2]
        before_heads = "".join(lines[:-1])
        in_the_middle = "".join(lines[:self.event_line("forum.thread-opened") + 2])
        cuts = {"within a line": inside, "before the last head": before_heads, "between two events": in_the_middle,
                "before the first line": ""}
        for place, line in enumerate(lines[:-1]):
            if "headers" not in json.loads(line):
                cuts[f"behind the head in line {place + 1}"] = "".join(lines[:place + 1])
        for name, content in cuts.items():
            with self.subTest(name):
                file = House(self).folder / "cut.ndjson"
                file.write_text(content)
                self.refused(self.import_into(House(self), file))

    def test_a_wrong_path(self):
        there = House(self)
        self.refused(self.import_into(there, self.house.folder / "nowhere.ndjson"), "nowhere.ndjson")
        self.refused(there.run("export"), str(there.data))
        self.refused(there.run("replay"), str(there.data))
        self.refused(there.run("verify"), str(there.data))
        self.assertFalse(there.data.exists())

    def test_an_output_that_takes_no_more(self):
        for tool in (("export",), ("replay",), ("replay", "--format", "csv")):
            with self.subTest(tool), open("/dev/full", "w") as full:
                done = subprocess.run([BINARY, *tool, "--data", str(self.house.data)], stdout=full,
                                      stderr=subprocess.PIPE, text=True, timeout=60)
                self.refused(done)

    def test_an_unknown_community(self):
        for tool in ("export", "replay"):
            self.refused(self.house.run(tool, "--community", "nowhere"), "nowhere")

    def test_keys_of_a_house_that_is_served(self):
        other = self.house.copy(self)
        server = other.serve()
        file = other.folder / "more.keys"
        self.refused(other.run("export", "--keys", file, "--passphrase-file", self.secret))
        self.assertFalse(file.exists())
        self.assertEqual(200, server.health().status)

    # ---- What analysts read ----

    def test_replay_as_a_table(self):
        table = list(csv.DictReader(io.StringIO(self.house.must("replay", "--format", "csv"), newline="")))
        events = self.house.events()
        self.assertEqual(len(events), len(table))
        for event, row in zip(events, table):
            self.assertEqual(event.pop("data"), json.loads(row.pop("data")))
            self.assertEqual({name: event.get(name, "") for name in row}, row)

    def test_replay_of_a_part(self):
        events = self.house.events("--community", Town.community)
        self.assertEqual([e for e in events if e["type"].startswith("forum.post")],
                         self.house.events("--community", Town.community, "--type", "forum.post"))
        self.assertEqual([e for e in events if e["type"].startswith(("members.left", "members.erased"))],
                         self.house.events("--community", Town.community, "--type", "members.left", "--type",
                                           "members.erased"))
        middle = events[len(events) // 2]["time"]
        before = self.house.events("--community", Town.community, "--until", middle)
        after = self.house.events("--community", Town.community, "--from", middle)
        self.assertEqual(events, before + after)
        self.assertEqual(middle, after[0]["time"])
        self.assertEqual([], self.house.events("--community", Town.community, "--until", events[0]["time"][:10]))
        for option in ("--from", "--until"):
            for value in ("yesterday", "2026-13-01", "2026-01-01T00:00:00"):
                self.refused(self.house.run("replay", option, value), option)

    def test_asking_for_personal_data_is_recorded(self):
        other = self.house.copy(self)
        before = other.events()
        opened = other.events("--community", Town.community, "--with-personal")
        self.assertIn("Anna Ambre", [e["data"].get("name") for e in opened if e["type"] == "members.joined.v1"])
        self.assertNotIn("Dora Doré", [e["data"].get("name") for e in opened if e["type"] == "members.joined.v1"])
        after = other.events()
        self.assertEqual(before, after[:-1])
        self.assertEqual("accounts.personal-data-read.v1", after[-1]["type"])
        self.assertEqual([opened[0]["source"]], after[-1]["data"]["communities"])


if __name__ == "__main__":
    run_tests()
