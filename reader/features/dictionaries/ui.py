"""The dictionary programs, each called by a command or a URL, and passing them words of the page."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from msgspec import Struct
from PySide6.QtCore import QProcess, QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices

from reader.features.dictionaries.programs import WORD, Program, effective, program_names, word_of
from reader.i18n import say
from reader.ui.desk import WordPart
from reader.ui.widgets.services import Handlers

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)


class Command(Struct, frozen=True):
    """A program, by its absolute path, and its arguments."""

    program: str
    arguments: tuple[str, ...]


class Address(Struct, frozen=True):
    url: str


def request(
    chosen: Program, user_command: str, word: str, platform: str, find: Callable[[str], str]
) -> Command | Address | None:
    """Return the command or URL that looks up a word; None if the program is not installed.

    Args:
        chosen: The program chosen in the settings.
        user_command: The user's own command or URL.
        word: A result of `word_of`, not "".
        platform: A value of `sys.platform`.
        find: Returns the absolute path of a program by its name, "" if there is none.
    """
    match effective(chosen, platform):
        case Program.OWN:
            return _own_request(user_command.strip(), word, find)
        case Program.EUDIC:
            return Address(f"eudic://dict/{quote(word, safe='')}")
        case Program.MACOS:
            # passed to `open` as text: a QUrl would take the word for a host name and encode it as one
            return _command("/usr/bin/open", (f"dict://{quote(word, safe='')}",), find)
        case _:
            command = _command("goldendict", (word,), find)
            installs_address = platform in ("win32", "darwin") and chosen is Program.GOLDENDICT
            if command is None and installs_address:
                return Address(f"goldendict:///{quote(word, safe='')}")
            return command


def _own_request(user_command: str, word: str, find: Callable[[str], str]) -> Command | Address | None:
    if _ADDRESS.match(user_command):
        escaped = quote(word, safe="")
        return Address(
            user_command.replace(WORD, escaped) if WORD in user_command else user_command + escaped
        )
    program, *arguments = QProcess.splitCommand(user_command) or [""]
    if not any(WORD in argument for argument in arguments):
        arguments.append(WORD)
    return _command(program, tuple(part.replace(WORD, word) for part in arguments), find)


def _command(program: str, arguments: tuple[str, ...], find: Callable[[str], str]) -> Command | None:
    path = find(program) if program else ""
    if path:
        return Command(path, arguments)
    return None


def find_program(name: str) -> str:
    """Return the absolute path of a program, by its name on the PATH or by its path; "" if there is none.

    Relative folders of the PATH are ignored, since they depend on the folder in which the reader was started.
    """
    folders = [
        folder for folder in os.environ.get("PATH", "").split(os.pathsep) if Path(folder).is_absolute()
    ]
    if not folders and not Path(name).is_absolute():
        return ""
    return QStandardPaths.findExecutable(name, folders)


def hand_over(lookup: Command | Address) -> bool:
    """Start a program, or open a URL; return whether that succeeded, as far as the platform reports it."""
    if isinstance(lookup, Address):
        return QDesktopServices.openUrl(QUrl(lookup.url))
    process = QProcess()
    process.setProgram(lookup.program)
    process.setArguments(lookup.arguments)
    for silence in (process.setStandardOutputFile, process.setStandardErrorFile):
        silence(QProcess.nullDevice())
    process.setStandardInputFile(QProcess.nullDevice())
    started: object = process.startDetached()  # a bool, though the stubs declare a tuple
    return started is True


class DictionaryPart(WordPart):
    """Passes words to the program chosen in the settings."""

    def handlers(self) -> Handlers:
        return {"look_up": self.take}

    def ask(self, selected: str) -> None:
        """Pass the word in a text to the program; show a message on the result, or on what has to be set up."""
        word = word_of(selected)
        if not word:
            self._services.message(say("把光标放在一个词上，或选中要查的词，再按 F8。"))
            return
        value = self.desk.window.settings.value
        chosen = Program(str(value("dictionary")))
        user_command = str(value("dictionary_command"))
        lookup = request(chosen, user_command, word, sys.platform, find_program)
        if lookup is None:
            self._offer_setting(*_what_is_missing(chosen, user_command))
            return
        name = _name_of(chosen, lookup)
        if hand_over(lookup):
            self._services.message(say("“{word}”交给了{program}。", word=word, program=name))
        else:
            words = say("{program}没有打开。装上它，或在设置里另选一个词典程序。", program=name)
            self._offer_setting(words, "dictionary")

    def _offer_setting(self, words: str, name: str) -> None:
        self._services.step(words, say("打开设置"), lambda: self.desk.window.settings.show(name))


def _name_of(chosen: Program, lookup: Command | Address) -> str:
    if chosen is not Program.OWN:
        return dict(program_names(sys.platform))[effective(chosen, sys.platform)]
    if isinstance(lookup, Command):
        return Path(lookup.program).name
    return say("自己的网址")


def _what_is_missing(chosen: Program, user_command: str) -> tuple[str, str]:
    if chosen is not Program.OWN:
        return say("这台电脑上没有找到 GoldenDict-ng。装上它，或在设置里选一个词典程序。"), "dictionary"
    if not user_command.strip():
        return say("还没有写用什么命令查词。"), "dictionary_command"
    return say("没有找到“{command}”要运行的程序。", command=user_command.strip()), "dictionary_command"
