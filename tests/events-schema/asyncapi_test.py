# SPDX-License-Identifier: Apache-2.0
"""docs/asyncapi.json is a document of AsyncAPI 3.0 that knows every event version, and what it says of records holds of those
that are stored. The schema of AsyncAPI comes from npm, by script/bootstrap."""
import copy
import json
import unittest
from pathlib import Path

import jsonschema_rs

TREE = Path(__file__).resolve().parents[2]
SPECIFICATION = TREE / "build" / "node" / "node_modules" / "@asyncapi" / "specs" / "schemas" / "3.0.0-without-$id.json"
GOLDEN = TREE / "events-schema" / "golden"


def faults(schema: dict, value) -> list[str]:
    """Formats are what the C++ makes of them, and stay out: draft 7 knows fewer addresses of e-mail than we take."""
    return [error.message for error in jsonschema_rs.Draft7Validator(schema, validate_formats=False).iter_errors(value)]


class TheDocument(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.document = json.loads((TREE / "docs" / "asyncapi.json").read_text("utf-8"))
        cls.specification = json.loads(SPECIFICATION.read_text("utf-8"))

    def message(self, part: str, name: str) -> dict:
        """The schema of a message's headers or payload, that can be resolved by itself."""
        return {**self.document["components"]["messages"][name][part], "components": self.document["components"]}

    def test_is_of_asyncapi_3(self):
        self.assertEqual([], faults(self.specification, self.document))

    def test_another_form_is_refused(self):
        for spoil in (lambda d: d.pop("info"), lambda d: d["channels"]["log"].update(adress="t"), lambda d: d.update(asyncapi="2.6.0"),
                      lambda d: d["operations"]["appended"].update(action="publish")):
            other = copy.deepcopy(self.document)
            spoil(other)
            self.assertNotEqual([], faults(self.specification, other))

    def test_has_every_event_version_in_its_channel(self):
        versions = {f"{path.parent.name}.{path.stem}" for path in (TREE / "events-schema").glob("*/*.v*.json")}
        self.assertGreater(len(versions), 20)
        named = set(self.document["channels"]["log"]["messages"])
        self.assertEqual(versions, {name for name in named if not name.startswith("control.")})
        self.assertEqual(named, set(self.document["components"]["messages"]))

    def test_every_stored_example_is_a_payload_of_its_message_alone(self):
        for folder in sorted(path for path in GOLDEN.glob("*/*") if path.is_dir()):
            name = f"{folder.parent.name}.{folder.name}"
            for path in sorted(folder.glob("*.json")):
                value = json.loads(path.read_text("utf-8"))
                with self.subTest(str(path)):
                    self.assertEqual([], faults(self.message("payload", name), value))
                    self.assertNotEqual([], faults(self.message("payload", name), {**value, "more": 1}))

    def test_says_what_headers_an_event_has(self):
        entity, name = "a" * 26, "forum.post-published.v1"
        headers = {"ce_specversion": "1.0", "ce_id": entity, "ce_source": "soins", "ce_type": name,
                   "ce_time": "2026-01-01T00:00:00.000000Z", "palabre_rule": "1", "palabre_origin": "live",
                   "palabre_reads": f"{entity}:0 {'b' * 25}a:{entity}", "palabre_writes": entity, "content-type": "application/json"}
        schema = self.message("headers", name)
        self.assertEqual([], faults(schema, headers))
        for change in ({"ce_type": "forum.thread-opened.v1"}, {"ce_id": "A" * 26}, {"palabre_reads": ""}, {"ce_subject": ""},
                       {"palabre_origin": "other"}, {"palabre_rule": "2"}):
            self.assertNotEqual([], faults(schema, {**headers, **change}), change)
        del headers["palabre_writes"]
        self.assertNotEqual([], faults(schema, headers))


if __name__ == "__main__":
    unittest.main()
