# SPDX-License-Identifier: Apache-2.0
"""Small data folders, one of each release, as tests/golden/data keeps them: `<version>.tar.xz` with data/ and data.key, and `<version>.json`
with what they are. script/golden-data makes one."""
import io
import json
import os
import pathlib
import re
import sys
import tarfile
import tempfile

from palabre_process import SOURCE, Town, palabre

KEPT = SOURCE / "tests" / "golden" / "data"
MOST_BYTES = 300 * 1024
USELESS = re.compile(r"LOG(\.old.*)?|LOCK|OPTIONS-\d+|control")  # RocksDB makes them anew


def describe(house):
    """What a stopped house is: chain heads, digests by name and version."""
    digests = dict(re.findall(r"(?m)^([a-z_.0-9]+): holds ([a-z2-7]{52})$", house.must("verify")))
    with tempfile.TemporaryDirectory() as folder:
        house.must("backup", folder)
        manifest, = pathlib.Path(folder).glob("*/manifest.json")
        heads = {head["id"]: [head["sequence"], head["link"]] for head in json.loads(manifest.read_text())["communities"]}
    return {"heads": heads, "digests": digests}


def pack(house, archive):
    with tarfile.open(archive, "w:xz", preset=9) as out:
        for path in sorted(house.folder.rglob("*")):
            if USELESS.fullmatch(path.name) or path.is_socket():
                continue
            about = out.gettarinfo(str(path), str(path.relative_to(house.folder)))
            about.uid = about.gid = about.mtime = 0
            about.uname = about.gname = ""
            with open(path, "rb") if path.is_file() else io.BytesIO() as content:
                out.addfile(about, content if path.is_file() else None)


def unpack(archive, house):
    with tarfile.open(archive) as packed:
        packed.extractall(house.folder)  # the project's own file
    for path in house.folder.rglob("*"):
        os.chown(path, os.geteuid(), os.getegid())


def make():
    version = re.match(r"palabre (\S+)", palabre("--version").stdout)[1]
    town = Town(None, shows_names=True).live()
    try:
        address = town.address(town.question["id"])
        town.server.stop()
        about = {"page": address, "shows": ["Où poser la voie ?", "Oui, à gauche."], "hides": ["Dora"], **describe(town.house)}
        archive = KEPT / f"{version}.tar.xz"
        pack(town.house, archive)
        (KEPT / f"{version}.json").write_text(json.dumps(about, indent=1, ensure_ascii=False) + "\n")
        print(f"{archive.relative_to(SOURCE)}: {archive.stat().st_size} bytes")
        if archive.stat().st_size > MOST_BYTES:
            sys.exit(f"more than {MOST_BYTES} bytes")
    finally:
        town.house.close()


if __name__ == "__main__":
    make()
