"""Says what is missing before this version may be released, as far as that can be told by looking."""

import argparse
import sys

from tools.release.checks import problems


def main() -> int:
    """Print each problem on a line; 1 if there is one."""
    parser = argparse.ArgumentParser(prog="python -m tools.release", description=__doc__)
    parser.add_argument("--undated", action="store_true", help="while the version has no day yet")
    found = problems(is_dated=not parser.parse_args().undated)
    for problem in found:
        print(problem)
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
