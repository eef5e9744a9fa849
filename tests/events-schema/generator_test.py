# SPDX-License-Identifier: Apache-2.0
"""The generator on copies of the real schemas, each spoilt in one way: it must say what is wrong, and where."""
import json
import shutil
import sys
import tempfile
import unittest
from pathlib import Path

TREE = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TREE / "events-schema" / "generator"))

import asyncapi  # noqa: E402
import catalogue  # noqa: E402
import check  # noqa: E402
import cpp  # noqa: E402
import golden  # noqa: E402
import released  # noqa: E402
import sealed  # noqa: E402
from model import SchemaError, load  # noqa: E402
from validate import Validator  # noqa: E402

POST = "forum/post-published.v1.json"
EXAMPLE = "golden/forum/post-published.v1/full"


class Copied(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.root = Path(self.folder.name) / "events-schema"
        shutil.copytree(TREE / "events-schema", self.root, ignore=shutil.ignore_patterns("generator", "runtime"))
        (self.root.parent / "docs").mkdir()
        for name in ("events.md", "asyncapi.json"):
            shutil.copy(TREE / "docs" / name, self.root.parent / "docs")

    def edit(self, name: str, change) -> None:
        """Applies `change` to the JSON in a file; indented unless it is an example."""
        path = self.root / name
        value = json.loads(path.read_text("utf-8"))
        changed = change(value)
        value = value if changed is None else changed
        text = golden.canonical(value) if name.startswith("golden/") else json.dumps(value, indent=2)
        path.write_text(text + "\n", "utf-8")

    def refused(self, *words: str) -> None:
        with self.assertRaises(SchemaError) as caught:
            check.check(load(self.root))
        for word in words:
            self.assertIn(word, str(caught.exception))

    def field(self, name: str, **changes):
        def change(schema):
            for key, value in changes.items():
                key = key.replace("_", "-") if key.startswith("x_") else key
                if value is None:
                    schema["properties"][name].pop(key, None)
                else:
                    schema["properties"][name][key] = value
        self.edit(POST, change)


class Spoilt(Copied):
    def test_the_tree_itself_is_in_order(self):
        check.check(load(self.root))

    def test_half_written_json(self):
        (self.root / POST).write_text('{"$schema": ', "utf-8")
        self.refused("post-published.v1.json")

    def test_json_of_another_kind(self):
        for name, value, word in ((POST, [], "properties"), (POST, {"properties": {"author": 1}}, "author"),
                                  ("codes/trades.json", [{"code": "a"}], "codes/trades.json"),
                                  (f"{EXAMPLE}.json", 5, "full.json")):
            self.setUp()
            self.edit(name, lambda _: value)
            self.refused(word)

    def test_lists_hold_what_decode_can_bound(self):
        for items in ({"type": "boolean"}, {"type": "integer", "minimum": 0, "maximum": 1}, {}):
            self.field("source_id", type="array", items=items, minItems=0, maxItems=5, uniqueItems=True)
            self.refused(POST, "source_id")

    def test_lists_hold_each_item_once(self):
        self.field("source_id", type="array", items={"type": "string", "maxLength": 5}, minItems=0, maxItems=5)
        self.refused(POST, "source_id", "uniqueItems")

    def test_fields_are_described_in_sentences(self):
        self.field("author", description="the author")
        self.refused(POST, "author", "sentence")

    def test_unknown_keywords(self):
        self.field("author", deprecated=True)
        self.refused(POST, "author", "deprecated")

    def test_unknown_forms(self):
        self.field("length", type="number")
        self.refused(POST, "length", "form")

    def test_unknown_definitions(self):
        self.field("author", **{"$ref": "../common.json#/$defs/person"})
        self.refused(POST, "author", "person")

    def test_bounds_are_needed(self):
        self.field("length", maximum=None)
        self.refused(POST, "length", "maximum")
        self.setUp()
        self.field("source_id", maxLength=None)
        self.refused(POST, "source_id", "maxLength")

    def test_bounds_are_named_limits(self):
        self.field("source_id", x_limit=None)
        self.refused("forum.post-published.v1", "source_id", "x-limit")

    def test_personal_fields_point_to_a_member(self):
        for of in ("/parent", "/length", "/nobody"):
            self.field("body", x_personal={"of": of, "class": "content"})
            self.refused(POST, "body", "member")

    def test_personal_fields_have_a_known_class_and_are_nullable_texts(self):
        self.field("body", x_personal={"of": "/author", "class": "secret"})
        self.refused(POST, "body", "identity | content")
        self.setUp()
        self.field("body", type="string")
        self.refused(POST, "body", "null")
        self.setUp()
        item = {"$ref": "../common.json#/$defs/space"}
        self.edit(POST, lambda s: s["properties"].update(body={
            "description": "Some spaces.", "type": ["array", "null"], "items": item, "minItems": 0, "maxItems": 5,
            "uniqueItems": True, "x-limit": "spaces_per_thread", "x-personal": {"of": "/author", "class": "content"}}))
        self.refused(POST, "body", "list of texts")

    def test_all_fields_are_required_and_no_others_allowed(self):
        self.edit(POST, lambda s: s["required"].remove("parent"))
        self.refused(POST, "required")
        self.setUp()
        self.edit(POST, lambda s: s.update(additionalProperties=True))
        self.refused(POST, "additionalProperties")

    def test_sealed_stands_last_where_it_belongs(self):
        self.edit(POST, lambda s: s["properties"].pop("sealed") and None)
        self.refused(POST, "sealed")

    def test_the_name_of_the_file_is_its_id(self):
        (self.root / POST).rename(self.root / "forum/post_published.v1.json")
        self.refused("post_published.v1.json")
        self.setUp()
        self.edit(POST, lambda s: s.update({"$id": "forum/post.v1.json"}))
        self.refused(POST, "$id")

    def test_one_name_is_one_enum(self):
        self.edit("members/role-taken.v1.json", lambda s: s["properties"]["role"].update(enum=["manager", "guest"]))
        self.refused("role", "Role")

    def test_codes_ascend_and_are_named(self):
        self.edit("codes/trades.json", lambda codes: codes[::-1])
        self.refused("codes/trades.json", "ascend")
        self.setUp()
        self.edit("codes/trades.json", lambda codes: codes[0].update(fr=" "))
        self.refused("codes/trades.json", "aide-soignant")
        self.setUp()
        (self.root / "codes/trades.json").unlink()
        self.refused("trade", "codes/trades.json")
        self.setUp()
        shutil.copy(self.root / "codes/trades.json", self.root / "codes/hobbies.json")
        with self.assertRaisesRegex(SchemaError, "hobbies"):
            cpp.files(load(self.root))

    def test_released_schemas_never_change(self):
        self.field("author", description="Another word.")
        self.refused(POST, "has changed")
        self.setUp()
        self.edit("common.json", lambda s: s["$defs"]["post"].update(description="Another word."))
        self.refused("common.json#/$defs/post", "has changed")
        with self.assertRaises(SchemaError):
            released.release(load(self.root))

    def test_released_schemas_never_go(self):
        (self.root / "members/left.v1.json").unlink()
        shutil.rmtree(self.root / "golden/members/left.v1")
        self.refused("members/left.v1", "is gone")

    def test_codes_that_were_given_out_never_go(self):
        self.edit("codes/departements.json", lambda codes: codes[:-1])
        self.refused("codes/departements.json", "was given out and is gone")
        with self.assertRaisesRegex(SchemaError, "given out"):
            released.release(load(self.root))
        self.setUp()
        self.edit("codes/trades.json", lambda codes: codes[0].update(fr="Un autre nom"))
        check.check(load(self.root))

    def test_new_codes_are_released(self):
        self.edit("codes/trades.json", lambda codes: codes + [{"code": "zoologue", "fr": "Zoologue", "en": "Zoologist"}])
        self.refused("codes/trades.json", "zoologue", "release")
        released.release(load(self.root))
        released.check(load(self.root))
        self.assertIn("zoologue", json.loads((self.root / "released.json").read_text("utf-8"))["codes/trades.json"])

    def test_released_examples_never_change_or_go(self):
        spoilt = EXAMPLE.replace("full", "minimal")
        self.edit(f"{spoilt}.open.json", lambda v: v.update(language="en" if v["language"] == "fr" else "fr"))
        self.edit(f"{spoilt}.json", lambda v: v.update(language="en" if v["language"] == "fr" else "fr"))
        self.refused("post-published.v1/minimal", "has changed")
        self.setUp()
        for case in ("", ".open"):
            shutil.copy(self.root / f"{EXAMPLE}{case}.json", self.root / f"{EXAMPLE}er{case}.json")
        self.refused("post-published.v1/fuller", "release")
        released.release(load(self.root))
        for case in ("", ".open"):
            (self.root / f"{EXAMPLE}er{case}.json").unlink()
        self.refused("post-published.v1/fuller", "is gone")

    def test_integers_have_a_unit(self):
        self.field("length", x_unit=None)
        self.refused("forum.post-published.v1", "length", "x-unit")

    def test_examples_hold_to_the_coded_lists(self):
        name = "golden/members/profile-edited.v1/full"
        for case in (".open", ""):
            self.edit(f"{name}{case}.json", lambda v: v.update(trade="astronaute"))
        self.refused("full.json", "trade", "astronaute", "codes/trades.json")

    def test_a_new_definition_changes_nothing_released(self):
        self.edit("common.json", lambda s: s["$defs"].update(place={"description": "A place.", "type": "string"}))
        check.check(load(self.root))

    def test_examples_are_needed(self):
        (self.root / "golden/members/left.v1/full.json").unlink()
        self.refused("left.v1", "fewer than 2")

    def test_examples_are_in_the_stored_form(self):
        path = self.root / f"{EXAMPLE}.json"
        path.write_text(path.read_text("utf-8").replace(":", ": ", 1), "utf-8")
        self.refused("full.json", "stored form")

    def test_examples_keep_the_order_of_fields(self):
        self.edit(f"{EXAMPLE}.json", lambda v: dict(sorted(v.items())))
        self.refused("full.json", "has the fields")

    def test_examples_hold_to_the_schema(self):
        for name, value in (("length", -1), ("length", True), ("language", "de"), ("thread", "aaaaaaaaaaaab"),
                            ("parent", 1), ("source_id", "x" * 65), ("author", None)):
            self.setUp()
            self.edit(f"{EXAMPLE}.json", lambda v: v.update({name: value}))
            self.refused("full.json", name)

    def test_examples_hold_personal_fields_in_boxes_only(self):
        self.edit(f"{EXAMPLE}.json", lambda v: v.update(body="Bonjour"))
        self.refused("full.json", "body", "personal")

    def test_boxes_hold_what_the_open_example_says(self):
        self.edit(f"{EXAMPLE}.open.json", lambda v: v.update(body="Bonsoir"))
        self.refused("full.json", "sealed")
        self.setUp()
        self.edit(f"{EXAMPLE}.json", lambda v: v["sealed"][0].update({"class": "identity"}))
        self.refused("full.json", "sealed")
        self.setUp()
        self.edit(f"{EXAMPLE}.json", lambda v: v.pop("sealed") and None)
        self.refused("full.json", "sealed")

    def test_examples_of_nothing(self):
        (self.root / "golden/forum/post-published.v9").mkdir()
        (self.root / "golden/forum/post-published.v9/full.json").write_text("{}\n", "utf-8")
        self.refused("post-published.v9", "nothing")

    def test_the_documents_are_current(self):
        for name in ("asyncapi.json", "events.md"):
            path = self.root.parent / "docs" / name
            path.write_text(path.read_text("utf-8") + "\n", "utf-8")
            self.refused(name, "not current")


class NewId(Copied):
    def test_a_line_and_a_definition_in_common_json_are_all(self):
        def define(common):
            common["x-types"]["place"] = {"type": "PlaceId", "words": "place id"}
            common["$defs"]["place"] = {**common["$defs"]["space"], "description": "A place's id."}
        self.edit("common.json", define)
        name = "members/left.v2.json"
        shutil.copy(self.root / "members/left.v1.json", self.root / name)
        self.edit(name, lambda s: s.update({"$id": name}))
        self.edit(name, lambda s: s["properties"].update(
            member={"$ref": "../common.json#/$defs/place", "description": "The place."}))
        model = load(self.root)
        self.assertIn("    PlaceId member{}; ///< The place.\n", cpp.files(model)["members.hpp"])
        self.assertIn("| `member` | place id |  | The place. |\n", catalogue.text(model))

    def test_a_line_names_a_definition_and_says_both_names(self):
        self.edit("common.json", lambda s: s["x-types"].update(place={"type": "PlaceId", "words": "place id"}))
        self.refused("x-types", "place", "no such definition")
        self.setUp()
        self.edit("common.json", lambda s: s["x-types"]["space"].pop("words") and None)
        self.refused("x-types", "space", "words")


class NewVersion(Copied):
    def test_the_newest_version_has_the_plain_name(self):
        newest = len(list((self.root / POST).parent.glob("post-published.v*.json"))) + 1
        schema = json.loads((self.root / POST).read_text("utf-8"))
        schema["$id"] = POST.replace("v1", f"v{newest}")
        schema["properties"]["length"]["maximum"] = 50000
        (self.root / schema["$id"]).write_text(json.dumps(schema), "utf-8")
        files = cpp.files(load(self.root))
        self.assertIn(f'struct PostPublished {{\n    static constexpr std::string_view type = "forum.post-published.v{newest}"',
                      files["forum.hpp"])
        self.assertIn('struct PostPublishedV1 {\n    static constexpr std::string_view type = "forum.post-published.v1"',
                      files["forum.hpp"])
        self.assertIn("forum::PostPublishedV1,\n", files["event.hpp"])
        self.assertIn("limits::body == 50000", files["limits.cpp"])
        self.refused(f"post-published.v{newest}", "golden")

    def test_what_is_new_is_sealed_and_released(self):
        shutil.rmtree(self.root / "golden/forum/post-published.v1")
        open_example = TREE / "events-schema" / f"{EXAMPLE}.open.json"
        for case in ("one", "two"):
            target = self.root / f"golden/forum/post-published.v1/{case}.open.json"
            target.parent.mkdir(exist_ok=True)
            shutil.copy(open_example, target)
        model = load(self.root)
        self.assertEqual(len(golden.write(model)), 2)
        self.assertEqual(golden.write(model), [])
        (self.root / "released.json").write_text("{}", "utf-8")
        self.refused("released.json", "release")
        released.release(model)
        self.refused("asyncapi.json", "not current")
        asyncapi.place(model).write_text(asyncapi.content(model), "utf-8")
        check.check(model)


class Sealing(unittest.TestCase):
    def test_only_the_same_key_and_binding_open(self):
        key, binding = b"k" * 32, sealed.bound("golden", "c", "forum.x.v1", "m", "content")
        for size in (0, 1, 15, 16, 17, 63, 64, 65, 300):
            box = sealed.seal(key, binding, b"p" * size)
            self.assertEqual(sealed.open_box(key, binding, box), b"p" * size)
            self.assertIsNone(sealed.open_box(b"K" * 32, binding, box))
            self.assertIsNone(sealed.open_box(key, binding + b"x", box))
            self.assertIsNone(sealed.open_box(key, binding, ("B" if box[0] == "A" else "A") + box[1:]))


class Validating(unittest.TestCase):
    def test_true_is_no_integer_and_patterns_end_at_the_end(self):
        validator = Validator({})
        self.assertTrue(validator.faults(True, {"type": "integer"}))
        self.assertTrue(validator.faults("a\n", {"type": "string", "pattern": "^a$"}))
        self.assertFalse(validator.faults("a", {"type": "string", "pattern": "^a$"}))

    def test_lengths_are_code_points(self):
        validator = Validator({})
        self.assertFalse(validator.faults("\U0001f642" * 3, {"type": "string", "maxLength": 3}))
        self.assertTrue(validator.faults("\U0001f642" * 4, {"type": "string", "maxLength": 3}))

    def test_items_do_not_repeat(self):
        self.assertTrue(Validator({}).faults([1, 1], {"type": "array", "uniqueItems": True}))


if __name__ == "__main__":
    unittest.main()
