#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Prints what the reference reader makes public of each value (one JSON string a line), likewise."""
import json, pathlib, sys
sys.path.insert(0, str(pathlib.Path(__file__).parents[3] / "docs"))
import reference_reader as reader

for text in open(sys.argv[1], encoding="utf-8"):
    print(json.dumps(reader.public(json.loads(text))))
