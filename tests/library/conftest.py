"""Libraries of small papers, which are the same in most tests."""

import pytest

from tests import once


@pytest.fixture(autouse=True)
def reads(monkeypatch: pytest.MonkeyPatch) -> None:
    once.read(monkeypatch)
