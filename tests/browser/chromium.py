# SPDX-License-Identifier: Apache-2.0
"""Drives a headless Chromium over its debugging pipe: standard library only, no port, nothing of npm.

Scripts of pages are switched off unless asked for, so that what works here works without JavaScript; `value` still looks
at the page as the debugger does.
"""

import base64
import json
import os
import select
import shutil
import subprocess
import tempfile
import time

WAIT = 20  # seconds for any one step; a browser that starts on a loaded machine is slow


class Chromium:
    """One browser with one page. Use as a context; ends the browser it started and removes its profile."""

    def __init__(self, width=1280, height=900, scripts=False):
        self._profile = tempfile.mkdtemp(prefix="palabre-browser-")
        to_browser, self._out = os.pipe()
        self._in, from_browser = os.pipe()
        # The browser expects the pipe at 3 and 4.
        script = f'exec 3<&{to_browser} 4>&{from_browser}; exec "$@"'
        self._process = subprocess.Popen(
            ["bash", "-c", script, "chromium",
             "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
             "--disable-sync", "--disable-extensions", "--no-first-run", "--hide-scrollbars", "--lang=fr",
             f"--user-data-dir={self._profile}", "--remote-debugging-pipe", "about:blank"],
            pass_fds=(to_browser, from_browser), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_browser)
        os.close(from_browser)
        self._buffer = b""
        self._next = 0
        self._session = None
        self.complaints = []  # errors of the page's console: blocked by the CSP, not found
        self.dialogs = []  # what a page's script said in one
        self._status = None
        page = next(t for t in self._send("Target.getTargets")["targetInfos"] if t["type"] == "page")
        self._session = self._send("Target.attachToTarget", targetId=page["targetId"], flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Log", "Runtime"):
            self._send(domain + ".enable")
        self._send("Emulation.setScriptExecutionDisabled", value=not scripts)
        self.resize(width, height)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.terminate()
        self._process.wait()
        os.close(self._out)
        os.close(self._in)
        shutil.rmtree(self._profile, ignore_errors=True)

    # ---- What a check does ----

    def resize(self, width, height=900):
        self._send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1,
                   mobile=width < 600)

    def colours(self, scheme):
        """"light" or "dark"."""
        self._send("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def languages(self, accepted):
        self._send("Network.setExtraHTTPHeaders", headers={"Accept-Language": accepted})

    def open(self, address):
        """Goes there and waits until it is loaded. The status of the answer."""
        return self._loading(lambda: self._send("Page.navigate", url=address))

    def click(self, selector):
        """On what the selector finds first, and waits for the page that it leads to. The status of its answer."""
        return self._loading(lambda: self.value(f"document.querySelector({json.dumps(selector)}).click()"))

    def press(self, selector):
        """A click that leads to no other page."""
        self.value(f"document.querySelector({json.dumps(selector)}).click()")

    def fill(self, selector, text):
        self.value(f"document.querySelector({json.dumps(selector)}).value = {json.dumps(text)}")

    def value(self, expression):
        answer = self._send("Runtime.evaluate", expression=expression, returnByValue=True)
        if "exceptionDetails" in answer:
            raise AssertionError(f"{expression}: {answer['exceptionDetails']['exception'].get('description')}")
        return answer["result"].get("value")

    def text(self):
        return self.value("document.body.innerText").replace("\u00a0", " ").replace("\u202f", " ")

    def address(self):
        return self.value("location.href")

    def screenshot(self, file):
        """The whole page, not only what is in view."""
        data = self._send("Page.captureScreenshot", format="png", captureBeyondViewport=True)["data"]
        with open(file, "wb") as out:
            out.write(base64.b64decode(data))

    # ---- The pipe: JSON messages, each ended by a zero byte ----

    def _loading(self, act):
        self._status = None
        self._loaded = False
        act()
        end = time.monotonic() + WAIT
        while not self._loaded:
            self._event(self._receive(end))
        return self._status

    def _write(self, method, **parameters):
        self._next += 1
        message = {"id": self._next, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        return self._next

    def _send(self, method, **parameters):
        number = self._write(method, **parameters)
        end = time.monotonic() + WAIT
        while True:
            answer = self._receive(end)
            if answer.get("id") != number:
                self._event(answer)
            elif "error" in answer:
                raise AssertionError(f"{method}: {answer['error']['message']}")
            else:
                return answer["result"]

    def _receive(self, end):
        while b"\0" not in self._buffer:
            ready, _, _ = select.select([self._in], [], [], max(0, end - time.monotonic()))
            piece = os.read(self._in, 1 << 16) if ready else b""
            if not piece:
                raise AssertionError("the browser does not answer")
            self._buffer += piece
        message, self._buffer = self._buffer.split(b"\0", 1)
        return json.loads(message)

    def _event(self, event):
        method, parameters = event.get("method"), event.get("params", {})
        if method == "Network.responseReceived" and parameters["type"] == "Document":
            self._status = parameters["response"]["status"]
        elif method == "Page.loadEventFired":
            self._loaded = True
        elif method == "Page.javascriptDialogOpening":
            self.dialogs.append(parameters["message"])
            self._write("Page.handleJavaScriptDialog", accept=True)
        elif method == "Log.entryAdded" and parameters["entry"]["level"] == "error":
            self.complaints.append(parameters["entry"]["text"])
