# SPDX-License-Identifier: Apache-2.0
"""Everything that must hold of the schemas, the coded lists, the examples, the hashes and the documents."""
import re

import asyncapi
import catalogue
import golden
import released
from model import Model, SchemaError, Shape


def check_limits(model: Model) -> None:
    """Each bound is a constant of core/limits.hpp, so that deciders judge by the same number (limits.cpp asserts it)."""
    for event in model.events:
        for f in event.fields:
            for shape in (f.shape, f.shape.item or Shape("none")):
                if shape.kind in ("text", "list", "integer") and not shape.limit:
                    raise SchemaError(f"{event.type}: {f.name}: a bound without \"x-limit\", its name in core/limits.hpp")
                if shape.kind == "integer" and not f.unit:
                    raise SchemaError(f"{event.type}: {f.name}: an integer without \"x-unit\": of what it counts")


def check_codes(model: Model) -> None:
    pattern = re.compile(model.common["$defs"]["code"]["pattern"].removesuffix("$") + r"\Z")
    for name, codes in model.codes.items():
        listed = [c.code for c in codes]
        if listed != sorted(set(listed)):
            raise SchemaError(f"codes/{name}.json: codes must ascend, without repeats")
        for c in codes:
            if not pattern.match(c.code) or not c.fr.strip() or not c.en.strip():
                raise SchemaError(f"codes/{name}.json: {c.code!r}: not a code with its two names")
    for event in model.events:
        for f in event.fields:
            if f.codes is not None and f.codes not in model.codes:
                raise SchemaError(f"{event.type}: {f.name}: no such list: codes/{f.codes}.json")


def check_documents(model: Model) -> None:
    for command, path, text in (("catalogue", catalogue.place(model), catalogue.text(model)),
                                ("asyncapi", asyncapi.place(model), asyncapi.content(model))):
        if not path.exists() or path.read_text("utf-8") != text:
            raise SchemaError(f"{path}: not current: python3 events-schema/generator {command}")


def check(model: Model) -> None:
    check_limits(model)
    check_codes(model)
    golden.check(model)
    released.check(model)
    check_documents(model)
