"""What packages for Linux have below their root: the bundle, and what a desktop knows it by."""

import gzip
import shutil
from pathlib import Path

from tools.bundle import archive, desktop
from tools.bundle.checkout import CHECKOUT, NOTICES, PACKAGE


def install(bundle: Path, root: Path) -> int:
    """Put the bundle and what a desktop knows it by below `root`, as any package of Linux has it; return its bytes."""
    place = root / "usr" / "lib" / PACKAGE
    shutil.copytree(bundle, place, symlinks=True)
    for name in NOTICES:
        (place / name).unlink()
    programs = root / "usr" / "bin"
    programs.mkdir()
    for name in ("reader", "yuebao"):
        (programs / name).symlink_to(f"../lib/{PACKAGE}/{name}")
    desktop.install(root / "usr" / "share")
    documents = root / "usr" / "share" / "doc" / PACKAGE
    documents.mkdir(parents=True)
    for name in NOTICES:
        if name != "LICENSE":
            (documents / f"{name}.gz").write_bytes(packed((CHECKOUT / name).read_bytes()))
    return archive.sizes(root)


def packed(data: bytes) -> bytes:
    """Return gzip's bytes, which are the same at any time."""
    return gzip.compress(data, 9, mtime=0)


def settle(root: Path) -> None:
    """Give files the rights that a package's have."""
    for path in root.rglob("*"):
        if not path.is_symlink():
            is_program = path.is_dir() or (path.stat().st_mode & 0o100 and ".so" not in path.name)
            path.chmod(0o755 if is_program else 0o644)
