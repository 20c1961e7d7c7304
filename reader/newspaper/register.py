"""The register of newspapers: titles by 国内统一连续出版物号."""

from functools import cache

from reader import assets


@cache
def newspapers() -> dict[str, str]:
    """Return the titles of the registered newspapers by CN number (“43-0005”)."""
    lines = assets.resource("register/newspapers.txt").read_text(encoding="utf-8").splitlines()
    return dict(line.split(" ", 1) for line in lines if line and line[0] != "#")
