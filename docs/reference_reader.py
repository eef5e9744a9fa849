#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The reference reader: a second, independent implementation of log rule 1, in the standard library alone.

  palabre export … | reference_reader.py          or          reference_reader.py EXPORT.ndjson
  kcat -C … -J | reference_reader.py --topic      or          reference_reader.py --topic RECORDS.ndjson

Runs rule 1 over an export, or over every record of a topic from its beginning, and prints each accepted event as one CloudEvents
JSON line: for each community the very lines of `palabre replay`; of an export one community after another. Stops at the first line
of an export whose place, time or chain head is not what the rule gives, and at what no node goes on behind: exit status 1.
A record is a line of kcat's JSON: partition, offset, ts (ms), headers (names and values by turns), payload; bytes that are no UTF-8 as they are."""
import base64, hashlib, json, re, sys
from datetime import datetime, timedelta

ENVELOPE = ("ce_specversion ce_id ce_source ce_type ce_subject ce_time ce_actor ce_correlationid ce_originaltime "
            "palabre_rule palabre_origin palabre_request palabre_reads palabre_writes content-type").split()
OPTIONAL, TRANSPORT = set("ce_subject ce_actor ce_correlationid ce_originaltime palabre_request".split()), {"palabre_seen", "palabre_vault"}
FIXED = {"ce_specversion": "1.0", "palabre_rule": "1", "content-type": "application/json"}
AHEAD = 60_000_000  # µs by which a decided time may lie before its record's timestamp
EPOCH, LATEST = datetime(1970, 1, 1), 253402300799999999

def hash_of(*parts): return hashlib.blake2b(b"".join(parts), digest_size=32).digest()
def base32(raw): return base64.b32encode(raw).decode().lower().rstrip("=")
def sized(raw): return b"\xff\xff\xff\xff" if raw is None else len(raw).to_bytes(4, "big") + raw

def raw16(text):
    """The 16 bytes of their one canonical text, else None."""
    if not re.fullmatch("[a-z2-7]{26}", text): return None
    raw = base64.b32decode(text.upper() + "======")
    return raw if base32(raw) == text else None

def micros(text):
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}\.[0-9]{6}Z", text): return None
    try: return (datetime.fromisoformat(text[:-1]) - EPOCH) // timedelta(microseconds=1)
    except ValueError: return None
def instant(us): return (EPOCH + timedelta(microseconds=us)).isoformat(timespec="microseconds") + "Z"

def command_entity(community, command):
    return hash_of(b"palabre/1/entity\0", bytes([len(community)]), community.encode(), b"\x07command", command.encode())[:16]

def parse(h, value):
    """(reads {entity: version or None}, writes [entity], decided time), or None: not a well-formed proposal."""
    if any(n.startswith(("ce_", "palabre_")) and n not in ENVELOPE and n not in TRANSPORT for n in h): return None
    if any(h.get(n) == "" or (n not in h and n not in OPTIONAL) for n in ENVELOPE): return None
    if any(h[n] != v for n, v in FIXED.items()) or h["palabre_origin"] not in ("live", "process", "import", "demo"): return None
    if raw16(h["ce_id"]) is None or not re.fullmatch("[a-z0-9-]{1,64}", h["ce_source"]): return None
    if micros(h["ce_time"]) is None or micros(h.get("ce_originaltime", h["ce_time"])) is None: return None
    if raw16(h.get("palabre_request", h["ce_id"])) is None: return None
    reads = [part.partition(":")[::2] for part in h["palabre_reads"].split(" ")]
    writes = [raw16(part) for part in h["palabre_writes"].split(" ")]
    if any(raw16(e) is None or (v != "0" and raw16(v) is None) for e, v in reads) or None in writes: return None
    reads = [(raw16(e), None if v == "0" else raw16(v)) for e, v in reads]
    if any(a >= b for order in ([e for e, _ in reads], writes) for a, b in zip(order, order[1:])): return None
    size = len(value) + sum(len(n.encode()) + len(h[n].encode()) for n in ENVELOPE if n in h)
    own = command_entity(h["ce_source"], h["ce_id"])
    if len(reads) > 256 or len(writes) > 128 or len(value) > 512 << 10 or size > 768 << 10: return None
    return (dict(reads), writes, micros(h["ce_time"])) if (own, None) in reads and own in writes else None

class Community:
    def __init__(self, name):
        self.name, self.slots, self.sequence, self.last = name, {}, 0, -2**63
        self.link = hash_of(b"palabre/1/chain\0", name.encode())

    def accept(self, headers, value):
        """Rule 1 for a proposal in its community's partition: the accepted time, or None: ignored."""
        reads, writes, decided = parse(headers, value) or ({}, [], LATEST + 1)
        accepted = max(decided, self.last + 1)
        if accepted > LATEST or headers["ce_source"] != self.name or any(self.slots.get(e) != v for e, v in reads.items()): return None
        d = hash_of(b"palabre/1/proposal\0", *(sized(headers[n].encode() if n in headers else None) for n in ENVELOPE), sized(value))
        self.sequence, self.last = self.sequence + 1, accepted
        self.slots.update((e, d[:16]) for e in writes)
        self.link = hash_of(self.link, self.sequence.to_bytes(8, "big"), accepted.to_bytes(8, "big", signed=True), d)
        return accepted

def public(value):
    """The value without its last member where that is "sealed"; line breaks in it as spaces."""
    value, comma, depth = re.sub("[\r\n]", " ", value), 0, 0
    if value[:1] != "{" or value[-1:] != "}" or '"sealed"' not in value: return value
    for token in re.finditer(r'"(?:[^"\\]|\\.)*(?:"|\\?\Z)|[{}\[\],]', value):
        depth += (token[0] in "{[") - (token[0] in "}]")
        if token[0] == "," and depth == 1: comma = token.start()
    return value[:comma or 1] + "}" if re.match(r'[ \t]*"sealed"[ \t]*:', value[comma + 1:]) else value

def line(h, sequence, accepted, value):
    event = {"specversion": "1.0", "id": h["ce_id"], "source": h["ce_source"], "type": h["ce_type"], "subject": h.get("ce_subject"),
             "time": instant(accepted), "datacontenttype": "application/json", "sequence": f"{sequence:020}", "actor": h.get("ce_actor"),
             "correlationid": h.get("ce_correlationid"), "originaltime": h.get("ce_originaltime"), "origin": h["palabre_origin"]}
    head = json.dumps({k: v for k, v in event.items() if v is not None}, ensure_ascii=False, separators=(",", ":"))
    return f'{head[:-1]},"data":{public(value)}}}\n'

CONTROL = {"opening": ["log", "partition"], "genesis": ["community"], "barrier": ["id"], "rule": []}

def control(names, h, value):
    """(kind, number of the rule, {name: value} of its JSON object) of a control record, or None: not a well-formed one."""
    own = sorted(n for n in names if n.startswith(("ce_", "palabre_")) and n not in TRANSPORT)
    kind, rule = h["palabre_control"], h.get("palabre_rule") or ""
    if own != ["palabre_control", "palabre_rule"] or kind not in CONTROL or value is None or len(value) > 1024: return None
    if not re.fullmatch("0|[1-9][0-9]{0,9}", rule) or int(rule) >= 2**32 or (kind == "rule" and value != b"{}"): return None
    try: pairs = json.loads(value, object_pairs_hook=tuple)
    except ValueError: return None
    if not isinstance(pairs, tuple) or sorted(n for n, _ in pairs) != CONTROL[kind]: return None
    return kind, int(rule), dict(pairs)

class Topic:
    """Rule 1 over records, each at its partition and offset; of a partition in ascending order."""
    def __init__(self): self.last, self.opened, self.home = {}, set(), {}

    def steer(self, partition, offset, kind, rule, said):
        if kind == "opening" and offset == 0 and said["partition"] == partition and re.fullmatch("[a-z2-7]{51}[aq]", str(said["log"])):
            self.opened.add(partition)
        elif kind not in ("rule", "genesis") or partition not in self.opened: return
        if rule != 1 and kind != "genesis": sys.exit(f"partition {partition}, offset {offset}: rule {rule}, which is not this one")
        name = said.get("community")
        if rule == 1 and isinstance(name, str) and re.fullmatch("[a-z0-9-]{1,64}", name):
            if self.home.setdefault(name, (partition, Community(name)))[0] != partition: sys.exit(f"{name}: a genesis in two partitions")

    def take(self, row):
        """The line of a record that is accepted, else None."""
        partition, offset, value, pairs = row["partition"], row["offset"], row["payload"], row.get("headers") or []
        if offset <= self.last.get(partition, -1) or (partition not in self.last and offset):
            sys.exit(f"partition {partition}, offset {offset}: not from the beginning, or not in order")
        self.last[partition] = offset
        names, h = pairs[::2], dict(zip(pairs[::2], pairs[1::2]))
        value = None if value is None else value.encode("utf-8", "surrogateescape")
        if "palabre_control" in names:
            if found := control(names, h, value): self.steer(partition, offset, *found)
            return None
        known = {n: v for n, v in h.items() if n in ENVELOPE or n.startswith(("ce_", "palabre_")) and n not in TRANSPORT}
        if value is None or None in known.values() or sum(names.count(n) for n in known) > len(known): return None
        try: text, _ = value.decode(), "".join([*known, *known.values()]).encode()
        except UnicodeError: return None
        home, community = self.home.get(known.get("ce_source"), (None, None))
        decided = micros(known.get("ce_time", ""))
        if home != partition or decided is None or decided > row["ts"] * 1000 + AHEAD: return None
        at = community.accept(known, value)
        return None if at is None else line(known, community.sequence, at, text)

def main():
    arguments = [a for a in sys.argv[1:] if a != "--topic"]
    rows = open(arguments[0], "rb") if arguments else sys.stdin.buffer
    if "--topic" in sys.argv:
        topic = Topic()
        for text in rows: sys.stdout.buffer.write((topic.take(json.loads(text.decode("utf-8", "surrogateescape"))) or "").encode())
    else: check_export(rows)

def check_export(rows):
    communities = {}
    for number, text in enumerate(rows, 1):
        row = json.loads(text)
        community = communities.setdefault(row["community"], Community(row["community"]))
        if "link" in row:
            if (row["sequence"], row["link"]) != (community.sequence, base32(community.link)): sys.exit(f"line {number}: the chain differs")
            continue
        at = community.accept(row["headers"], row["value"].encode())
        if at is None or (row["sequence"], row["accepted"]) != (community.sequence, instant(at)):
            sys.exit(f"line {number}: rule 1 gives {'nothing' if at is None else (community.sequence, instant(at))}")
        sys.stdout.buffer.write(line(row["headers"], community.sequence, at, row["value"]).encode())

if __name__ == "__main__": main()
