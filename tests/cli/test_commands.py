"""Every command is a struct: each of its fields says what is typed for it, and its module imports no other command."""

import argparse
import ast
import re
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest

from reader import i18n
from reader.cli.commands import all_commands, parse_arguments, program_parser
from reader.cli.options import Argument, Arguments, Option, Switches, TypedBefore
from reader.cli.parser import Parser, fields_of
from reader.features.concordance.cli import Collocates, Kwic
from reader.features.concordance.place_table import Sort
from reader.plugs import load

MODULES = {each.name: each.struct.partition(":")[0] for each in all_commands()}


@cache
def imported_by(module: str) -> frozenset[str]:
    """The modules that a module imports when it is imported itself, with those inside its functions."""
    spec = find_spec(module)
    assert spec is not None
    assert spec.origin is not None
    found = set()
    for node in ast.walk(ast.parse(Path(spec.origin).read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{each.name}" for each in node.names)}
        elif isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
    return frozenset(found)


def reached_from(module: str) -> set[str]:
    """The modules of the command line that a module imports, also by way of others."""
    found, left = set[str](), [module]
    while left:
        for each in imported_by(left.pop()) - found:
            if ".cli." in each and find_spec(each.rpartition(".")[0]) and _is_module(each):
                found.add(each)
                left.append(each)
    return found


@cache
def _is_module(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:
        return False


@pytest.mark.parametrize("name", MODULES)
def test_a_command_imports_no_other_command(name: str) -> None:
    others = {*MODULES.values()} - {MODULES[name]}
    assert others & reached_from(MODULES[name]) == set()


def structs_of(struct: type[Arguments]) -> list[type[Arguments]]:
    return [struct, *(each for action in struct.ACTIONS for each in structs_of(action))]


@pytest.mark.parametrize("name", MODULES)
def test_each_field_says_what_is_typed_and_each_action_what_it_is_for(name: str) -> None:
    command, *actions = structs_of(load(next(each for each in all_commands() if each.name == name).struct))
    for struct in (command, *actions):
        assert struct.MORE(), f"{struct.__name__} has no MORE: say how it works"
        assert struct.EXAMPLES, f"{struct.__name__} has no EXAMPLES"
        for field in fields_of(struct):
            assert isinstance(field.declared, Argument | Option | Switches | TypedBefore), (
                f"annotate {struct.__name__}.{field.name} with an Argument, an Option or Switches"
            )
    for action in actions:
        assert action.SHORT(), f"{action.__name__} has no SHORT: say what it is for"


def test_what_is_typed_is_a_frozen_struct_with_its_defaults() -> None:
    command, log = parse_arguments(["--log", "l.txt", "kwic", "渡口", "-雨", "--sort", "l2", "-o", "-"])
    assert command == Kwic(query=("渡口", "-雨"), sort=Sort.L2, output=Path("-"))
    assert log == Path("l.txt")
    assert parse_arguments(["--library", "旧报", "collocates", "渡口"])[0] == Collocates(
        ("渡口",), Path("旧报")
    )


def parsers(parser: Parser) -> Iterator[Parser]:
    """A parser and those of its commands and actions."""
    yield parser.filled()
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for each in action.choices.values():
                yield from parsers(each)


def test_each_line_of_the_english_help_begins_as_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READER_LANGUAGE", "en")
    i18n.language.cache_clear()
    try:
        of_help = list(parsers(program_parser("en")))
        said = [each.help for parser in of_help for each in parser._actions if each.help != argparse.SUPPRESS]
        said += [parser.description for parser in of_help]
        said += [line.strip() for parser in of_help for line in (parser.epilog or "").split("\n      ")[1:]]
    finally:
        monkeypatch.undo()
        i18n.language.cache_clear()
    names = re.compile(r"(bash|markdown|postgresql)\b")
    assert sorted({each for each in said if each and each[0].islower() and not names.match(each)}) == []
