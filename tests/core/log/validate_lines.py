#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""validate_lines.py SCHEMA NDJSON: fails at the first line that the JSON Schema refuses."""
import json, sys
import jsonschema

schema = json.load(open(sys.argv[1], encoding="utf-8"))
for line in open(sys.argv[2], encoding="utf-8"):
    jsonschema.validate(json.loads(line), schema, format_checker=jsonschema.FormatChecker())
