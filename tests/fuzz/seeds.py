# SPDX-License-Identifier: Apache-2.0
"""seeds.py FOLDER: writes what each target begins with, a folder a target: its files of tests/fuzz/seeds, and what the
golden files of the tree give. Standard library only."""
import json
import re
import shutil
import sys
from pathlib import Path

TREE = Path(__file__).resolve().parents[2]
HERE = TREE / "tests" / "fuzz" / "seeds"


def events():
    """Each golden example: type, stored value, and what stood in its first box."""
    for stored in sorted((TREE / "events-schema" / "golden").glob("*/*/*.json")):
        if stored.name.endswith(".open.json"):
            continue
        event = f"{stored.parts[-3]}.{stored.parts[-2]}"
        value = stored.read_text("utf-8").rstrip("\n")
        yield f"{event}\n{value}\n"
        # Which fields a box holds stands in the schema; of two classes, each by itself.
        schema = json.loads((TREE / "events-schema" / stored.parts[-3] / f"{stored.parts[-2]}.json").read_text("utf-8"))
        opened = stored.with_suffix(".open.json")
        if not opened.exists():
            continue
        fields = json.loads(opened.read_text("utf-8"))
        boxes = {}
        for name, told in schema["properties"].items():
            if personal := told.get("x-personal"):
                boxes.setdefault((personal["of"], personal["class"]), {})[name] = fields[name]
        for box in boxes.values():
            yield f"{event}\n{value}\n" + json.dumps(box, ensure_ascii=False, separators=(",", ":"))


def export_lines():
    yield from (TREE / "tests" / "golden" / "log" / "small.ndjson").read_text("utf-8").rstrip("\n").split("\n")


def proposals():
    """The golden log's, with "@" for the command's own entity: the one that is read as never written."""
    for line in map(json.loads, export_lines()):
        if "headers" not in line:
            continue
        headers = line["headers"]
        own = re.search(r"(\w+):0\b", headers["palabre_reads"])[1]
        told = {name: text.replace(own, "@") if name in ("palabre_reads", "palabre_writes") else text
                for name, text in headers.items()}
        for one in (headers, told):
            yield "".join(f"{name}: {text}\n" for name, text in one.items()) + "\n" + line["value"]


def pages():
    for case in sorted((TREE / "tests" / "core" / "text" / "cases").glob("*/in.md")):
        yield case.read_text("utf-8")


GOLDEN = {"event": events, "export_line": export_lines, "proposal": proposals, "markdown": pages}


def write(folder: Path) -> dict[str, int]:
    """How many seeds each target has."""
    counts = {}
    for target in sorted(file.stem.removesuffix("_fuzz") for file in HERE.parent.glob("*_fuzz.cpp")):
        shutil.rmtree(folder / target, ignore_errors=True)
        (folder / target).mkdir(parents=True)
        seeds = [file.read_bytes() for file in sorted((HERE / target).glob("*"))]
        seeds += [text.encode() for text in GOLDEN.get(target, tuple)()]
        for number, seed in enumerate(seeds):
            (folder / target / f"{number:03}").write_bytes(seed)
        counts[target] = len(seeds)
    return counts


if __name__ == "__main__":
    written = write(Path(sys.argv[1]))
    print(", ".join(f"{target}: {count}" for target, count in written.items()))
    sys.exit(0 if all(written.values()) else "a target has no seeds")
