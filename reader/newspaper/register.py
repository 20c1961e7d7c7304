"""The register of newspapers: titles by 国内统一连续出版物号."""

import tomllib
from functools import cache

from reader import assets


@cache
def newspapers() -> dict[str, str]:
    """Return the titles of the registered newspapers by CN number (“43-0005”)."""
    titles: dict[str, str] = tomllib.loads(
        assets.resource("register/newspapers.toml").read_text(encoding="utf-8")
    )
    return titles
