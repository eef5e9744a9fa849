# SPDX-License-Identifier: Apache-2.0
"""Java libraries from Maven Central, fetched once into the user's cache.

A pom.xml names them with their versions; what it says is also the name of the folder, so that another pom gets another one."""
import fcntl
import hashlib
import os
import pathlib
import shutil
import subprocess
import tempfile

KAFKA = pathlib.Path(__file__).with_name("pom.xml")


class NoJars(Exception):
    """Java or Maven is missing, or Maven could not fetch."""


def cache() -> pathlib.Path:
    return pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "palabre"


def jars(pom: pathlib.Path = KAFKA) -> pathlib.Path:
    """The folder with what `pom` names and what that needs. Fetches it where it is missing (some 60 MB for Kafka); safe
    beside other processes that do the same."""
    for program in ("java", "mvn"):
        if shutil.which(program) is None:
            raise NoJars(f"no {program}: script/bootstrap installs it")
    folder = cache() / f"{pom.parent.name}-{hashlib.blake2b(pom.read_bytes(), digest_size=6).hexdigest()}"
    folder.parent.mkdir(parents=True, exist_ok=True)
    with open(f"{folder}.lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            _fetch(pom, folder)
    return folder


def _fetch(pom: pathlib.Path, folder: pathlib.Path) -> None:
    with tempfile.TemporaryDirectory(dir=folder.parent) as partial:
        got = pathlib.Path(partial) / "jars"
        done = subprocess.run(["mvn", "-q", "-B", "-f", str(pom), "dependency:copy-dependencies", "-DincludeScope=runtime",
                               f"-DoutputDirectory={got}"], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise NoJars(f"mvn could not fetch what {pom} names:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
        got.rename(folder)
