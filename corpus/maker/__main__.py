"""``python -m corpus.maker --seed 7 --count 20 --profile scan --out DIR``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from corpus.maker import PROFILES, make


def main() -> None:
    """Make documents and say where they are."""
    parser = argparse.ArgumentParser(prog="corpus.maker", description="Make synthetic decisions.")
    parser.add_argument("--seed", type=int, default=7, help="the same seed makes the same papers")
    parser.add_argument("--count", type=int, default=20, help="how many documents")
    parser.add_argument("--profile", choices=tuple(PROFILES), default="born-digital")
    parser.add_argument("--out", type=Path, required=True, help="folder to write into")
    options = parser.parse_args()
    cases = make(options.seed, options.count, options.out, options.profile)
    sys.stdout.write(f"{len(cases)} {options.profile} -> {options.out}\n")


if __name__ == "__main__":
    main()
