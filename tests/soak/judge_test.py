# SPDX-License-Identifier: Apache-2.0
"""The judge of a soak lets flat figures pass, however they sway, and finds each thing that creeps."""
import random
import unittest

import judge


def samples(count=300, **planted):
    """A load's samples, swaying; `planted`: figure -> what it is more by, of the sample's number."""
    chance = random.Random(1)
    found = []
    for number in range(count):
        sample = judge.Sample(at=5.0 * number, resident=(150 << 20) + chance.randrange(10 << 20),
                              files={"sockets": 40 + chance.randrange(5), "tables": 30 + number // 3, "deleted": 0,
                                     "others": 25},
                              threads=15, behind=chance.randrange(4), end=20_000 + 100 * number,
                              tables=(100 + number) << 20, stored=(20_000 + 100 * number) * 4_000, processor=number)
        for figure, more in planted.items():
            if figure in sample.files:
                sample.files[figure] += more(number)
            else:
                setattr(sample, figure, getattr(sample, figure) + more(number))
        found.append(sample)
    return found


def rest(**figures):
    return judge.Sample(**{"at": 0, "resident": 0, "files": {"sockets": 2, "tables": 30, "deleted": 0, "others": 25},
                           "threads": 15, "behind": 0, "end": 1, "tables": 0, "stored": 0, "processor": 0, **figures})


def broken(load, after=None):
    return [check.name.split(",")[0] for check in judge.check(load, rest(), after or rest()) if not check.holds]


class JudgeTest(unittest.TestCase):
    def test_flat(self):
        self.assertEqual([], broken(samples()))

    def test_filling_caches_first(self):
        self.assertEqual([], broken(samples(resident=lambda number: min(number, 90) << 20)))

    def test_what_creeps(self):
        creeping = {"resident": ("resident MB", lambda number: number << 18),
                    "sockets": ("open files but tables", lambda number: number // 20),
                    "deleted": ("open files but tables", lambda number: number // 20),
                    "threads": ("threads", lambda number: number // 100),
                    "behind": ("events behind", lambda number: 3 * number),
                    "stored": ("stored bytes an event", lambda number: 2_000 * number ** 2)}
        for figure, (name, more) in creeping.items():
            with self.subTest(figure):
                self.assertIn(name, broken(samples(**{figure: more})))

    def test_what_is_left_behind(self):
        left = {"sockets": 3, "tables": 30, "deleted": 0, "others": 25}
        self.assertEqual(["open files but tables"], broken(samples(), rest(files=left)))
        self.assertEqual(["deleted files still open", "open files but tables"],
                         sorted(broken(samples(), rest(files={**left, "sockets": 2, "deleted": 1}))))
        self.assertEqual(["threads"], broken(samples(), rest(threads=16)))
        self.assertEqual(["events behind"], broken(samples(), rest(behind=1)))

    def test_not_ready(self):
        load = samples()
        load[7].ready = False
        self.assertEqual(["looks at which it was not ready"], broken(load))


if __name__ == "__main__":
    unittest.main()
