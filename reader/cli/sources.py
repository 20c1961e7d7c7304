"""`reader sources`: the sources of an article, why one of them is shown, and the choice of another."""

from reader import formats
from reader.cli.arguments.options import Options
from reader.cli.errors import CommandError
from reader.cli.libraries import ready
from reader.cli.named_articles import found
from reader.cli.show import source_to_json
from reader.cli.terminal import bold, print_json, print_warning
from reader.export.printings import as_marked_text, part_to_json
from reader.i18n import say
from reader.library.library import Library
from reader.library.sources import ArticleSources, Source
from reader.newspaper.holdings import StoredArticle


def run(options: Options) -> int:
    with ready(options.library) as library:
        stored = found(library, options.key, options.path)
        if options.choose is not None or options.takes_default:
            stored = _chosen(library, stored, options)
        sources = library.sources.of(stored.id)
        if sources is not None:
            _print(library, sources, options)
    return 0


def _chosen(library: Library, stored: StoredArticle, options: Options) -> StoredArticle:
    """Choose a source, or undo the choice. Return the article that is shown from now on.

    Raises CommandError if another process is updating the library; the choice is stored, and applied later.
    """
    if options.choose is None:
        article_id = library.sources.undo_choice(stored.id)
    else:
        article_id = library.sources.choose(stored.id, options.choose, of_issue=options.is_whole)
    shown = None if article_id is None else library.articles.article(article_id)
    if shown is None:
        raise CommandError(say("已记下；另一个窗口或命令正在更新这个资料库，更新后就照此显示。"))
    return shown


def _print(library: Library, sources: ArticleSources, options: Options) -> None:
    if options.as_json:
        print_json(_to_json(library, sources, options))
        return
    print(bold(sources.stored.article.title()) + f"  {sources.stored.article.key}")
    for number, source in enumerate(sources.sources, 1):
        files = say("、").join(row.path for row in source.files)
        shown = (
            "　" + say("显示的是这一种：{reason}", reason=sources.reason)
            if source.is_shown and len(sources.sources) > 1
            else ""
        )
        print(f"{number}  {formats.name_of(source.format)}  {files}{shown}")
        if options.diff and not source.is_shown:
            difference = library.sources.difference(sources.stored.id, number)
            print(as_marked_text(difference.text, difference.other_text, difference.parts) + "\n")
    if len(sources.sources) == 1:
        print_warning(say("这篇只有一种来源。"))


def _to_json(library: Library, sources: ArticleSources, options: Options) -> dict[str, object]:
    return {
        "key": sources.stored.article.key,
        "reason": sources.reason if len(sources.sources) > 1 else None,
        "is_chosen": sources.is_chosen,
        "is_issue_chosen": sources.is_issue_chosen,
        "sources": [
            _source_to_json(source, number)
            | (_parts(library, sources, number) if options.diff and not source.is_shown else {})
            for number, source in enumerate(sources.sources, 1)
        ],
    }


def _source_to_json(source: Source, number: int) -> dict[str, object]:
    return {
        "number": number,
        "format": source.format,
        "name": formats.name_of(source.format),
        "is_shown": source.is_shown,
        "keys": list(source.keys),
        "headline": source.article.corrected().headline,
        "files": [source_to_json(row) for row in source.files],
    }


def _parts(library: Library, sources: ArticleSources, number: int) -> dict[str, object]:
    found = library.sources.difference(sources.stored.id, number)
    return {"parts": [part_to_json(part, found.text, found.other_text) for part in found.parts]}
