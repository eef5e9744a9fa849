# SPDX-License-Identifier: Apache-2.0
"""A community in which ads are written, for the tests of ads."""
import pathlib
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "system"))
from palabre_process import Town  # noqa: E402 - found by the line above

ROOM = {"kind": "premises-offered", "title": "Cabinet à partager à Privas", "body": "Deux *pièces* claires.",
        "departement": "07", "place": "Privas", "surface": 30, "rent": 65000, "starts_on": "2027-01-15",
        "commune": "07186", "latitude": 4474, "longitude": 460}
JOB = {"kind": "job-offered", "party": "structure", "structure": "Clinique du Parc", "title": "Infirmière de nuit",
       "body": "Au calme.", "departement": "07", "contract": "cdi", "weekly_minutes": 2100, "salary_least": 210000,
       "salary_most": 240000, "salary_period": "month", "trade": "infirmier", "rome": "J1506"}
SEEKER = {"kind": "job-wanted", "title": "Kinésithérapeute cherche cabinet", "body": "Dix ans de métier.",
          "departement": "26", "radius": 30, "hides_name": True}
KINDS = {"premises-offered": {"surface": "30"}, "premises-wanted": {}, "job-offered": {"contract": "cdi"}, "job-wanted": {}}
PARTIES = {"person": {}, "structure": {"structure": "Clinique du Parc"}}


class AdsCase(unittest.TestCase):
    def setUp(self):
        self.town = town = Town(self)
        self.api = town.api + "/ads"
        self.anne, self.bruno = town.newcomer("Anne Martin", True), town.newcomer("Bruno Petit", True)
        self.mod = town.newcomer("Maud Moreau", True)
        town.give_role(self.mod, "moderator")

    def write(self, client, ad, **more):
        return client.must(201, "POST", self.api, {**ad, **more})["id"]

    def ids(self, client=None, path="", key="ads"):
        got = client.must(200, "GET", self.api + path) if client else self.town.server.anonymous(self.api + path).json
        return [ad["id"] for ad in got[key]]

    def eventually(self, true, seconds=20):
        end = time.monotonic() + seconds
        while not true():
            self.assertLess(time.monotonic(), end, "it did not come to be so")
            time.sleep(0.05)
