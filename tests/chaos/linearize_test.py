# SPDX-License-Identifier: Apache-2.0
"""The checker of histories: it takes what can have been, and refuses each planted fault."""
import random
import unittest

from linearize import NEVER, Operation, linearizable


def wrote(begin, end, found, left):
    return Operation(begin, end, found, left)


def saw(begin, end, version):
    return Operation(begin, end, version)


def refused(begin, end, version):
    return Operation(begin, end, version, refused=True)


def lost(begin, found, left):
    return Operation(begin, NEVER, found, left)


class WhatCanHaveBeen(unittest.TestCase):
    def assert_possible(self, *history):
        self.assertTrue(linearizable(list(history), "a"))
        self.assertTrue(linearizable(list(reversed(history)), "a"))

    def test_nothing(self):
        self.assert_possible()

    def test_one_after_the_other(self):
        self.assert_possible(wrote(0, 1, "a", "b"), saw(2, 3, "b"), wrote(4, 5, "b", "c"), refused(6, 7, "b"), saw(8, 9, "c"))

    def test_at_the_same_time_in_either_order(self):
        self.assert_possible(wrote(0, 9, None, "b"), wrote(0, 9, None, "c"), saw(1, 2, "c"), saw(3, 4, "b"))
        self.assert_possible(wrote(0, 9, None, "b"), wrote(0, 9, None, "c"), saw(1, 2, "b"), saw(3, 4, "c"))

    def test_a_refusal_while_somebody_else_writes(self):
        self.assert_possible(wrote(0, 5, "a", "b"), refused(1, 9, "a"))

    def test_what_nobody_knows_may_have_happened_late_or_never(self):
        self.assert_possible(lost(0, "a", "b"), saw(5, 6, "a"), saw(7, 8, "a"))
        self.assert_possible(lost(0, "a", "b"), saw(5, 6, "a"), saw(7, 8, "b"))

    def test_random_histories_of_a_real_register(self):
        for seed in range(200):
            history = real_history(random.Random(seed))
            self.assertTrue(linearizable(history, "0"), seed)

    def test_a_thousand_operations_of_six_at_once(self):
        """Does not end if configurations are tried again."""
        history = real_history(random.Random(1), operations=1000)
        self.assertTrue(linearizable(history, "0"))


class WhatCannot(unittest.TestCase):
    def assert_impossible(self, *history):
        self.assertFalse(linearizable(list(history), "a"))

    def test_a_write_that_was_lost(self):
        self.assert_impossible(wrote(0, 1, "a", "b"), saw(2, 3, "a"))

    def test_two_that_changed_the_same_version(self):
        self.assert_impossible(wrote(0, 5, "a", "b"), wrote(0, 5, "a", "c"))

    def test_a_refusal_for_no_reason(self):
        self.assert_impossible(refused(0, 1, "a"), saw(2, 3, "a"))

    def test_a_stale_refusal(self):
        self.assert_impossible(wrote(0, 1, "a", "b"), refused(2, 3, "b"))

    def test_a_read_of_what_nobody_wrote(self):
        self.assert_impossible(saw(0, 1, "z"))

    def test_a_read_from_the_past(self):
        self.assert_impossible(wrote(0, 1, None, "b"), saw(2, 3, "b"), wrote(4, 5, None, "c"), saw(6, 7, "b"))

    def test_two_reads_that_saw_two_orders(self):
        self.assert_impossible(wrote(0, 9, None, "b"), wrote(0, 9, None, "c"), saw(1, 2, "b"), saw(3, 4, "c"), saw(5, 6, "b"))

    def test_what_nobody_knows_but_before_it_was_sent(self):
        self.assert_impossible(saw(0, 1, "b"), lost(2, "a", "b"))

    def test_random_histories_with_one_planted_fault(self):
        found = 0
        for seed in range(200):
            chance = random.Random(seed)
            history = real_history(chance)
            writers = [number for number, operation in enumerate(history) if operation.left is not None]
            # A write that was acknowledged and then left out: whoever needed its version has seen a ghost.
            victim = chance.choice(writers)
            needed = any(other.found == history[victim].left and not other.refused for other in history)
            del history[victim]
            if needed:
                found += 1
                self.assertFalse(linearizable(history, "0"), seed)
        self.assertGreater(found, 50)


def real_history(chance, operations=60, clients=6):
    """What six clients saw of a register that works: each takes effect at a moment between its sending and its answer."""
    free, holds, history = [0.0] * clients, "0", []
    plan = []
    for number in range(operations):
        client = min(range(clients), key=lambda one: free[one])
        begin = free[client] + chance.random()
        effect = begin + chance.random()
        free[client] = end = effect + chance.random()
        plan.append((effect, begin, end, number))
    known = ["0"]
    for _, begin, end, number in sorted(plan):
        kind, version = chance.choice("rwcc"), chance.choice(known[-3:])
        if kind == "r":
            history.append(saw(begin, end, holds))
        elif kind == "w" or version == holds:
            history.append(wrote(begin, end, None if kind == "w" else version, str(number + 1)))
            holds = str(number + 1)
            known.append(holds)
        else:
            history.append(refused(begin, end, version))
    chance.shuffle(history)
    return history


if __name__ == "__main__":
    unittest.main()
