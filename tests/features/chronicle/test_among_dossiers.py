"""Chronicles stand among the dossiers by name, each with the number of its own lines."""

import datetime as dt
from types import SimpleNamespace
from typing import Any, cast

from reader.features.chronicle.among_dossiers import other_collections
from reader.newspaper.decision import Chronicle, ChronicleLine, ChronicleSource, Decision, DecisionContent

TIME = dt.datetime(2024, 5, 1, tzinfo=dt.UTC)


def a_library(**contents: DecisionContent) -> Any:
    decisions = [Decision(uuid, content, TIME, TIME) for uuid, content in contents.items()]

    def all_of(kind: type) -> list[Decision]:
        return [decision for decision in decisions if isinstance(decision.content, kind)]

    return SimpleNamespace(decisions=SimpleNamespace(all=all_of))


def a_line(chronicle: str) -> ChronicleLine:
    source = ChronicleSource("k7qfz2m4yd3xw6ta", "雁桥日报", None, None, "a.txt", "", "", "通航")
    return ChronicleLine(chronicle, "a", None, None, "not told", (source,))


def test_each_has_the_number_of_its_lines_and_what_it_was_drafted_from() -> None:
    user_data = a_library(
        b=Chronicle("渡口", "渡船"),
        a=Chronicle("堤坝"),
        c=Chronicle("渡口"),
        d=a_line("b"),
        e=a_line("b"),
        f=a_line("x"),
    )
    collections = other_collections(cast(Any, user_data))
    assert [(each.name, each.uuid, each.number) for each in collections] == [
        ("堤坝", "a", 0),
        ("渡口", "b", 2),
        ("渡口", "c", 0),
    ]
    assert collections[1].spoken == "2 件事"
    assert "渡船" in collections[1].about
    assert {each.feature for each in collections} == {"chronicle"}


def test_without_chronicles_there_are_none() -> None:
    assert other_collections(cast(Any, a_library(d=a_line("b")))) == []
