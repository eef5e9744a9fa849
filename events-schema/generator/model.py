# SPDX-License-Identifier: Apache-2.0
"""What the schemas say, as Python objects. The one place that knows which JSON Schema forms an event may use.

Anything outside these forms is a SchemaError that names file and field: what the generator does not understand must
not be released.
"""
import json
import re
from dataclasses import dataclass, field
from pathlib import Path

PERSONAL_CLASSES = ("identity", "content")
FIELD_KEYS = {"description", "title", "type", "enum", "$ref", "anyOf", "minLength", "maxLength", "minimum", "maximum",
              "items", "minItems", "maxItems", "uniqueItems", "format", "pattern", "contentMediaType", "x-limit",
              "x-unit", "x-codes", "x-optional", "x-personal"}


class SchemaError(Exception):
    """A schema, code list, golden example or released hash that is not as it must be."""


@dataclass(frozen=True)
class Strong:
    """A definition of common.json that is a type of core/base: one entry of its "x-types"."""
    type: str  # "MemberId"
    words: str  # "member id": its name in the catalogue


@dataclass(frozen=True)
class Shape:
    """The form of a value: text, boolean, integer, enum (name, values), strong (name, strong) or list (item)."""
    kind: str
    name: str = ""
    values: tuple = ()
    minimum: int | None = None  # of an integer's value, a text's code points or a list's items
    maximum: int | None = None
    limit: str | None = None  # the constant of core/limits.hpp that the maximum is
    item: "Shape | None" = None
    strong: "Strong | None" = None
    shared: bool = False  # defined in common.json


@dataclass(frozen=True)
class Personal:
    of: str  # the field with the member's id
    personal_class: str


@dataclass(frozen=True)
class Field:
    name: str
    description: str
    shape: Shape
    optional: bool
    personal: Personal | None
    unit: str | None
    codes: str | None


@dataclass
class Event:
    context: str
    name: str  # "post-published"
    version: int
    title: str
    description: str
    fields: list[Field]
    schema: dict
    path: Path
    newest: bool = True

    @property
    def level(self) -> int:
        """The level of a program that can read it: "x-level", where it came after the first release."""
        return self.schema.get("x-level", 0)

    @property
    def type(self) -> str:
        return f"{self.context}.{self.name}.v{self.version}"

    @property
    def struct(self) -> str:
        """The C++ name: without version for the newest one."""
        base = pascal(self.name)
        return base if self.newest else f"{base}V{self.version}"

    @property
    def personal(self) -> list[Field]:
        return [f for f in self.fields if f.personal]


@dataclass
class Code:
    code: str
    fr: str
    en: str


@dataclass
class Model:
    root: Path
    common: dict
    events: list[Event]  # by type
    codes: dict[str, list[Code]] = field(default_factory=dict)

    @property
    def contexts(self) -> list[str]:
        return sorted({e.context for e in self.events})

    def of_context(self, context: str) -> list[Event]:
        return [e for e in self.events if e.context == context]


def pascal(name: str) -> str:
    return "".join(word.capitalize() for word in re.split("[-_]", name))


def read_json(path: Path):
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as problem:
        raise SchemaError(f"{path}: {problem}") from None


def strong_types(common: dict) -> dict[str, Strong]:
    found = {}
    for name, entry in common.get("x-types", {}).items():
        try:
            found[name] = Strong(**entry)
        except TypeError:
            raise SchemaError(f'common.json: x-types: {name}: not a {{"type", "words"}}') from None
        if name not in common["$defs"]:
            raise SchemaError(f"common.json: x-types: {name}: no such definition")
    return found


class Reader:
    """Reads one event schema against the shared definitions."""

    def __init__(self, common: dict, where: str):
        self.common, self.where = common, where
        self.strong = strong_types(common)

    def fail(self, what: str):
        raise SchemaError(f"{self.where}: {what}")

    def shape(self, schema: dict, name: str) -> Shape:
        if "$ref" in schema:
            prefix, _, target = schema["$ref"].partition("#/$defs/")
            if prefix != "../common.json" or target not in self.common["$defs"]:
                self.fail(f'{name}: no such definition: {schema["$ref"]}')
            definition = self.common["$defs"][target]
            strong = self.strong.get(target)
            shape = Shape("strong", target, strong=strong) if strong else self.inline(definition, target)
            return Shape(**{**shape.__dict__, "shared": True})
        return self.inline(schema, name)

    def inline(self, schema: dict, name: str) -> Shape:
        kinds = schema.get("type")
        kind = kinds[0] if isinstance(kinds, list) else kinds
        limit = schema.get("x-limit")
        if kind == "string" and "enum" in schema:
            if not re.fullmatch("[A-Z][A-Za-z]+", schema.get("title", "")):
                self.fail(f'{name}: an enum needs a "title" in PascalCase: its name')
            return Shape("enum", schema["title"], tuple(schema["enum"]))
        if kind == "string":
            if "maxLength" not in schema:
                self.fail(f'{name}: a text needs "maxLength"')
            return Shape("text", minimum=schema.get("minLength", 0), maximum=schema["maxLength"], limit=limit)
        if kind == "boolean":
            return Shape("boolean")
        if kind == "integer":
            if "minimum" not in schema or "maximum" not in schema:
                self.fail(f'{name}: an integer needs "minimum" and "maximum"')
            return Shape("integer", minimum=schema["minimum"], maximum=schema["maximum"], limit=limit)
        if kind == "array":
            if "minItems" not in schema or "maxItems" not in schema:
                self.fail(f'{name}: a list needs "minItems" and "maxItems"')
            if schema.get("uniqueItems") is not True:
                self.fail(f'{name}: a list needs "uniqueItems": true')
            item = self.shape(schema.get("items", {}), name)
            if item.kind not in ("text", "strong", "enum"):
                self.fail(f"{name}: a list holds texts, ids or words")
            return Shape("list", minimum=schema["minItems"], maximum=schema["maxItems"], limit=limit, item=item)
        return self.fail(f"{name}: a form that the generator does not know")

    def field(self, name: str, schema: dict) -> Field:
        if not isinstance(schema, dict):
            self.fail(f"{name}: not a schema")
        if unknown := set(schema) - FIELD_KEYS:
            self.fail(f"{name}: unknown keywords {sorted(unknown)}")
        if not re.fullmatch("[a-z][a-z0-9_]*", name) or name == "sealed":
            self.fail(f"{name}: not a field's name")
        description = schema.get("description", "")
        if not re.fullmatch(r"[A-Z].*\.", description):
            self.fail(f'{name}: "description" must be a sentence')
        inner, nullable = schema, isinstance(schema.get("type"), list)
        if "anyOf" in schema:
            if len(schema["anyOf"]) != 2 or schema["anyOf"][1] != {"type": "null"}:
                self.fail(f'{name}: "anyOf" is for a form or null')
            inner, nullable = schema["anyOf"][0], True
        if nullable and "anyOf" not in schema and (len(schema["type"]) != 2 or schema["type"][1] != "null"):
            self.fail(f'{name}: "type" is one form, or one form and "null"')
        shape = self.shape(inner, name)
        personal = schema.get("x-personal")
        if personal is None:
            return Field(name, description, shape, nullable, None, schema.get("x-unit"), schema.get("x-codes"))
        if not nullable or (shape.item or shape).kind != "text":
            self.fail(f'{name}: a personal field is a text or a list of texts, and null as stored: '
                      '"type": ["string", "null"]')
        if set(personal) != {"of", "class"} or personal["class"] not in PERSONAL_CLASSES:
            self.fail(f'{name}: "x-personal" is {{"of": pointer, "class": identity | content}}')
        return Field(name, description, shape, schema.get("x-optional", False),
                     Personal(personal["of"].removeprefix("/"), personal["class"]), schema.get("x-unit"), None)


def read_event(path: Path, context: str, common: dict) -> Event:
    schema = read_json(path)
    where = f"{context}/{path.name}"
    match = re.fullmatch(r"([a-z]+(?:-[a-z]+)*)\.v([1-9][0-9]*)\.json", path.name)
    if not match:
        raise SchemaError(f"{where}: not named <event>.v<version>.json")
    reader = Reader(common, where)
    if not isinstance(schema, dict) or not isinstance(schema.get("properties"), dict):
        reader.fail('no object with "properties"')
    fields = [reader.field(n, s) for n, s in schema["properties"].items() if n != "sealed"]
    event = Event(context, match[1], int(match[2]), schema.get("title", ""), schema.get("description", ""), fields,
                  schema, path)
    if schema.get("$id") != where:
        reader.fail(f'"$id" must be "{where}"')
    if schema.get("$schema") != "https://json-schema.org/draft/2020-12/schema" or schema.get("type") != "object":
        reader.fail("not an object of JSON Schema 2020-12")
    if not re.fullmatch(r"[A-Z].*\.", event.description) or not event.title:
        reader.fail('needs a "title", and a "description" in sentences')
    if not isinstance(event.level, int) or event.level < 0:
        reader.fail('"x-level" is the level of a program that knows the event: 1, 2, …')
    if schema.get("required") != [f.name for f in fields] or schema.get("additionalProperties") is not False:
        reader.fail('"required" must name every field in order, and "additionalProperties" be false')
    for f in event.personal:
        subject = next((g for g in fields if g.name == f.personal.of), None)
        if subject is None or subject.optional or subject.shape.name not in ("member", "account"):
            reader.fail(f'{f.name}: "x-personal" must point to the id of a member or account')
    expected = {"sealed": {"$ref": "../common.json#/$defs/sealed"}} if event.personal else {}
    last = dict([list(schema["properties"].items())[-1]]) if "sealed" in schema["properties"] else {}
    if last != expected:
        reader.fail('"sealed" must be the last property where there are personal fields, and only there')
    return event


def load(root: Path) -> Model:
    """Everything below events-schema/ but the goldens and the released hashes."""
    common = read_json(root / "common.json")
    events = []
    for path in sorted(root.glob("*/*.v*.json")):
        if path.parent.name not in ("codes", "golden"):
            events.append(read_event(path, path.parent.name, common))
    events.sort(key=lambda e: e.type)
    for event in events:
        event.newest = not any(e.context == event.context and e.name == event.name and e.version > event.version
                               for e in events)
    codes = {}
    for path in sorted(root.glob("codes/*.json")):
        try:
            codes[path.stem] = [Code(**entry) for entry in read_json(path)]
        except TypeError:
            raise SchemaError(f"codes/{path.name}: not a list of {{code, fr, en}}") from None
    model = Model(root, common, events, codes)
    enums(model)
    return model


def enums(model: Model) -> dict[tuple[str, str], tuple]:
    """(context or "", name) → values of every enum, in the order in which they are met."""
    found: dict[tuple[str, str], tuple] = {}
    for event in model.events:
        for f in event.fields:
            shape = f.shape.item or f.shape
            if shape.kind != "enum":
                continue
            key = ("" if shape.shared else event.context, shape.name)
            if found.setdefault(key, shape.values) != shape.values:
                raise SchemaError(f"{event.type}: {f.name}: another enum {shape.name} has other values")
            if any(name == shape.name and context != key[0] and "" in (context, key[0]) for context, name in found):
                raise SchemaError(f"{event.type}: {f.name}: {shape.name} is the name of a shared enum")
            if shape.name in (pascal(e.name) for e in model.of_context(event.context)):
                raise SchemaError(f"{event.type}: {f.name}: {shape.name} is the name of an event")
    return found
