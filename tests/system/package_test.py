# SPDX-License-Identifier: Apache-2.0
"""The Debian package as cmake/Package.cmake makes it, around a program that does nothing: what lies in it, whose and how it may be read,
its scripts, and its units as systemd reads them. The whole program in a fresh Debian: script/try-package."""
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

from install_commands import commands
from palabre_process import SOURCE

FILES = {
    "usr/bin/palabre": 0o755,
    "usr/lib/systemd/system/palabre.service": 0o644,
    "usr/lib/systemd/system/palabre-backup.service": 0o644,
    "usr/lib/systemd/system/palabre-backup.timer": 0o644,
    "usr/lib/systemd/system/palabre-erasures.service": 0o644,
    "usr/lib/systemd/system/palabre-erasures.timer": 0o644,
    "usr/share/doc/palabre/changelog.gz": 0o644,
    "usr/share/doc/palabre/copyright": 0o644,
    "usr/share/doc/palabre/examples/Caddyfile": 0o644,
    "usr/share/doc/palabre/install.md": 0o644,
    "usr/share/doc/palabre/operations.md": 0o644,
    "usr/share/lintian/overrides/palabre": 0o644,
    "usr/share/man/man1/palabre.1.gz": 0o644,
}
SCRIPTS = {"postinst", "prerm", "postrm"}
UNITS = [name.rsplit("/", 1)[1] for name in FILES if "/systemd/" in name]
# Of 10, in tenths as systemd-analyze takes them; less is better.
EXPOSURE = {"palabre.service": 12, "palabre-backup.service": 11, "palabre-erasures.service": 11}


def run(*command, **more):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=120,
                          env={**os.environ, "LC_ALL": "C", "TZ": "UTC"}, **more)
    return done.returncode, done.stdout + done.stderr


def must(*command, **more):
    status, said = run(*command, **more)
    if status != 0:
        raise AssertionError(f"{' '.join(map(str, command))}: {status}\n{said[-3000:]}")
    return said


def make_package(folder):
    """palabre_VERSION_ARCH.deb by the tree's own rules; its program is empty."""
    sources = folder / "sources"
    sources.mkdir()
    for name in ("packaging", "docs", "cmake"):
        (sources / name).symlink_to(SOURCE / name)
    project = re.search(r"^project\([^)]*\)$", (SOURCE / "CMakeLists.txt").read_text(), re.M)[0]
    (sources / "main.cpp").write_text("int main() {}\n")
    (sources / "CMakeLists.txt").write_text(f"cmake_minimum_required(VERSION 3.25)\n{project}\nadd_executable(palabre main.cpp)\n"
                                            "include(cmake/Package.cmake)\n")
    made = folder / "made"
    narrow = {"umask": 0o077}  # whoever makes it: what is in it may be read by all
    must("cmake", "-G", "Ninja", "-S", sources, "-B", made, **narrow)
    must("cmake", "--build", made, "--target", "palabre_package", **narrow)
    must("cpack", "-G", "DEB", cwd=made, **narrow)
    return next((made / "package").glob("*.deb"))


class PackageTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory(prefix="palabre-package-")))
        cls.deb = make_package(cls.folder)
        cls.root, cls.control = cls.folder / "root", cls.folder / "control"
        must("dpkg-deb", "-x", cls.deb, cls.root)
        must("dpkg-deb", "-e", cls.deb, cls.control)

    def listed(self):
        """Path → (mode as ls writes it, owner), of all that the package holds."""
        found = {}
        for line in must("dpkg-deb", "-c", self.deb).splitlines():
            mode, owner, _, _, _, path = line.split(None, 5)
            found[path.removeprefix("./").rstrip("/")] = (mode, owner)
        return found

    def test_holds_these_files_and_no_others(self):
        listed = self.listed()
        self.assertEqual({"root/root"}, {owner for _, owner in listed.values()})
        bits = lambda mode: "".join(letter if mode >> (8 - at) & 1 else "-" for at, letter in enumerate("rwxrwxrwx"))
        self.assertEqual({path: "-" + bits(mode) for path, mode in FILES.items()},
                         {path: mode for path, (mode, _) in listed.items() if not mode.startswith("d")})
        self.assertEqual({"drwxr-xr-x"}, {mode for mode, _ in listed.values() if mode.startswith("d")})

    def test_says_what_it_is(self):
        self.assertRegex(self.deb.name, r"\Apalabre_[0-9.]+_[a-z0-9]+\.deb\Z")
        version = re.search(r"^project\(palabre VERSION (\S+)", (SOURCE / "CMakeLists.txt").read_text(), re.M)[1]
        field = lambda name: must("dpkg-deb", "-f", self.deb, name).strip()
        self.assertEqual(["palabre", version, "web"], [field(name) for name in ("Package", "Version", "Section")])
        for needed in ("adduser", "tzdata", "libc6"):
            self.assertIn(needed, field("Depends"))
        self.assertIn("caddy", field("Recommends"))

    def test_asks_nobody_about_settings_and_runs_these_scripts(self):
        """No conffile: /etc/palabre is init's, and postrm's at a purge."""
        self.assertEqual(SCRIPTS | {"control", "md5sums"}, {path.name for path in self.control.iterdir()})
        for path in self.control.iterdir():
            self.assertEqual(0o755 if path.name in SCRIPTS else 0o644, path.stat().st_mode & 0o777, path)
            if path.name in SCRIPTS:
                self.assertEqual("#!/bin/sh", path.read_text().splitlines()[0])
                must("sh", "-n", path)
                self.assertRegex(path.read_text(), r"(?m)^set -e$")

    def test_removing_it_keeps_what_people_wrote(self):
        """The scripts run over a folder of their own: what they would do to a house of the system is done to it."""
        world = self.folder / "world"
        for place in ("etc/palabre", "var/lib/palabre/data", "var/backups/palabre"):
            (world / place).mkdir(parents=True)
        for name in ("etc/palabre/palabre.conf", "etc/palabre/master.key", "var/lib/palabre/data/log"):
            (world / name).touch()
        script = (self.control / "postrm").read_text().replace(" /var/", f" {world}/var/").replace(" /etc/", f" {world}/etc/")
        script = script.replace("/run/systemd/system", str(world / "none"))
        said = must("sh", "-c", script, "postrm", "purge")
        self.assertEqual(["etc/palabre/master.key", "var/lib/palabre/data/log"],
                         sorted(str(path.relative_to(world)) for path in world.rglob("*") if path.is_file()))
        self.assertEqual([f"{world}/{kept} is kept: remove it by hand when nobody needs it" for kept in ("var/lib/palabre", "etc/palabre")],
                         said.splitlines())

    def system(self):
        """The package's files over the units of Debian's systemd that they name."""
        root = self.folder / "system"
        if not root.exists():
            shutil.copytree(self.root, root, symlinks=True)
            (root / "lib").symlink_to("usr/lib")
            for unit in pathlib.Path("/lib/systemd/system").glob("*.target"):
                if unit.is_file():
                    shutil.copy(unit, root / "usr/lib/systemd/system" / unit.name)
        return root

    def test_systemd_understands_every_unit(self):
        root = self.system()
        for unit in UNITS:
            with self.subTest(unit):
                status, said = run("systemd-analyze", "verify", f"--root={root}", "--man=no", unit)
                self.assertEqual((0, ""), (status, said))

    def test_confines_every_service(self):
        root = self.system()
        for unit, most in EXPOSURE.items():
            with self.subTest(unit):
                status, said = run("systemd-analyze", "security", f"--root={root}", "--offline=true", f"--threshold={most}", "--no-pager", unit)
                self.assertEqual(0, status, said)
        self.assertEqual(set(EXPOSURE), {unit for unit in UNITS if unit.endswith(".service")})

    def test_every_timer_has_its_service_and_install_md_enables_all(self):
        timers = {unit for unit in UNITS if unit.endswith(".timer")}
        for timer in timers:
            self.assertIn(timer.replace(".timer", ".service"), UNITS)
        enabled = commands("Start")[0].split("enable --now ")[1].split()
        self.assertEqual({"palabre"} | timers, set(enabled))
        stopped = re.search(r"systemctl disable --now (.+)", (self.control / "prerm").read_text())[1].split()
        self.assertEqual({"palabre.service"} | timers, set(stopped))


if __name__ == "__main__":
    unittest.main()
