# SPDX-License-Identifier: Apache-2.0
"""Mails in system tests: the mail server of smtp_server.py as a process, and mails read from a folder."""
import email
import email.policy
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import time
import unittest

from palabre_process import SOURCE

PYTHON = pathlib.Path(os.environ.get("PALABRE_VENV", SOURCE / "build" / "python")) / "bin" / "python"


class MailServer:
    """`server.options` are the flags with which Palabre sends there."""

    def __init__(self, test, *flags, tls=None, login=None):
        if not PYTHON.exists():
            raise unittest.SkipTest("script/bootstrap has not run")
        held = tempfile.TemporaryDirectory(prefix="palabre-smtp-")
        test.addCleanup(held.cleanup)
        self.home = pathlib.Path(held.name)
        self.folder, self.hold = self.home / "mails", self.home / "hold"
        self.folder.mkdir()
        command = [PYTHON, "-B", SOURCE / "tests" / "system" / "smtp_server.py", self.folder, "--hold", self.hold, *flags]
        scheme = "smtps" if tls == "implicit" else "smtp"
        more = []
        if tls:
            self.certificate = certificate(self.home)
            command += ["--tls", tls, "--certificate", self.certificate, "--key", self.home / "key.pem"]
            more += ["--mail-authorities", self.certificate]
        if login:
            command += ["--login", login]
            name, password = login.split(":")
            self.password = self.home / "password"
            self.password.write_text(password + "\n")
            self.password.chmod(0o600)
            more += ["--mail-user", name, "--mail-password-file", self.password]
        self.process = subprocess.Popen([str(each) for each in command], stdout=subprocess.PIPE, text=True)
        test.addCleanup(self.stop)
        line = self.process.stdout.readline()
        self.port = int(re.fullmatch(r"listens on (\d+)\n", line)[1])
        self.options = ["--mail-server", f"{scheme}://127.0.0.1:{self.port}", *map(str, more)]

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        self.process.wait(timeout=10)
        self.process.stdout.close()

    def mails(self):
        return read_mails(self.folder)

    def wait(self, count, seconds=20):
        return wait_mails(self.folder, count, seconds)


def certificate(folder):
    """A certificate for 127.0.0.1 that is its own authority; its key is key.pem beside it."""
    file = folder / "certificate.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                    "-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
                    "-keyout", folder / "key.pem", "-out", file], check=True, capture_output=True)
    return file


def read_mails(folder):
    """In the order of their files' names."""
    if not folder.is_dir():
        return []
    return [email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
            for file in sorted(folder.glob("*.eml"))]


def wait_mails(folder, count, seconds=20):
    until = time.monotonic() + seconds
    while len(found := read_mails(folder)) < count:
        if time.monotonic() > until:
            raise AssertionError(f"{len(found)} mails, {count} are waited for")
        time.sleep(0.05)
    return found


def parts(mail):
    """(plain, html)"""
    return (mail.get_body(("plain",)).get_content(), mail.get_body(("html",)).get_content())


def quiet(seconds=1.0):
    """Long enough for a mail that must not come: several looks of the postman."""
    time.sleep(seconds)


if __name__ == "__main__":
    sys.exit("this is no test")
