# SPDX-License-Identifier: Apache-2.0
"""Over Apache Kafka: one node, one broker of its own for each measure, on this machine."""

import concurrent.futures
import contextlib
import http.client
import itertools
import json
import secrets
import shutil
import signal
import sys
import threading
import time

from fixtures import Fixture
from programs import BUILT, ROOT, Failed, Server, Skipped, free_port, palabre, run, run_json
from results import interleave
from run import THREADS
from writes import MANY_WRITERS, WRITERS, Replies

sys.path.append(str(ROOT / "tests" / "kafka"))  # behind the harness, whose modules have some of the same names
from brokers import Brokers  # noqa: E402 - found by the line above
from cluster import PROXY  # noqa: E402
from jars import NoJars, jars  # noqa: E402

READY_SECONDS = 60
FIRST_SECONDS = 2  # of a load that is not counted: a producer asks for its id, and where the partition lies
CAUGHT_UP = 300_000  # events of the topic that a new node catches up with
FILLED, FILLED_THREADS = "filled", 1_000  # the topic, and the threads that it begins with
PEER = ROOT / "bench" / "streams"
NODES = 3
CONFLICTS_BOUND = 0.005  # decisions that are taken again, of the events that come of them
# What a node asks of its topic, for one that no node has made.
SETTINGS = {"retention_ms": "-1", "retention_bytes": "-1", "message_timestamp_type": "LogAppendTime", "max_message_bytes": "1048576"}


@contextlib.contextmanager
def broker(run_):
    """One, with an empty folder on the disk of the checkout."""
    folder = run_.folder / f"kafka-{secrets.token_hex(4)}"
    folder.mkdir()
    one = Brokers(folder)
    try:
        one.start()
        yield one
    except NoJars as why:
        raise Skipped(f"no broker: {why}") from why
    finally:
        one.kill()
        shutil.rmtree(folder)


def community(run_, log):
    """The community of `fixtures.middle`, made by a node over the topic: its members' replies went through the order."""
    members, threads = run_.fixtures.sizes["middle"]
    made = run_.folder / "over-kafka"
    shutil.rmtree(made, ignore_errors=True)
    run(BUILT / "palabre", "kafka", "create-topics", "--log", log)
    begun = time.monotonic()
    told = run_json(BUILT / "bench" / "fixture", "make", "--log", log, "--data", made / "data", "--lists", made / "lists",
                    "--members", members, "--threads", threads)
    print(f"  … {told['events']:,} events over Kafka in {time.monotonic() - begun:.0f} s", flush=True)
    return Fixture(made / "data", made / "lists", told["events"], told["community"])


def wait_ready(server):
    until = time.monotonic() + READY_SECONDS
    while (answer := server.get("/health/ready")).status != 200:
        if time.monotonic() > until:
            raise Failed(f"the node does not become ready: {answer.body.decode()}")
        time.sleep(0.05)


def write(run_):
    """Members reply at a node; the bare server appends the same bodies and answers at the delivery report."""
    rows = []
    with broker(run_) as one, contextlib.ExitStack() as stack:
        log = f"kafka://{one.bootstrap}/palabre.events.v1"
        fixture = community(run_, log)
        for topic in ("bare", "independent"):
            one.create_topic(topic, **SETTINGS)
        ours = stack.enter_context(palabre(fixture.data, log=log))
        wait_ready(ours)
        limit = stack.enter_context(Server(BUILT / "bench" / "kafka_post", 0, THREADS, one.bootstrap, "bare"))
        independent = run_.independent.server("beast_kafka.cpp", THREADS, one.bootstrap, "independent")
        if independent:
            stack.enter_context(independent)
        replies = Replies(fixture)
        servers = {"ours": ours, "limit": limit, "independent": independent}
        for server in filter(None, servers.values()):
            replies.load(server, WRITERS, FIRST_SECONDS)
        for connections in (1, WRITERS, MANY_WRITERS):
            sides = {name: lambda server=server, connections=connections:
                     replies.load(server, connections, run_.seconds)["rate"]
                     for name, server in servers.items() if server}
            figures = interleave(run_.rounds, **sides)
            rows.append(run_.row(f"kafka.write.{connections}", figures, "replies/s"))
            rows += run_.limit_rows(f"limits.kafka_post.{connections}", figures, "replies/s")
    return rows


def nodes_of(run_, stack, fixture, log):
    """NODES of them, ready: each has a copy of the folder of the one that made the community."""
    nodes = []
    for number in range(NODES):
        data = run_.folder / f"node-{number}" / "data"
        shutil.rmtree(data.parent, ignore_errors=True)
        data.parent.mkdir()
        shutil.copytree(fixture.data, data)
        shutil.copy(f"{fixture.data}.key", f"{data}.key")
        nodes.append(stack.enter_context(palabre(data, metrics=True, log=log)))
    for node in nodes:
        wait_ready(node)
    return nodes


def proxy_of(run_, stack, nodes, affine):
    """The proxy of script/cluster in front of them. Not `affine`: a community's requests go round, too."""
    settings, port = run_.folder / f"haproxy-{affine}.cfg", free_port()
    text = PROXY.format(port=port, servers="\n".join(f"    server n{node.port} 127.0.0.1:{node.port}" for node in nodes))
    if not affine:
        hashed = "balance hash var(txn.community)\n    hash-type consistent"
        if hashed not in text:
            raise Failed("the proxy of script/cluster does not keep a community at one node")
        text = text.replace(hashed, "balance roundrobin")
    settings.write_text(text, "utf-8")
    haproxy = shutil.which("haproxy") or shutil.which("haproxy", path="/usr/sbin")
    if haproxy is None:
        raise Skipped("no haproxy")
    return stack.enter_context(Server(haproxy, "-db", "-f", settings, port=port))


def conflicts(run_):
    """Members reply at three nodes at once: decisions that were taken again, for each event. A fixed bound."""
    with broker(run_) as one, contextlib.ExitStack() as stack:
        log = f"kafka://{one.bootstrap}/palabre.events.v1"
        fixture = community(run_, log)
        nodes = nodes_of(run_, stack, fixture, log)
        loads = [Replies(fixture, number) for number in range(NODES)]

        def counted():
            told = [node.metrics() for node in nodes]
            return sum(each["palabre_writer_retried_total"] for each in told), told[0]["palabre_log_end"]

        def share():
            retried, end = counted()
            with concurrent.futures.ThreadPoolExecutor(NODES) as together:
                list(together.map(lambda replies, node: replies.load(node, WRITERS, run_.seconds), loads, nodes))
            for node in nodes:
                wait_ready(node)
            then, last = counted()
            return (then - retried) / (last - end)

        share()
        figures = interleave(run_.rounds, ours=share, bound=lambda: CONFLICTS_BOUND)
    return [run_.row("kafka.conflicts", figures, "of events", "ours", "bound")]


def cluster(run_):
    """Members reply through the proxy at three nodes, which keeps the community at one of them, and through one that does
    not; beside the bare server without any proxy."""
    rows = []
    with broker(run_) as one, contextlib.ExitStack() as stack:
        log = f"kafka://{one.bootstrap}/palabre.events.v1"
        fixture = community(run_, log)
        one.create_topic("bare", **SETTINGS)
        nodes = nodes_of(run_, stack, fixture, log)
        servers = {"affine": proxy_of(run_, stack, nodes, True), "round": proxy_of(run_, stack, nodes, False),
                   "limit": stack.enter_context(Server(BUILT / "bench" / "kafka_post", 0, THREADS, one.bootstrap, "bare"))}
        replies = Replies(fixture)
        for server in servers.values():
            replies.load(server, WRITERS, FIRST_SECONDS)
        for connections in (1, WRITERS, MANY_WRITERS):
            sides = {name: lambda server=server, connections=connections:
                     replies.load(server, connections, run_.seconds)["rate"] for name, server in servers.items()}
            figures = interleave(run_.rounds, **sides)
            rows.append(run_.row(f"kafka.cluster.{connections}", figures, "replies/s", "affine"))
            rows.append(run_.row(f"kafka.cluster.{connections}.round", figures, "replies/s", "round"))
    return rows


class Editor(threading.Thread):
    """Edits one post over and over for some seconds, at one server."""

    def __init__(self, server, path, session, seconds, number):
        super().__init__()
        self.server, self.path, self.until, self.number = server, path, time.monotonic() + seconds, number
        self.headers = {**session, "Content-Type": "application/json"}
        self.done = self.refused = 0
        self.failed = None

    def run(self):
        try:
            self._edit()
        except OSError as why:
            self.failed = str(why)

    def _edit(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        for count in itertools.count():
            if time.monotonic() > self.until:
                break
            connection.request("PUT", self.path, json.dumps({"body": f"Texte {self.number} {count}"}), self.headers)
            answer = connection.getresponse()
            body = answer.read()
            if answer.status < 300:
                self.done += 1
            elif b"/problems/contended" in body:
                self.refused += 1
            else:
                self.failed = f"{answer.status} {body.decode('utf-8', 'replace')[:200]}"
                break
        connection.close()


def slowed(node, seconds):
    """The node runs half of the time, a twentieth of a second at once; to be run in a thread."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        node.process.send_signal(signal.SIGSTOP)
        try:
            time.sleep(0.05)
        finally:
            node.process.send_signal(signal.SIGCONT)
        time.sleep(0.05)


def share(run_):
    """One post that is edited at three nodes at once, of which one is stopped half of the time: its edits beside a third of
    all. Then the same editors through the proxy that keeps the community at one node: the share of those whose node it was."""
    with broker(run_) as one, contextlib.ExitStack() as stack:
        log = f"kafka://{one.bootstrap}/palabre.events.v1"
        fixture = community(run_, log)
        nodes = nodes_of(run_, stack, fixture, log)
        session, slow = fixture.first_session(), nodes[-1]
        connection = http.client.HTTPConnection("127.0.0.1", nodes[0].port, timeout=60)
        connection.request("POST", fixture.first_target() + "/posts", json.dumps({"body": "Un stock."}),
                           {**session, "Content-Type": "application/json", "Idempotency-Key": secrets.token_hex(8)})
        answer = connection.getresponse()
        told = json.loads(answer.read())
        if answer.status != 201:
            raise Failed(f"the post that is to be edited: {told}")
        path = f"/api/v1/communities/{fixture.community}/posts/{told['id']}"
        for node in nodes:
            wait_ready(node)
        proxy = proxy_of(run_, stack, nodes, True)
        seconds = max(3, run_.seconds)

        def edited(servers):
            editors = [Editor(server, path, session, seconds, number) for number, server in enumerate(servers) for _ in range(2)]
            pacer = threading.Thread(target=slowed, args=(slow, seconds))
            for each in [*editors, pacer]:
                each.start()
            for each in [*editors, pacer]:
                each.join()
            if failed := next((each.failed for each in editors if each.failed), None):
                raise Failed(f"an edit: {failed}")
            for node in nodes:
                wait_ready(node)
            done = [sum(each.done for each in editors if each.number == number) for number in range(NODES)]
            return {"share": done[-1] / max(1, sum(done)), "refused": sum(each.refused for each in editors) / max(1, sum(done)),
                    "rate": sum(done) / seconds}

        edited(nodes)
        told = interleave(run_.rounds, apart=lambda: edited(nodes), together=lambda: edited([proxy] * NODES))
    third = [1 / NODES] * run_.rounds
    figures = {**{f"{how}.{what}": [each[what] for each in told[how]] for how in told for what in ("share", "refused", "rate")},
               "third": third, "one": [1] * run_.rounds}
    return [run_.row("kafka.share", figures, "of edits", "apart.share", "third"),
            run_.row("kafka.share.affine", figures, "of edits", "together.share", "third"),
            run_.row("kafka.share.refused", figures, "of edits", "apart.refused", "one"),
            run_.row("kafka.share.rate", figures, "edits/s", "apart.rate", "together.rate")]


def catch_up(run_):
    """A topic into the log of a new node, judged; the bare consumer writes the same records to RocksDB as they are."""
    with broker(run_) as one:
        records = fill(run_, one)
        rows = run_.folder / "bare.rows"

        def ours():
            return records / caught_up(run_.folder / "caught-up", one, records)

        def limit():
            shutil.rmtree(rows, ignore_errors=True)
            return records / seconds_of(records, BUILT / "bench" / "kafka_rows", one.bootstrap, FILLED, rows, records)

        figures = interleave(run_.rounds, ours=ours, limit=limit)
    return [run_.row("kafka.catch-up", figures, "records/s")]


def fill(run_, one):
    """How many records the topic FILLED has from now on."""
    one.create_topic(FILLED, **SETTINGS)
    events = CAUGHT_UP // 10 if run_.quick else CAUGHT_UP
    return run_json(BUILT / "bench" / "kafka_fill", one.bootstrap, FILLED, events, FILLED_THREADS, 500)["records"]


def seconds_of(events, *command):
    """Of a program that has to go through so many."""
    told = run_json(*command)
    if told["events"] != events:
        raise Failed(f"{told['events']} of {events} came")
    return told["seconds"]


def caught_up(data, one, records):
    """Seconds until a new node's log, in a new `data`, holds all of FILLED."""
    shutil.rmtree(data, ignore_errors=True)
    return seconds_of(records, BUILT / "bench" / "events", "catch-up", "--data", data, "--log", f"kafka://{one.bootstrap}/{FILLED}")


def streams(run_):
    """Replies of each thread, and of each author a day, counted over a node's log; beside Kafka Streams over the topic."""
    data, counts = run_.folder / "streamed", run_.folder / "counts"
    numbers = itertools.count()
    with broker(run_) as one:
        libraries, classes = f"{jars(PEER / 'pom.xml')}/*", run_.folder / "classes"
        run("javac", "-d", classes, "-cp", libraries, *PEER.glob("src/main/java/*.java"))
        records = fill(run_, one)
        replies = records - FILLED_THREADS - 2  # the opening and the genesis
        counts.mkdir()

        def ours():
            read = caught_up(data, one, records)
            counted = seconds_of(replies, BUILT / "bench" / "events", "count", "--data", data, "--out", counts / "ours")
            return {"log": replies / counted, "topic": replies / (read + counted)}

        def peer(caching):
            state, out = run_.folder / f"state-{next(numbers)}", counts / caching
            rate = replies / seconds_of(replies, "java", "-cp", f"{classes}:{libraries}", "Counts", one.bootstrap, FILLED,
                                        records, state, out, caching, "unlogged")
            shutil.rmtree(state, ignore_errors=True)
            if out.read_bytes() != (counts / "ours").read_bytes():
                raise Failed(f"Kafka Streams ({caching}) and the log come to other counts")
            return rate

        told = interleave(run_.rounds, ours=ours, cached=lambda: peer("cached"), uncached=lambda: peer("uncached"))
    figures = {**{name: [side[name] for side in told["ours"]] for name in ("log", "topic")},
               "cached": told["cached"], "uncached": told["uncached"]}
    return [run_.row(f"kafka.streams.{caching}", figures, "replies/s", "log", caching) for caching in ("cached", "uncached")] + \
           [run_.row("kafka.streams.topic", figures, "replies/s", "topic", "cached")]
