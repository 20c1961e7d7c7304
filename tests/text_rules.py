"""Everything in the program that looks at a text: each regular expression as it is used, each function of a text."""

import ast
import importlib
import inspect
import pkgutil
import re
import sys
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping, Sized
from functools import cache, partial
from pathlib import Path
from types import BuiltinMethodType, MethodType, ModuleType
from typing import Any

from msgspec import Struct

import reader
from reader.language.patterns import _Compiled
from reader.newspaper.article import Article, ArticleKind, Block, BlockKind, SourceText

Rule = Callable[[str], object]
"""Does with a text what the program does."""

_WITHOUT_TEXTS = ("reader.workers", "reader.__main__", "reader.language.patterns")
"""Modules that look at no text: separate programs, and what is made of the program's own expressions."""
_FOR_OTHERS = ("reader.features.room.own_server", "reader.features.room.cli.serving")
"""Modules that are not imported on Windows, and say so: no server of one's own there."""
_NOT_CALLED = re.compile(r"\b(?:ui|cli|room|app|own_process|display|i18n|workers)\b")
"""Modules whose functions do something, instead of returning what they find in a text."""
_OF_A_TEXT = frozenset(
    {
        *("text", "line", "words", "said", "printed", "paragraph", "caption", "heading", "stretch", "body"),
        *("piece", "markup", "chinese", "whole", "inside", "before", "column", "detail", "item", "title"),
    }
)
"""Names of arguments that are a text, or a part of one."""
_SEARCHING = frozenset({"search", "sub", "subn", "findall", "finditer", "split"})
_AT_THE_BEGINNING = frozenset({"match", "fullmatch"})
# How deep expressions stand in tables at most, and how long these are; longer ones have words.
_DEEPEST, _LONGEST_TABLE = 4, 200


@cache
def modules() -> tuple[ModuleType, ...]:
    """Return all modules of the program."""
    left_out = _WITHOUT_TEXTS
    if sys.platform == "win32":
        left_out += _FOR_OTHERS
    names = (module.name for module in pkgutil.walk_packages(reader.__path__, "reader."))
    return tuple(importlib.import_module(name) for name in names if not name.startswith(left_out))


# -- regular expressions


@cache
def patterns() -> Mapping[str, Rule]:
    """Return what is done with each regular expression that a module holds, by `module:NAME`."""
    uses = _uses()
    rules: dict[str, Rule] = {}
    seen: set[int] = set()
    for module in modules():
        for name, value in list(vars(module).items()):
            for place, expression in _expressions(name, value):
                if id(expression) not in seen and _repeats(expression):
                    seen.add(id(expression))
                    methods = uses[module.__name__, name] or _likely(uses[module.__name__, ""])
                    rules[f"{module.__name__}:{place}"] = used(expression, methods)
    return rules


def _expressions(place: str, value: Any, depth: int = 0) -> Iterator[tuple[str, Any]]:
    """Yield the regular expressions in a value, also those whose methods a table holds, and where they are in it."""
    if isinstance(value, (re.Pattern, _Compiled)):
        yield place, value
    elif isinstance(value, (BuiltinMethodType, MethodType)):
        yield from _expressions(place, value.__self__, _DEEPEST)
    elif depth < _DEEPEST and (not isinstance(value, Sized) or len(value) <= _LONGEST_TABLE):
        for key, part in _parts(value):
            yield from _expressions(f"{place}[{key}]", part, depth + 1)


def _repeats(expression: Any) -> bool:
    """Whether an expression repeats something as often as a text does; others look at so many characters a place."""
    return _ENDLESS.search(_SETS.sub("", _text_of(expression.pattern))) is not None


_SETS = re.compile(r"\\.|\[\^?\]?(?:[^\]\\]|\\.)*\]")
_ENDLESS = re.compile(r"[*+]|\{\d*,(?:\d{3,})?\}")


def _text_of(regex: str | bytes) -> str:
    return regex if isinstance(regex, str) else regex.decode("latin-1")


def _parts(value: Any) -> Iterator[tuple[object, Any]]:
    if isinstance(value, (tuple, list, set, frozenset)):
        yield from enumerate(value)
    elif isinstance(value, dict):
        yield from enumerate(value.keys())
        yield from value.items()
    elif isinstance(value, Struct):
        yield from ((name, getattr(value, name)) for name in value.__struct_fields__)


def _uses() -> Mapping[tuple[str, str], frozenset[str]]:
    """Return the methods by which expressions are used, by the module and the name that has them.

    The name is empty for those of a module that no name has: they come out of a table, or as an argument.
    """
    uses: dict[tuple[str, str], frozenset[str]] = defaultdict(frozenset)
    for module in modules():
        tree = ast.parse(Path(str(module.__file__)).read_text("utf-8"))
        origins = _imported(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in _SEARCHING | _AT_THE_BEGINNING:
                origin, name = _owner(node.value, module.__name__, origins)
                is_held = name and hasattr(sys.modules.get(origin), name)
                uses[(origin, name) if is_held else (module.__name__, "")] |= {node.attr}
    return uses


def _likely(methods: frozenset[str]) -> frozenset[str]:
    """Return those of the methods by which the tables of a module are used: from the beginning, if any is."""
    return methods & _AT_THE_BEGINNING or methods


def _imported(tree: ast.AST) -> dict[str, tuple[str, str]]:
    """Return from which module each name of a module comes, and its name there."""
    origins: dict[str, tuple[str, str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            origins |= {each.asname or each.name: (node.module, each.name) for each in node.names}
    return origins


def _owner(node: ast.AST, module: str, origins: Mapping[str, tuple[str, str]]) -> tuple[str, str]:
    """Return the module and the name of what a method is called on; two empty strings if it has none."""
    while isinstance(node, (ast.Call, ast.Subscript)):
        node = node.func if isinstance(node, ast.Call) else node.value
    if isinstance(node, ast.Name):
        return origins.get(node.id, (module, node.id))
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in origins:
        return ".".join(origins[node.value.id]), node.attr
    return "", ""


def used(expression: Any, methods: frozenset[str]) -> Rule:
    """Return what is done with a text by these methods of an expression; by all if it is not told which."""
    return partial(_applied, expression, methods)


def _applied(expression: Any, methods: frozenset[str], text: str) -> None:
    sought: Any = text.encode() if isinstance(expression.pattern, bytes) else text
    if methods.isdisjoint(_AT_THE_BEGINNING) or methods & _SEARCHING:
        deque(expression.finditer(sought), 0)
    if methods.isdisjoint(_SEARCHING) or methods & _AT_THE_BEGINNING:
        expression.match(sought)
        expression.fullmatch(sought)


# -- functions


@cache
def functions() -> Mapping[str, Rule]:
    """Return each function that needs nothing but a text, a line, an article, or a source, by `module:name`."""
    rules: dict[str, Rule] = {}
    for module in modules():
        if _NOT_CALLED.search(module.__name__):
            continue
        for name, value in list(vars(module).items()):
            if inspect.isfunction(inspect.unwrap(value)) and value.__module__ == module.__name__:
                made = _made_of(value)
                if made:
                    rules[f"{module.__name__}:{name}"] = partial(_called, inspect.unwrap(value), made)
    return rules


def _made_of(function: Callable[..., object]) -> Callable[[str], object] | None:
    """Return how the only argument that a function needs is made of a text; None if it needs another, or more."""
    needed = [each for each in inspect.signature(function).parameters.values() if each.default is each.empty]
    if len(needed) != 1 or needed[0].kind is not inspect.Parameter.POSITIONAL_OR_KEYWORD:
        return None
    kind = needed[0].annotation
    if kind in (str, "str"):
        return str if needed[0].name in _OF_A_TEXT else None
    return _MADE.get(kind if isinstance(kind, str) else getattr(kind, "__name__", ""))


def an_article(text: str) -> Article:
    blocks = (Block(BlockKind.PARAGRAPH, line, ((n, n),)) for n, line in enumerate(text.split("\n"), 1))
    return Article("k", ArticleKind.ARTICLE, headline="渡口", blocks=tuple(blocks))


def a_source(text: str) -> SourceText:
    return SourceText("任意.txt", "utf-8", tuple(text.split("\n")))


_MADE: Mapping[str, Callable[[str], object]] = {
    "Article": an_article,
    "SourceText": a_source,
    "bytes": str.encode,
}


def _called(function: Callable[..., object], made: Callable[[str], object], text: str) -> None:
    """Call a function, and read to the end what it yields. What it refuses it has looked at, too."""
    try:
        answer = function(made(text))
        if isinstance(answer, Iterator):
            deque(answer, 0)
    except Exception:
        pass
