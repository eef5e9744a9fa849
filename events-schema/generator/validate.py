# SPDX-License-Identifier: Apache-2.0
"""A validator for exactly the JSON Schema 2020-12 keywords that event schemas use (model.py refuses all others)."""
import json
import re

TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}


def is_type(value, name: str) -> bool:
    if name == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, TYPES[name])


class Validator:
    def __init__(self, definitions: dict):
        self.definitions = definitions

    def faults(self, value, schema: dict, where: str = "") -> list[str]:
        """What is wrong with `value`, each with the place where."""
        out = []
        if "$ref" in schema:
            out += self.faults(value, self.definitions[schema["$ref"].rpartition("/")[2]], where)
        if "anyOf" in schema:
            branches = [self.faults(value, branch, where) for branch in schema["anyOf"]]
            if all(branches):
                out += branches[0]
        types = schema.get("type", [])
        types = [types] if isinstance(types, str) else types
        if types and not any(is_type(value, t) for t in types):
            return out + [f'{where}: not of type {" or ".join(types)}']
        if "enum" in schema and value not in schema["enum"]:
            out.append(f"{where}: not a known word")
        out += {str: self.text, int: self.integer, list: self.array, dict: self.object}.get(
            type(value), lambda *_: [])(value, schema, where)
        return out

    def text(self, value: str, schema: dict, where: str) -> list[str]:
        out = []
        if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)):
            out.append(f"{where}: length {len(value)} is out of bounds")
        if "pattern" in schema and not re.search(re.sub(r"\$$", r"\\Z", schema["pattern"]), value):
            out.append(f"{where}: does not match its pattern")
        return out

    def integer(self, value: int, schema: dict, where: str) -> list[str]:
        if schema.get("minimum", value) <= value <= schema.get("maximum", value):
            return []
        return [f"{where}: {value} is out of bounds"]

    def array(self, value: list, schema: dict, where: str) -> list[str]:
        out = []
        if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
            out.append(f"{where}: {len(value)} items are out of bounds")
        if schema.get("uniqueItems") and len({json.dumps(v) for v in value}) < len(value):
            out.append(f"{where}: items repeat")
        for i, item in enumerate(value):
            out += self.faults(item, schema.get("items", {}), f"{where}/{i}")
        return out

    def object(self, value: dict, schema: dict, where: str) -> list[str]:
        properties = schema.get("properties", {})
        out = [f"{where}/{name}: missing" for name in schema.get("required", []) if name not in value]
        for name, inner in value.items():
            if name in properties:
                out += self.faults(inner, properties[name], f"{where}/{name}")
            elif schema.get("additionalProperties") is False:
                out.append(f"{where}/{name}: unknown field")
        return out
