# SPDX-License-Identifier: Apache-2.0
"""What script/screenshots runs: pictures of every page in tour.py, for people to look at."""
import argparse
import pathlib
import sys
import unittest

from palabre_process import House
from tour import Tour
from visitor import LAPTOP, PHONE, SOURCE, THEMES, Browser

MOST = 200 * 1024  # bytes of a picture in README.md


class Shots(unittest.TestCase):
    """Only for its clean-ups."""


def all_pages(browser, test, folder, words, language):
    tour = Tour(test, language=language)
    people = {}
    for place in tour.places:
        if words and not any(word in place.name for word in words):
            continue
        if place.who not in people:
            people[place.who] = tour.enter(browser.visitor(tour.server.port, language=language), place.who)
        visitor = tour.go(people[place.who], place, look=False)
        for size in (PHONE, LAPTOP):
            for theme in THEMES:
                visitor.page.set_viewport_size({"width": size[0], "height": size[1]})
                visitor.page.emulate_media(color_scheme=theme)
                visitor.page.screenshot(path=folder / f"{place.name}-{size[0]}-{theme}.png", full_page=True)
        visitor.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})


def for_readme(browser, test, folder):
    """Of the demo: a community on a laptop, a thread on a phone, a list in the dark."""
    house = House(test)
    house.must("demo")
    server = house.serve()
    community = server.anonymous("/api/v1/communities").json["communities"][0]["slug"]
    threads = server.anonymous(f"/api/v1/communities/{community}/threads?sort=activity&limit=30").json["threads"]
    told = next(t for t in threads if t["accepted"] and t["answers"] > 1 and len(t["title"]) < 80)
    for name, path, size, theme in (("community", f"/c/{community}", LAPTOP, "light"),
                                    ("thread", f"/c/{community}/t/{told['id']}/{told['slug']}", (390, 844), "light"),
                                    ("threads-dark", f"/c/{community}/threads", (390, 844), "dark")):
        visitor = browser.visitor(server.port, size=size, theme=theme)
        visitor.open(path)
        file = folder / f"{name}.png"
        visitor.page.screenshot(path=file)
        if file.stat().st_size > MOST:
            raise AssertionError(f"{file} has {file.stat().st_size} bytes")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=pathlib.Path)
    parser.add_argument("words", nargs="*")
    parser.add_argument("--english", action="store_true")
    parser.add_argument("--readme", action="store_true")
    given = parser.parse_args()
    folder = SOURCE / "docs/images" if given.readme else given.folder
    if folder is None:
        parser.error("which folder?")
    folder.mkdir(parents=True, exist_ok=True)
    test = Shots()
    try:
        with Browser() as browser:
            if given.readme:
                for_readme(browser, test, folder)
            else:
                all_pages(browser, test, folder, given.words, "en" if given.english else "fr")
    finally:
        test.doCleanups()


if __name__ == "__main__":
    sys.exit(main())
