"""What a command prints is told as JSON Schema, by its name; without a name, which there are."""

import json

import pytest

from reader.cli.errors import WrongArguments
from reader.cli.schema import Schema
from reader.cli.schemas import answers, schema_of


def test_without_a_name_all_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert Schema().run() == 0
    assert capsys.readouterr().out.split("\n")[:-1] == [*answers()]


@pytest.mark.parametrize("name", ["search", "search hit"])
def test_a_name_may_have_several_words(capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert Schema(tuple(name.split())).run() == 0
    assert json.loads(capsys.readouterr().out) == schema_of(name)


def test_an_unknown_name_is_told_with_those_that_there_are() -> None:
    with pytest.raises(WrongArguments, match="“没有”的格式") as told:
        Schema(("没有",)).run()
    assert all(name in str(told.value) for name in answers())
