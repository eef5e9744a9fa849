# SPDX-License-Identifier: Apache-2.0
"""The commands of docs/install.md. `python3 install_commands.py "Set up"` prints the last block of that section as root types it."""
import pathlib
import re
import sys

INSTALL = pathlib.Path(__file__).resolve().parents[2] / "docs" / "install.md"


def commands(heading):
    """The indented blocks of a numbered section, one string each."""
    part = re.search(rf"^## \d+\. {heading}\n(.*?)(?=^## |\Z)", INSTALL.read_text(), re.M | re.S)[1]
    blocks = [[]]
    for line in part.splitlines():
        if line.startswith("    "):
            blocks[-1].append(line[4:])
        elif line and blocks[-1]:
            blocks.append([])
    return ["\n".join(block) + "\n" for block in blocks if block]


if __name__ == "__main__":
    print(commands(sys.argv[1])[-1].replace("sudo ", ""), end="")
