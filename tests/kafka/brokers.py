# SPDX-License-Identifier: Apache-2.0
"""Real Apache Kafka brokers for tests and measurements: one or three, on free ports, in a folder.

    brokers = Brokers.of_test(self, count=3, quick=True)   # started; ended and deleted with the test
    brokers.bootstrap                                      # "127.0.0.1:21234,127.0.0.1:27182,127.0.0.1:30011"
    brokers.leader("palabre.events.v1").kill()

Without Java or the jars a test is skipped: "skipped: no broker"."""
import base64
import json
import os
import pathlib
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest

import jars
import settings
import wire

NO_BROKER = "skipped: no broker"
START_SECONDS = 90
STOP_SECONDS = 15  # of three brokers that stop at once, some wait for a quorum that is gone
# Below what the kernel gives to outgoing connections, so that a broker finds its port free when it comes back.
PORTS = range(20000, 32000)
LOGGING = """rootLogger.level = INFO
rootLogger.appenderRef.stdout.ref = STDOUT
appender.console.type = Console
appender.console.name = STDOUT
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = [%d] %p %m (%c)%n
"""


def free_port(host: str) -> int:
    while True:
        port = random.choice(PORTS)
        with socket.socket() as probe:
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return port


def _uuid() -> str:
    """As Kafka writes its ids: 16 bytes in base64, never beginning with a dash."""
    while (text := base64.urlsafe_b64encode(os.urandom(16)).decode().rstrip("=")).startswith("-"):
        pass
    return text


def started_at(pid: int) -> str | None:
    """With the pid this tells a process from a later one of the same number. None: there is no such process."""
    try:
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] == "Z" else fields[19]


class Broker:
    """One broker. May be started again after its end: with its data, on its ports."""

    def __init__(self, node: int, folder: pathlib.Path, address: tuple[str, int], memory: str, process: dict | None = None):
        self.node, self.folder, self.address, self.memory = node, folder, address, memory
        self.process = process or {}  # pid, begun
        self.child: subprocess.Popen | None = None

    @property
    def log(self) -> pathlib.Path:
        return self.folder / "server.log"

    @property
    def pid(self) -> int | None:
        """Of the running process; None when it does not run."""
        if self.child is not None:
            self.child.poll()
        pid = self.process.get("pid")
        return pid if pid is not None and started_at(pid) == self.process["begun"] else None

    def start(self) -> None:
        """Begins it; `Brokers.wait_ready` says when it answers."""
        assert self.pid is None
        with open(self.log, "ab") as log:
            self.child = subprocess.Popen(
                ["java", f"-Xmx{self.memory}", "-XX:+UseSerialGC", f"-Dlog4j2.configurationFile={self.folder / 'log4j2.properties'}",
                 "-cp", f"{jars.jars()}/*", "kafka.Kafka", str(self.folder / "server.properties")],
                stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, start_new_session=True)
        self.process = {"pid": self.child.pid, "begun": started_at(self.child.pid)}

    def _send(self, what: signal.Signals) -> None:
        if (pid := self.pid) is not None:
            os.kill(pid, what)

    def kill(self) -> None:
        """kill -9, and waits until it is gone."""
        self._send(signal.SIGKILL)
        self._gone(30)

    def stop(self, seconds: float = STOP_SECONDS) -> None:
        """A normal stop, or kill -9 when that takes too long."""
        self.ask_to_stop()
        if not self._gone(seconds):
            self.kill()

    def ask_to_stop(self) -> None:
        self._send(signal.SIGTERM)
        self._send(signal.SIGCONT)

    def pause(self) -> None:
        self._send(signal.SIGSTOP)

    def resume(self) -> None:
        self._send(signal.SIGCONT)

    def _gone(self, seconds: float) -> bool:
        until = time.monotonic() + seconds
        while self.pid is not None:
            if time.monotonic() > until:
                return False
            time.sleep(0.05)
        if self.child is not None:
            self.child.wait()
        return True


class Brokers:
    """One Kafka of `count` brokers in `folder`. The object describes it; `start()` begins what does not run. Another
    process finds the same by `Brokers.load(folder)`."""

    def __init__(self, folder: pathlib.Path, count: int = 1, quick: bool = False, host: str = "127.0.0.1"):
        self.folder, self.count, self.quick, self.host = folder, count, quick, host
        ports = {node: (free_port(host), free_port(host)) for node in range(1, count + 1)}
        self._describe(ports, {})

    def _describe(self, ports: dict[int, tuple[int, int]], processes: dict[int, dict]) -> None:
        self.ports = ports
        memory = "512m" if self.count == 1 else "320m"
        self.brokers = {node: Broker(node, self.folder / f"broker-{node}", (self.host, port), memory, processes.get(node))
                        for node, (port, _) in ports.items()}

    @classmethod
    def load(cls, folder: pathlib.Path) -> "Brokers":
        """What `save` wrote; FileNotFoundError where there is nothing."""
        said = json.loads((folder / "brokers.json").read_text("utf-8"))
        found = cls.__new__(cls)
        found.folder, found.count, found.quick, found.host = folder, len(said["ports"]), said["quick"], said["host"]
        found._describe({int(n): tuple(p) for n, p in said["ports"].items()}, {int(n): p for n, p in said["processes"].items()})
        return found

    def save(self) -> None:
        """Also the file `bootstrap` with the addresses alone, for who reads no JSON."""
        said = {"quick": self.quick, "host": self.host, "ports": self.ports,
                "processes": {node: broker.process for node, broker in self.brokers.items()}}
        (self.folder / "bootstrap").write_text(self.bootstrap, "utf-8")
        written = self.folder / "brokers.json.new"
        written.write_text(json.dumps(said, indent=1) + "\n", "utf-8")
        written.rename(self.folder / "brokers.json")

    @classmethod
    def of_test(cls, test, count: int = 1, quick: bool = True, host: str = "127.0.0.1") -> "Brokers":
        """Started for one test (or, given a class, for all of its tests), in a temporary folder that goes with it."""
        try:
            jars.jars()
        except jars.NoJars as why:
            print(f"{NO_BROKER}: {why}", file=sys.stderr)
            raise unittest.SkipTest(NO_BROKER) from why
        folder = pathlib.Path(tempfile.mkdtemp(prefix="palabre-kafka-"))
        found = cls(folder, count, quick, host)
        clean = test.addClassCleanup if isinstance(test, type) else test.addCleanup
        clean(shutil.rmtree, folder, ignore_errors=True)
        clean(found.kill)
        found.start()
        return found

    @property
    def bootstrap(self) -> str:
        return ",".join(f"{self.host}:{port}" for port, _ in self.ports.values())

    def start(self) -> None:
        """Formats what is new, begins what does not run, and returns when every broker knows of every other."""
        if not (self.folder / "brokers.json").exists():
            self._format()
            self.save()
        for broker in self.brokers.values():
            if broker.pid is None:
                broker.start()
        self.save()
        self.wait_ready()

    def _format(self) -> None:
        """One run of Kafka's own tool; what it makes for the others is the same but for two ids."""
        cluster = _uuid()
        for node, broker in self.brokers.items():
            broker.folder.mkdir(parents=True, exist_ok=True)
            (broker.folder / "log4j2.properties").write_text(LOGGING, "utf-8")
            (broker.folder / "server.properties").write_text(
                settings.server_properties(node, broker.folder, self.host, self.ports, self.quick), "utf-8")
        first, *others = self.brokers.values()
        subprocess.run(["java", "-XX:TieredStopAtLevel=1", "-cp", f"{jars.jars()}/*", "kafka.tools.StorageTool", "format", "-t", cluster,
                        "-c", str(first.folder / "server.properties")], check=True, capture_output=True)
        for broker in others:
            data = broker.folder / "data"
            shutil.copytree(first.folder / "data", data)
            (data / "meta.properties").write_text(
                f"version=1\ncluster.id={cluster}\nnode.id={broker.node}\ndirectory.id={_uuid()}\n", "utf-8")

    def wait_ready(self, seconds: float = START_SECONDS) -> None:
        """Until every broker that runs knows all of them; TimeoutError with the end of a log."""
        until = time.monotonic() + seconds
        running = [broker for broker in self.brokers.values() if broker.pid is not None]
        for broker in running:
            while not self._knows_all(broker, {b.node for b in running}):
                if broker.pid is None or time.monotonic() > until:
                    raise TimeoutError(f"broker {broker.node} does not come:\n{broker.log.read_text('utf-8', 'replace')[-3000:]}")
                time.sleep(0.1)

    @staticmethod
    def _knows_all(broker: Broker, nodes: set[int]) -> bool:
        try:
            return nodes <= wire.metadata(broker.address, 5).brokers.keys()
        except OSError:
            return False

    def any_address(self) -> tuple[str, int]:
        """Of a broker that answers."""
        for broker in self.brokers.values():
            if broker.pid is not None:
                try:
                    wire.metadata(broker.address, 2)
                except OSError:
                    continue
                return broker.address
        raise ConnectionError("no broker answers")

    def create_topic(self, name: str, partitions: int = 1, **more: str) -> None:
        """With as many copies as there are brokers. `more`: settings, with underscores for dots. Returns when it has leaders."""
        wire.create_topic(self.any_address(), name, partitions, self.count, {k.replace("_", "."): v for k, v in more.items()})
        for partition in range(partitions):
            self.leader(name, partition)

    def leader(self, topic: str, partition: int = 0, seconds: float = 30) -> Broker:
        """The broker that leads a partition; waits until there is one."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            try:
                found = wire.metadata(self.any_address(), 5).topics.get(topic, {}).get(partition)
            except OSError:
                found = None
            if found is not None and found.leader in self.brokers:
                return self.brokers[found.leader]
            time.sleep(0.1)
        raise TimeoutError(f"{topic}/{partition} has no leader")

    def stop(self) -> None:
        """A normal stop of all at once; what has not ended after 15 s is killed."""
        for broker in self.brokers.values():
            broker.ask_to_stop()
        until = time.monotonic() + STOP_SECONDS
        for broker in self.brokers.values():
            broker.stop(max(0, until - time.monotonic()))

    def kill(self) -> None:
        for broker in self.brokers.values():
            broker.kill()

    def forget(self) -> None:
        """kill(), and what they kept is deleted."""
        self.kill()
        for broker in self.brokers.values():
            shutil.rmtree(broker.folder, ignore_errors=True)
        (self.folder / "brokers.json").unlink()
