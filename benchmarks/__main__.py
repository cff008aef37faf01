"""`python -m benchmarks NAME`: run one benchmark in a house of its own and print its figures."""

import argparse
import importlib
import json
import os
import platform
from pathlib import Path

import django

NAMES = ("conformance", "digest", "masks", "packages", "replays", "room", "rules", "summaries")


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(prog="./run bench")
    parser.add_argument("name", choices=NAMES)
    parser.add_argument("--quick", action="store_true", help="fewer rounds, to see whether it runs")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    options = parser.parse_args()
    django.setup()
    figures = importlib.import_module(f"benchmarks.{options.name}").run(quick=options.quick)
    machine = {"cores": os.cpu_count(), "python": platform.python_version()}
    text = json.dumps({"benchmark": options.name, "quick": options.quick, "machine": machine, **figures}, indent=2)
    if options.json:
        options.json.write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
