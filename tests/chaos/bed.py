# SPDX-License-Identifier: Apache-2.0
"""What is put under faults: brokers, nodes that share their topic, members who may write at every node, and a network in which
one of the nodes can be cut off."""
import pathlib
import secrets
import shutil
import subprocess
import tempfile

from nodes import Client, Node, copy_folder, create_topics, found_administrator

from brokers import Brokers
import wire

MEMBERS = 3
POSTS = 2  # of each member, that all of its writers edit
COPIED_HEADERS = ("cookie", "token", "account", "member")


class Network:
    """A bridge on which brokers listen, and a namespace that hangs on it by a cable. Needs root."""

    def __init__(self):
        mark = secrets.token_hex(2)
        self.bridge, self.cable, self.space = f"plb{mark}", f"plv{mark}", f"palabre-{mark}"
        self.begin = f"10.{secrets.choice(range(64, 192))}.{secrets.choice(range(256))}"
        self.host, self.inside = f"{self.begin}.1", f"{self.begin}.2"
        try:
            for command in (f"link add {self.bridge} type bridge", f"addr add {self.host}/24 dev {self.bridge}",
                            f"link set {self.bridge} up", f"netns add {self.space}",
                            f"link add {self.cable} type veth peer name eth0 netns {self.space}",
                            f"link set {self.cable} master {self.bridge}", f"link set {self.cable} up",
                            f"-n {self.space} addr add {self.inside}/24 dev eth0", f"-n {self.space} link set eth0 up",
                            f"-n {self.space} link set lo up"):
                self._ip(command)
        except (OSError, subprocess.CalledProcessError):
            self.remove()
            raise

    @property
    def enter(self) -> tuple:
        return ("ip", "netns", "exec", self.space)

    def cut(self) -> None:
        self._ip(f"link set {self.cable} down")

    def mend(self) -> None:
        self._ip(f"link set {self.cable} up")

    def remove(self) -> None:
        for command in (f"link del {self.cable}", f"netns del {self.space}", f"link del {self.bridge}"):
            subprocess.run(["ip", *command.split()], capture_output=True, check=False)

    @staticmethod
    def _ip(command: str) -> None:
        subprocess.run(["ip", *command.split()], capture_output=True, check=True)


def network() -> Network | None:
    """None: this machine does not let us."""
    try:
        return Network()
    except (OSError, subprocess.CalledProcessError):
        return None


class Bed:
    """Three nodes over three brokers. Use as a context manager; everything is ended and deleted behind it."""

    community = "soins"
    api = "/api/v1/communities/soins"

    def __init__(self, nodes: int = 3, brokers: int = 3):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="palabre-chaos-"))
        self.network = network()
        self.nodes: list[Node] = []
        self.brokers = Brokers(self.folder / "kafka", brokers, quick=True, host=self.network.host if self.network else "127.0.0.1")
        self.topic = "palabre.events.v1"
        self.log = f"kafka://{self.brokers.bootstrap}/{self.topic}"
        self.count = nodes

    def __enter__(self) -> "Bed":
        try:
            (self.folder / "kafka").mkdir()
            self.brokers.start()
            create_topics(self.log, 1, self.brokers.count)
            self._found()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_) -> None:
        for node in self.nodes:
            node.kill()
        self.brokers.kill()
        if self.network:
            self.network.remove()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _node(self, number: int) -> Node:
        """The last one can be cut off."""
        folder = self.folder / f"node-{number}"
        if self.network and number == self.count:
            return Node(number, folder, self.log, self.network.inside, before=self.network.enter)
        return Node(number, folder, self.log)

    def _found(self) -> None:
        """A community with members, at the first node; the others begin with a copy of its folder and know their keys."""
        self.nodes = [self._node(number + 1) for number in range(self.count)]
        first = self.nodes[0]
        email = found_administrator(first)
        first.start()
        admin = first.client().sign_in(email)
        admin.must(201, "POST", "/api/v1/communities", {"slug": self.community, "name": "Soins de ville", "shows_names": False})
        space = admin.must(201, "POST", self.api + "/spaces", {"slug": "accueil", "name": "Accueil", "kind": "theme",
                                                               "visibility": "public", "join_rule": "open"})["id"]
        self.members, self.posts, self.versions = [], [], {}
        for number in range(MEMBERS):
            client = first.client().register(f"Compte {number}", f"membre{number}@example.org")
            client.join(self.community, f"Membre {number}")
            self.members.append(client)
        opened = self.members[0].must(201, "POST", self.api + "/threads", {"kind": "question", "spaces": [space], "title": "Une question",
                                                                          "body": "Un texte.", "tags": []})
        self.thread = opened["id"]
        for client in self.members:
            self.posts.append([self._post(client) for _ in range(POSTS)])
        admin.close()
        first.stop()
        for other in self.nodes[1:]:
            copy_folder(first, other)
        for node in self.nodes:
            node.start()

    def _post(self, client: Client) -> str:
        answer = client.post(f"{self.api}/threads/{self.thread}/posts", {"body": "Un début."})
        assert answer.status == 201, answer
        post = answer.json["id"]
        self.versions[post] = answer.headers["etag"]
        return post

    def clients_of(self, member: int) -> list[Client]:
        """The same session at every node."""
        found = []
        for node in self.nodes:
            client = node.client()
            client.patience = 15
            for name in COPIED_HEADERS:
                setattr(client, name, getattr(self.members[member], name))
            found.append(client)
        return found

    def plain_topic(self) -> str:
        """A topic that is led by the broker that leads ours, for a plain producer beside the nodes."""
        name = f"plain-{secrets.token_hex(4)}"
        leader = self.brokers.leader(self.topic).node
        order = [leader, *(node for node in self.brokers.brokers if node != leader)]
        wire.create_topic(self.brokers.any_address(), name, replicas=order)
        self.brokers.leader(name)
        return name


