# SPDX-License-Identifier: Apache-2.0
"""The house in which overload is tried: somebody who writes, how a refusal looks, and what it is to be well again."""
import collections
import json
import re
import unittest

import process_figures
from many_lines import Exchange, need_files, request
from palabre_process import SOURCE, Town


def limit(name):
    """A number of core/limits.hpp."""
    text = (SOURCE / "core" / "limits.hpp").read_text("utf-8")
    product, _, shift = re.search(rf" {name} = ([\d'* <]+);", text)[1].replace("'", "").partition("<<")
    number = 1
    for factor in product.split("*"):
        number *= int(factor)
    return number << int(shift or 0)


def header(reply, name):
    for line in reply.head.decode().split("\r\n")[1:]:
        if line.lower().startswith(name.lower() + ":"):
            return line.partition(":")[2].strip()
    return None


class OverloadHouse(unittest.TestCase):
    """A town with one who writes and a thread to write to."""

    files = 2_000

    def setUp(self):
        need_files(self.files)
        self.town = Town(self)
        self.server = self.town.server
        self.anna = self.town.newcomer("Anna Ambre")
        self.thread = self.town.thread(self.anna)["id"]
        self.posts = f"{Town.api}/threads/{self.thread}/posts"

    @property
    def pid(self):
        return self.server.process.pid

    def resident(self):
        return process_figures.resident_bytes(self.pid)

    def peak(self, task):
        """How many bytes were resident at most while the task ran."""
        process_figures.forget_peak(self.pid)
        task()
        return process_figures.peak_bytes(self.pid)

    def bounded(self, used, most):
        """Memory of a build with a sanitizer is the sanitizer's affair."""
        if not process_figures.sanitized(self.pid):
            self.assertLessEqual(used, most)

    def reply(self, key, body=b'{"body":"Bien."}'):
        return Exchange(request(self.anna, "POST", self.posts, body, Idempotency_Key=key), key)

    def published(self):
        """How often each post but the opening one is in the log."""
        return collections.Counter(event["data"]["post"] for event in self.town.house.events(
            "--community", Town.community, "--type", "forum.post-published"))

    def told_to_come_back(self, reply):
        self.assertEqual(503, reply.status)
        self.assertGreaterEqual(int(header(reply, "Retry-After")), 1)
        self.assertEqual("application/problem+json", header(reply, "Content-Type"))
        problem = json.loads(reply.body)
        self.assertEqual(("/problems/overloaded", 503), (problem["type"], problem["status"]))
        self.assertTrue(problem["title"] and problem["detail"])

    def is_itself_again(self):
        """By itself: ready, and whatever is asked is done at the first attempt."""
        self.server.wait_applied()
        self.assertEqual((200, "ready"), (self.server.health().status, self.server.health().json["status"]))
        for number in range(5):
            post = self.town.reply(self.anna, self.thread, f"Après {number}.")
            self.anna.must(200, "GET", f"{Town.api}/posts/{post}")
        self.town.newcomer("Après")
        self.assertEqual([], [line for line in self.server.errors if '"error"' in line])
        self.assertEqual(0, self.server.stop())
        self.town.house.digests()
