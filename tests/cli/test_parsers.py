"""What each command takes from the command line, and as what: tests/cli/parsers.txt has a line for every argument.

After a change that is meant: pytest tests/cli/test_parsers.py --update-golden.
"""

import argparse
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader import cli
from reader.cli.commands import program_parser
from reader.cli.parser import Parser
from reader.i18n import language

GOLDEN = Path(__file__).with_name("parsers.txt")
_SAID = ("dest", "nargs", "const", "default", "choices", "required", "metavar")


def arguments_of(parser: argparse.ArgumentParser) -> Iterator[str]:
    """Yield the lines of a command and of its own commands."""
    if isinstance(parser, Parser):
        parser.filled()
    yield f"{parser.prog}"
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for each in dict.fromkeys(action.choices.values()):
                yield from arguments_of(each)
        else:
            told = {name: getattr(action, name) for name in _SAID}
            # any number of them: Python 3.11 calls that required, 3.13 does not
            told["required"] &= action.nargs != argparse.ZERO_OR_MORE
            told["type"] = action.type and getattr(action.type, "__name__", type(action.type).__name__)
            said = (f"{name}={_written(value)}" for name, value in told.items() if value not in (None, False))
            yield f"  {'|'.join(action.option_strings)} {type(action).__name__} {' '.join(said)}"
    for group in parser._mutually_exclusive_groups:
        yield f"  only one{' is needed' * group.required}: {' '.join(each.dest for each in group._group_actions)}"


def _written(value: object) -> str:
    """Return a value without the address of what is a function."""
    if callable(value):
        return getattr(value, "__name__", type(value).__name__)
    return repr(list(value) if isinstance(value, type({}.keys())) else value)


def test_every_argument_is_taken_as_it_is_written_down(update_golden: bool) -> None:
    lines = "".join(f"{line}\n" for line in arguments_of(program_parser(language())))
    if update_golden:
        GOLDEN.write_text(lines, encoding="utf-8")
    assert lines == GOLDEN.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["报", "一份 报.txt"])
def test_a_path_in_the_place_of_a_command_is_told_how_to_be_opened(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)

    def told() -> str:
        with pytest.raises(SystemExit):
            cli.main([name])
        return capsys.readouterr().err

    assert f"没有“{name}”这个命令" in told()
    assert "reader open" not in told()
    Path(name).touch()
    assert f"在窗口里打开它，是 reader open {shlex.quote(name)}" in told()


@pytest.mark.parametrize("names", ["'search', 'show'", "search, show"], ids=["3.11", "3.13"])
def test_the_most_similar_command_is_told_by_each_version_of_python(
    capsys: pytest.CaptureFixture[str], names: str
) -> None:
    parser = program_parser(language())
    with pytest.raises(SystemExit):
        parser.error(f"argument COMMAND: invalid choice: 'serch' (choose from {names})")
    assert "是不是 search？" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        parser.error(f"argument --style: invalid choice: 'zz' (choose from {names})")
    assert "--style 不能是 'zz'，可选：'search', 'show'" in capsys.readouterr().err
