"""Queries on the names of a room, as `NameTable` has them for a folder. Every method raises RoomError."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from reader.language.forms import search_form
from reader.room.catalogue_tables import RoomRows
from reader.room.conditions import Condition, all_of, holds_grams
from reader.room.connections import RoomConnections
from reader.room.people import BEYOND, TOLD, storable
from reader.room.people_tables import NAME
from reader.room.stored_text import is_comparable
from reader.storage.name_table import LONGEST_ALIKE, SHORTEST_ALIKE, NameTable


class _Text(NamedTuple):
    text: str


class RoomNames(NameTable):
    """Queries on the names of a room."""

    def __init__(self, connections: RoomConnections) -> None:
        super().__init__(RoomRows(connections).rows)
        self._connections = connections

    def beginning_with(self, typed: str, limit: int) -> list[str]:
        form = search_form(typed)
        if not form or not is_comparable(form):
            return []
        return self._texts("form > %s AND form < %s", limit, form, form + BEYOND)

    def alike(self, typed: str, limit: int) -> list[str]:
        form = search_form(typed)
        if not SHORTEST_ALIKE <= len(form) <= LONGEST_ALIKE or not form.isalnum():
            return []
        patterns = all_of(
            (
                all_of(
                    (
                        *(holds_grams(part, NAME) for part in (form[:at], form[at + 1 :]) if part),
                        Condition("form LIKE %s", (f"{form[:at]}_{form[at + 1 :]}",)),
                    )
                )
                for at in range(len(form))
            ),
            " OR ",
        )
        return self._texts(f"{patterns.sql} AND form <> %s", limit, *patterns.values, form)

    def among(self, words: Iterable[str]) -> set[str]:
        forms = {word: search_form(word) for word in words}
        rows = self._connections.rows(
            _Text,
            f"SELECT form FROM name WHERE {TOLD} AND form = ANY(%s::text[])",
            (storable(forms.values()),),
        )
        known = {row.text for row in rows}
        return {word for word, form in forms.items() if form in known}

    def certain_forms(self) -> frozenset[str]:
        rows = self._connections.rows(_Text, "SELECT form FROM name WHERE certainty = 0")
        return frozenset(row.text for row in rows)

    def _texts(self, where: str, limit: int, *values: object) -> list[str]:
        rows = self._connections.rows(
            _Text,
            f"SELECT text FROM name WHERE {TOLD} AND {where} ORDER BY articles DESC, form LIMIT %s",
            (*values, limit),
        )
        return [row.text for row in rows]
