"""`make bench`: every benchmark beside the limit that it is measured against, in one run."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from pathlib import Path


def main() -> None:
    """Run every module `bench_*` of this folder, or those that are named."""
    wanted = {told for told in sys.argv[1:] if not told.isdigit()}
    for module in pkgutil.iter_modules([str(Path(__file__).parent)]):
        if module.name.startswith("bench_") and (not wanted or module.name.removeprefix("bench_") in wanted):
            sys.stdout.write(f"\n== {module.name.removeprefix('bench_')}\n")
            importlib.import_module(f"tests.benchmarks.{module.name}").main()


if __name__ == "__main__":
    main()
