# SPDX-License-Identifier: Apache-2.0
"""docs/events.md: every event and field, for those who read the log."""
from pathlib import Path

from model import Event, Field, Model, Shape

INTRODUCTION = """# Events

Every event that Palabre stores, made from the schemas in `events-schema/` by `python3 events-schema/generator catalogue`.
The form of a value, byte for byte, is in [formats.md](formats.md).

All fields of an event are always there, in this order; an optional one is `null` when it is absent. A personal field is
always `null` outside its box: the column says of whom it tells, and which of that person's two keys seals it.
"""


def place(model: Model) -> Path:
    return model.root.parent / "docs" / "events.md"


def form(shape: Shape, f: Field) -> str:
    if shape.kind == "strong":
        return shape.strong.words
    if shape.kind == "enum":
        return " \\| ".join(f"`{v}`" for v in shape.values)
    if shape.kind == "list":
        return f"{shape.minimum} to {shape.maximum} of: {form(shape.item, f)}"
    if shape.kind == "integer":
        return f"integer, {shape.minimum} to {shape.maximum}" + (f" {f.unit}" if f.unit else "")
    if shape.kind == "text":
        if f.codes:
            return f"code of [{f.codes}](../events-schema/codes/{f.codes}.json)"
        return f"text, {shape.minimum} to {shape.maximum} code points"
    return "true \\| false"


def row(f: Field) -> str:
    personal = f"{f.personal.personal_class} of `{f.personal.of}`" if f.personal else ""
    optional = "optional " if f.optional else ""
    return f"| `{f.name}` | {optional}{form(f.shape, f)} | {personal} | {f.description} |\n"


def section(event: Event) -> str:
    out = f"### {event.type}\n\n{event.description}\n\n| field | form | personal | meaning |\n|---|---|---|---|\n"
    return out + "".join(row(f) for f in event.fields) + "\n"


def text(model: Model) -> str:
    out = [INTRODUCTION, "\n| type | |\n|---|---|\n"]
    for event in model.events:
        anchor = event.type.replace(".", "")
        out.append(f"| [{event.type}](#{anchor}) | {event.title} |\n")
    for context in model.contexts:
        out.append(f"\n## {context}\n\n" + "".join(section(e) for e in model.of_context(context)).rstrip("\n") + "\n")
    out.append("\n## Coded lists\n\nA code that has been given out never goes and never changes its meaning; "
               "its names may.\n\n| list | codes |\n|---|---|\n")
    for name, codes in model.codes.items():
        out.append(f"| [{name}](../events-schema/codes/{name}.json) | {len(codes)} |\n")
    return "".join(out)
