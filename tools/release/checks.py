"""What can be checked of a release by looking at the checkout: each check gives a sentence for whatever is wrong."""

import argparse
import io
import re
from collections.abc import Callable, Iterator
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

from babel.messages.pofile import read_po
from packaging.requirements import Requirement

from reader import __version__
from reader.changes import LISTS, releases_of
from reader.cli.commands import program_parser
from reader.i18n import language

CHECKOUT = Path(__file__).parents[2]
_METADATA = "tools/bundle/share/metainfo.xml"
_DOCUMENTS = ("README*.md", "CONTRIBUTING.md", "docs/*.md", ".github/workflows/*.yml", ".ci/run")
_UNFINISHED = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|X" + r"XX)\b")
_MODULE = re.compile(r"python -m ((?:tools|tests|reader)[\w.]*)")
_COMMAND = re.compile(r"(?:^\s*|`|&& |python -m uv run |\$ )reader ([a-z][a-z-]*)(?![\w:./])", re.MULTILINE)
_SCRIPT = re.compile(r"(?<![\w/])(tools/[\w./-]+\.(?:sh|py|nsi|spec))\b")


def problems(*, is_dated: bool) -> list[str]:
    """Return what is wrong, in sentences; `is_dated` asks for the day of the release, too."""
    found = [problem for check in _CHECKS for problem in check()]
    return [*found, *(_undated() if is_dated else ())]


def _changes() -> Iterator[str]:
    """The lists of changes begin with this version."""
    for name in LISTS.values():
        newest = releases_of(_text(name))[0]
        if newest.number != __version__:
            yield f"{name} begins with {newest.number}; reader/__init__.py says {__version__}"
        if not newest.points:
            yield f"{name} says nothing of {newest.number}"


def _undated() -> Iterator[str]:
    for name in LISTS.values():
        if releases_of(_text(name))[0].day is None:
            yield f"{name}: {__version__} has no day; write “## {__version__} · YYYY-MM-DD”"


def _metadata() -> Iterator[str]:
    """What Linux desktops are told has the version and its day put in."""
    if '<release version="@VERSION@" date="@DATE@">' not in _text(_METADATA):
        yield f"{_METADATA} has no place for the version and its day"


def _words() -> Iterator[str]:
    """All that the program says has its English."""
    for path in sorted((CHECKOUT / "resources" / "locale").rglob("*.po")):
        for message in read_po(io.BytesIO(path.read_bytes())):
            said = message.string if isinstance(message.string, str) else "".join(message.string or ())
            if message.id and (message.fuzzy or not said):
                yield f"{path.relative_to(CHECKOUT)}: not translated: {message.id}"


def _notices() -> Iterator[str]:
    """All that is installed with the program is named in the notices."""
    told = _text("NOTICES.md").casefold().replace("_", "-")
    for name in sorted(_installed_with("yuebao-reader", {"room"})):
        if re.sub("-(essentials|binary)$", "", name) not in told:
            yield f"NOTICES.md does not name {name}"


def _installed_with(name: str, extras: set[str], known: set[str] | None = None) -> set[str]:
    known = set() if known is None else known
    for line in metadata.requires(name) or ():
        wanted = Requirement(line)
        found = wanted.name.casefold().replace("_", "-")
        is_meant = wanted.marker is None or any(
            wanted.marker.evaluate({"extra": each}) for each in {"", *extras}
        )
        if is_meant and found not in known:
            known.add(found)
            _installed_with(found, wanted.extras, known)
    return known


def _documents() -> Iterator[str]:
    """What documents, the workflow and the checks tell one to run is there."""
    commands = _commands()
    for path in (path for pattern in _DOCUMENTS for path in sorted(CHECKOUT.glob(pattern))):
        name, text = path.relative_to(CHECKOUT), path.read_text(encoding="utf-8")
        for module in sorted(set(_MODULE.findall(text))):
            if not _is_runnable(module):
                yield f"{name}: there is no `python -m {module}`"
        for command in sorted(set(_COMMAND.findall(text)) - commands):
            yield f"{name}: there is no `reader {command}`"
        for script in sorted(set(_SCRIPT.findall(text))):
            if not (CHECKOUT / script).is_file():
                yield f"{name}: there is no {script}"


def _commands() -> set[str]:
    (found,) = (
        each for each in program_parser(language())._actions if isinstance(each, argparse._SubParsersAction)
    )
    return {*found.choices, "help"}


def _is_runnable(module: str) -> bool:
    try:
        found = find_spec(module)
        return found is not None and (found.origin is not None or find_spec(f"{module}.__main__") is not None)
    except ModuleNotFoundError:
        return False


def _unfinished() -> Iterator[str]:
    """Nothing is marked as unfinished."""
    for folder in ("reader", "tools"):
        for path in sorted((CHECKOUT / folder).rglob("*.py")):
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                if _UNFINISHED.search(line):
                    yield f"{path.relative_to(CHECKOUT)}:{number}: {line.strip()}"


def _text(name: str) -> str:
    return (CHECKOUT / name).read_text(encoding="utf-8")


_CHECKS: tuple[Callable[[], Iterator[str]], ...] = (
    _changes,
    _metadata,
    _words,
    _notices,
    _documents,
    _unfinished,
)
