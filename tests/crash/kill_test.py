# SPDX-License-Identifier: Apache-2.0
"""A few rounds of kill -9 under load; script/crash runs many. One failed round again: its seed is in the message, and
`script/crash --rounds 1 --seed N` begins with it."""
import secrets
import unittest

import killed_server

ROUNDS = 8


class KillTest(unittest.TestCase):
    def test_nothing_acknowledged_is_missing_or_doubled(self):
        seed = secrets.randbelow(1 << 32)
        tally = killed_server.run(ROUNDS, seed)
        self.assertEqual(ROUNDS, tally["rounds"])
        self.assertLess(ROUNDS * 5, tally["acts"], f"no load, seed {seed}")
        self.assertLess(0, tally["unanswered"], f"no act was under way at any kill, seed {seed}")


if __name__ == "__main__":
    unittest.main()
