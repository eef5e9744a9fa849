# SPDX-License-Identifier: Apache-2.0
"""Golden examples: golden/<context>/<event>.v<n>/<case>.json is a stored value and a line end; beside it, where the event
has personal fields, <case>.open.json is the same event with them in place. Boxes are sealed with keys that everybody knows."""
import json
from pathlib import Path

import sealed
from model import Event, Model, SchemaError, read_json
from validate import Validator

KEYS = {"identity": b"\x11" * 32, "content": b"\x22" * 32}
COMMAND = "goldengoldengoldengoldenga"
LEAST_CASES = 2


def canonical(value) -> str:
    """The stored form of a value."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def community(event: Event) -> str:
    return "platform" if event.context == "accounts" else "golden"


def groups(event: Event, value: dict) -> dict[tuple[str, str], list[str]]:
    """(of, class) → its personal fields, in the order of boxes."""
    out: dict[tuple[str, str], list[str]] = {}
    for f in event.personal:
        out.setdefault((value[f.personal.of], f.personal.personal_class), []).append(f.name)
    return dict(sorted(out.items()))


def stored(event: Event, opened: dict) -> dict:
    """The stored value of an open one."""
    boxes = []
    for (of, personal_class), names in groups(event, opened).items():
        if any(opened[name] is not None for name in names):
            plain = canonical({name: opened[name] for name in names}).encode()
            binding = sealed.bound(community(event), COMMAND, event.type, of, personal_class)
            boxes.append({"of": of, "class": personal_class, "box": sealed.seal(KEYS[personal_class], binding, plain)})
    value = {name: None if name in {f.name for f in event.personal} else v for name, v in opened.items()}
    return value | {"sealed": boxes} if boxes else value


def folder(model: Model, event: Event) -> Path:
    return model.root / "golden" / event.context / f"{event.name}.v{event.version}"


def cases(model: Model, event: Event) -> list[Path]:
    return sorted(p for p in folder(model, event).glob("*.json") if not p.name.endswith(".open.json"))


def write(model: Model) -> list[Path]:
    """Makes the stored example of each open one that has none yet. Those that stand are never written again."""
    made = []
    for event in model.events:
        for path in folder(model, event).glob("*.open.json"):
            target = path.with_name(path.name.replace(".open.json", ".json"))
            if not target.exists():
                opened = read_json(path)
                path.write_text(canonical(opened) + "\n", "utf-8")
                target.write_text(canonical(stored(event, opened)) + "\n", "utf-8")
                made.append(target)
    return made


def check_form(event: Event, path: Path, validator: Validator, names: list[str]) -> dict:
    text = path.read_text("utf-8")
    value = read_json(path)
    if not isinstance(value, dict) or text != canonical(value) + "\n":
        raise SchemaError(f"{path}: not an object in the stored form")
    if list(value) != names:
        raise SchemaError(f"{path}: has the fields {list(value)} instead of {names}")
    if faults := validator.faults(value, event.schema):
        raise SchemaError(f"{path}: {faults[0]}")
    return value


def check_codes(model: Model, event: Event, path: Path, value: dict) -> None:
    for f in event.fields:
        if f.codes and value[f.name] is not None and value[f.name] not in (c.code for c in model.codes[f.codes]):
            raise SchemaError(f"{path}: {f.name}: {value[f.name]!r} is no code of codes/{f.codes}.json")


def check_case(model: Model, event: Event, path: Path, validator: Validator) -> None:
    names = [f.name for f in event.fields]
    has_boxes = '"sealed":[' in path.read_text("utf-8")
    value = check_form(event, path, validator, names + ["sealed"] * has_boxes)
    check_codes(model, event, path, value)
    for f in event.personal:
        if value[f.name] is not None:
            raise SchemaError(f"{path}: {f.name}: personal, and not null outside its box")
    open_path = path.with_name(path.name.replace(".json", ".open.json"))
    if not event.personal:
        return
    opened = check_form(event, open_path, validator, names)
    for f in event.fields:
        if opened[f.name] is None and not f.optional:
            raise SchemaError(f"{open_path}: {f.name}: absent, but not optional")
        if not f.personal and opened[f.name] != value[f.name]:
            raise SchemaError(f"{open_path}: {f.name}: differs from the stored example")
    check_boxes(event, path, value, opened)


def check_boxes(event: Event, path: Path, value: dict, opened: dict) -> None:
    expected = {group: canonical({n: opened[n] for n in names}) for group, names in groups(event, opened).items()
                if any(opened[n] is not None for n in names)}
    boxes = value.get("sealed", [])
    if [(b["of"], b["class"]) for b in boxes] != list(expected):
        raise SchemaError(f"{path}: sealed: not the boxes of the open example, in their order")
    for box in boxes:
        binding = sealed.bound(community(event), COMMAND, event.type, box["of"], box["class"])
        plain = sealed.open_box(KEYS[box["class"]], binding, box["box"])
        if plain != expected[box["of"], box["class"]].encode():
            raise SchemaError(f"{path}: sealed: a box does not hold what the open example says")


def check(model: Model) -> None:
    validator = Validator(model.common["$defs"])
    known = set()
    for event in model.events:
        found = cases(model, event)
        if len(found) < LEAST_CASES:
            raise SchemaError(f"{folder(model, event)}: fewer than {LEAST_CASES} golden examples")
        for path in found:
            check_case(model, event, path, validator)
        known |= set(folder(model, event).glob("*"))
    for path in (model.root / "golden").glob("*/*/*"):
        if path not in known or (path.name.endswith(".open.json")
                                 and not path.with_name(path.name.replace(".open.json", ".json")).exists()):
            raise SchemaError(f"{path}: an example of nothing that is there")
