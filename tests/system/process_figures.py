# SPDX-License-Identifier: Apache-2.0
"""What the kernel says of a process: memory, open files, threads, processor time. Linux."""
import collections
import os
import pathlib


def _status(pid, name):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text("ascii").splitlines():
        if line.startswith(name + ":"):
            return int(line.split()[1])
    raise ValueError(f"no {name} of {pid}")


def resident_bytes(pid):
    return _status(pid, "VmRSS") * 1024


def peak_bytes(pid):
    """The most that it was resident since its start, or since forget_peak()."""
    return _status(pid, "VmHWM") * 1024


def forget_peak(pid):
    pathlib.Path(f"/proc/{pid}/clear_refs").write_text("5", "ascii")


def threads(pid):
    return _status(pid, "Threads")


def processor_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def open_files(pid):
    """How many of each kind: sockets, tables (of a store), deleted (gone from their folder, still held), others."""
    kinds = collections.Counter(sockets=0, tables=0, deleted=0, others=0)
    for entry in os.scandir(f"/proc/{pid}/fd"):
        try:
            to = os.readlink(entry.path)
        except FileNotFoundError:
            continue  # closed meanwhile
        kinds["sockets" if to.startswith("socket:") else "deleted" if to.endswith(" (deleted)")
              else "tables" if to.endswith(".sst") else "others"] += 1
    return dict(kinds)


def unnamed_files(pid, folder):
    """How many files of that folder it holds open that have no name there any more."""
    count = 0
    for entry in os.scandir(f"/proc/{pid}/fd"):
        try:
            to = pathlib.Path(os.readlink(entry.path))
        except FileNotFoundError:
            continue  # closed meanwhile
        count += to.parent == folder and to.name.endswith(" (deleted)")
    return count


def sanitized(pid):
    """Built with a sanitizer, whose memory is its own affair."""
    maps = pathlib.Path(f"/proc/{pid}/maps").read_text("utf-8", "replace")
    return any(library in maps for library in ("libasan", "libtsan"))
