"""Makes what people install: see docs/releasing.md."""

import argparse
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from tools.bundle import archive, debian, folder, red_hat, wheelhouse, windows_setup
from tools.bundle.checkout import CHECKOUT, VERSION

_MB = 1_000_000
_MOST = 200 * _MB
_MOST_PACKED = 70 * _MB
"""Bytes that a bundle may have, as a folder and as an archive."""
_MOST_PACKED_QUICKLY = 78.1 * _MB
"""What an archive of 70 MB has where it is packed quickly: 0.1.0 has 77.3 then, and 69.1 (`archive.quick_size`)."""
_OF_TYPEFACES = 9 * _MB
_OF_TYPEFACES_PACKED = 6.5 * _MB
"""Bytes that a bundle without typefaces leaves to them, as a folder and packed."""


def _tar(bundle: Path, target: Path) -> Path:
    written = target / f"yuebao-{VERSION}-{sys.platform}.tar.zst"
    archive.write_tar(bundle, written)
    return written


_OF_BUNDLE: Mapping[str, Callable[[Path, Path], Path]] = {
    "tar": _tar,
    "deb": debian.make,
    "rpm": red_hat.make,
    "exe": windows_setup.make,
}


def main() -> int:
    """Make the bundle, and of it what is asked for; 1 if something is larger than it may be."""
    parser = argparse.ArgumentParser(prog="python -m tools.bundle", description=__doc__)
    parser.add_argument(
        "kinds", nargs="*", metavar="KIND", help=f"{' '.join(_OF_BUNDLE)} wheelhouse; none: the folder alone"
    )
    parser.add_argument(
        "--to", type=Path, default=CHECKOUT / "dist", metavar="DIR", help="where to, by default dist/"
    )
    parser.add_argument("--work", type=Path, default=CHECKOUT / "build" / "bundle", metavar="DIR")
    parser.add_argument(
        "--for",
        dest="systems",
        action="append",
        default=[],
        choices=[system.name for system in wheelhouse.SYSTEMS],
        help="of a wheelhouse: for this system alone",
    )
    parser.add_argument("--folder", type=Path, metavar="DIR", help="a folder that was made before")
    parser.add_argument(
        "--without-typefaces", action="store_true", help="a bundle to try things in; made a minute sooner"
    )
    asked = parser.parse_args()
    unknown = set(asked.kinds) - {*_OF_BUNDLE, "wheelhouse"}
    if unknown:
        parser.error(f"unknown: {' '.join(sorted(unknown))}")
    for place in (asked.work, asked.to):
        place.mkdir(parents=True, exist_ok=True)
    made: list[tuple[Path | str, int, float | None]] = []
    if set(asked.kinds) != {"wheelhouse"}:
        bundle = asked.folder or folder.make(asked.work.resolve(), has_typefaces=not asked.without_typefaces)
        left, left_packed = (_OF_TYPEFACES, _OF_TYPEFACES_PACKED) if asked.without_typefaces else (0, 0)
        made.append((bundle, archive.sizes(bundle), _MOST - left))
        if "tar" not in asked.kinds:
            packed = archive.quick_size(bundle)
            made.append((f"{bundle}, packed quickly", packed, _MOST_PACKED_QUICKLY - left_packed))
    for kind in asked.kinds:
        if kind == "wheelhouse":
            made += [(path, path.stat().st_size, None) for path in wheelhouse.make(asked.to, asked.systems)]
        else:
            path = _OF_BUNDLE[kind](bundle, asked.to)
            made.append((path, path.stat().st_size, _MOST_PACKED))
    for what, size, most in made:
        print(
            f"{what}  {size / _MB:.1f} MB{'' if most is None or size <= most else f'  more than {most / _MB:.0f}'}"
        )
    return int(any(most is not None and size > most for _, size, most in made))


if __name__ == "__main__":
    sys.exit(main())
