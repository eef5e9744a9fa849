# SPDX-License-Identifier: Apache-2.0
"""Programs that are started, asked and ended; everything bounded in time and on 127.0.0.1."""

import dataclasses
import http.client
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BUILT = ROOT / "build" / "release"


class Failed(Exception):
    """Says in one line what cannot be measured."""


class Skipped(Exception):
    """Says in one line what this machine lacks for a measure."""


def run(*command, timeout=300):
    """Runs to its end; what it printed."""
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=timeout)
    if done.returncode != 0:
        raise Failed(f"{pathlib.Path(command[0]).name} ended with {done.returncode}: {done.stderr.strip()[-300:]}")
    return done.stdout


def run_json(*command, timeout=300):
    return json.loads(run(*command, timeout=timeout))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclasses.dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    def json(self):
        return json.loads(self.body)


def fetch(port, path, headers=None):
    """The answer to one GET."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path, headers=headers or {})
        answer = connection.getresponse()
        return Answer(answer.status, answer.headers, answer.read())
    finally:
        connection.close()


class Server:
    """A server process. It says its port on its first line ("… 127.0.0.1:8080", "listening 8080"), or `port` tells."""

    def __init__(self, *command, port=None):
        self.begun = time.monotonic()
        self.process = subprocess.Popen([str(word) for word in command], stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, text=True)
        self.name = pathlib.Path(command[0]).name
        self.port = port or self._said_port()
        self._wait_until_open()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def _said_port(self):
        line = self.process.stdout.readline().strip()
        digits = line[len(line.rstrip("0123456789")):]
        if not digits:
            raise Failed(f"{self.name} does not start")
        return int(digits)

    def _wait_until_open(self):
        while time.monotonic() < self.begun + 30:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.002)
        raise Failed(f"{self.name} does not listen")

    def get(self, path, headers=None):
        return fetch(self.port, path, headers)

    def written_bytes(self):
        """What the process has made the kernel write to disks so far."""
        told = dict(line.split(": ") for line in pathlib.Path(f"/proc/{self.process.pid}/io").read_text().splitlines())
        return int(told["write_bytes"]) - int(told["cancelled_write_bytes"])

    def metrics(self):
        """Of a server that was started with them: name with labels → figure."""
        lines = fetch(self.metrics_port, "/metrics").body.decode().splitlines()
        return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))}

    def resident_megabytes(self):
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        raise Failed("the kernel does not tell the resident size")

    def kill(self):
        self._end(signal.SIGKILL)

    def stop(self):
        self._end(signal.SIGTERM)

    def _end(self, how):
        if self.process.poll() is None:
            self.process.send_signal(how)
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.process.stdout.close()


def palabre(data, metrics=False, log="embedded"):
    """The server under measure: as it comes, but with bounds that a load from one address does not reach."""
    metrics_port = free_port() if metrics else None
    server = Server(BUILT / "palabre", "serve", "--data", data, "--log", log, "--listen", "127.0.0.1:0", "--metrics-listen",
                    f"127.0.0.1:{metrics_port}" if metrics else "", "--log-level", "error", "--registration", "open",
                    "--writes-per-minute", "1000000", "--searches-per-minute", "1000000")
    server.metrics_port = metrics_port
    return server


def load(server, targets, seconds, connections, sessions=None, post=False, seed=1, zipf=1.0, accept=None, none_match=None,
         expect=None):
    """The load's own figures; an answer that is not what it should be fails the measure."""
    command = [BUILT / "bench" / "load", "--port", server.port, "--targets", targets, "--seconds", seconds,
               "--connections", connections, "--seed", seed, "--zipf", zipf]
    for option, value in (("--sessions", sessions), ("--accept", accept), ("--if-none-match", none_match),
                          ("--expect", expect)):
        if value:
            command += [option, value]
    if post:
        command.append("--post")
    figures = run_json(*command, timeout=seconds + 60)
    if figures["errors"] or not figures["requests"]:
        raise Failed(f"{server.name} answered {figures['errors']} requests with {figures['status']}")
    return figures


def copy_data(data, to):
    """A data folder of one's own to change, with its key beside it. RocksDB's tables, never changed, are the same files."""
    to = pathlib.Path(to)
    if to.exists():
        shutil.rmtree(to)
    shutil.copytree(data, to, copy_function=lambda file, copy: (os.link if file.endswith(".sst") else shutil.copy2)(file, copy))
    shutil.copy2(f"{data}.key", f"{to}.key")
    return to
