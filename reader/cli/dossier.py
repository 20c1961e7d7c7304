"""`reader dossier`: lists, shows and exports dossiers: named, ordered collections of articles, clippings and notes."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from reader.cli.arguments.options import Options, ending_of
from reader.cli.errors import CommandError
from reader.cli.libraries import opened, ready
from reader.cli.named_articles import PrintingNames, all_found, printing_names
from reader.cli.terminal import bold, faint, print_json
from reader.cli.written_files import check_target, citation_style, write_or_print
from reader.export.dossier import DossierFormat, as_markdown, dossier_text
from reader.export.notes import doubt_in_words, quoted, source_in_words
from reader.i18n import count, say
from reader.library.library import Library
from reader.newspaper.dossier import DossierRow, Entry
from reader.newspaper.passage import passage_to_json


def run(options: Options) -> int:
    match options.action:
        case "list":
            with opened(options.library) as library:
                rows = library.dossiers.removed() if options.removed else library.dossiers.all()
            _list(rows, options)
        case "show":
            with ready(options.library) as library:
                row = _named(library, options.name)
                dossiers = library.dossiers
                entries = (dossiers.removed_entries if options.removed else dossiers.entries)(row.uuid)
                names = printing_names(library, {each.kept.key for each in entries if each.kept})
            _show(row, entries, names, options)
        case "add":
            with ready(options.library) as library:
                return _add(library, options)
        case "export":
            with ready(options.library) as library:
                _export(library, options)
    return 0


def _add(library: Library, options: Options) -> int:
    """Add the articles to the dossier of this name, which is made if there is none. Return the exit status."""
    articles, status = all_found(library, options.keys, options.path)
    gone = [stored.article.title() for stored in articles if not stored.id]
    if gone:
        raise CommandError(say("资料库里已没有“{title}”，收不进去。", title=gone[0]))
    if articles:
        row = library.dossiers.named(options.name) or library.dossiers.add(options.name)
        library.dossiers.add_articles(row.uuid, [(stored.id, None) for stored in articles])
        print(say("已收进“{name}”：{articles}", name=row.name, articles=count(len(articles), "{n} 篇")))
    return status


def _list(rows: Sequence[DossierRow], options: Options) -> None:
    if options.as_json:
        print_json([{"uuid": row.uuid, "name": row.name, "count": row.count} for row in rows])
        return
    if not rows:
        print(
            say("没有删掉的专题。")
            if options.removed
            else say("还没有专题。在窗口里读文章时按 A，就收进专题。")
        )
    for row in rows:
        print(f"{bold(row.name)}  {count(row.count, '{n} 条')}  {faint(row.uuid[:8])}")


def _show(row: DossierRow, entries: Sequence[Entry], names: PrintingNames, options: Options) -> None:
    if options.as_json:
        about = {"uuid": row.uuid, "name": row.name}
        print_json(about | {"entries": [_entry_to_json(entry, names) for entry in entries]})
        return
    print(f"{bold(row.name)}  {count(len(entries), '{n} 条')}")
    for number, entry in enumerate(entries, 1):
        print("\n".join(["", *_lines(number, entry)]))


def _lines(number: int, entry: Entry) -> Iterator[str]:
    if entry.kept is None:
        first, *rest = entry.text.split("\n")
        yield f"{number}  {first}"
        yield from (f"    {line}" for line in rest)
        return
    kept = entry.kept
    yield f"{number}  {kept.article.title()}"
    yield f"    {source_in_words(kept)}  {faint(kept.key)}"
    if kept.passage:
        yield "    " + say("“{words}”", words=quoted(kept))
    if doubt := doubt_in_words(kept):
        yield f"    {doubt}"


def _entry_to_json(entry: Entry, names: PrintingNames) -> dict[str, object]:
    if entry.kept is None:
        return {"uuid": entry.uuid, "kind": "note", "text": entry.text}
    kept = entry.kept
    return {
        "uuid": entry.uuid,
        "kind": "clipping" if kept.passage else "article",
        "key": kept.key,
        "printing": names.get(kept.article_id, kept.printing.name),
        "newspaper": kept.newspaper,
        "date": kept.date.isoformat() if kept.date else None,
        "page": kept.page,
        "path": kept.path,
        "headline": kept.article.corrected().headline,
        "passage": passage_to_json(kept.passage) if kept.passage else None,
        "is_orphan": kept.is_orphan,
        "is_passage_lost": kept.is_passage_lost,
    }


def _export(library: Library, options: Options) -> None:
    target, row = options.target, _named(library, options.name)
    form = _format_of(target)
    if target is not None:
        check_target(target)
    entries = library.dossiers.entries(row.uuid)
    text = dossier_text(row.name, entries, citation_style(), library.dossiers.story_of, options.wording)
    match form:
        case DossierFormat.MARKDOWN:
            write_or_print(as_markdown(text), target)
        case DossierFormat.DOCX:
            from reader.export.dossier_docx import as_docx

            write_or_print(as_docx(text), target)
        case DossierFormat.PDF:
            from reader import app, display

            try:
                data = app.dossier_pdf(text)
            except display.NoWindow as error:
                raise CommandError(str(error)) from error
            write_or_print(data, target)


def _format_of(target: Path | None) -> DossierFormat:
    first = DossierFormat.MARKDOWN.value
    ending = ending_of(target, f".{first}").removeprefix(".") if target else first
    if ending not in set(DossierFormat):
        raise CommandError(say("专题存成 .md、.docx 或 .pdf，{path} 不是。", path=target))
    return DossierFormat(ending)


def _named(library: Library, name: str) -> DossierRow:
    row = library.dossiers.named(name)
    if row is None:
        raise CommandError(say("没有叫“{name}”的专题。reader dossier list 列出全部。", name=name))
    return row
