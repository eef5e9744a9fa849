# SPDX-License-Identifier: Apache-2.0
"""Writes and reads topics by Debian's kcat, as an operator would."""
import json
import subprocess
import tempfile
from collections.abc import Sequence

SECONDS = 60
COMMON = ["-X", "allow.auto.create.topics=false", "-X", "socket.timeout.ms=4000", "-X", "topic.metadata.propagation.max.ms=5000"]


def produce(bootstrap: str, topic: str, value: bytes | None, key: str | None = None, headers: Sequence[tuple[str, str]] = (),
            partition: int = 0) -> None:
    """One record, acknowledged by all in-sync brokers. `headers` in their order, repeats and all. `value` None: a null one
    under a key."""
    named = [part for name, text in headers for part in ("-H", f"{name}={text}")]
    whole = ["-P", "-b", bootstrap, "-t", topic, "-p", str(partition), *COMMON, "-X", "acks=all", *named]
    if not value:  # kcat takes no empty file, and an empty line only behind a key
        run([*whole, "-K:", *([] if value == b"" else ["-Z"])], f"{key or ''}:".encode())
        return
    with tempfile.NamedTemporaryFile() as file:  # standard input would be cut into lines
        file.write(value)
        file.flush()
        run([*whole, *([] if key is None else ["-k", key]), file.name])


def consume(bootstrap: str, topic: str, *more: str) -> bytes:
    """Everything from the beginning to what is now the end, as kcat prints it; `more`: its options of form."""
    return run(["-C", "-b", bootstrap, "-t", topic, *COMMON, "-X", "isolation.level=read_uncommitted", "-X", "check.crcs=true",
                 "-o", "beginning", "-e", "-q", *more])


def records(bootstrap: str, topic: str) -> list[dict]:
    """consume(), each record as kcat's JSON has it: partition, offset, ts, key, headers, payload."""
    return [json.loads(line) for line in consume(bootstrap, topic, "-J").splitlines()]


def run(arguments: list[str], given: bytes = b"") -> bytes:
    """kcat to its end, which must be a good one: its standard output."""
    done = subprocess.run(["kcat", *arguments], input=given, capture_output=True, timeout=SECONDS, check=False)
    if done.returncode != 0:
        raise AssertionError(f"kcat {arguments}: {done.returncode}\n{done.stderr.decode('utf-8', 'replace')[-2000:]}")
    return done.stdout
