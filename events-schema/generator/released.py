# SPDX-License-Identifier: Apache-2.0
"""released.json: a SHA-256 of everything that never changes again. An event schema and a golden example count with their
bytes; of common.json each definition that a released schema uses counts by itself, so that others can be added. Of a coded
list the codes stand there themselves: names may change, a code that was given out never goes."""
import hashlib
import json

import golden
from model import Model, SchemaError, read_json


def references(schema) -> set[str]:
    """Names of the shared definitions used anywhere in `schema`."""
    if isinstance(schema, dict):
        own = {schema["$ref"].rpartition("/")[2]} if "$ref" in schema else set()
        return own.union(*(references(v) for v in schema.values()))
    if isinstance(schema, list):
        return set().union(*(references(v) for v in schema))
    return set()


def frozen(model: Model) -> dict[str, str | list[str]]:
    """name → hash, or the codes of a list."""
    out, used = {}, set()
    for event in model.events:
        used |= references(event.schema)
        for path in (event.path, *golden.folder(model, event).glob("*.json")):
            name = path.relative_to(model.root).as_posix()
            out[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    for name, codes in model.codes.items():
        out[f"codes/{name}.json"] = [c.code for c in codes]
    for name in used:
        text = json.dumps(model.common["$defs"][name], ensure_ascii=False, separators=(",", ":"))
        out[f"common.json#/$defs/{name}"] = hashlib.sha256(text.encode()).hexdigest()
    return dict(sorted(out.items()))


def check(model: Model, allow_new: bool = False) -> None:
    released, now = read_json(model.root / "released.json"), frozen(model)
    for name, value in released.items():
        if name not in now:
            raise SchemaError(f"{name}: was released and is gone")
        if isinstance(value, list):
            if gone := sorted(set(value) - set(now[name])):
                raise SchemaError(f"{name}: {gone[0]!r} was given out and is gone")
        elif now[name] != value:
            raise SchemaError(f"{name}: was released and has changed; a change is a new version")
    if allow_new:
        return
    for name, value in now.items():
        new = [c for c in value if c not in released.get(name, [])] if isinstance(value, list) else []
        if name not in released or new:
            raise SchemaError(f"{name}: {''.join(repr(c) + ': ' for c in new[:1])}not in released.json; when it is final: "
                              "python3 events-schema/generator release")


def release(model: Model) -> None:
    """Adds what is new; refuses when something released has changed."""
    check(model, allow_new=True)
    (model.root / "released.json").write_text(json.dumps(frozen(model), indent=2) + "\n", "utf-8")
