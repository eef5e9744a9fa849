# SPDX-License-Identifier: Apache-2.0
"""released.json: a SHA-256 of everything in the schemas that never changes again. An event schema counts with its bytes; of
common.json each definition that a released schema uses counts by itself, so that others can be added."""
import hashlib
import json

from model import Model, SchemaError, read_json


def references(schema) -> set[str]:
    """Names of the shared definitions used anywhere in `schema`."""
    if isinstance(schema, dict):
        own = {schema["$ref"].rpartition("/")[2]} if "$ref" in schema else set()
        return own.union(*(references(v) for v in schema.values()))
    if isinstance(schema, list):
        return set().union(*(references(v) for v in schema))
    return set()


def hashes(model: Model) -> dict[str, str]:
    out, used = {}, set()
    for event in model.events:
        out[f"{event.context}/{event.path.name}"] = hashlib.sha256(event.path.read_bytes()).hexdigest()
        used |= references(event.schema)
    for name in used:
        text = json.dumps(model.common["$defs"][name], ensure_ascii=False, separators=(",", ":"))
        out[f"common.json#/$defs/{name}"] = hashlib.sha256(text.encode()).hexdigest()
    return dict(sorted(out.items()))


def check(model: Model, allow_new: bool = False) -> None:
    released, now = read_json(model.root / "released.json"), hashes(model)
    for name, digest in released.items():
        if name not in now:
            raise SchemaError(f"{name}: was released and is gone")
        if now[name] != digest:
            raise SchemaError(f"{name}: was released and has changed; a change is a new version")
    for name in now:
        if name not in released and not allow_new:
            raise SchemaError(f"{name}: not in released.json; when it is final: python3 events-schema/generator release")


def release(model: Model) -> None:
    """Adds what is new; refuses when something released has changed."""
    check(model, allow_new=True)
    (model.root / "released.json").write_text(json.dumps(hashes(model), indent=2) + "\n", "utf-8")
