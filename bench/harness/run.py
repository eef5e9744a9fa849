# SPDX-License-Identifier: Apache-2.0
"""What the measures share: the run with its fixtures, and sides of an interleaving that are loads."""

from programs import load

THREADS = 2  # of I/O, of every server
READERS = 32


class Run:
    """What a run has: its fixtures, its scratch folder, how long and how often."""

    def __init__(self, fixtures, results, independent, folder, rounds, seconds, quick, big):
        self.fixtures = fixtures
        self.results = results
        self.independent = independent
        self.folder = folder
        self.rounds = rounds
        self.seconds = seconds
        self.quick = quick
        self.big = big
        self.lasting = 3 if quick else 60  # seconds of what needs a long load

    def row(self, name, figures, unit, ours="ours", limit="limit"):
        return self.results.row(name, figures[ours], figures[limit], unit)

    def limit_rows(self, name, figures, unit):
        """Our limit beside the independent one, if that was there."""
        return [self.row(name, figures, unit, "limit", "independent")] if "independent" in figures else []


def loads(servers, seconds, **load_options):
    """A side of the interleaving for each server that is there: its rate."""
    return {name: lambda server=server: load(server, seconds=seconds, **load_options)["rate"]
            for name, server in servers.items() if server}
