# SPDX-License-Identifier: Apache-2.0
"""docs/asyncapi.json: the topic as an interface (AsyncAPI 3.0), for who reads it without Palabre."""
import json
from pathlib import Path

from model import Event, Model, read_json

TOPIC = "palabre.events.v1"
BINDING = "0.5.0"
ID = "^[a-z2-7]{25}[aeimquy4]$"
INSTANT = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{6}Z$"
DESCRIPTION = """Every event of every community, in the order in which nodes judge them.

A record is a proposal: it counts if log rule 1 (docs/log-rule.md) accepts it, and readers see nothing of the others. Read with
isolation.level=read_uncommitted from offset 0 of every partition; docs/reference_reader.py does so and prints what counts. Sequence and
accepted time follow from the rule and stand in no record. A record with other ce_ or palabre_ headers than these, or in another form, is
passed over. Only nodes may write."""
SETTINGS = {"cleanup.policy": ["delete"], "retention.ms": -1, "retention.bytes": -1, "max.message.bytes": 1048576}
OPTIONAL = ("ce_subject", "ce_actor", "ce_correlationid", "ce_originaltime", "palabre_request", "palabre_seen", "palabre_vault")


def place(model: Model) -> Path:
    return model.root.parent / "docs" / "asyncapi.json"


def text(description: str, **more) -> dict:
    return {"type": "string", "minLength": 1, **more, "description": description}


def envelope() -> dict:
    """The headers that every event has."""
    entity, version = "[a-z2-7]{25}[aeimquy4]", "(?:0|[a-z2-7]{25}[aeimquy4])"
    headers = {
        "ce_specversion": text("The version of CloudEvents.", const="1.0"),
        "ce_id": text("The id of the command that the event came of.", pattern=ID),
        "ce_source": text("The community, or platform. Also the record's key.", pattern="^[a-z0-9-]{1,64}$"),
        "ce_type": text("The event and its version."),
        "ce_subject": text("The id of what the event is about."),
        "ce_time": text("When the node decided it; the accepted time is this or later.", pattern=INSTANT),
        "ce_actor": text("The member who acted; on the platform the account."),
        "ce_correlationid": text("The same in all events of one process."),
        "ce_originaltime": text("When an imported item was made, where that is earlier than what stood before it.", pattern=INSTANT),
        "palabre_rule": text("The number of the log rule.", const="1"),
        "palabre_origin": text("Why it came to be.", enum=["live", "process", "import", "demo"]),
        "palabre_request": text("A keyed hash of the request.", pattern=ID),
        "palabre_reads": text("What the decision stands on: at most 256 of entity:version, ascending; version 0: never written.",
                              pattern=f"^{entity}:{version}(?: {entity}:{version})*$"),
        "palabre_writes": text("What gets a new version: at most 128 entities, ascending.", pattern=f"^{entity}(?: {entity})*$"),
        "content-type": text("Of the value.", const="application/json"),
        "palabre_seen": text("How far the node had read, offset:hash. Means nothing to the rule."),
        "palabre_vault": text("How far the node had read the vault's topic. Means nothing to the rule."),
    }
    return {"type": "object", "description": "Texts in UTF-8, none of them twice.", "properties": headers,
            "required": [name for name in headers if name not in OPTIONAL]}


def resolved(schema):
    """An event's schema with its references into this document."""
    if isinstance(schema, list):
        return [resolved(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    return {key: f"#/components/schemas/{value.rpartition('/')[2]}" if key == "$ref" else resolved(value)
            for key, value in schema.items() if key not in ("$schema", "$id")}


def examples(model: Model, event: Event) -> list[dict]:
    """The golden ones, as they are stored."""
    found = sorted((model.root / "golden" / event.context / f"{event.name}.v{event.version}").glob("*.json"))
    return [{"name": path.stem, "payload": read_json(path)} for path in found if not path.name.endswith(".open.json")]


def message(model: Model, event: Event) -> dict:
    typed = {"type": "object", "properties": {"ce_type": {"const": event.type}}}
    return {"name": event.type, "title": event.title, "summary": event.description, "contentType": "application/json",
            "headers": {"allOf": [{"$ref": "#/components/schemas/envelope"}, typed]}, "payload": resolved(event.schema),
            "bindings": {"kafka": {"key": model.common["$defs"]["community"], "bindingVersion": BINDING}},
            "examples": examples(model, event)}


def control(kind: str, summary: str, properties: dict, rule: dict) -> dict:
    headers = {"palabre_control": text("What it is.", const=kind), "palabre_rule": text("The number of a log rule.", **rule)}
    return {"name": f"control.{kind}", "title": f"Control record: {kind}", "summary": summary, "contentType": "application/json",
            "headers": {"type": "object", "properties": headers, "required": list(headers)},
            "payload": {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}}


def controls() -> list[dict]:
    digest = {"type": "string", "pattern": "^[a-z2-7]{51}[aq]$"}
    one, any_number = {"const": "1"}, {"pattern": "^(?:0|[1-9][0-9]{0,9})$"}
    return [
        control("opening", "Record 0 of a partition, without which it is not used.",
                {"log": {**digest, "description": "Names the log for good."},
                 "partition": {"$ref": "#/components/schemas/partition"}}, any_number),
        control("genesis", "A community lives in this partition, for good.", {"community": {"$ref": "#/components/schemas/community"}}, one),
        control("rule", "From the next offset on the rule of this number judges. Who does not know it stops.", {}, any_number),
        control("barrier", "Means nothing but to the node that wrote it.",
                {"id": {**digest, "description": "By it that node knows it again."}}, one),
    ]


def used(model: Model, messages: dict) -> dict:
    """The shared definitions that messages refer to."""
    written = json.dumps(messages)
    return {name: definition for name, definition in model.common["$defs"].items() if f'"#/components/schemas/{name}"' in written}


def document(model: Model) -> dict:
    messages = {m["name"]: m for m in [*(message(model, event) for event in model.events), *controls()]}
    channel = {"address": TOPIC, "title": "The log", "description": "One partition or more; a community lives in one of them.",
               "servers": [{"$ref": "#/servers/kafka"}],
               "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in messages},
               "bindings": {"kafka": {"topic": TOPIC, "topicConfiguration": SETTINGS, "bindingVersion": BINDING}}}
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "Palabre's log", "version": "1.0.0", "description": DESCRIPTION,
                 "license": {"name": "Apache-2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"}},
        "defaultContentType": "application/json",
        "servers": {"kafka": {"host": "kafka:9092", "protocol": "kafka", "description": "Apache Kafka 4.0 or later."}},
        "channels": {"log": channel},
        "operations": {"appended": {"action": "send", "channel": {"$ref": "#/channels/log"},
                                    "summary": "Nodes append; whoever reads judges by the rule.",
                                    "messages": [{"$ref": f"#/channels/log/messages/{name}"} for name in messages]}},
        "components": {"schemas": {**used(model, messages), "envelope": envelope()}, "messages": messages},
    }


def content(model: Model) -> str:
    return json.dumps(document(model), ensure_ascii=False, indent=1) + "\n"
