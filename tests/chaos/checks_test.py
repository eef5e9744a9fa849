# SPDX-License-Identifier: Apache-2.0
"""What is checked after a fault would find each kind of harm."""
import copy
import unittest

from checks import Broken, check_chains, check_digests, check_entities, check_nothing_more, check_places, check_real_time
from load import Act, longest_gap


def act(number, kind="edit", begin=0.0, end=1.0, found=None, position=True, version=None):
    made = Act(kind, "PUT", "/", {}, f"key-{number}", None if kind == "reply" else "p", found, begin, end, 1)
    if position:
        made.position, made.version = ("c", number), version or f"v{number}"
    return made


def event(number, kind="forum.post-edited.v2", name=None):
    return {"source": "c", "sequence": f"{number:020}", "type": kind, "id": name or f"id-{number}", "data": {"post": "p"}}


class TheChecks(unittest.TestCase):
    def setUp(self):
        self.acts = [act(1, begin=0, end=1), act(2, begin=2, end=3, found="v1"), act(3, begin=2, end=5, found="v1", position=False),
                     act(4, "reply", begin=6, end=7)]
        self.events = [event(1), event(2), event(4, "forum.post-published.v3")]

    def check(self):
        check_places(self.acts, self.events)
        check_nothing_more(self.acts, self.events, 0)
        check_entities(self.acts, {"p": "v0"})
        check_real_time(self.acts)

    def assert_broken(self, word):
        with self.assertRaises(Broken) as caught:
            self.check()
        self.assertIn(word, str(caught.exception))

    def test_take_what_is_in_order(self):
        self.check()

    def test_find_a_lost_event(self):
        del self.events[1]
        self.assert_broken("lost")

    def test_find_another_event_in_its_place(self):
        self.events[1] = event(2, "forum.post-published.v3")
        self.assert_broken("lost")

    def test_find_two_acts_at_one_place(self):
        self.acts.append(copy.copy(self.acts[1]))
        self.assert_broken("twice")

    def test_find_a_second_event_of_one_act(self):
        self.events.append(event(9))
        self.assert_broken("twice")

    def test_find_a_command_twice(self):
        self.acts.append(act(5, begin=8, end=9))
        self.events.append(event(5, name="id-2"))
        self.assert_broken("twice")

    def test_find_two_changes_of_one_version(self):
        self.acts[2].position, self.acts[2].version = ("c", 3), "v3"
        self.events.append(event(3))
        self.assert_broken("no order")

    def test_find_a_refusal_for_no_reason(self):
        self.acts[2].found = "v2"
        self.acts[2].begin, self.acts[2].end = 4, 5
        self.assert_broken("no order")

    def test_find_an_order_against_time(self):
        self.acts[3].begin, self.acts[3].end = 20, 21
        self.acts.append(act(5, "reply", begin=8, end=9))
        self.events.append(event(5, "forum.post-published.v3"))
        self.assert_broken("answered before")

    def test_find_another_chain_and_other_rows(self):
        class Told:
            def __init__(self, name, chain="a", digest="d"):
                self.name, self.chain, self.digest = name, chain, digest

            def run(self, what):
                lines = [f'{{"community":"c","sequence":"2","link":"{self.chain}"}}', '{"community":"c","sequence":"1"}']
                return "\n".join(lines) if what == "export" else self.digest

        same = [Told("1"), Told("2")]
        check_chains(same)
        check_digests(same)
        for check, other in ((check_chains, Told("2", chain="b")), (check_digests, Told("2", digest="e"))):
            with self.assertRaises(Broken):
                check([same[0], other])

    def test_gaps(self):
        self.assertEqual(4, longest_gap(self.acts, 1, 8.5))  # from 3 to 7: the refusal at 5 is no write
        self.assertEqual(5, longest_gap(self.acts, 7, 12))


if __name__ == "__main__":
    unittest.main()
