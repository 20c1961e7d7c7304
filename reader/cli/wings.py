"""The commands of the wings."""

from __future__ import annotations

from importlib import import_module
from typing import Protocol, cast

from reader.cli.arguments.options import Options
from reader.cli.arguments.parser import Commands
from reader.library.wings import Wing, wings


class WingCommand(Protocol):
    """What the module of a wing's command has."""

    def add(self, commands: Commands) -> None:
        """Add the command with its options."""

    def run(self, given: Options) -> int:
        """Run the command; return the exit code."""


def add_behind(command: str, commands: Commands) -> None:
    """Add the commands that the help tells of behind another one."""
    for wing in wings():
        if wing.behind == command:
            _command_of(wing).add(commands)


def command_named(name: str | None) -> WingCommand | None:
    return next((_command_of(each) for each in wings() if each.command == name), None)


def _command_of(wing: Wing) -> WingCommand:
    return cast(WingCommand, import_module(wing.terminal))
