# SPDX-License-Identifier: Apache-2.0
"""Whether the samples of a soak are flat. Nothing is held against a clock or a fixed size: the last third of the load
is held against its middle third (in the first one caches fill), and the rest after it against the rest before."""
import statistics

RATIO = 1.1  # memory that grows by more in a third of the time is not flat
FEW = 4  # connections and files that come and go between two looks


class Sample:
    """One look at the server. `files`: process_figures.open_files; `behind`: events not applied yet; `end`: of the log;
    `tables`: bytes of the stores' tables; `stored`: bytes of the whole folder."""

    def __init__(self, at, resident, files, threads, behind, end, tables, stored, processor, ready=True):
        self.at, self.resident, self.files, self.threads = at, resident, files, threads
        self.behind, self.end, self.tables, self.stored = behind, end, tables, stored
        self.processor, self.ready = processor, ready

    @property
    def kept_files(self):
        """Open files but the tables of the stores: those are bounded, and grow with what is stored."""
        return sum(count for kind, count in self.files.items() if kind != "tables")


def thirds(samples):
    third = len(samples) // 3
    return samples[:third], samples[third:2 * third], samples[2 * third:]


def median(samples, figure):
    return statistics.median(figure(sample) for sample in samples)


def slope(samples, figure):
    """Of the straight line through the figures: a second."""
    line = statistics.linear_regression([sample.at for sample in samples], [figure(sample) for sample in samples])
    return line.slope


class Check:
    """`figure` may be at most `allowed`; `than`: what it is held against."""

    def __init__(self, name, figure, than, allowed):
        self.name, self.figure, self.than, self.allowed = name, figure, than, allowed

    @property
    def holds(self):
        return self.figure <= self.allowed

    def row(self):
        return {"name": self.name, "figure": round(self.figure, 3), "beside": round(self.than, 3),
                "allowed": round(self.allowed, 3), "holds": self.holds}


def check(samples, before, after):
    """All checks of a load's samples, and of those of the rest before and after it."""
    _, middle, last = thirds(samples)
    late = middle + last

    def resident(sample):
        return sample.resident / (1 << 20)

    def per_event(sample):
        return sample.stored / sample.end
    checks = []

    def compare(name, figure, allowed):
        than = median(middle, figure)
        checks.append(Check(name, median(last, figure), than, allowed(than)))
    compare("resident MB, last third beside middle third", resident, lambda than: than * RATIO)
    grown = slope(late, resident) * (late[-1].at - late[0].at)
    base = median(late, resident)
    checks.append(Check("resident MB more at the end of two thirds, by slope", grown, base, base * (RATIO - 1)))
    compare("open files but tables, last third beside middle third", lambda s: s.kept_files, lambda than: than + FEW)
    compare("threads, last third beside middle third", lambda s: s.threads, lambda than: than)
    compare("stored bytes an event, last third beside middle third", per_event, lambda than: than * RATIO)
    a_look = (samples[-1].end - samples[0].end) / (len(samples) - 1)
    compare("events behind, last third beside middle third", lambda s: s.behind, lambda than: than + a_look)
    for name, then, now in (("open files but tables", before.kept_files, after.kept_files),
                            ("threads", before.threads, after.threads)):
        checks.append(Check(f"{name}, at rest", now, then, then))
    checks.append(Check("deleted files still open, at rest", after.files["deleted"], before.files["deleted"], 0))
    checks.append(Check("events behind, at rest", after.behind, before.behind, 0))
    checks.append(Check("looks at which it was not ready", sum(not sample.ready for sample in samples), 0, 0))
    return checks
