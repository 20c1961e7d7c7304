"""What is told of who signed a file, and what is kept of the givers that were met."""

from collections.abc import Callable
from pathlib import Path

import pytest
from nacl.signing import SigningKey

from reader import held_files
from reader.storage import givers
from reader.storage.givers import Acquaintance, met
from reader.storage.platform_folders import make_private, places
from reader.storage.regular_file import open_regular

NAME = "温如岚"
FIRST = bytes(SigningKey(b"1" * 32).verify_key)
SECOND = bytes(SigningKey(b"2" * 32).verify_key)


def _record() -> Path:
    return places().data / "givers.json"


@pytest.fixture
def hold(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Has the file of a name be held by another program, for longer than anybody waits."""

    def hold_file(name: str) -> None:
        def refused(path: Path) -> int:
            if path.name != name:
                return open_regular(path)
            error = PermissionError(13, "The process cannot access the file", str(path))
            error.winerror = 32  # type: ignore[attr-defined, unused-ignore]
            raise error

        monkeypatch.setattr(held_files, "_PAUSES", (0.0,))
        monkeypatch.setattr(givers, "open_regular", refused)

    return hold_file


def test_who_was_met_is_known_again() -> None:
    assert met(NAME, FIRST).acquaintance is Acquaintance.FIRST
    assert met(NAME, FIRST).acquaintance is Acquaintance.KNOWN
    assert met(NAME, SECOND).acquaintance is Acquaintance.OTHER_KEY


def test_while_the_record_is_held_nobody_is_met_for_the_first_time_and_it_stays(
    hold: Callable[[str], None],
) -> None:
    met(NAME, FIRST)
    before = _record().read_bytes()
    hold("givers.json")
    assert met(NAME, SECOND).acquaintance is Acquaintance.UNKNOWN
    assert _record().read_bytes() == before
    hold("no file")
    assert met(NAME, SECOND).acquaintance is Acquaintance.OTHER_KEY


@pytest.mark.parametrize("damaged", [b"", b"{", b'[{"key":"00"}]', b"\xff"])
def test_a_damaged_record_is_told_and_stays(damaged: bytes) -> None:
    make_private(places().data)
    _record().write_bytes(damaged)
    assert met(NAME, FIRST).acquaintance is Acquaintance.UNKNOWN
    assert _record().read_bytes() == damaged
    assert str(_record()) in givers.why_unknown()


def test_while_the_own_key_is_held_its_signature_is_not_that_of_a_stranger(
    hold: Callable[[str], None],
) -> None:
    own = bytes(givers.own_key().verify_key)
    assert met(NAME, own).acquaintance is Acquaintance.OWN
    hold("giver.key")
    assert met(NAME, own).acquaintance is Acquaintance.UNKNOWN
    assert not _record().exists()
