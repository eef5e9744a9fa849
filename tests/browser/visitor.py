# SPDX-License-Identifier: Apache-2.0
"""Somebody in front of a real browser: Playwright over Debian's Chromium. Whatever page a visitor comes to is looked at.

    with Browser() as browser:
        anna = browser.visitor(server.port, language="fr")
        anna.open("/c/soins")
        anna.fill("#title", "Une question")
        anna.press("main form button")        # goes where it leads

On every page that opens (`look()`), on a phone and on a laptop, light and dark: no violation of WCAG 2.2 AA that axe-core
finds, nothing on the console, nothing that the CSP refused, no request to another host, nothing wider than the window,
also when every text is 40 % longer, nothing too small to hit. The rest of a test asserts what the page is about. Whatever a
visitor's tabs open without a look is still held to other hosts and the CSP when the visit ends (`leave()`).

Needs what script/bootstrap put below build/python and build/node; run with build/python/bin/python."""
import hashlib
import os
import pathlib
import re
import shutil
import unittest
import urllib.parse

SOURCE = pathlib.Path(__file__).resolve().parents[2]
AXE = SOURCE / "build/node/node_modules/axe-core/axe.min.js"

PHONE, LAPTOP = (360, 640), (1280, 800)
SIZES = (PHONE, LAPTOP)
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
# What axe is asked: the dark theme changes nothing but colours.
THEMES = {"light": {"type": "tag", "values": WCAG}, "dark": {"type": "rule", "values": ("color-contrast", "link-in-text-block")}}
TARGET = 44  # px, the least height of what is pressed
WAIT = 30_000  # ms for any one step; a browser on a loaded machine is slow

# Where a refusal is what a test asks for, the browser tells that the page itself came with such a status.
REFUSED = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d")

SMALL = """least => [...document.querySelectorAll(
    '.row, button, .button, summary, .top a, .bottom a, .places a, .sorts a, .tabs a, .pager a, .menu li a, .choice, select, ' +
    'input:not([type=hidden], [type=checkbox], [type=radio])')]
  .filter(e => e.checkVisibility() && !e.closest('[popover]:not(:popover-open)'))
  .filter(e => Math.round(e.getBoundingClientRect().height) < least)
  .map(e => e.outerHTML.slice(0, 90))"""

CUT = "document.scrollingElement.scrollWidth - innerWidth"
# How much wider than the window the page would be if main cut nothing off.
WIDER = """() => {
  const main = document.querySelector('main');
  if (main) main.style.overflow = 'visible';
  const wide = document.scrollingElement.scrollWidth - innerWidth;
  if (main) main.style.overflow = '';
  return wide;
}"""
# Each text 40 % longer, by its own letters; what was there comes back.
STRETCHED = """() => {
  const wider = WIDER;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const kept = [];
  for (let node; (node = walker.nextNode());) {
    if (!node.data.trim() || ['TEXTAREA', 'SCRIPT', 'OPTION'].includes(node.parentElement.tagName)) continue;
    kept.push([node, node.data]);
    node.data += node.data.trim().slice(0, Math.ceil(node.data.trim().length * .4));
  }
  const wide = wider();
  for (const [node, text] of kept) node.data = text;
  return wide;
}""".replace("WIDER", WIDER)

# A page by its words, without where they lead and when they were written.
WORDS = """() => document.documentElement.cloneNode(true).outerHTML.replace(/(value|href|action|datetime|title)="[^"]*"/g, '')"""
# A page without its words: of attributes that hold words or addresses only that they are there, of ids and what refers to them how
# often there is one, of texts that there is one, of neighbours that are alike the first. What axe asks of a page is all here: the
# community's colours are a stylesheet of their own.
SHAPE = """() => {
  const spoken = /^(value|href|action|datetime|title|src|srcset|alt|content|placeholder|name|aria-label|data-.*)$/;
  const named = /^(for|aria-(labelledby|describedby|controls|activedescendant|owns|details|errormessage))$/;
  const ids = new Map();
  for (const {id} of document.querySelectorAll('[id]')) ids.set(id, (ids.get(id) ?? 0) + 1);
  const written = (node, {name, value}) => {
    if (spoken.test(name) && node.rel !== 'stylesheet') return `${name}=${value ? 1 : 0}`;
    if (name === 'id') return `id=${ids.get(value)}`;
    if (named.test(name)) return `${name}=${value.split(/\\s+/).map(each => ids.get(each) ?? 0)}`;
    return `${name}=${value}`;
  };
  const shape = node => {
    if (node.nodeType === Node.TEXT_NODE) return node.data.trim() ? '_' : '';
    if (node.nodeType !== Node.ELEMENT_NODE) return '';
    let inside = '', last = '';
    for (const child of node.childNodes) {
      const next = shape(child);
      if (next && next !== last) inside += last = next;
    }
    return `<${[node.localName, ...[...node.attributes].map(each => written(node, each))].join(' ')}>${inside}</>`;
  };
  return shape(document.documentElement);
}"""


def needed():
    """Skips nothing: what is missing is a fault of the machine that script/bootstrap mends."""
    for what in (AXE, SOURCE / "build/python/bin/python"):
        if not what.exists():
            raise AssertionError(f"{what} is missing: script/bootstrap puts it there")
    found = shutil.which("chromium")
    if not found:
        raise AssertionError("chromium is missing: script/bootstrap installs it")
    return found


class Browser:
    """One Chromium; each visitor has cookies and a cache of their own. Looks once at pages that differ in addresses alone, and
    asks axe once about those that differ in words alone: `seen` and `judged` are kept for all visitors of one browser."""

    def __init__(self):
        from playwright.sync_api import sync_playwright
        self._playwright = sync_playwright().start()
        try:
            self._chromium = self._playwright.chromium.launch(
                executable_path=needed(), args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"])
        except BaseException:
            self._playwright.stop()
            raise
        self.seen, self.judged = set(), set()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self._chromium.close()
        self._playwright.stop()

    def visitor(self, port, language="fr", scripts=True, size=PHONE, theme="light", **more):
        context = self._chromium.new_context(
            viewport={"width": size[0], "height": size[1]}, locale=language, color_scheme=theme, reduced_motion="reduce",
            java_script_enabled=scripts, base_url=f"http://127.0.0.1:{port}", **more)
        context.set_default_timeout(WAIT)
        return Visitor(self, context, size, theme, scripts)


class Visitor:
    """`page` is Playwright's, for whatever is not here."""

    def __init__(self, browser, context, size, theme, scripts=True):
        self.browser, self.context, self.size, self.theme, self.scripts = browser, context, size, theme, scripts
        self.complaints, self.strangers = [], []
        self.slow = 1
        self.cut = False  # what is too wide may be cut off: of pages where one letter is wider than a phone
        self.axe = AXE.read_text("utf-8")
        context.on("page", self._watch)  # of every tab
        self.page = context.new_page()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.context.close()

    def _watch(self, page):
        def heard(said):
            if said.type in ("error", "warning"):
                if not (REFUSED.match(said.text) and said.location["url"].partition("#")[0] == page.url.partition("#")[0]):
                    self.complaints.append(said.text)

        def asked(request):
            parts = urllib.parse.urlsplit(request.url)
            if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname != "127.0.0.1":
                self.strangers.append(request.url)

        page.on("console", heard)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", asked)

    # ---- What somebody does ----

    def open(self, path, status=200, look=True):
        """Goes there. Follows redirections; the last answer's status must be this one."""
        answer = self.page.goto(path, wait_until="load")
        if answer.status != status:
            raise AssertionError(f"{path} is answered {answer.status}, not {status}\n{self.text()[:600]}")
        if look:
            self.look()
        return self

    def slowed(self, times):
        """The page computes that many times more slowly from here on, as a phone does; not while it is looked at."""
        self.slow = times
        self._slow_down(times)
        return self

    def _slow_down(self, times):
        self.context.new_cdp_session(self.page).send("Emulation.setCPUThrottlingRate", {"rate": times})

    def press(self, selector, status=200, look=True):
        """Presses what leads to another page, and waits for it."""
        with self.page.expect_navigation(wait_until="load") as going:
            self.page.locator(selector).first.click()
        if going.value is not None and going.value.status != status:
            raise AssertionError(f"{selector} is answered {going.value.status}, not {status}\n{self.text()[:600]}")
        if look:
            self.look()
        return self

    def touch(self, selector):
        """Presses what leads nowhere else: a menu, a check box."""
        self.page.locator(selector).first.click()
        return self

    def fill(self, selector, text):
        self.page.locator(selector).first.fill(text)
        return self

    def text(self):
        """What can be read, its spaces as plain ones."""
        return re.sub(r"[\u00a0\u202f]", " ", self.page.evaluate("document.body.innerText"))

    def says(self, *texts):
        said = self.text()
        for text in texts:
            if text not in said:
                raise AssertionError(f"“{text}” is missing\n  at {self.page.url}\n  the page says: {said[:1500]}")
        return self

    def address(self):
        return self.page.url

    def leave(self):
        """The visit ends. Also of pages that nobody looked at: nothing was asked of another host, and the CSP refused nothing."""
        self.context.close()
        faults = [f"asks another host: {url}" for url in self.strangers]
        faults += [f"on the console: {said}" for said in self.complaints if "Content Security Policy" in said]
        if faults:
            raise AssertionError("\n  ".join(dict.fromkeys(faults)))

    # ---- What holds for every page ----

    def look(self):
        """All that this file's first lines say, of the page as it stands."""
        faults = []
        frame = self.page.evaluate("""() => ({
            language: document.documentElement.lang, title: document.title.trim(), headings: document.querySelectorAll('main h1').length,
            nameless: [...document.querySelectorAll('input:not([type=hidden]), textarea, select')]
              .filter(e => !e.labels.length && !e.ariaLabel).map(e => e.outerHTML.slice(0, 90))})""")
        if frame["language"] not in ("fr", "en"):
            faults.append("no language")
        if not frame["title"]:
            faults.append("no title")
        if frame["headings"] != 1:
            faults.append(f"{frame['headings']} first headings")
        faults += [f"without a label: {field}" for field in frame["nameless"]]
        seen, judged = self.browser.seen, self.browser.judged
        words, shape = (hashlib.sha256(self.page.evaluate(each).encode()).digest() for each in (WORDS, SHAPE))
        if words not in seen:
            if self.slow != 1:
                self._slow_down(1)
            faults += self._look_each_way(shape not in judged)
            if self.slow != 1:
                self._slow_down(self.slow)
            seen.add(words)
            judged.add(shape)
        faults += [f"on the console: {said}" for said in self.complaints]
        faults += [f"asks another host: {url}" for url in self.strangers]
        self.complaints.clear()
        if faults:
            raise AssertionError(f"{self.page.url}\n  " + "\n  ".join(dict.fromkeys(faults)))
        return self

    def _look_each_way(self, judge):
        page = self.page if self.scripts else self._twin()
        faults = []
        for size in SIZES:
            page.set_viewport_size({"width": size[0], "height": size[1]})
            where = f"at {size[0]} wide"
            wide = page.evaluate(CUT if self.cut else WIDER)
            if wide > 0:
                faults.append(f"{where} the page is {wide} wider than the window: {self._widest(page)}")
            elif not self.cut and (wide := page.evaluate(STRETCHED)) > 0:
                faults.append(f"{where} and 40 % longer the page is {wide} wider than the window")
            faults += [f"{where} too small to hit: {small}" for small in page.evaluate(SMALL, TARGET)]
            for theme, asked in THEMES.items() if judge else ():
                page.emulate_media(color_scheme=theme)
                faults += [f"{where}, {theme}: {violation}" for violation in self._violations(page, asked)]
        if not self.scripts:
            page.context.close()
            return faults
        page.set_viewport_size({"width": self.size[0], "height": self.size[1]})
        page.emulate_media(color_scheme=self.theme)
        return faults

    def _twin(self):
        """The page as it stands, none of its scripts having run, where axe may."""
        shown = re.sub(r"<script\b.*?</script>", "", self.page.content(), flags=re.S).replace("noscript>", "div>")
        context = self.browser._chromium.new_context(service_workers="block", reduced_motion="reduce")
        context.add_cookies(self.context.cookies())  # pictures of closed threads are asked for with them
        twin = context.new_page()
        address = self.page.url.split("#")[0]
        twin.route(address, lambda route: route.fulfill(body=shown, content_type="text/html; charset=utf-8"))
        twin.goto(address, wait_until="load")
        return twin

    def _widest(self, page):
        return page.evaluate("""() => [...document.querySelectorAll('body *')]
            .filter(e => e.getBoundingClientRect().right > innerWidth + 1).slice(0, 3).map(e => e.outerHTML.slice(0, 90))""")

    def _violations(self, page, asked):
        if not page.evaluate("typeof axe !== 'undefined'"):
            page.evaluate(self.axe)
        found = page.evaluate("""asked => axe.run(document, {runOnly: asked, resultTypes: ['violations']})
            .then(r => r.violations.map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html.slice(0, 120) + ' ' +
                (n.any[0]?.message ?? n.all[0]?.message ?? '')).join(' | ')))""", asked)
        return found


class BrowserCase(unittest.TestCase):
    """Tests that share one Chromium."""

    @classmethod
    def setUpClass(cls):
        cls.browser = Browser()
        cls.addClassCleanup(cls.browser.close)

    def visitor(self, server, **how):
        visitor = self.browser.visitor(server.port, **how)
        self.addCleanup(visitor.leave)
        return visitor

    def member(self, client, **how):
        """A visitor with the session of a client, as if she had signed in herself."""
        visitor = self.visitor(client.server, **how)
        name, value = client.cookie.split("=", 1)
        visitor.context.add_cookies([{"name": name, "value": value, "url": f"http://127.0.0.1:{client.server.port}"}])
        return visitor


def picture(visitor, file):
    """The whole page."""
    os.makedirs(os.path.dirname(file), exist_ok=True)
    visitor.page.screenshot(path=file, full_page=True)
