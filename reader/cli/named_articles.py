"""Finds the article that a command's KEY names: a key, or KEY@DATE where several printings have one key."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TypeVar

from reader.cli.errors import CommandError
from reader.cli.terminal import print_error, print_warning
from reader.cli.written_files import STANDARD_INPUT, lines_of
from reader.i18n import say
from reader.language.forms import shortened
from reader.language.patterns import pattern
from reader.library.library import Library, LibraryError
from reader.library.read_share import none_so_far
from reader.newspaper.holdings import StoredArticle, stored_article
from reader.newspaper.printing import descriptions


def article_named(library: Library, name: str, path: str | None = None) -> StoredArticle:
    """Return the article of this name; with `path`, the one that is in this file.

    If only a bookmark still has the article, it is made from the text stored there, with a warning on standard error.
    Raises CommandError if there is none, or several; the message then lists a name for each.
    """
    articles = articles_named(library, name, path)
    if len(articles) > 1:
        raise CommandError(message_on_several(library, name, articles))
    return articles[0]


def articles_of_arguments(
    library: Library, arguments: Sequence[str], path: str | None = None
) -> tuple[list[StoredArticle], int]:
    """Return the articles of the names given (`names_given`) and the exit status, as `done_for_each` does."""
    return done_for_each(arguments, partial(article_named, library, path=path))


_Done = TypeVar("_Done")


def done_for_each(arguments: Sequence[str], do: Callable[[str], _Done]) -> tuple[list[_Done], int]:
    """Return what `do` returns for each of the names given, and the exit status.

    If it raises CommandError or LibraryError for one of several names, that is said on standard error, the others are
    done all the same, and the status is 1; for the only name it is raised.
    """
    names = list(names_given(arguments))
    done: list[_Done] = []
    for name, line in names:
        try:
            done.append(do(name))
        except (CommandError, LibraryError) as error:
            if line:
                message = say("第 {line} 行：{error}", line=line, error=error)
            else:
                message = str(error)
            if len(names) == 1:
                raise CommandError(message) from error
            print_error(message)
    return done, int(len(done) < len(names))


def names_given(arguments: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Yield the names of articles on the command line, each with 0; in place of “-” those on standard input, each with
    the number of its line.

    A line is a name, or the JSON that a command prints: a hit, an array of hits, or an object with a list of them.
    """
    for name in arguments:
        if name != STANDARD_INPUT:
            yield name, 0
            continue
        yield from _names_in_lines([line.strip() for line in lines_of(name)])


def _names_in_lines(lines: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Yield the names in the lines of standard input, each with the number of its line.

    Raises CommandError if there are several lines and none looks like a name, as when a command's text for people was
    passed on: one sentence says what to write, not one for each line.
    """
    filled = [line for line in lines if line]
    if len(filled) > 1 and not any(map(_LIKE_A_NAME.match, filled)):
        raise CommandError(
            say("标准输入里没有文章的编号。前面的命令请加 --jsonl：reader search … --jsonl | reader cite -")
        )
    for number, line in enumerate(lines, 1):
        yield from ((name, number) for name in _names_in(line))


_LIKE_A_NAME = pattern(r"[\[{]|[a-z2-7]{16}|[0-9a-f]{8}|[a-z]+:")
"""Begins what may name an article: JSON, a key, a UUID, a link."""


def _names_in(line: str) -> list[str]:
    """Return the names of articles in a line of standard input; what names none, as it is, shortened."""
    if not line.startswith(("{", "[")):
        if line:
            return [line]
        return []
    try:
        value = json.loads(line)
    except ValueError:
        value = None
    if isinstance(value, dict) and "key" not in value:
        value = next((value[name] for name in _LISTS if name in value), value)
    hits = value if isinstance(value, list) else [value]
    return [_name_in(hit) or shortened(line) for hit in hits]


def _name_in(hit: object) -> str:
    """Return what a hit of an answer in JSON is named; "" if it is none."""
    if not isinstance(hit, dict):
        return ""
    return str(hit.get("printing") or hit.get("key") or "")


_LISTS = "hits", "rows", "entries", "articles"
"""The fields under which commands print several articles in one object."""


PrintingNames = Mapping[int, str]
"""The names by which `article_named` finds exactly one article, by the article's id."""


def printing_names(library: Library, keys: Iterable[str]) -> PrintingNames:
    return library.articles.printings.names_of(keys)


def _is_in_file(article: StoredArticle, path: str) -> bool:
    return any(source.path == path for source in article.sources)


def articles_named(library: Library, name: str, path: str | None = None) -> list[StoredArticle]:
    """Return all articles of this name, in the file `path` if given. Raises CommandError if there is none."""
    articles = library.articles.find(name)
    in_file = [article for article in articles if path is None or _is_in_file(article, path)]
    if articles and not in_file:
        raise CommandError(say("文件 {path} 里没有编号为 {key} 的文章。", path=path, key=name))
    if in_file:
        return in_file
    bookmarks = {
        stored_bookmark.printing.name: stored_bookmark
        for stored_bookmark in library.notebook.named(name)
        if not stored_bookmark.deleted
    }
    if bookmarks:
        gone = say("资料库里已没有这篇文章，这是收藏时存下的文字。")
        unfinished = say("目前还没有读到这篇文章，这是收藏时存下的文字。")
        print_warning(none_so_far(library.read, gone, unfinished))
        return [stored_article(bookmark) for bookmark in bookmarks.values()]
    key, _, where = name.partition("@")
    of_key = library.articles.find(key) if where else []
    if of_key:
        choices = unambiguous_names(library, key, of_key)
        message = say(
            "{key} 这段文字没有印在 {where}：它的日期、报纸名或版面现在不是这样，或者不明了。印在这里：\n{choices}",
            key=key,
            where=where.replace("@", " "),
            choices="\n".join(f"    {choice}" for choice in sorted(choices)),
        )
        raise CommandError(message)
    none = say(
        "没有编号为 {key} 的文章。编号在 reader search 的结果里；请看是否选对了资料库（--library）。",
        key=name,
    )
    raise CommandError(none_so_far(library.read, none, say("目前还没有编号为 {key} 的文章。", key=name)))


def message_on_several(library: Library, name: str, articles: Sequence[StoredArticle]) -> str:
    return ambiguity_message(name, unambiguous_names(library, name, articles))


def unambiguous_names(library: Library, name: str, articles: Sequence[StoredArticle]) -> list[str]:
    ids = {article.id for article in articles}
    printed = [printing for printing in library.articles.printings.named(name) if printing.id in ids]
    return descriptions(printed) or [stored.printing.name for stored in articles]


def ambiguity_message(name: str, choices: Collection[str]) -> str:
    """Return the error message that a name fits several articles; `choices` are their unambiguous names."""
    return say(
        "{key} 这段文字印在 {n} 处，请写明是哪一处：\n{choices}",
        key=name,
        n=len(choices),
        choices="\n".join(f"    {choice}" for choice in sorted(choices)),
    )
