# SPDX-License-Identifier: Apache-2.0
"""More than a server takes: it says so at once, keeps its bounds, loses nothing, and is itself again afterwards."""
import json
import signal
import statistics
import unittest

from many_lines import Exchange, Line, Lines, request
from overload_house import OverloadHouse, limit
from palabre_process import PASSWORD, Town

COMMANDS_WAITING = limit("commands_waiting")
ROUNDS = 30  # of sending again what was refused


class WritersTest(OverloadHouse):
    files = 9_500

    def flood(self, count, body):
        """That many replies at once, each on a connection of its own: the exchanges."""
        exchanges = [self.reply(f"flood-{number}", body) for number in range(count)]
        with Lines(self.server.port, [Line([exchange]) for exchange in exchanges]) as lines:
            lines.run()
        return exchanges

    def check_flood(self, exchanges):
        taken = [each for each in exchanges if each.status == 201]
        refused = [each for each in exchanges if each.status != 201]
        self.assertTrue(taken)
        self.assertTrue(refused, "nothing was refused: no overload")
        for each in refused:
            self.told_to_come_back(each.reply)
        # Early: who is refused does not wait for those who are in the queue before.
        latest = sorted(taken, key=lambda each: -each.answered)
        for each in refused:
            self.assertTrue(any(other.sent < each.answered < other.answered for other in latest),
                            "refused after all who came before had been answered")
        self.check_sooner(refused, taken)

    def check_sooner(self, refused, taken):
        """Who is refused waits less for that than who is taken."""
        self.assertLess(*(statistics.median(each.answered - each.sent for each in those) for those in (refused, taken)))

    def check_once(self, exchanges, body):
        """What was taken is there once; what was refused is not; sent again with its key it is, once."""
        ids = {each.key: json.loads(each.reply.body)["id"] for each in exchanges if each.status == 201}
        self.assertEqual(len(ids), len(set(ids.values())))
        self.assertEqual(dict.fromkeys(ids.values(), 1), dict(self.published()))
        keys = [each.key for each in exchanges]
        for _ in range(ROUNDS):
            missing = [key for key in keys if key not in ids]
            again = [self.reply(key, body) for key in missing[:COMMANDS_WAITING // 2]]
            with Lines(self.server.port, [Line(again[start::64]) for start in range(min(64, len(again)))]) as lines:
                lines.run()
            for each in again:
                if each.status == 201:
                    ids[each.key] = json.loads(each.reply.body)["id"]
                else:
                    self.told_to_come_back(each.reply)
            if len(ids) == len(keys):
                break
        self.assertEqual(set(keys), set(ids))
        repeated = [self.reply(key, body) for key in keys[::97]]
        with Lines(self.server.port, [Line(repeated)]) as lines:
            lines.run()
        self.assertEqual([(201, ids[each.key]) for each in repeated],
                         [(each.status, json.loads(each.reply.body).get("id")) for each in repeated])
        self.assertEqual(dict.fromkeys(ids.values(), 1), dict(self.published()))

    def declared(self):
        """The most bytes that bodies, commands, groups, stores and caches may have by core/limits.hpp; a group stands
        in memory some five times over, a batch of the projector likewise, and strings double as they grow."""
        times = {"commands_waiting_bytes": 1, "block_cache_bytes": 1, "model_rows_bytes": 1, "slot_rows_bytes": 1,
                 "joined_pages_bytes": 1, "view_rows_bytes": 1, "recent_bytes": 1, "bodies_bytes": 2, "group_bytes": 5,
                 "batch_bytes": 5, "write_buffers_bytes": 3}
        return sum(count * limit(name) for name, count in times.items())

    def test_more_commands_than_may_wait(self):
        exchanges = self.flood(9_000, b'{"body":"Bien."}')
        self.check_flood(exchanges)
        self.check_once(exchanges, b'{"body":"Bien."}')
        self.is_itself_again()

    def test_more_bytes_than_may_wait(self):
        """A few hundred of the longest texts, written as long as may be."""
        body = json.dumps({"body": "𝄞" * limit("body")}).encode()
        before, exchanges = self.resident(), []
        peak = self.peak(lambda: exchanges.extend(self.flood(400, body)))
        self.bounded(peak - before, self.declared())
        self.check_flood(exchanges)
        self.check_once(exchanges, body)
        self.is_itself_again()

    def test_more_passwords_than_may_wait(self):
        """Signing in waits in a line of its own; reading and writing go on meanwhile."""
        body = json.dumps({"email": "nobody@example.org", "password": PASSWORD}).encode()
        exchanges = [Exchange(request(None, "POST", "/api/v1/session", body)) for _ in range(320)]
        others = []

        def meanwhile(exchange):
            if exchange.status == 503 and not others:
                others.append(self.town.reply(self.anna, self.thread))
                others.append(self.town.page(self.thread)["thread"]["id"])
        with Lines(self.server.port, [Line([exchange]) for exchange in exchanges]) as lines:
            lines.run(on_answer=meanwhile)
        taken = [each for each in exchanges if each.status == 401]
        refused = [each for each in exchanges if each.status != 401]
        self.assertTrue(refused)
        for each in refused:
            self.told_to_come_back(each.reply)
        self.assertEqual(self.thread, others[1])
        self.check_sooner(refused, taken)
        self.is_itself_again()


class StopTest(OverloadHouse):
    def test_stopping_under_load(self):
        """No answer is lost, none is half: what was answered 201 is in the log and nothing else is, and what was not
        answered is done by the same key afterwards."""
        keys = [[f"stop-{line}-{number}" for number in range(500)] for line in range(120)]
        writers = [Line(self.reply(key) for key in own) for own in keys]
        readers = [Line(Exchange(request(self.anna if line % 2 else None, "GET", f"{Town.api}/threads/{self.thread}"))
                        for _ in range(100_000)) for line in range(30)]
        answers = []

        def count(exchange):
            answers.append(exchange)
            if len(answers) == 3_000:
                self.server.process.send_signal(signal.SIGTERM)
        with Lines(self.server.port, [*writers, *readers]) as lines:
            lines.run(on_answer=count)
        self.assertEqual(0, self.server.process.wait(60))  # a second signal would end it at once
        exchanges = lines.exchanges
        unanswered = [each for each in exchanges if each.reply is None]
        self.assertEqual([], [each.got for each in unanswered if each.got], "half an answer")
        self.assertGreater(len(answers), 3_000, "nothing was under way")
        written = [each for line in writers for each in line.done]
        read = [each for line in readers for each in line.done if each.reply]
        self.assertLessEqual({each.status for each in written if each.reply}, {201, 503})
        self.assertLessEqual({each.status for each in read}, {200, 503})
        for each in written:
            if each.status == 503:
                self.told_to_come_back(each.reply)
        ids = {each.key: json.loads(each.reply.body)["id"] for each in written if each.status == 201}
        self.assertEqual(dict.fromkeys(ids.values(), 1), dict(self.published()))
        self.town.house.digests()
        # Whoever has no answer asks again.
        self.town.restart()
        missing = [each.key for each in written if each.key not in ids]
        again = [self.reply(key) for key in [*missing, *list(ids)[::50]]]
        with Lines(self.server.port, [Line(again)]) as lines:
            lines.run()
        self.assertEqual({201}, {each.status for each in again} or {201})
        for each in again:
            post = json.loads(each.reply.body)["id"]
            self.assertEqual(ids.setdefault(each.key, post), post)
        self.assertEqual(dict.fromkeys(ids.values(), 1), dict(self.published()))
        self.is_itself_again()


if __name__ == "__main__":
    unittest.main()
