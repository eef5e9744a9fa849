# SPDX-License-Identifier: Apache-2.0
"""server.properties of Kafka brokers that are also their own controllers (KRaft)."""
import pathlib

PLAIN = {
    "process.roles": "broker,controller",
    "controller.listener.names": "CONTROLLER",
    "listener.security.protocol.map": "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
    "inter.broker.listener.name": "PLAINTEXT",
    "auto.create.topics.enable": "false",
    "group.initial.rebalance.delay.ms": "0",
    "num.network.threads": "2",
    "num.io.threads": "4",
}
# A dead broker is given up after 3 s instead of 9, a dead controller after 1 s instead of 2: tests wait less.
QUICK = {
    "broker.session.timeout.ms": "3000",
    "broker.heartbeat.interval.ms": "500",
    "controller.quorum.fetch.timeout.ms": "1000",
    "controller.quorum.request.timeout.ms": "1000",
    "controller.quorum.election.timeout.ms": "500",
    "controller.quorum.election.backoff.max.ms": "300",
}


def copies(count: int) -> dict[str, str]:
    """What is written everywhere and survives the loss of one broker of three."""
    found = {"offsets.topic.replication.factor": count, "transaction.state.log.replication.factor": count,
             "transaction.state.log.min.isr": max(1, count - 1), "default.replication.factor": count,
             "min.insync.replicas": max(1, count - 1), "unclean.leader.election.enable": "false"}
    return {name: str(value) for name, value in found.items()}


def server_properties(node: int, folder: pathlib.Path, host: str, ports: dict[int, tuple[int, int]], quick: bool) -> str:
    """`ports`: node → (port of clients, port of controllers), of all nodes. `host`: the address that all listen on."""
    port, control = ports[node]
    own = {
        "node.id": str(node),
        "controller.quorum.voters": ",".join(f"{n}@{host}:{c}" for n, (_, c) in sorted(ports.items())),
        "listeners": f"PLAINTEXT://{host}:{port},CONTROLLER://{host}:{control}",
        "advertised.listeners": f"PLAINTEXT://{host}:{port}",
        "log.dirs": str(folder / "data"),
    }
    every = PLAIN | copies(len(ports)) | own | (QUICK if quick else {})
    return "".join(f"{name}={value}\n" for name, value in every.items())
