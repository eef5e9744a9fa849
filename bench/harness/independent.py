# SPDX-License-Identifier: Apache-2.0
"""Somebody else's limits, when they lie beside the checkout (../shared/bench, or $PALABRE_SHARED/bench): our own limits
have to reach nine tenths of them in the same run. They are compiled into a temporary folder and only started."""

import os
import pathlib
import re
import shutil
import subprocess

from programs import ROOT, Failed, Server, free_port, run

# Taken out of the environment: the program knows no such setting.
SHARED = pathlib.Path(os.environ.pop("PALABRE_SHARED", None) or ROOT.parent / "shared")
LIBRARIES = {"beast_min": [], "beast_post": ["-lrocksdb"], "rocks": ["-lrocksdb"]}


class Independent:
    def __init__(self, folder):
        self.source = SHARED / "bench"
        self.folder = folder / "independent"
        self.there = self.source.is_dir()

    def program(self, name):
        """The compiled program, or nothing."""
        source, program = self.source / f"{name}.cpp", self.folder / name
        if not source.exists():
            return None
        if not program.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            compiler = ["ccache", "g++"] if shutil.which("ccache") else ["g++"]
            print(f"  compiling {name} …", flush=True)
            run(*compiler, "-O2", "-std=c++20", "-w", "-c", source, "-o", f"{program}.o",
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

    def rows_a_second(self, folder, seconds):
        """Unsynced batches of 100 rows of 400 bytes."""
        shutil.rmtree(folder, ignore_errors=True)
        with subprocess.Popen([self.program("rocks"), folder, str(seconds)], stdout=subprocess.PIPE, text=True) as going:
            for line in going.stdout:
                if line.startswith("put nosync batch100"):
                    going.kill()
                    return float(re.search(r"items/s=(\d+)", line).group(1))
        raise Failed("rocks did not say how fast it writes")
