"""Issues as TEI documents (TEI P5, https://tei-c.org/guidelines/p5/), with a `div` for each article.

Each subhead begins a nested `div`, since a `head` may only be at the beginning of one (Guidelines, section 4.2.1).
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from reader.export.article_text import standing_credits
from reader.export.collection import CollectedIssue
from reader.features.tei.known_by import CERTAINTIES, token_of
from reader.language.forms import for_xml
from reader.newspaper.article import (
    Article,
    BlockKind,
    CharacterReading,
    Fault,
    Where,
    page_as_printed,
)
from reader.newspaper.facts import Fact, Outcome, T
from reader.storage.regular_file import write_whole_folder

_HEADER = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="zh">
<teiHeader><fileDesc>
<titleStmt><title>{title}</title></titleStmt>
<publicationStmt><p>Transcribed from the newspaper for private study.</p></publicationStmt>
<sourceDesc><bibl><title level="j"{title_known}>{newspaper}</title>{edition}{number}{date}</bibl></sourceDesc>
</fileDesc></teiHeader>
<text><body>"""
_FOOTER = "</body></text>\n</TEI>\n"


def as_tei(collected: CollectedIssue) -> str:
    issue = collected.issue
    facts = issue.facts
    edition = ""
    number = ""
    date = ""
    if issue.edition:
        edition = f"<edition{_known(facts.edition)}>{_text(issue.edition)}</edition>"
    if issue.number:
        number = f'<biblScope unit="issue"{_known(facts.number)}>{issue.number}</biblScope>'
    if issue.date:
        date = f'<date when="{issue.date}"{_known(facts.day)}/>'
    header = _HEADER.format(
        title=_text(collected.title()),
        title_known=_known(facts.title),
        newspaper=_text(issue.newspaper),
        edition=edition,
        number=number,
        date=date,
    )
    return "\n".join([header, *_divs(collected), _FOOTER])


def _known(fact: Fact[T]) -> str:
    """Return how a value is known as attributes (Guidelines, section 1.3.1.1.3); none for what is printed."""
    if fact.witness is None or fact.outcome is Outcome.PRINTED:
        return ""
    evidence = token_of(fact.witness.rule)
    if fact.outcome is Outcome.CONTRADICTED:
        evidence = f"{evidence} {fact.outcome.value}"
    return f' cert="{CERTAINTIES[fact.outcome]}" evidence="{evidence}"'


def write(target: Path, _title: str, issues: Iterable[CollectedIssue], *, replaces: bool) -> None:
    """Write a folder with a TEI document for each issue.

    An existing folder is not replaced, whatever `replaces` is: it raises like `write_whole_folder`.
    """
    write_whole_folder(target, ((f"{issue.path()}.xml", as_tei(issue)) for issue in issues))


def _divs(collected: CollectedIssue) -> Iterator[str]:
    page = None
    for stored in collected.articles:
        if stored.article.page != page:
            page = stored.article.page
            label = quoteattr(for_xml(page_as_printed(page))) if page else ""
            yield f"<pb n={label}{_known(stored.page_fact)}/>" if page else "<pb/>"
        yield "\n".join(_div(stored.article))


def _div(article: Article) -> Iterator[str]:
    yield f'<div type="article" n={quoteattr(article.key)}>'
    texts = _CorrectedText(article)
    heads = (
        ("section", Where.SECTION, 0, article.section),
        ("kicker", Where.KICKER, 0, article.kicker),
        ("main", Where.HEADLINE, 0, article.headline),
        *(("sub", Where.DECK, index, deck) for index, deck in enumerate(article.decks)),
    )
    yield from (
        f'<head type="{kind}">{texts.text(where, index, text)}</head>'
        for kind, where, index, text in heads
        if text
    )
    credits = [credit.as_printed for credit in article.credits]
    yield from (
        f"<byline>{texts.text(Where.CREDIT, credits.index(credit), credit)}</byline>"
        for credit in standing_credits(article)
    )
    is_parted = False
    has_text = False
    for index, block in enumerate(article.blocks):
        text = texts.text(Where.BLOCK, index, block.text)
        if block.kind is BlockKind.SUBHEAD:
            yield from ("</div>",) if is_parted else ()
            yield f"<div><head>{text}</head>"
            is_parted = True
            has_text = False
        elif block.text:
            yield _block(block.kind, text)
            has_text = True
    yield from ("<p/>",) if not has_text else ()
    yield "</div>" * (1 + is_parted)


def _block(kind: BlockKind, text: str) -> str:
    match kind:
        case BlockKind.CAPTION:
            return f"<figure><p>{text}</p></figure>"
        case BlockKind.NOTICE:
            return f'<p rend="notice">{text}</p>'
        case BlockKind.JUMP:
            return f'<p rend="jump">{text}</p>'
        case _:
            return f"<p>{text}</p>"


class _CorrectedText:
    """The texts of an article, with both forms of each corrected character (Guidelines, section 3.5.1).

    The type of a `corr` says what was wrong: "recognised", "superfluous" or "missing" characters are those that a
    program misread, "printed" ones the paper's own errors.
    """

    def __init__(self, article: Article) -> None:
        self._readings: dict[tuple[Where, int], dict[int, CharacterReading]] = {}
        for reading in article.readings:
            self._readings.setdefault((reading.where, reading.index), {})[reading.at] = reading

    def text(self, where: Where, index: int, text: str) -> str:
        readings = self._readings.get((where, index))
        if not readings:
            return _text(text)
        pieces = []
        for at, sign in enumerate(text):
            if at in readings:
                pieces.append(_choice(sign, readings[at]))
            else:
                pieces.append(_text(sign))
        return "".join(pieces)


def _choice(recognised: str, reading: CharacterReading) -> str:
    fault = reading.fault.value
    if reading.fault is Fault.RECOGNISED and not reading.read_as:
        fault = "superfluous"
    elif reading.fault is Fault.RECOGNISED and recognised in reading.read_as:
        fault = "missing"
    return (
        f'<choice><sic>{_text(recognised)}</sic><corr type="{fault}">{_text(reading.read_as)}</corr></choice>'
    )


def _text(text: str) -> str:
    return escape(for_xml(text))
