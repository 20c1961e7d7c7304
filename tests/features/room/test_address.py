"""What names a room, and what is refused in a name of one."""

import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest

from reader.cli.errors import without_passwords
from reader.features.room import PLUG
from reader.features.room.address import parse_address
from reader.plugs import library_kind_named, load
from reader.storage.disk_errors import LibraryError


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("postgresql://lan@archive.example/rooms", "postgresql://lan@archive.example/rooms"),
        ("postgres://archive.example:5433/rooms", "postgresql://archive.example:5433/rooms"),
        (
            "postgresql://lan@a.example/rooms?sslmode=verify-full",
            "postgresql://lan@a.example/rooms?sslmode=verify-full",
        ),
        ("postgresql:///rooms?host=/run/postgresql", "postgresql:///rooms?host=/run/postgresql"),
    ],
)
def test_an_address_is_shown_as_it_can_be_typed_again(typed: str, shown: str) -> None:
    address = parse_address(typed)
    assert address.shown == shown
    assert parse_address(shown) == address


@pytest.mark.parametrize(
    "typed", ["postgresql://lan:geheim@a.example/rooms", "postgresql://a.example/rooms?password=geheim"]
)
def test_a_password_is_refused_and_repeated_nowhere(typed: str) -> None:
    with pytest.raises(LibraryError, match="pgpass") as refused:
        parse_address(typed)
    assert "geheim" not in str(refused.value)
    assert "geheim" not in without_passwords(f"search 的 --library {typed}")


@pytest.mark.parametrize(
    "typed",
    [
        "postgresql://a.example/rooms?passfile=/tmp/x",
        "postgresql://a.example/rooms?hostaddr=10.0.0.1",
        "postgresql://a.example/rooms?options=-c%20search_path%3Dx",
        "postgresql://a.example/rooms?sslkey=/home/lan/key",
        "postgresql://[",
        "postgresql://a.example/rooms?nothing=1",
        "postgresql://",
        "postgresql://a/" + "x" * 3000,
    ],
)
def test_what_an_address_has_no_need_of_is_refused(typed: str) -> None:
    with pytest.raises(LibraryError):
        parse_address(typed)


def test_a_server_that_proves_nothing_gets_no_password_in_clear() -> None:
    assert parse_address("postgresql://a.example/rooms").settings()["require_auth"] == "!password"
    proven = parse_address("postgresql://a.example/rooms?sslmode=verify-full")
    assert "require_auth" not in proven.settings()


def test_notes_on_a_room_are_those_of_its_server_and_database() -> None:
    one = parse_address("postgresql://lan@a.example/rooms")
    assert one.identity == parse_address("postgresql://kai@a.example/rooms?sslmode=require").identity
    assert one.identity != parse_address("postgresql://lan@a.example/others").identity
    assert one.identity != parse_address("postgresql://lan@b.example/rooms").identity


class TestRoomFiles:
    def test_a_room_file_has_an_address_on_its_first_line(self, tmp_path: Path) -> None:
        file = tmp_path / "县档案馆.yuebao-room"
        file.write_text("postgresql://reader@archive.example/rooms\n县档案馆的阅览室\n", encoding="utf-8")
        assert library_kind_named(str(file)) is PLUG.library
        assert parse_address(str(file)) == parse_address("postgresql://reader@archive.example/rooms")

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
    def test_a_room_file_may_be_in_any_encoding(self, tmp_path: Path, encoding: str) -> None:
        file = tmp_path / "县档案馆.yuebao-room"
        file.write_text("postgresql://a.example/rooms\n县档案馆的阅览室\n", encoding=encoding)
        assert parse_address(str(file)) == parse_address("postgresql://a.example/rooms")

    @pytest.mark.parametrize(
        "written",
        [
            b"",
            b"/etc/passwd",
            b"\xff\xfe\x00",
            b"postgresql://a.example/rooms?service=own",
            b"postgresql://a.example/rooms?sslrootcert=/tmp/x",
            b"postgresql://" + b"a" * 10_000,
        ],
    )
    def test_another_file_is_refused(self, tmp_path: Path, written: bytes) -> None:
        file = tmp_path / "x.yuebao-room"
        file.write_bytes(written)
        with pytest.raises(LibraryError):
            parse_address(str(file))

    def test_one_that_is_not_there_is_told(self, tmp_path: Path) -> None:
        with pytest.raises(LibraryError, match="无法读取"):
            parse_address(str(tmp_path / "没有.yuebao-room"))


@pytest.mark.parametrize("text", ["/home/lan/旧报", "postgresql:/x", "旧报", "yuebao:article/x"])
def test_a_folder_is_no_room(text: str) -> None:
    assert library_kind_named(text) is not PLUG.library


def test_without_psycopg_a_room_is_refused_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in [name for name in sys.modules if name.startswith(("psycopg", "reader.features.room."))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    (tmp_path / "县报.yuebao-room").write_text("postgresql://a.example/rooms\n", encoding="utf-8")
    kind = PLUG.library
    assert kind is not None
    assert kind.elsewhere is not None
    elsewhere = kind.elsewhere
    openings: list[Callable[[], object]] = [
        lambda: load(kind.open)(tmp_path / "县报.yuebao-room"),
        lambda: elsewhere.folder_of("postgresql://a.example/rooms"),
        lambda: load(elsewhere.open_at_terminal)("postgresql://a.example/rooms"),
    ]
    for opening in openings:
        with pytest.raises(LibraryError, match="yuebao-reader\\[room\\]"):
            opening()
    with pytest.raises(LibraryError, match="yuebao-reader"):
        import_module("reader.features.room.ui").rooms()
    assert import_module(kind.window).ACTIONS
