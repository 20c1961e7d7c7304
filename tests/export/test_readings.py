"""What leaves the program has the characters that a person corrected, whatever its form; the notes say what was read.

The forms are taken from their registries: one that is added is tried here, too.
"""

import io
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import docx
import pytest
from msgspec.structs import replace

from reader.export import article_text, clipboard
from reader.export.article_text import page_blocks, recognised_blocks
from reader.export.citation import cite
from reader.export.collection import CollectedIssue, export_forms
from reader.export.corrected_places import notes_on_passage, printed_passage, recognised_words
from reader.export.forms import NoteFormat, RecordFormat, Style, Wording
from reader.export.notes import records, written_out
from reader.export.readings import correction_in_words, note, notes_on
from reader.export.records import Record, written
from reader.features.dossiers.dossier_docx import as_docx
from reader.features.dossiers.dossier_text import DossierFormat, dossier_text
from reader.features.dossiers.dossier_text import as_markdown as dossier_as_markdown
from reader.features.dossiers.dossiers import Entry
from reader.newspaper.article import (
    Article,
    ArticleKind,
    Block,
    BlockKind,
    CharacterReading,
    Credit,
    Fault,
    Role,
    Where,
)
from reader.newspaper.holdings import StoredArticle
from reader.newspaper.json_format import printed_to_json
from reader.newspaper.passage import Passage
from reader.plugs import ExportForm, load
from tests.export.content import text_of
from tests.invented_article import ISSUE, STORED, bookmark

BODY = "船从渡囗开出，坐了六干多人，连票钱也没有收一一分。"
ARTICLE = Article(
    "k7qfz2m4yd3xw6ta",
    ArticleKind.ARTICLE,
    page="2",
    section="江边",
    kicker="雨后",
    headline="渡囗添船",
    decks=("夜班", "灯囗亮了"),
    credits=(Credit(Role.REPORTER, ("何渡牛",), "记者 何渡牛"),),
    blocks=(Block(BlockKind.PARAGRAPH, BODY, ((1, 1),)),),
    readings=(
        CharacterReading(Where.HEADLINE, 0, 1, "口"),
        CharacterReading(Where.DECK, 1, 1, "口"),
        CharacterReading(Where.CREDIT, 0, 5, "生"),
        CharacterReading(Where.BLOCK, 0, BODY.index("囗"), "口"),
        CharacterReading(Where.BLOCK, 0, BODY.index("干"), "千"),
        CharacterReading(Where.BLOCK, 0, BODY.index("一一"), ""),
    ),
)
CORRECTED = replace(STORED, article=ARTICLE)
PRINTED, RECOGNISED = "六千多人", "六干多人"
NOTE = "“六千多”据版面改；识别作“六干多”"
HEADLINE_NOTE = "“渡口添”据版面改；识别作“渡囗添”"
KEPT = bookmark(article=ARTICLE)
MARKED = bookmark(article=ARTICLE, passage=Passage("坐了六干多人", "开出，", "，连票钱"))

Write = Callable[[Wording, Path], str]


def article_of(_: object) -> StoredArticle:
    return CORRECTED


def collected(form: ExportForm, wording: Wording, folder: Path) -> str:
    given = replace(CORRECTED, article=ARTICLE.recognised()) if wording is Wording.RECOGNISED else CORRECTED
    target = folder / f"out{form.suffix}"
    load(form.writer)(target, "全集", [CollectedIssue(ISSUE, (given,), (1,))], replaces=False)
    if target.is_file():
        with zipfile.ZipFile(target) as book:
            return "".join(book.read(name).decode() for name in book.namelist())
    files = [each for each in target.rglob("*") if each.is_file()]
    return "".join(f"{each.relative_to(target)}\n{each.read_text(encoding='utf-8')}" for each in files)


def notes(form: NoteFormat, wording: Wording, _: Path) -> str:
    return written_out([KEPT, MARKED], form, Style.GB2015, article_of, wording)


def cited(style: Style, wording: Wording, _: Path) -> str:
    return cite(CORRECTED, style, wording=wording)


def results(form: RecordFormat, wording: Wording, _: Path) -> str:
    return text_of(written([Record(CORRECTED)], form, Style.GB2015, wording=wording))


def bookmarks(form: RecordFormat, wording: Wording, _: Path) -> str:
    return text_of(written(records([MARKED], article_of), form, Style.GB2015, wording=wording))


def dossier(form: DossierFormat, wording: Wording, _: Path) -> str:
    entries = [Entry("1", bookmark=KEPT), Entry("2", bookmark=MARKED)]
    text = dossier_text("渡口", entries, Style.GB2015, lambda _: (CORRECTED,), wording)
    if form is DossierFormat.DOCX:
        data = io.BytesIO(as_docx(text))
        body = "\n".join(each.text for each in docx.Document(data).paragraphs)
        with zipfile.ZipFile(data) as parts:
            return body + parts.read("word/footnotes.xml").decode()
    return dossier_as_markdown(text)


def whole_texts() -> Iterator[tuple[str, Write]]:
    """Every form in which the text of an article leaves, by name."""
    yield "text", lambda how, _: article_text.as_text(CORRECTED, wording=how)
    yield "markdown", lambda how, _: article_text.as_markdown(CORRECTED, wording=how)
    yield "html", lambda how, _: article_text.as_html(CORRECTED, wording=how)
    yield "clipboard text", lambda how, _: clipboard.as_text([[CORRECTED]], Style.GB2015, how)
    yield "clipboard html", lambda how, _: clipboard.as_html([[CORRECTED]], Style.GB2015, how)
    for note_form in NoteFormat:
        yield f"notes {note_form}", partial(notes, note_form)
    for collection_form in export_forms():
        yield f"collection {collection_form.name}", partial(collected, collection_form)
    for dossier_form in DossierFormat:
        # its text is that of the others; how it is set is tested in tests/ui/printing
        if dossier_form is not DossierFormat.PDF:
            yield f"dossier {dossier_form}", partial(dossier, dossier_form)


def cited_texts() -> Iterator[tuple[str, Write]]:
    """Every form in which at least the headline and the names leave."""
    for style in Style:
        yield f"cite {style}", partial(cited, style)
    for form in RecordFormat:
        yield f"results {form}", partial(results, form)
        yield f"bookmarks {form}", partial(bookmarks, form)


WHOLE, CITED = dict(whole_texts()), dict(cited_texts())
TELL_BOTH = {"collection tei"}
"""The forms that have a place for what was recognised in any case."""
DATA = {
    f"{what} {form}"
    for what in ("results", "bookmarks")
    for form in (RecordFormat.JSONL, RecordFormat.DOCCANO)
}
NO_NOTES = {f"collection {form.name}" for form in export_forms()}


@pytest.mark.parametrize("name", WHOLE)
def test_a_text_has_what_is_printed(name: str, tmp_path: Path) -> None:
    text = WHOLE[name](Wording.CORRECTED, tmp_path)
    if name in TELL_BOTH:
        assert '<sic>干</sic><corr type="recognised">千</corr>' in text
        assert '<sic>一</sic><corr type="superfluous"></corr>' in text
    else:
        assert PRINTED in text
        assert "渡口添船" in text
        assert "干" not in text
        assert "囗" not in text


@pytest.mark.parametrize("name", WHOLE)
def test_a_text_as_recognised_has_nothing_that_was_corrected(name: str, tmp_path: Path) -> None:
    text = WHOLE[name](Wording.RECOGNISED, tmp_path)
    assert RECOGNISED in text
    assert "渡囗添船" in text
    assert "千" not in text
    assert "corr" not in text


@pytest.mark.parametrize("name", sorted(WHOLE.keys() - NO_NOTES))
def test_a_text_with_notes_says_what_was_recognised(name: str, tmp_path: Path) -> None:
    text = WHOLE[name](Wording.WITH_NOTES, tmp_path)
    assert PRINTED in text.replace(NOTE, "")
    assert "据版面改；识别作“六干多”" in text


@pytest.mark.parametrize("name", CITED)
def test_a_citation_has_what_is_printed(name: str, tmp_path: Path) -> None:
    text = CITED[name](Wording.CORRECTED, tmp_path)
    assert "渡口添船" in text
    assert "何渡生" in text
    assert "囗添" not in text
    assert "渡牛" not in text
    assert ("坐了六干多人" in text) == (name in DATA)


@pytest.mark.parametrize("name", CITED)
def test_a_citation_as_recognised_is_the_old_one(name: str, tmp_path: Path) -> None:
    text = CITED[name](Wording.RECOGNISED, tmp_path)
    assert "渡囗添船" in text
    assert "何渡牛" in text
    assert "口" not in text


@pytest.mark.parametrize("name", CITED)
def test_a_citation_with_notes_says_what_was_recognised(name: str, tmp_path: Path) -> None:
    text = CITED[name](Wording.WITH_NOTES, tmp_path)
    assert HEADLINE_NOTE in text.replace("\\“", "“")


def test_what_the_paper_misprints_stays_and_is_told() -> None:
    misprinted = replace(
        ARTICLE, readings=(CharacterReading(Where.BLOCK, 0, BODY.index("干"), "千", Fault.PRINTED),)
    )
    stored = replace(STORED, article=misprinted)
    assert RECOGNISED in article_text.as_text(stored)
    assert misprinted.corrected().blocks == ARTICLE.blocks
    assert "校注：“六干多”原报如此，疑当作“六千多”。" in article_text.as_text(
        stored, wording=Wording.WITH_NOTES
    )
    assert "as_recognised" not in printed_to_json(misprinted)


@pytest.mark.parametrize(
    ("recognised", "meant", "fault", "words"),
    [
        ("干", "千", Fault.RECOGNISED, "“六千多”据版面改；识别作“六干多”"),
        ("干", "", Fault.RECOGNISED, "“六多”据版面改；识别多出“干”，删"),
        ("干", "干百", Fault.RECOGNISED, "“六干百多”据版面改；识别漏了“百”，补"),
        ("干", "千", Fault.PRINTED, "“六干多”原报如此，疑当作“六千多”"),
        ("干", "", Fault.PRINTED, "“六干多”原报如此，疑衍“干”"),
        ("干", "干百", Fault.PRINTED, "“六干多”原报如此，疑脱“百”"),
    ],
)
def test_each_case_has_a_note_of_its_own(recognised: str, meant: str, fault: Fault, words: str) -> None:
    assert note(recognised, meant, fault, "六", "多") == words


def test_a_reader_is_told_what_was_recognised_and_what_it_was_changed_to() -> None:
    assert correction_in_words("干", CharacterReading(Where.BLOCK, 0, 0, "千")) == "识别作“干”，您改为“千”"
    assert correction_in_words("干", CharacterReading(Where.BLOCK, 0, 0, "")) == "识别多出“干”，您删了"
    assert (
        correction_in_words("干", CharacterReading(Where.BLOCK, 0, 0, "千", Fault.PRINTED))
        == "“干”原报如此，疑当作“千”"
    )


def test_neighbouring_characters_have_one_note_and_a_credit_in_a_paragraph_has_none_of_its_own() -> None:
    text = "记者 何渡牛说，洲头真的渡囗开了。"
    article = replace(
        ARTICLE,
        headline="渡口",
        decks=(),
        blocks=(Block(BlockKind.PARAGRAPH, text, ((1, 1),)),),
        readings=(
            CharacterReading(Where.CREDIT, 0, 5, "生"),
            CharacterReading(Where.BLOCK, 0, 5, "生"),
            CharacterReading(Where.BLOCK, 0, text.index("头"), "州"),
            CharacterReading(Where.BLOCK, 0, text.index("真"), "镇"),
        ),
    )
    assert notes_on(article) == (
        "“渡生说”据版面改；识别作“渡牛说”",
        "“洲州镇的”据版面改；识别作“洲头真的”",
    )


def test_a_passage_has_the_corrected_words_and_their_notes() -> None:
    passage = MARKED.passage
    assert passage is not None
    assert printed_passage(passage, CORRECTED) == replace(passage, exact="坐了六千多人")
    assert notes_on_passage(passage, CORRECTED) == [NOTE]
    assert recognised_words("六千多人", CORRECTED) == "六干多人"
    assert recognised_words("收一分", CORRECTED) == "收一一分"
    lost = Passage("没有这句", "", "")
    assert printed_passage(lost, CORRECTED) is lost


def test_what_has_no_corrections_is_itself() -> None:
    plain = Article("乙", ArticleKind.ARTICLE, headline="渡口")
    assert plain.corrected() is plain
    assert plain.recognised() is plain
    assert page_blocks(STORED) == recognised_blocks(STORED)


def test_json_has_the_corrected_texts_and_the_recognised_beside() -> None:
    printed = printed_to_json(ARTICLE)
    assert printed["headline"] == "渡口添船"
    assert printed["as_recognised"]["headline"] == "渡囗添船"
    (block,) = printed["blocks"]
    assert PRINTED in block["text"]
    assert block["as_recognised"] == BODY
    assert printed["readings"][4] == {
        "where": "block",
        "index": 0,
        "at": BODY.index("干"),
        "read_as": "千",
        "recognised": "干",
    }
    assert printed["credits"][0]["names"] == ["何渡生"]
