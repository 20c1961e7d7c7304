"""Libraries that Qt needs of a Linux, for one that lacks them: from Debian 11, whose glibc is older than any we serve.

They are loaded only where the system has none of that name (`reader/display.py`): a system's own fit its
drivers, its fonts and its settings. `order.txt` beside them has each after those that it needs.
"""

import gzip
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

from tools.bundle.downloads import fetched

_PINS = Path(__file__).with_name("debian-11.txt")
_OF_EVERY_SYSTEM = re.compile(
    # of glibc and the compiler
    r"(ld-linux.*|lib(c|m|dl|pthread|rt|resolv|gcc_s|stdc\+\+))\.so.*"
    # what dpkg, rpm or systemd are linked with
    r"|lib(z|zstd|lzma|lz4|systemd|gcrypt|gpg-error)\.so.*"
)


def make(bundle: Path, target: Path, downloads: Path) -> None:
    """Write into `target` what the Qt of a bundle needs of a system. Raises NotToBeHad."""
    with tempfile.TemporaryDirectory() as unpacked:
        for line in _PINS.read_text(encoding="utf-8").splitlines():
            digest, path = line.split()
            subprocess.run(["dpkg-deb", "-x", fetched(path, digest, downloads), unpacked], check=True)
        known = {
            path.name: path.resolve()
            for folder in ("lib", "usr/lib")
            for path in (Path(unpacked) / folder / "x86_64-linux-gnu").glob("*.so.*")
        }
        target.mkdir(parents=True)
        order = in_order(_wanted(bundle), known)
        for name in order:
            shutil.copyfile(known[name], target / name)
        (target / "order.txt").write_text("\n".join(order) + "\n", encoding="utf-8", newline="\n")
        copyright_of = Path(unpacked) / "usr" / "share" / "doc"
        notes = (
            f"# {path.parent.name}\n\n{path.read_text(encoding='utf-8', errors='replace')}"
            for path in sorted(copyright_of.glob("*/copyright"))
        )
        (target / "COPYRIGHT.gz").write_bytes(gzip.compress("\n\n".join(notes).encode(), 9, mtime=0))
        # Pillow's own has two megabytes of nothing in it
        for padded in bundle.glob("pillow.libs/libXau-*"):
            shutil.copyfile(known["libXau.so.6"], padded)


def _wanted(bundle: Path) -> list[str]:
    """Return the names that the bundle's libraries need and the bundle does not have."""
    needed = {name for path in sorted(bundle.rglob("*.so*")) if path.is_file() for name in needed_by(path)}
    return sorted(needed - {path.name for path in bundle.rglob("*.so*")})


def in_order(names: Iterable[str], known: dict[str, Path]) -> list[str]:
    """Return the names with all that they need, each after what it needs; without what every system has."""
    order: list[str] = []

    def visit(name: str) -> None:
        if name in order or _OF_EVERY_SYSTEM.fullmatch(name) or name not in known:
            return
        for each in needed_by(known[name]):
            visit(each)
        order.append(name)

    for name in names:
        visit(name)
    return order


def needed_by(library: Path) -> list[str]:
    """Return the names of the libraries that one is linked with."""
    told = subprocess.run(["objdump", "-p", library], capture_output=True, text=True, check=False).stdout
    return re.findall(r"NEEDED\s+(\S+)", told)
