# SPDX-License-Identifier: Apache-2.0
"""Looks at an assembled OpenAPI document.

openapi.py json DOCUMENT            the document as JSON, with every $ref to a parameter, response or header followed
openapi.py check DOCUMENT LIMITS    says what is wrong with it, one line each; LIMITS: core/limits.hpp
"""
import json
import re
import sys

import yaml

METHODS = ("get", "put", "post", "delete")
# What this project's schemas are made of; a word outside is a mistake or needs the tests' validator to learn it.
SCHEMA_WORDS = {
    "$ref", "type", "enum", "description", "format", "pattern", "minLength", "maxLength", "minimum", "maximum", "default",
    "items", "minItems", "maxItems", "uniqueItems", "properties", "required", "additionalProperties", "anyOf", "allOf",
    "examples", "x-limit", "x-limit-least", "x-limit-default",
}
TYPES = {"string", "integer", "boolean", "object", "array", "null"}


class Loader(yaml.SafeLoader):
    """Refuses a key that stands twice."""


def mapping(loader, node):
    keys = [loader.construct_object(key) for key, _ in node.value]
    twice = {str(key) for key in keys if keys.count(key) > 1}
    if twice:
        raise yaml.YAMLError(f"line {node.start_mark.line + 1}: {', '.join(sorted(twice))} stands twice")
    return {key: loader.construct_object(value, deep=True) for key, (_, value) in zip(keys, node.value)}


Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, mapping)


def limits(text):
    """The sizes and numbers of limits.hpp by name."""
    found = {}
    for name, value in re.findall(r"(?:std::size_t|std::uint64_t|int) (\w+) = ([0-9' *<]+);", text):
        found[name] = eval(value.replace("'", ""))  # digits, * and << only: see the expression above
    return found


def follow(document, node):
    """What a reference stands for."""
    while isinstance(node, dict) and "$ref" in node:
        target = document
        for part in node["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        node = target
    return node


def operations(document):
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield path, method, item, item[method]


def parameters(document, item, operation):
    return [follow(document, p) for p in item.get("parameters", []) + operation.get("parameters", [])]


class Check:
    def __init__(self, document, bounds):
        self.document, self.bounds, self.faults, self.used = document, bounds, [], set()

    def fault(self, where, what):
        self.faults.append(f"{where}: {what}")

    def run(self):
        if not str(self.document.get("openapi", "")).startswith("3.1."):
            self.fault("document", "not OpenAPI 3.1")
        for word in ("title", "version"):
            if word not in self.document.get("info", {}):
                self.fault("info", f"no {word}")
        self.references(self.document, "document")
        if self.faults:
            return self.faults  # the rest follows references
        tags = {tag["name"] for tag in self.document["tags"]}
        seen, used_tags = set(), set()
        for path, method, item, operation in operations(self.document):
            where = f"{method.upper()} {path}"
            self.operation(where, path, item, operation)
            if operation["operationId"] in seen:
                self.fault(where, "operationId stands twice")
            seen.add(operation["operationId"])
            used_tags.update(operation["tags"])
        if used_tags != tags:
            self.fault("tags", f"declared and used ones differ: {used_tags ^ tags}")
        for section, parts in self.document["components"].items():
            for name, part in parts.items():
                where = f"#/components/{section}/{name}"
                if where not in self.used and section != "securitySchemes":
                    self.fault(where, "is used by nobody")
                if section == "schemas":
                    self.schema(where, part, True)
                else:
                    self.described(where, part)
        return self.faults

    def references(self, node, where):
        if isinstance(node, dict):
            if "$ref" in node:
                self.used.add(node["$ref"])
                try:
                    follow(self.document, node)
                except (KeyError, TypeError):
                    self.fault(where, f"no {node['$ref']}")
            for key, value in node.items():
                self.references(value, f"{where}/{key}")
        elif isinstance(node, list):
            for value in node:
                self.references(value, where)

    def described(self, where, node):
        if not node.get("description"):
            self.fault(where, "has no description")

    def operation(self, where, path, item, operation):
        for word in ("operationId", "summary", "tags", "security", "responses"):
            if word not in operation:
                self.fault(where, f"no {word}")
        schemes = self.document["components"]["securitySchemes"]
        for way in operation["security"]:
            for name in way:
                if name not in schemes:
                    self.fault(where, f"no security scheme {name}")
        declared = parameters(self.document, item, operation)
        names = [(p["in"], p["name"]) for p in declared]
        if len(set(names)) != len(names):
            self.fault(where, "a parameter stands twice")
        in_path = {name for place, name in names if place == "path"}
        if in_path != set(re.findall(r"{(\w+)}", path)):
            self.fault(where, "path and path parameters differ")
        for parameter in declared:
            at = f"{where} {parameter['name']}"
            self.described(at, parameter)
            self.schema(at, parameter["schema"], False)
            if (parameter["in"] == "path") != parameter.get("required", False):
                self.fault(at, "path parameters are required, others are not")
        if "requestBody" in operation:
            forms = operation["requestBody"]["content"]
            if set(forms) not in ({"application/json", "application/x-www-form-urlencoded"},
                                  {"multipart/form-data", "application/octet-stream"}):
                self.fault(where, "a body is JSON or a form, or has files")
            for kind, form in forms.items():
                if kind == "application/octet-stream":
                    continue
                schema = follow(self.document, form["schema"])
                if schema.get("additionalProperties") is not False:
                    self.fault(where, "its body's schema lets unknown fields pass")
                self.bounded(where, schema)
        self.responses(where, operation["responses"])

    def responses(self, where, responses):
        good = [status for status in responses if str(status).startswith("2")]
        if len(good) != 1:
            self.fault(where, "one good answer is wanted")
        for status, response in responses.items():
            at = f"{where} {status}"
            if status != "default" and (not isinstance(status, str) or not re.fullmatch("[2345][0-9]{2}", status)):
                self.fault(at, "no status")
            response = follow(self.document, response)
            self.described(at, response)
            for name, header in response.get("headers", {}).items():
                self.described(f"{at} {name}", follow(self.document, header))
            for kind, content in response.get("content", {}).items():
                self.schema(f"{at} {kind}", content["schema"], False)
                problem = kind == "application/problem+json"
                if problem != (status == "default" or status[0] in "45") and kind != "application/json":
                    self.fault(at, "errors are problems")

    def schema(self, where, schema, named):
        unknown = set(schema) - SCHEMA_WORDS
        if unknown:
            self.fault(where, f"unknown words {sorted(unknown)}")
        types = schema.get("type", [])
        for name in [types] if isinstance(types, str) else types:
            if name not in TYPES:
                self.fault(where, f"no type {name}")
        if named:
            self.described(where, schema)
        if "pattern" in schema:
            re.compile(schema["pattern"])
        if "format" in schema and "type" not in schema:
            self.fault(where, "a format without a type")
        for name in set(schema.get("required", [])) - set(schema.get("properties", {})):
            self.fault(where, f"requires {name}, which it does not have")
        self.limit(where, schema)
        for name, part in schema.get("properties", {}).items():
            self.schema(f"{where}/{name}", part, "$ref" not in part)
        for word in ("items", "additionalProperties"):
            if isinstance(schema.get(word), dict):
                self.schema(f"{where}/{word}", schema[word], False)
        for word in ("anyOf", "allOf"):
            for part in schema.get(word, []):
                self.schema(f"{where}/{word}", part, False)

    def limit(self, where, schema):
        """x-limit names the limit that the upper bound repeats, x-limit-least that of the lower one."""
        for word, keys in (("x-limit", ("maxLength", "maxItems", "maximum")), ("x-limit-least", ("minLength", "minimum")),
                           ("x-limit-default", ("default",))):
            if word not in schema:
                continue
            bound = next((schema[key] for key in keys if key in schema), None)
            if schema[word] not in self.bounds:
                self.fault(where, f"limits.hpp has no {schema[word]}")
            elif bound != self.bounds[schema[word]]:
                self.fault(where, f"{bound} is not limits::{schema[word]}, {self.bounds[schema[word]]}")
        for key in ("maxLength", "maxItems", "maximum"):
            if key in schema and "x-limit" not in schema and schema.get("minimum") is None:
                self.fault(where, f"{key} names no limit")

    def bounded(self, where, schema):
        """What clients send has bounds everywhere."""
        schema = follow(self.document, schema)
        types = schema.get("type", [])
        types = [types] if isinstance(types, str) else types
        if schema.get("format") == "binary":
            return
        if "string" in types and not {"enum", "maxLength"} & set(schema) and not schema.get("pattern", "").endswith(("46]$", "y4]$", ",15}$")):
            self.fault(where, f"unbounded text in {sorted(schema)}")
        if "array" in types and "maxItems" not in schema:
            self.fault(where, "unbounded list")
        items = [schema["items"]] if "items" in schema else []
        for part in list(schema.get("properties", {}).values()) + schema.get("anyOf", []) + items:
            self.bounded(where, part)


def resolved(document):
    """For a reader who follows references of schemas only."""
    for path, method, item, operation in operations(document):
        operation["parameters"] = parameters(document, item, operation)
        operation["responses"] = {status: follow(document, r) for status, r in operation["responses"].items()}
        for response in operation["responses"].values():
            response["headers"] = {name: follow(document, h) for name, h in response.get("headers", {}).items()}
    return document


def main():
    with open(sys.argv[2], encoding="utf-8") as file:
        document = yaml.load(file, Loader)
    if sys.argv[1] == "json":
        json.dump(resolved(document), sys.stdout)
        return 0
    with open(sys.argv[3], encoding="utf-8") as file:
        faults = Check(document, limits(file.read())).run()
    print("\n".join(faults), end="\n" if faults else "")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
