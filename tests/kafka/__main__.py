# SPDX-License-Identifier: Apache-2.0
"""script/kafka: brokers that stay up after the script has ended, for trying things by hand, `script/server --kafka`, ctest."""
import argparse
import fcntl
import os
import pathlib
import sys

import jars
from brokers import Brokers

DEFAULT = pathlib.Path(__file__).resolve().parents[2] / "build" / "kafka"


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/kafka", description="Apache Kafka in KRaft mode from the official jars")
    commands = parser.add_subparsers(dest="command", required=True)
    up = commands.add_parser("up", help="start what does not run; prints the bootstrap addresses")
    up.add_argument("--brokers", type=int, choices=(1, 3), help="how many (1), when the folder is new")
    up.add_argument("--quick", action="store_true", help="give dead brokers up early, when the folder is new")
    up.add_argument("--new", action="store_true", help="end what runs and begin without its topics")
    commands.add_parser("down", help="end by SIGTERM, after 15 s by SIGKILL; topics stay in the folder")
    commands.add_parser("status", help="which brokers run; exit status 1 unless all do")
    for command in commands.choices.values():
        command.add_argument("--dir", type=pathlib.Path, default=DEFAULT, metavar="FOLDER", help=f"their state ({DEFAULT})")
    return parser.parse_args()


def load(folder: pathlib.Path) -> Brokers | None:
    try:
        return Brokers.load(folder)
    except FileNotFoundError:
        return None


def up(asked: argparse.Namespace) -> int:
    brokers = load(asked.dir)
    if asked.new and brokers is not None:
        brokers.forget()
        brokers = None
    if brokers is None:
        brokers = Brokers(asked.dir, asked.brokers or 1, asked.quick)
    elif asked.brokers not in (None, brokers.count) or (asked.quick and not brokers.quick):
        print(f"script/kafka: {asked.dir} is of {brokers.count} broker(s){' with --quick' * brokers.quick}; name another --dir, or delete it",
              file=sys.stderr)
        return 2
    try:
        brokers.start()
    except jars.NoJars as why:
        print(f"skipped: no broker: {why}", file=sys.stderr)
        return 77  # for ctest
    except TimeoutError as why:
        brokers.kill()
        print(f"script/kafka: {why}", file=sys.stderr)
        return 1
    print(brokers.bootstrap)
    return 0


def status(brokers: Brokers | None) -> int:
    if brokers is None:
        print("no brokers")
        return 1
    for node, broker in brokers.brokers.items():
        host, port = broker.address
        print(f"broker {node}  {host}:{port}  {f'pid {broker.pid}' if broker.pid else 'down'}")
    return 0 if all(broker.pid for broker in brokers.brokers.values()) else 1


def main() -> int:
    asked = options()
    asked.dir = asked.dir.resolve()
    if asked.command == "up":
        asked.dir.mkdir(parents=True, exist_ok=True)
    elif not asked.dir.exists():
        return status(None) if asked.command == "status" else 0
    with open(os.path.join(asked.dir, "lock"), "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if asked.command == "up":
            return up(asked)
        brokers = load(asked.dir)
        if asked.command == "status":
            return status(brokers)
        if brokers is not None:
            brokers.stop()
            brokers.save()
        return 0


sys.exit(main())
