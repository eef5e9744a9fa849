# SPDX-License-Identifier: Apache-2.0
"""Somebody else's limits, when there are any ($PALABRE_SHARED/bench; ../shared, if there): our own limits have to reach
nine tenths of them in the same run. They are compiled into a temporary folder and only started."""

import os
import pathlib
import re
import shutil
import subprocess

from programs import ROOT, Failed, Server, free_port, run

# Taken out of the environment: the program knows no such setting.
SHARED = pathlib.Path(os.environ.pop("PALABRE_SHARED", None) or ROOT.parent / "shared")
LIBRARIES = {"beast_min.cpp": [], "beast_post.cpp": ["-lrocksdb"], "rocks.cpp": ["-lrocksdb"], "fdsync.c": [],
             "beast_kafka.cpp": ["-lrdkafka"]}


class Independent:
    def __init__(self, folder):
        self.source = SHARED / "bench"
        self.folder = folder / "independent"
        self.there = self.source.is_dir()

    def program(self, name):
        """The compiled program of this source, or nothing."""
        source, program = self.source / name, self.folder / pathlib.Path(name).stem
        if not source.exists():
            return None
        if not program.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            compiler = ["ccache"] if shutil.which("ccache") else []
            compiler += ["gcc"] if source.suffix == ".c" else ["g++", "-std=c++20"]
            print(f"  compiling {name} …", flush=True)
            run(*compiler, "-O2", "-w", "-c", source, "-o", f"{program}.o",
                timeout=1_800)
            run("g++", f"{program}.o", "-o", program, *LIBRARIES[name], "-lpthread")
        return program

    def server(self, name, *arguments):
        """Of a program whose first argument is its port; nothing if it is not there."""
        program = self.program(name)
        if not program:
            return None
        port = free_port()
        return Server(program, port, *arguments, port=port)

    def syncs_a_second(self, file, seconds):
        """Of 4 KB, one after the other."""
        return float(re.search(r"rate=(\d+)", run(self.program("fdsync.c"), file, 4096, seconds)).group(1))

    def rows_a_second(self, folder, seconds):
        """Unsynced batches of 100 rows of 400 bytes."""
        shutil.rmtree(folder, ignore_errors=True)
        with subprocess.Popen([self.program("rocks.cpp"), folder, str(seconds)], stdout=subprocess.PIPE, text=True) as going:
            for line in going.stdout:
                if line.startswith("put nosync batch100"):
                    going.kill()
                    return float(re.search(r"items/s=(\d+)", line).group(1))
        raise Failed("rocks did not say how fast it writes")
