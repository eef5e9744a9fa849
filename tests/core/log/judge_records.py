#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Judges records (one JSON object a line: headers, value, timestamp in µs or null) by the reference reader's rule and
prints, for each, `sequence accepted-µs link`, or `ignored`. The other half of rule_property_test.cpp."""
import json, pathlib, sys
sys.path.insert(0, str(pathlib.Path(__file__).parents[3] / "docs"))
import reference_reader as reader

communities = {}
for text in open(sys.argv[1], "rb"):
    row = json.loads(text)
    name, value = row["headers"].get("ce_source"), row["value"].encode()
    community = communities.setdefault(name, reader.Community(name or ""))
    decided = reader.micros(row["headers"].get("ce_time", ""))
    ahead = row["timestamp"] is not None and decided is not None and decided > row["timestamp"] + 60_000_000
    accepted = None if ahead else community.accept(row["headers"], value)
    print("ignored" if accepted is None else f"{community.sequence} {accepted} {reader.base32(community.link)}")
