"""Articles as data: a record for each search result or bookmark, in formats for other programs.

CSV and XLSX are for spreadsheets (`tables`), with column names in the language of the user interface. JSONL is for
programs and has the same names as `reader search --json`. BibTeX, RIS and CSL-JSON have an entry of `citation` for each
article, with a unique id, and all the reader's notes on it. GB/T 7714 is a numbered list of references.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from operator import attrgetter

from msgspec import Struct
from msgspec.structs import replace

from reader.export.article_text import as_text, markdown_escaped
from reader.export.citation import (
    Additions,
    author_fact,
    author_names,
    cite,
    csl_item,
    entry_id,
    undated_remark,
    with_notes,
)
from reader.export.corrected_places import printed_passage
from reader.export.forms import RecordFormat, Style, Wording
from reader.export.readings import as_sentences, notes_on, worded
from reader.export.tables import Cell, Table, csv_file, xlsx_file
from reader.i18n import count, say
from reader.language.forms import as_json_escape, escaped_in_json, on_one_line
from reader.newspaper.facts import page_remark
from reader.newspaper.holdings import Anchor, Bookmark, IssueRow, StoredArticle, ValueField, Values
from reader.newspaper.json_format import quality_to_json
from reader.newspaper.printing import link_to


class Record(Struct, frozen=True):
    """An article to be exported.

    `printing` is the name by which commands find exactly this article; "" for the whole name of its printing. `places`
    is the exact number of places in it, as the concordance counts them, and `matches` that of its marks (None: there
    was no search). `rung` is the rung of the search on which it
    was found (None: the search had no rungs), `rung_words` the name of the rung in the user interface, `tie` the
    evidence that a naming means the person searched for. `snippet` is the text around the first match, and `marked` the
    same as escaped HTML, matches in `<mark>`; `is_elsewhere`: only another source of it matches. `bookmark` has
    the reader's note and tags. `corrections` are the notes on corrected characters (None: they are not wanted), `cited`
    those on its citation; `recognised` is the text as recognised, if it is another one. `values` are
    those that features tell of articles, with their fields.
    """

    stored: StoredArticle
    places: int | None = None
    rung: str | None = None
    rung_words: str = ""
    bookmark: Bookmark | None = None
    tie: str = ""
    snippet: str = ""
    corrections: tuple[str, ...] | None = None
    cited: str = ""
    recognised: str | None = None
    values: Values = ()
    printing: str = ""
    matches: int | None = None
    marked: str = ""
    is_elsewhere: bool = False

    @property
    def text(self) -> str:
        """The text of the article without its headline, a line for each block."""
        return _text(self.stored)

    @property
    def link(self) -> str:
        return link_to(self.stored.printing)

    @property
    def rung_in_words(self) -> str:
        """The name of the rung in the user interface, with the tie; "" without a rung."""
        words = self.rung_words or self.rung or ""
        if self.tie:
            return say("{rung}（{tie}）", rung=words, tie=self.tie)
        return words

    @property
    def path(self) -> str:
        """The path of the article's source file, relative to the library; "" if it has none."""
        if self.stored.sources:
            return self.stored.sources[0].path
        return ""


def written(
    records: Iterable[Record],
    form: RecordFormat,
    style: Style,
    title: str = "",
    wording: Wording = Wording.CORRECTED,
) -> Iterator[str | bytes]:
    """Yield the content of an export file in pieces, while the records are iterated.

    Args:
        records: The records, in the order in which they are written.
        form: The format of the file.
        style: The style of citations in formats that have none of their own; one for programs is replaced by
            GB/T 7714—2015.
        title: The heading, if the format has one.
        wording: Which characters the articles have.
    """
    worded_records = (_worded(record, wording) for record in records)
    content: Iterator[str | bytes] = form.writer(worded_records, form.style or style.as_reference, title)
    return content


def _worded(record: Record, wording: Wording) -> Record:
    stored = record.stored
    bookmark = record.bookmark
    worded_article = worded(stored, wording)
    if bookmark is not None and bookmark.passage is not None and wording is not Wording.RECOGNISED:
        bookmark = replace(bookmark, passage=printed_passage(bookmark.passage, stored))
    recognised = _text(stored)
    corrections = notes_on(stored.article) if wording is Wording.WITH_NOTES else None
    return replace(
        record,
        stored=worded_article,
        bookmark=bookmark,
        corrections=corrections,
        cited=with_notes(Additions(), stored, wording).correction,
        recognised=recognised if recognised != _text(worded_article) else None,
    )


def _text(stored: StoredArticle) -> str:
    return "\n".join(block.text for block in stored.article.blocks)


# -- tables


def csv_table(records: Iterable[Record], style: Style, _title: str) -> Iterator[str]:
    return csv_file(_table(records, style))


def xlsx_table(records: Iterable[Record], style: Style, _title: str) -> Iterator[bytes]:
    return xlsx_file(_table(records, style))


class _Column(Struct, frozen=True):
    """A column of a table: its name for programs, its heading, and what stands there of a record."""

    name: str
    heading: str
    cell: Callable[[Record], Cell]


def _table(records: Iterable[Record], style: Style) -> Table:
    """Return a table with a row for each record; it has the columns of the first one.

    Records of one export are either all of bookmarks or none.
    """
    records = iter(records)
    columns = _columns_of_articles(style)
    first = next(records, None)
    if first is not None:
        columns += _further_columns(first)
        records = chain([first], records)
    headings = [column.heading for column in columns]
    names = tuple(column.name for column in columns)
    return Table(headings, names, (_row(columns, record) for record in records))


def _row(columns: Sequence[_Column], record: Record) -> tuple[Cell, ...]:
    return tuple(column.cell(record) for column in columns)


def _columns_of_articles(style: Style) -> list[_Column]:
    return [
        _column("citation", say("引文"), partial(_citation, style)),
        _column("date", say("日期"), _date),
        _column("date_remark", say("日期的依据"), _date_remark),
        _column("edition", say("版次"), attrgetter("stored.issue.edition")),
        _column("page", say("版"), attrgetter("stored.article.page")),
        _column("headline", say("标题"), attrgetter("stored.article.headline")),
        _column("author", say("作者"), _authors),
        _column("newspaper", say("报纸名"), attrgetter("stored.issue.newspaper")),
        _column("newspaper_remark", say("报纸名的依据"), attrgetter("stored.issue.facts.title_remark")),
        _column("page_remark", say("版面的依据"), _page_remark),
        _column("places", say("出现次数"), attrgetter("places")),
        _column("rung", say("匹配级别"), _rung),
        _column("snippet", say("前后文"), _snippet),
        _column("text", say("全文"), attrgetter("text")),
        _column("path", say("文件"), attrgetter("path")),
        _column("key", say("编号"), attrgetter("stored.article.key")),
        _column("link", say("文章链接"), attrgetter("link")),
        _column("confidence", say("识别置信度"), _confidence),
        _column("unsure", say("不确定字数"), _unsure),
        _column("dpi", say("分辨率"), _dpi),
    ]


def _further_columns(record: Record) -> list[_Column]:
    """Return what features tell of articles; notes on corrected characters, if wanted; what a bookmark has."""
    columns = [_Column(field.english, field.label(), partial(_value, field)) for field, _ in record.values]
    if record.corrections is not None:
        columns.append(_column("corrections", say("校注"), _corrections))
    if record.bookmark is not None:
        columns += [
            _column("quotation", say("原话"), _quotation),
            _column("note", say("批注"), attrgetter("bookmark.note")),
            _column("tags", say("标签"), _tags),
            _column("created", say("收藏于"), _created),
        ]
    return columns


def _column(name: str, words: str, cell: Callable[[Record], Cell]) -> _Column:
    return _Column(name, words.capitalize(), cell)


def _citation(style: Style, record: Record) -> str:
    return cite(record.stored, style)


def _date(record: Record) -> str:
    date = record.stored.issue.date
    return date.isoformat() if date else ""


def _date_remark(record: Record) -> str:
    return _date_known_by(record.stored.issue)


def _authors(record: Record) -> str:
    return say("、").join(author_names(record.stored.article))


def _page_remark(record: Record) -> str:
    return page_remark(record.stored.page_fact)


def _rung(record: Record) -> str | None:
    return record.rung_in_words or None


def _snippet(record: Record) -> str | None:
    return record.snippet or None


def _confidence(record: Record) -> str | None:
    quality = record.stored.quality
    if quality is None or quality.mean is None:
        return None
    return f"{quality.mean:.4f}"


def _unsure(record: Record) -> int | None:
    quality = record.stored.quality
    return None if quality is None else quality.unsure


def _dpi(record: Record) -> int | None:
    quality = record.stored.quality
    return None if quality is None else quality.dpi


def _value(field: ValueField, record: Record) -> str | None:
    for own_field, option in record.values:
        if option is not None and own_field.english == field.english:
            return option.label
    return None


def _corrections(record: Record) -> str:
    return as_sentences(record.corrections or ())


def _quotation(record: Record) -> str:
    return _exact_quotation(_bookmark_of(record)) or ""


def _tags(record: Record) -> str:
    return say("，").join(_bookmark_of(record).tags)


def _created(record: Record) -> str:
    return _bookmark_of(record).created.astimezone().isoformat()


def _bookmark_of(record: Record) -> Bookmark:
    """Return the bookmark of a record of which all have one."""
    assert record.bookmark is not None
    return record.bookmark


def _exact_quotation(bookmark: Bookmark) -> str | None:
    return bookmark.passage.exact if bookmark.passage else None


def jsonl(records: Iterable[Record], style: Style, _title: str) -> Iterator[str]:
    for record in records:
        yield _in_utf8(escaped_in_json(json.dumps(_as_object(record, style), ensure_ascii=False))) + "\n"


def annotation_jsonl(records: Iterable[Record], style: Style, _title: str) -> Iterator[str]:
    """Yield a JSON object on a line for each record, with `text`, `label` and `meta`, for text annotation programs.

    doccano (https://doccano.github.io/doccano/) reads `text` and the labels, which are a bookmark's tags; Prodigy
    (https://prodi.gy/docs/api-loaders) reads `text` and shows `meta`.
    """
    for record in records:
        fields = {
            name: value
            for name, value in _as_object(record, style).items()
            if name != "text" and value not in (None, "", [])
        }
        text = as_text(record.stored).strip()
        if record.bookmark:
            labels = list(record.bookmark.tags)
        else:
            labels = []
        line = {"text": text, "label": labels, "meta": fields}
        yield _in_utf8(escaped_in_json(json.dumps(line, ensure_ascii=False))) + "\n"


def _in_utf8(document: str) -> str:
    """Return the same JSON document with lone surrogates escaped, which UTF-8 cannot encode."""
    return re.sub("[\ud800-\udfff]", as_json_escape, document)


def hit_fields(record: Record, style: Style = Style.GB2015) -> dict[str, object]:
    """Return what a hit is as data: the same fields with the same meanings wherever one is told (`cli.schemas.Hit`)."""
    stored = record.stored
    issue = stored.issue
    article = stored.article
    date = issue.date.isoformat() if issue.date else None
    date_origin = issue.date_origin if issue.date else None
    fields: dict[str, object] = {
        "key": article.key,
        "printing": record.printing or stored.printing.name,
        "path": record.path,
        "newspaper": issue.newspaper or None,
        "newspaper_origin": issue.newspaper_origin,
        "date": date,
        "month_day": issue.month_day,
        "date_origin": date_origin,
        "date_remark": _date_known_by(issue) or None,
        "facts": {
            **stored.facts_as_json(),
            "author": author_fact(stored).as_json(),
            **{field.english: field.fact(option).as_json() for field, option in record.values},
        },
        "number": issue.number,
        "edition": issue.edition,
        "page": article.page,
        "headline": article.corrected().headline,
        "author": list(author_names(article)),
        "citation": cite(stored, style),
        "link": record.link,
        "places": record.places,
        "matches": record.matches,
        "snippet": record.marked or None,
        "quality": quality_to_json(stored.quality),
    }
    for field, option in record.values:
        fields[f"article_{field.english}"] = option.value if option else None
    if record.rung is not None:
        fields["rung"] = record.rung
    if record.tie:
        fields["tie"] = record.tie
    if record.is_elsewhere:
        fields["elsewhere"] = True
    also_in = _other_paths(record)
    if also_in:
        fields["also_in"] = also_in
    return fields


def _other_paths(record: Record) -> list[str]:
    """Return the paths of the other files that have the article, each once: its other sources, and copies."""
    paths = dict.fromkeys(source.path for source in record.stored.sources)
    return [path for path in paths if path != record.path]


def _as_object(record: Record, style: Style) -> Mapping[str, object]:
    """Return the fields of a hit with its whole text, and with what a reader has written of it."""
    bookmark = record.bookmark
    fields = hit_fields(record, style)
    fields["text"] = record.text
    if record.recognised is not None:
        fields["as_recognised"] = record.recognised
    if record.corrections is not None:
        fields["corrections"] = list(record.corrections)
    if bookmark is not None:
        fields |= {
            "uuid": bookmark.uuid,
            "quotation": _exact_quotation(bookmark),
            "note": bookmark.note,
            "tags": list(bookmark.tags),
            "created": bookmark.created.isoformat(),
        }
    return fields


# -- documents


def markdown(records: Iterable[Record], style: Style, title: str) -> Iterator[str]:
    """Yield a numbered list of citations in Markdown, with a line of match count, rung, remark, path and key below."""
    if title:
        yield f"# {markdown_escaped(on_one_line(title))}\n\n"
    for number, record in enumerate(records, 1):
        if record.places is None:
            places = ""
        else:
            places = count(record.places, "{n} 处")
        remark = _date_known_by(record.stored.issue)
        details = [places, record.rung_in_words, remark, record.path, record.stored.article.key]
        line = " · ".join(markdown_escaped(on_one_line(words)) for words in details if words)
        yield f"{number}. {markdown_escaped(_cited(record, style))}\\\n   {line}\n"


def _cited(record: Record, style: Style) -> str:
    return cite(record.stored, style, Additions(correction=record.cited))


def entries(records: Iterable[Record], style: Style, _title: str) -> Iterator[str]:
    """Yield an entry in a style for programs, such as BibTeX, for each article."""
    for number, (stored, more) in enumerate(_with_additions(records)):
        yield ("\n" if number else "") + cite(stored, style, more)


def references(records: Iterable[Record], style: Style, _title: str) -> Iterator[str]:
    """Yield a numbered list of references; an article with several records is listed once."""
    # several bookmarks of one article are one reference
    cited = dict.fromkeys((record.stored.article.key, _cited(record, style)) for record in records)
    for number, (_, citation) in enumerate(cited, 1):
        yield f"[{number}] {citation}\n"


def csl_json(records: Iterable[Record], _style: Style, _title: str) -> Iterator[str]:
    opening = "[\n"
    for stored, more in _with_additions(records):
        yield opening + json.dumps(csl_item(stored, more), ensure_ascii=False, indent=2)
        opening = ",\n"
    yield "[]\n" if opening == "[\n" else "\n]\n"


def _with_additions(records: Iterable[Record]) -> Iterator[tuple[StoredArticle, Additions]]:
    """Yield each article once, with the additions to its entry: a unique id, the notes of all its records, its link."""
    own_id = _unique_ids()
    for record, bookmarks in _by_article(records):
        quotations = tuple((_exact_quotation(bookmark) or "", bookmark.note) for bookmark in bookmarks)
        tags = tuple(
            dict.fromkeys(chain.from_iterable(tagged_bookmark.tags for tagged_bookmark in bookmarks))
        )
        yield record.stored, Additions(own_id(record.stored), quotations, tags, record.link, record.cited)


def with_unique_ids(articles: Iterable[StoredArticle]) -> Iterator[tuple[StoredArticle, Additions]]:
    own_id = _unique_ids()
    return ((stored, Additions(own_id(stored))) for stored in articles)


def _unique_ids() -> Callable[[StoredArticle], str]:
    """Return a function that gives each article an id: keys are the same for the same text in several printings."""
    used_names: set[str] = set()

    def own_id(stored: StoredArticle) -> str:
        base_name = name = entry_id(stored)
        number = 1
        while name in used_names:
            number += 1
            name = f"{base_name}-{number}"
        used_names.add(name)
        return name

    return own_id


def _by_article(records: Iterable[Record]) -> Iterator[tuple[Record, list[Bookmark]]]:
    """Yield the first record of each article, with its bookmarks; those without any at once, not after the last."""
    bookmarked: dict[Anchor, tuple[Record, list[Bookmark]]] = {}
    seen: set[Anchor] = set()
    for record in records:
        anchor = record.stored.anchor
        if record.bookmark is not None:
            bookmarked.setdefault(anchor, (record, []))[1].append(record.bookmark)
        elif anchor not in seen:
            yield record, []
        seen.add(anchor)
    yield from bookmarked.values()


def _date_known_by(issue: IssueRow) -> str:
    """Return how the date is known; "" if it is printed."""
    return "".join(undated_remark(issue)) or issue.facts.day_remark
