# SPDX-License-Identifier: Apache-2.0
"""The faults, one after another: each happens under load, is over when its function returns, and leaves every process running."""
import dataclasses
import signal
import subprocess
import time
from collections.abc import Callable

from checks import Broken
from bed import Bed

CALM = 2.0  # seconds of load before the fault


@dataclasses.dataclass
class Lengths:
    """How long things last, in seconds."""
    stopped: float  # a node that stands still
    dead: float  # a node or broker that is gone
    cut: float
    contested: float
    compares_each: bool  # every node is stopped after each fault, and its model and views compared; else at the end


LONG = Lengths(stopped=60, dead=8, cut=20, contested=20, compares_each=True)
SHORT = Lengths(stopped=14, dead=3, cut=12, contested=6, compares_each=False)


@dataclasses.dataclass
class Fault:
    name: str
    run: Callable[[Bed, Lengths], None]
    node: int | None = None  # the node that it hits (its index); its own writes may wait
    broker: bool = False  # it hits brokers: every write may wait for Kafka


def kill_node(bed: Bed, lengths: Lengths) -> None:
    node = bed.nodes[0]
    node.kill()
    time.sleep(lengths.dead)
    node.start()


def stop_node(bed: Bed, lengths: Lengths) -> None:
    """With proposals under way, which may land when it goes on."""
    node = bed.nodes[1]
    node.signal(signal.SIGSTOP)
    time.sleep(lengths.stopped)
    node.signal(signal.SIGCONT)
    node.wait_ready()


def kill_broker(bed: Bed, lengths: Lengths) -> None:
    broker = bed.brokers.leader(bed.topic)
    broker.kill()
    time.sleep(lengths.dead)
    bed.brokers.start()
    ready(bed)


def stop_leader(bed: Bed, lengths: Lengths) -> None:
    broker = bed.brokers.leader(bed.topic)
    broker.pause()
    time.sleep(lengths.dead + 5)
    broker.resume()
    ready(bed)


def restart_brokers(bed: Bed, lengths: Lengths) -> None:
    bed.brokers.stop()
    bed.brokers.start()
    ready(bed)


def cut_off(bed: Bed, lengths: Lengths) -> None:
    """The node hears nobody and nobody hears it; it says so to who asks at its own machine."""
    node = bed.nodes[-1]
    bed.network.cut()
    try:
        until = time.monotonic() + lengths.cut
        seen = set()
        while time.monotonic() < until:
            asked = subprocess.run([*bed.network.enter, "curl", "-s", "-m", "5", "-o", "/dev/null", "-w", "%{http_code}",
                                    f"http://{node.host}:{node.port}/health/ready"], capture_output=True, text=True, check=False)
            seen.add(asked.stdout)
            time.sleep(0.5)
    finally:
        bed.network.mend()
    if "503" not in seen:
        raise Broken(f"a node that was cut off said only {seen} of its readiness")
    ready(bed)


def contest(bed: Bed, lengths: Lengths) -> None:
    """No harm but what all do to the same posts."""
    time.sleep(lengths.contested)


def ready(bed: Bed) -> None:
    for node in bed.nodes:
        node.wait_ready()


def table(bed: Bed) -> list[Fault]:
    """Those that this machine can be put under."""
    found = [Fault("contested", contest), Fault("kill-node", kill_node, 0), Fault("stop-node", stop_node, 1),
             Fault("kill-broker", kill_broker, broker=True), Fault("stop-leader", stop_leader, broker=True),
             Fault("restart-brokers", restart_brokers, broker=True)]
    if bed.network is not None:
        found.append(Fault("cut-off", cut_off, len(bed.nodes) - 1))
    return found
