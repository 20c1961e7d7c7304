"""`reader dossier`: articles, clippings and notes of one's own under a name, in an order."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from reader.cli.arguments import Options
from reader.cli.errors import CommandError
from reader.cli.libraries import opened, ready
from reader.cli.named_articles import found
from reader.cli.terminal import bold, faint, print_json
from reader.cli.written_files import check_target, kept_style, write_or_print
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
            _show(row, entries, options)
        case "add":
            with ready(options.library) as library:
                _add(library, options)
        case "export":
            with ready(options.library) as library:
                _export(library, options)
        case "restore":
            with ready(options.library) as library:
                _restore(library, options)
        case _:
            with ready(options.library) as library:
                _change(library, options)
    return 0


def _list(rows: Sequence[DossierRow], options: Options) -> None:
    if options.as_json:
        print_json([{"uuid": row.uuid, "name": row.name, "count": row.count} for row in rows])
        return
    if not rows:
        print(
            say("没有删掉的专题。")
            if options.removed
            else say("还没有专题。reader dossier add 名字 新建一个。")
        )
    for row in rows:
        print(f"{bold(row.name)}  {count(row.count, '{n} 条')}  {faint(row.uuid[:8])}")


def _show(row: DossierRow, entries: Sequence[Entry], options: Options) -> None:
    if options.as_json:
        about = {"uuid": row.uuid, "name": row.name}
        print_json(about | {"entries": [_entry_to_json(entry) for entry in entries]})
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


def _entry_to_json(entry: Entry) -> dict[str, object]:
    if entry.kept is None:
        return {"uuid": entry.uuid, "kind": "note", "text": entry.text}
    kept = entry.kept
    return {
        "uuid": entry.uuid,
        "kind": "clipping" if kept.passage else "article",
        "key": kept.key,
        "newspaper": kept.newspaper,
        "date": kept.date.isoformat() if kept.date else None,
        "page": kept.page,
        "path": kept.path,
        "headline": kept.article.headline,
        "passage": passage_to_json(kept.passage) if kept.passage else None,
        "is_orphan": kept.is_orphan,
        "is_passage_lost": kept.is_passage_lost,
    }


def _add(library: Library, options: Options) -> None:
    dossiers = library.dossiers
    if options.quote is not None and len(options.keys) != 1:
        raise CommandError(say("--text 要和一个编号一起用。"))
    articles = [found(library, key) for key in options.keys]
    lost = next((stored for stored in articles if not stored.id), None)
    if lost is not None:
        raise CommandError(say("“{title}”已不在资料库里，加不进专题。", title=lost.article.title()))
    passages = [library.notebook.quote(articles[0].id, options.quote)] if options.quote is not None else []
    row = dossiers.named(options.name) or dossiers.add(options.name)
    after = _at(library, row, options.after).uuid if options.after else None
    wanted = [(stored.id, passages[0] if passages else None) for stored in articles]
    made = dossiers.add_articles(row.uuid, wanted, after) if wanted else []
    if options.note is not None:
        made.append(dossiers.add_note(row.uuid, options.note, made[-1] if made else after))
    if options.after == 0 and made:
        first = next((each.uuid for each in dossiers.entries(row.uuid) if each.uuid not in made), None)
        dossiers.move(row.uuid, made, first)
    print(say("“{name}”里现在有 {n} 条", name=row.name, n=len(dossiers.entries(row.uuid))))


def _change(library: Library, options: Options) -> None:
    dossiers, row = library.dossiers, _named(library, options.name)
    match options.action:
        case "note":
            dossiers.write_note(_at(library, row, options.number).uuid, options.note or "")
            print(say("已改写第 {n} 条", n=options.number))
        case "move":
            before = _at(library, row, options.before).uuid if options.before else None
            moved = _at(library, row, options.number).uuid
            if moved != before:
                dossiers.move(row.uuid, [moved], before)
            print(say("已移好。reader dossier show {name} 看顺序。", name=row.name))
        case "rename":
            dossiers.rename(row.uuid, options.new_name)
            print(say("已改名为“{name}”", name=options.new_name.strip()))
        case "remove" if options.number is None:
            dossiers.remove(row.uuid)
            print(
                say("已删掉“{name}”。找回：reader dossier restore {uuid}", name=row.name, uuid=row.uuid[:8])
            )
        case "remove":
            dossiers.remove_entries([_at(library, row, options.number).uuid])
            print(
                say(
                    "已从“{name}”里删掉第 {n} 条。找回：reader dossier restore {name} 1",
                    name=row.name,
                    n=options.number,
                )
            )


def _restore(library: Library, options: Options) -> None:
    dossiers = library.dossiers
    if options.number is not None:
        row = _named(library, options.name)
        removed = dossiers.removed_entries(row.uuid)
        if not 0 < options.number <= len(removed):
            raise CommandError(say("“{name}”里没有删掉的第 {n} 条。", name=row.name, n=options.number))
        dossiers.restore_entries([removed[options.number - 1].uuid])
        print(say("已放回“{name}”", name=row.name))
        return
    name = options.name
    gone = [row for row in dossiers.removed() if row.name == name or row.uuid.startswith(name)]
    if not gone:
        raise CommandError(
            say("没有删掉的专题叫“{name}”。reader dossier list --removed 列出全部。", name=name)
        )
    dossiers.restore(gone[0].uuid)
    print(say("已找回“{name}”", name=gone[0].name))


def _export(library: Library, options: Options) -> None:
    target, row = options.target, _named(library, options.name)
    form = _format_of(target)
    if target is not None:
        check_target(target)
    entries = library.dossiers.entries(row.uuid)
    text = dossier_text(row.name, entries, kept_style(), library.dossiers.story_of)
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
    ending = target.suffix.lower().removeprefix(".") if target else DossierFormat.MARKDOWN.value
    if ending not in set(DossierFormat):
        raise CommandError(say("专题存成 .md、.docx 或 .pdf，{path} 不是。", path=target))
    return DossierFormat(ending)


def _named(library: Library, name: str) -> DossierRow:
    row = library.dossiers.named(name)
    if row is None:
        raise CommandError(say("没有叫“{name}”的专题。reader dossier list 列出全部。", name=name))
    return row


def _at(library: Library, row: DossierRow, number: int | None) -> Entry:
    """Return the entry of a number, from 1. Raises CommandError."""
    entries = library.dossiers.entries(row.uuid)
    if number is None or not 0 < number <= len(entries):
        raise CommandError(
            say("“{name}”里没有第 {n} 条，一共 {count} 条。", name=row.name, n=number, count=len(entries))
        )
    return entries[number - 1]
