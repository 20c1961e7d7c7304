"""Where a platform keeps what is not in the library folder: caches, user data, settings."""

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs


@dataclass(frozen=True, slots=True)
class Places:
    """`cache` may be deleted at any moment; `data` is precious; `settings` is one file."""

    cache: Path
    data: Path
    settings: Path
    documents: Path


def places() -> Places:
    """The platform's places, or folders below `READER_HOME` where that is set (a portable copy, a test)."""
    if home := os.environ.get("READER_HOME"):
        base = Path(home)
        return Places(base / "cache", base / "data", base / "settings.json", base / "documents")
    dirs = platformdirs.PlatformDirs("yuebao", appauthor=False)
    return Places(
        dirs.user_cache_path,
        dirs.user_data_path,
        dirs.user_config_path / "settings.json",
        dirs.user_documents_path,
    )
