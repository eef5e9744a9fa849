# SPDX-License-Identifier: Apache-2.0
"""python3 events-schema/generator <command>: the generator's command line. See events-schema/README.md."""
import argparse
import sys
from pathlib import Path

import cpp
from model import SchemaError, load


def write_changed(path: Path, content: str) -> None:
    """Leaves an equal file alone, so that nothing is compiled again for it."""
    if not path.exists() or path.read_text("utf-8") != content:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")


def main() -> int:
    root = Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(prog="generator", description="Makes C++ and the catalogue from the event schemas.")
    commands = parser.add_subparsers(dest="command", required=True)
    generate = commands.add_parser("cpp", help="write the C++ into a folder")
    generate.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    try:
        model = load(root)
        if arguments.command == "cpp":
            for name, content in cpp.files(model).items():
                write_changed(arguments.folder / name, content)
    except SchemaError as problem:
        print(f"error: {problem}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
