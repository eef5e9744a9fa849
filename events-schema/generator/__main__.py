# SPDX-License-Identifier: Apache-2.0
"""python3 events-schema/generator COMMAND: see events-schema/README.md."""
import argparse
import sys
from pathlib import Path

import asyncapi
import catalogue
import check
import cpp
import golden
import released
from model import SchemaError, load


def write_changed(path: Path, content: str) -> None:
    """Leaves an equal file alone, so that nothing is compiled again for it."""
    if not path.exists() or path.read_text("utf-8") != content:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="generator", description="Makes C++ and documents of the event schemas.")
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parent.parent, help="folder of the schemas")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("cpp", help="write the C++ (the build does)").add_argument("folder", type=Path)
    commands.add_parser("check", help="check schemas, codes, examples, released hashes and documents (a test does)")
    commands.add_parser("catalogue", help="write docs/events.md")
    commands.add_parser("asyncapi", help="write docs/asyncapi.json")
    commands.add_parser("golden", help="seal the open golden examples that are not sealed yet")
    commands.add_parser("release", help="take what is new into released.json: from then on it never changes")
    return parser.parse_args()


def run(arguments: argparse.Namespace) -> None:
    model = load(arguments.root)
    if arguments.command == "cpp":
        for name, content in cpp.files(model).items():
            write_changed(arguments.folder / name, content)
    elif arguments.command == "check":
        check.check(model)
    elif arguments.command == "catalogue":
        write_changed(catalogue.place(model), catalogue.text(model))
    elif arguments.command == "asyncapi":
        write_changed(asyncapi.place(model), asyncapi.content(model))
    elif arguments.command == "golden":
        for path in golden.write(model):
            print(path)
    else:
        released.release(model)


def main() -> int:
    try:
        run(parse())
    except (SchemaError, OSError) as problem:
        print(f"error: {problem}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
