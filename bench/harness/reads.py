# SPDX-License-Identifier: Apache-2.0
"""Reading pages, beside bare Beast that sends the same bytes with as many threads."""

import contextlib

from programs import BUILT, Failed, Server, load, palabre
from results import interleave
from run import READERS, THREADS, loads


def page(server, path, headers=None):
    """The page as it is answered, which must be the page."""
    answer = server.get(path, headers)
    if answer.status == 301:
        return page(server, answer.headers["Location"], headers)
    if answer.status != 200:
        raise Failed(f"{path} is answered {answer.status}")
    return path, answer


def bare(run_, answer):
    """Bare Beast that sends the page's bytes."""
    file = run_.folder / "page"
    file.write_bytes(answer.body)
    return Server(BUILT / "bench" / "beast_get", 0, THREADS, file, answer.headers["Content-Type"])


def one_target(run_, path):
    file = run_.folder / "target.txt"
    file.write_text(f"{path}\n")
    return file


def thread_page(run_):
    """A member reads thread pages; the bare server sends the bytes of one such page."""
    fixture = run_.fixtures.large
    with contextlib.ExitStack() as stack:
        ours = stack.enter_context(palabre(fixture.data))
        _, answer = page(ours, fixture.first_target(), fixture.first_session())
        limit = stack.enter_context(bare(run_, answer))
        independent = run_.independent.server("beast_min.cpp", THREADS, len(answer.body), "cb")
        if independent:
            stack.enter_context(independent)
        asked = {"targets": fixture.targets(), "sessions": fixture.sessions, "connections": READERS}
        load(ours, seconds=run_.seconds, **asked)  # caches as they are in the middle of a day
        figures = interleave(run_.rounds, **loads({"ours": ours, "limit": limit, "independent": independent},
                                                  run_.seconds, **asked))
    return [run_.row("read.thread-page", figures, "requests/s"),
            *run_.limit_rows("limits.beast_get", figures, "requests/s")]


def one_page(run_, name, path_of, **load_options):
    """The same page again and again, read by nobody in particular."""
    fixture = run_.fixtures.middle
    with palabre(fixture.data) as ours:
        path, answer = page(ours, path_of(fixture))
        asked = {"targets": one_target(run_, path), "connections": READERS, **load_options}
        with bare(run_, answer) as limit:
            figures = interleave(run_.rounds, **loads({"ours": ours, "limit": limit}, run_.seconds, **asked))
    return [run_.row(name, figures, "requests/s")]


def hot_page(run_):
    return one_page(run_, "read.hot-page", lambda fixture: fixture.first_target())


def html_page(run_):
    return one_page(run_, "read.html-page", lambda fixture: fixture.first_html(), accept="text/html")


def not_modified(run_):
    """Asked for with its own ETag, as JSON and as HTML; the bare server answers an empty 304."""
    fixture = run_.fixtures.middle
    rows = []
    with palabre(fixture.data) as ours, Server(BUILT / "bench" / "beast_get", 0, THREADS) as limit:
        for name, asked_for, accept in (("read.304", fixture.first_target(), "application/json"),
                                        ("read.304.html", fixture.first_html(), "text/html")):
            path, answer = page(ours, asked_for)
            asked = {"targets": one_target(run_, path), "connections": READERS, "accept": accept, "expect": 304,
                     "none_match": answer.headers["ETag"]}
            figures = interleave(run_.rounds, **loads({"ours": ours, "limit": limit}, run_.seconds, **asked))
            rows.append(run_.row(name, figures, "requests/s"))
    return rows
