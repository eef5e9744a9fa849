# SPDX-License-Identifier: Apache-2.0
"""Proposals and control records made by hand, as headers and value: what a node would append, or nearly."""
import base64
import dataclasses
import hashlib
import time

ORDER = ("ce_specversion ce_id ce_source ce_type ce_subject ce_time ce_actor ce_correlationid ce_originaltime palabre_rule "
         "palabre_origin palabre_request palabre_reads palabre_writes content-type").split()


def base32(raw: bytes) -> str:
    return base64.b32encode(raw).decode().lower().rstrip("=")


def _hash(*parts: bytes) -> bytes:
    return hashlib.blake2b(b"".join(parts), digest_size=32).digest()


def entity(community: str, kind: str, key: str) -> bytes:
    return _hash(b"palabre/1/entity\0", bytes([len(community)]), community.encode(), bytes([len(kind)]), kind.encode(), key.encode())[:16]


def instant(us: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(us // 10**6)) + f".{us % 10**6:06d}Z"


def now() -> int:
    return time.time_ns() // 1000


@dataclasses.dataclass
class Record:
    """What is appended: `headers` in their order, `value` None for a null one."""
    headers: list[tuple[str, str]]
    value: bytes | None
    key: str | None = None

    def but(self, value: bytes | None = b"", **changed: str | None) -> "Record":
        """The same with other headers (underscores as they are, "content_type" for content-type; None: without it), other value."""
        changed = {name.replace("content_type", "content-type"): text for name, text in changed.items()}
        kept = [(name, changed.get(name, text)) for name, text in self.headers]
        added = [(name, text) for name, text in changed.items() if name not in dict(self.headers)]
        return Record([(n, t) for n, t in kept + added if t is not None], self.value if value == b"" else value, self.key)

    @property
    def version(self) -> bytes:
        """What this writes to its entities, once it is accepted."""
        named = dict(self.headers)
        texts = [named[name].encode() if name in named else None for name in ORDER] + [self.value]
        return _hash(b"palabre/1/proposal\0",
                     *(b"\xff" * 4 if text is None else len(text).to_bytes(4, "big") + text for text in texts))[:16]


def command(number: int) -> str:
    return base32(_hash(b"command", number.to_bytes(8, "big"))[:16])


def proposal(community: str, number: int, reads: dict[bytes, bytes | None], writes: list[bytes], value: bytes = b'{"n":1}',
             at: int | None = None, kind: str = "forum.post-published.v1", **more: str) -> Record:
    """`number` names the command. `reads`: entity → version or None, never written; the command's own stands in both."""
    own = entity(community, "command", command(number))
    named = {"ce_specversion": "1.0", "ce_id": command(number), "ce_source": community, "ce_type": kind,
             "ce_time": instant(now() if at is None else at), "palabre_rule": "1", "palabre_origin": "live",
             "palabre_reads": " ".join(f"{base32(e)}:{base32(v) if v else 0}" for e, v in sorted({**reads, own: None}.items())),
             "palabre_writes": " ".join(base32(e) for e in sorted({*writes, own})), "content-type": "application/json", **more}
    return Record([(name, named[name]) for name in ORDER if name in named] + [p for p in more.items() if p[0] not in ORDER],
                  value, community)


def control(kind: str, value: str, rule: str = "1") -> Record:
    return Record([("palabre_control", kind), ("palabre_rule", rule)], value.encode())


def opening(partition: int, rule: str = "1") -> Record:
    return control("opening", f'{{"log":"{base32(_hash(b"a log"))}","partition":{partition}}}', rule)


def genesis(community: str) -> Record:
    return control("genesis", f'{{"community":"{community}"}}')
