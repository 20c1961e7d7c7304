"""Texts inside what others have written around them: Project Gutenberg's words and licence, remarks with fields above.

The text is read as it stands inside. What states its title, its author or its day stays as a head; the rest is told as
left out.
"""

import re
from collections.abc import Sequence

from msgspec.structs import replace

from reader.formats.page_names import day_stated
from reader.formats.text_kinds import FIELD_IN_REMARK, GUTENBERG_BEGINS, GUTENBERG_ENDS
from reader.i18n import count
from reader.language.dates.calendar import day_written
from reader.language.patterns import pattern
from reader.newspaper.article import LineSpan, Reading, SourceText, StatedHead
from reader.newspaper.facts import Rule

_SPACE = "\ufeff \t\r\u3000"

# -- Project Gutenberg

_TITLE = pattern(r"Title: (?P<title>\S.{0,200})")
_LAST_WORDS = pattern(r"End of (?:the |this )?Project Gutenberg.{0,400}", re.IGNORECASE)
_MADE_BY = pattern(
    r"(?:\[?E-?text prepared by|(?:This e-?text was )?Produced by|Transcribed by).{0,400}", re.IGNORECASE
)
_MOST_OF_TITLE = 12
"""Number of lines at the beginning of a text in which its title stands, if it stands there at all."""


def inside_gutenberg(source: SourceText) -> SourceText | None:
    """Return the text between the lines that begin and end it, below its title; None if nothing is between them."""
    first = _first_of(source.lines)
    last = _last_of(source.lines, first)
    body = list(range(first, last))
    while body and _is_around(source.lines[body[0]]):
        body.pop(0)
    while body and _is_around(source.lines[body[-1]]):
        body.pop()
    if not body:
        return None
    lines = [source.lines[at] for at in body]
    spans = [(at + 1, at + 1) for at in body]
    title = _title_above(source.lines[:first])
    if title is not None and title[1] not in _beginning(lines):
        lines = [title[1], "", *lines]
        spans = [(title[0], title[0]), (0, 0), *spans]
    around = [*source.lines[: body[0]], *source.lines[body[-1] + 1 :]]
    left_out = len("".join("".join(around).split()))
    said = count(left_out, "Project Gutenberg 的说明和许可 {n} 字")
    return replace(source, lines=tuple(lines), spans=tuple(spans), reading=Reading("", 0.0, left_out=(said,)))


def _first_of(lines: Sequence[str]) -> int:
    for at, line in enumerate(lines):
        if GUTENBERG_BEGINS.match(line.strip(_SPACE)):
            return at + 1
    return 0


def _last_of(lines: Sequence[str], first: int) -> int:
    for at in range(first, len(lines)):
        if GUTENBERG_ENDS.match(lines[at].strip(_SPACE)):
            return at
    return len(lines)


def _is_around(line: str) -> bool:
    """Return whether a line at the beginning or the end of a text is blank, or says who made the file."""
    text = line.strip(_SPACE)
    return not text or _LAST_WORDS.fullmatch(text) is not None or _MADE_BY.fullmatch(text) is not None


def _title_above(lines: Sequence[str]) -> tuple[int, str] | None:
    """Return the title that the head states, with the number of its line."""
    for number, line in enumerate(lines, 1):
        title = _TITLE.fullmatch(line.strip(_SPACE))
        if title is not None:
            return number, title["title"].strip()
    return None


def _beginning(lines: Sequence[str]) -> str:
    printed = [line for line in lines if line.strip()]
    return "\n".join(printed[:_MOST_OF_TITLE])


# -- Gallica

_FIELD_OF_GALLICA = pattern(
    r"(?P<name>Titre|Title|Date d['’]édition|Publication date)\s?:\s*(?P<value>\S.{0,200})", re.IGNORECASE
)
_HEAD_OF_GALLICA = pattern(
    r"(?:Rappel de votre demande|Format de téléchargement|Notice complète|Nombre de pages)\s?:.{0,200}|Vues? \d.{0,60}"
    r"|[^\W\d_][^.:]{1,40}\s?:\s.{0,2000}"
    r"|(?:Le texte affiché peut comporter|En effet, le mode texte|Le taux de reconnaissance"
    r"|The text below has been produced|The recognition rate).{0,2000}",
    re.IGNORECASE,
)
_MOST_OF_HEAD = 60
"""Number of lines, of those that are not blank, in which the head of a text from Gallica stands."""


def below_gallica(source: SourceText) -> SourceText | None:
    """Return a text as Gallica hands it out, below its title and day; None if nothing is below what Gallica says."""
    printed = [at for at, line in enumerate(source.lines) if line.strip(_SPACE)]
    last = -1
    head: dict[str, tuple[int, str]] = {}
    for at in printed[:_MOST_OF_HEAD]:
        text = source.lines[at].strip(_SPACE)
        if _HEAD_OF_GALLICA.fullmatch(text) is None:
            if last < 0:
                continue
            break
        last = at
        field = _FIELD_OF_GALLICA.fullmatch(text)
        if field is not None:
            head.setdefault(field["name"][0].lower(), (at + 1, field["value"].strip()))
    if last < 0 or printed[-1] <= last:
        return None
    number, title = head.get("t", (0, ""))
    title = _PLACE_BEHIND.sub("", title)
    date = day_written(day_stated(next((head[name][1] for name in ("d", "p") if name in head), "")))
    words = f"{title}\u3000{date.year}年{date.month}月{date.day}日" if date is not None else title
    left_out = sum(len("".join(line.split())) for line in source.lines[: last + 1])
    return replace(
        source,
        lines=(words, "", *source.lines[last + 1 :]),
        spans=((number, number), (0, 0), *((at, at) for at in range(last + 2, len(source.lines) + 1))),
        reading=Reading("", 0.0, left_out=(count(left_out, "Gallica 的说明 {n} 字"),)),
        head=StatedHead(title or None, date, 1, rule=Rule.RECORD) if date is not None else source.head,
    )


_PLACE_BEHIND = pattern(r"\s{0,9}[(\[][^()\[\]]{1,60}[)\]]$")


# -- fields in remarks

_FENCE = "---"


def with_head_of_remarks(source: SourceText) -> SourceText:
    """Return a text whose first remarks (“# title: …”, “// 日期：…”) are fields between fences."""
    first = next(at for at, line in enumerate(source.lines) if line.strip(_SPACE))
    fields: list[str] = []
    for line in source.lines[first:]:
        field = FIELD_IN_REMARK.fullmatch(line.strip(_SPACE))
        if field is None:
            break
        fields.append(f"{field['name']}: {field['value']}")
    end = first + len(fields)
    spans: list[LineSpan] = [(at, at) for at in range(1, len(source.lines) + 1)]
    return replace(
        source,
        lines=(_FENCE, *fields, _FENCE, *source.lines[end:]),
        spans=((0, 0), *spans[first:end], (0, 0), *spans[end:]),
    )
