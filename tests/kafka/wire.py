# SPDX-License-Identifier: Apache-2.0
"""As much of Kafka's protocol as tests ask brokers by: who is there, who leads, make and remove topics.

One request a connection, blocking. The admin tools of the jars do the same in two seconds of a Java machine each."""
import dataclasses
import socket
import struct

METADATA, CREATE_TOPICS, DELETE_TOPICS, DELETE_RECORDS = 3, 19, 20, 21
NOT_CONTROLLER = 41


class Refused(Exception):
    """A broker answered with an error; `code` is Kafka's."""

    def __init__(self, what: str, code: int):
        super().__init__(f"{what}: error {code}")
        self.code = code


@dataclasses.dataclass
class Partition:
    leader: int  # a node id, -1 when there is none
    replicas: list[int]
    in_sync: list[int]


@dataclasses.dataclass
class Metadata:
    brokers: dict[int, tuple[str, int]]
    controller: int
    topics: dict[str, dict[int, Partition]]


class Answer:
    """Reads an answer's fields, one after another."""

    def __init__(self, data: bytes):
        self.data, self.at = data, 0

    def number(self, kind: str) -> int:
        value = struct.unpack_from(">" + kind, self.data, self.at)[0]
        self.at += struct.calcsize(">" + kind)
        return value

    def text(self) -> str | None:
        size = self.number("h")
        if size < 0:
            return None
        self.at += size
        return self.data[self.at - size:self.at].decode()

    def numbers(self) -> list[int]:
        return [self.number("i") for _ in range(self.number("i"))]


def text(value: str | None) -> bytes:
    if value is None:
        return struct.pack(">h", -1)
    return struct.pack(">h", len(value.encode())) + value.encode()


def ask(address: tuple[str, int], kind: int, version: int, body: bytes, seconds: float = 10) -> Answer:
    """One request of that kind to one broker. OSError: it does not answer."""
    request = struct.pack(">hhi", kind, version, 1) + text("palabre-tests") + body
    with socket.create_connection(address, timeout=seconds) as connection:
        connection.sendall(struct.pack(">i", len(request)) + request)
        size = struct.unpack(">i", _exactly(connection, 4))[0]
        answer = Answer(_exactly(connection, size))
    answer.number("i")  # the correlation id
    return answer


def _exactly(connection: socket.socket, size: int) -> bytes:
    got = b""
    while len(got) < size:
        part = connection.recv(size - len(got))
        if not part:
            raise ConnectionError("the broker hung up")
        got += part
    return got


def metadata(address: tuple[str, int], seconds: float = 10) -> Metadata:
    """What one broker believes. It may lag behind the others after a change."""
    answer = ask(address, METADATA, 1, struct.pack(">i", -1), seconds)
    brokers = {}
    for _ in range(answer.number("i")):
        node, host, port, _ = answer.number("i"), answer.text(), answer.number("i"), answer.text()
        brokers[node] = (host, port)
    found = Metadata(brokers, answer.number("i"), {})
    for _ in range(answer.number("i")):
        _, name, _ = answer.number("h"), answer.text(), answer.number("b")
        partitions = found.topics.setdefault(name, {})
        for _ in range(answer.number("i")):
            _, number = answer.number("h"), answer.number("i")
            partitions[number] = Partition(answer.number("i"), answer.numbers(), answer.numbers())
    return found


def create_topic(address: tuple[str, int], name: str, partitions: int = 1, copies: int = 1, settings: dict | None = None,
                 replicas: list[int] | None = None) -> None:
    """`replicas`: the nodes of its one partition, the leader first; then `partitions` and `copies` say nothing."""
    placed = struct.pack(">i", 0)
    if replicas:
        partitions, copies = -1, -1
        placed = struct.pack(f">iii{len(replicas)}i", 1, 0, len(replicas), *replicas)
    configs = b"".join(text(key) + text(str(value)) for key, value in (settings or {}).items())
    body = (struct.pack(">i", 1) + text(name) + struct.pack(">ih", partitions, copies) + placed +
            struct.pack(">i", len(settings or {})) + configs + struct.pack(">ib", 10000, 0))
    answer = ask(address, CREATE_TOPICS, 2, body, 20)
    _, _, _, code, why = answer.number("i"), answer.number("i"), answer.text(), answer.number("h"), answer.text()
    if code:
        raise Refused(f"topic {name}: {why}", code)


def delete_topic(address: tuple[str, int], name: str) -> None:
    answer = ask(address, DELETE_TOPICS, 1, struct.pack(">i", 1) + text(name) + struct.pack(">i", 10000), 20)
    _, _, _, code = answer.number("i"), answer.number("i"), answer.text(), answer.number("h")
    if code:
        raise Refused(f"topic {name}", code)


def delete_records(address: tuple[str, int], name: str, partition: int, until: int) -> None:
    """Cuts the beginning of a partition off: `address` must be its leader's."""
    body = struct.pack(">i", 1) + text(name) + struct.pack(">iiqi", 1, partition, until, 10000)
    answer = ask(address, DELETE_RECORDS, 1, body, 20)
    _, _, _, _, _, _, code = (answer.number("i"), answer.number("i"), answer.text(), answer.number("i"), answer.number("i"),
                              answer.number("q"), answer.number("h"))
    if code:
        raise Refused(f"records of {name}", code)
