"""Given a PDF with a text layer, when it is read, then articles come in reading order with their headlines, as printed;
whatever else it is, a sentence says so, and no crash of pdfium's is ours.
"""

import datetime as dt
import random
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace

from reader import parsing
from reader.features.pdf import process as pdf_process
from reader.formats import UnreadableFile, decode, in_words
from reader.formats.page_boxes import boxes_of
from reader.formats.reading import SavedFile
from reader.library.library import Library
from reader.newspaper.article import LinePart
from reader.newspaper.issue import IssuePart
from reader.workers import pdf_worker
from tests.formats.pdf_pages import At, column, columns, pdf, stream, written
from tests.parsing.laws import broken_laws

TYPEFACE = pdf_process._command()[-1]
GATES = (
    "本报讯（记者 周岱青）三月四日清晨，雁桥镇东河边的三座闸门同时开启，蓄了一冬的河水流进田里。\n"
    "守闸二十年的老人祝水芹说，旧闸门是木头的，每年都要用稻草塞缝，如今按一下电钮就行了。"
)
LEDGER = "镇水利站的账本上记着：去年冬天，全镇疏通渠道九公里，修补涵洞十四处，都赶在开春以前完工。"
BOOKS = "镇上的图书室周末也开门了，晚上八点才关灯。管理员说，来得最勤的是放了学的孩子。"
PAPER = At(220, 25, "雁桥日报", 40)
DAY = At(40, 85, "2024年3月5日 星期二 第12345期", 9)


def read(data: bytes, name: str = "a.pdf") -> IssuePart:
    source = decode(data, name)
    part = parsing.parse(source)
    assert broken_laws(source, part) == []
    return part


def texts(part: IssuePart) -> list[tuple[str | None, list[str]]]:
    return [(each.headline, [block.text for block in each.blocks]) for each in part.articles]


@pytest.fixture(autouse=True, scope="module")
def _no_child_is_left() -> Iterator[None]:
    yield
    pdf_process.close()


def test_one_column() -> None:
    part = read(pdf([At(60, 60, "三座旧闸门换了新颜", 20), *column(60, 100, GATES, 30)]))
    assert texts(part) == [("三座旧闸门换了新颜", GATES.split("\n"))]
    assert part.articles[0].credits[0].names == ("周岱青",)


def a_document(*heads_of_pages: Sequence[At]) -> bytes:
    """As Word prints one: a line an article's heading hardly larger than the text, which goes on on the next sheet."""
    first, *rest = column(60, 320, LEDGER, 25)
    sheets = [
        [
            At(60, 100, "春耕时节话水利"),
            At(60, 130, "三座旧闸门换了新颜", 12),
            *column(60, 160, GATES, 40),
            At(60, 290, "账本上的一个冬天", 12),
            first,
        ],
        [
            *(replace(line, y=60 + 15 * n) for n, line in enumerate(rest)),
            At(60, 230, "图书室周末也开门", 12),
            *column(60, 260, BOOKS, 40),
        ],
    ]
    return pdf(*([*heads, *lines] for heads, lines in zip(heads_of_pages, sheets, strict=True)))


def test_in_a_document_of_one_column_an_article_goes_on_where_a_sheet_ends() -> None:
    head = [At(60, 30, "雁桥日报 2024年3月5日", 20), At(60, 70, "第01版：要闻", 16)]
    part = read(a_document(head, [At(60, 200, "第02版：副刊", 16)]))
    assert texts(part) == [
        ("三座旧闸门换了新颜", GATES.split("\n")),
        ("账本上的一个冬天", [LEDGER]),
        ("图书室周末也开门", [BOOKS]),
    ]
    assert [each.kicker for each in part.articles] == ["春耕时节话水利", None, None]
    assert [each.page for each in part.articles] == ["1", "1", "2"]
    assert part.masthead.title == "雁桥日报"
    assert part.masthead.date == dt.date(2024, 3, 5)


def test_sheets_whose_running_heads_name_pages_are_pages() -> None:
    heads = [[At(60, 30, f"雁桥日报 2024年3月5日 第{page}版", 8)] for page in (3, 4)]
    part = read(a_document(*heads))
    assert [each.page for each in part.articles][:1] == ["3"]
    assert part.articles[-1].page == "4"


def test_of_a_document_without_page_names_no_page_is_told() -> None:
    assert {each.page for each in read(a_document([], [])).articles} == {None}


def test_columns_below_headlines_are_read_as_articles_in_order() -> None:
    front = [
        PAPER,
        DAY,
        At(60, 115, "春耕时节话水利", 14),
        At(60, 140, "三座旧闸门换了新颜", 24),
        At(60, 172, "沿河四村受益", 14),
        *column(40, 200, GATES, 16),
        *column(220, 200, LEDGER, 16),
        At(400, 140, "图书室周末也开门", 18),
        *column(400, 200, BOOKS, 16),
        At(40, 500, "渡口添了一盏灯", 20),
        *column(40, 540, BOOKS.replace("图书室", "渡口"), 16),
    ]
    part = read(pdf(front))
    assert texts(part) == [
        ("三座旧闸门换了新颜", [*GATES.split("\n"), LEDGER]),
        ("图书室周末也开门", [BOOKS]),
        ("渡口添了一盏灯", [BOOKS.replace("图书室", "渡口")]),
    ]
    first = part.articles[0]
    assert (first.kicker, first.decks) == ("春耕时节话水利", ("沿河四村受益",))
    head = part.masthead
    assert (head.title, head.date, head.number) == ("雁桥日报", dt.date(2024, 3, 5), 12345)


def test_a_paragraph_goes_on_in_the_next_column() -> None:
    lines = column(40, 100, GATES, 16)
    half = len(lines) // 2
    moved = [At(220, 100 + 15 * n, line.text) for n, line in enumerate(lines[half:])]
    part = read(pdf([At(40, 60, "三座旧闸门换了新颜", 24), *lines[:half], *moved]))
    assert texts(part) == [("三座旧闸门换了新颜", GATES.split("\n"))]


def test_a_larger_line_in_a_text_is_a_subhead_and_a_small_one_below_a_picture_a_caption() -> None:
    page = [
        At(40, 60, "三座旧闸门换了新颜", 24),
        *column(40, 100, LEDGER, 24),
        At(40, 190, "老人看水", 12),
        *column(40, 215, GATES, 24),
        At(40, 500, "图为新闸门", 8),
    ]
    source = decode(pdf(page), "a.pdf")
    assert source.stated is not None
    [article] = source.stated.articles
    told = [(part, source.lines[number - 1]) for number, part in article.lines]
    assert [part for part, _ in told] == [
        LinePart.HEADLINE,
        LinePart.PARAGRAPH,
        LinePart.SUBHEAD,
        LinePart.PARAGRAPH,
        LinePart.PARAGRAPH,
        LinePart.CAPTION,
    ]
    assert told[2][1] == "老人看水"


def test_vertical_columns_are_read_from_the_right() -> None:
    upper, lower = GATES.replace("\n", ""), BOOKS
    page = [
        At(540, 80, "三座旧闸门", 24, is_vertical=True),
        *columns(500, 80, upper, 20),
        At(540, 440, "图书室开门", 24, is_vertical=True),
        *columns(500, 440, lower, 13),
    ]
    part = read(pdf(page))
    assert texts(part) == [("三座旧闸门", [upper]), ("图书室开门", [lower])]


def test_pages_have_the_number_that_is_printed_else_their_own_and_running_heads_are_no_text() -> None:
    def page(head: str, text: str) -> list[At]:
        return [At(40, 20, head, 9), At(40, 80, "三座旧闸门" + text[:2], 22), *column(40, 120, text, 30)]

    part = read(pdf(page("雁桥日报 第A05版", GATES), page("雁桥日报 第A06版", LEDGER)))
    assert [article.page for article in part.articles] == ["A5", "A6"]
    assert all("第A0" not in block.text for article in part.articles for block in article.blocks)
    part = read(pdf(page("雁桥日报", GATES), page("雁桥日报", LEDGER)))
    assert [article.page for article in part.articles] == ["1", "2"]


def test_one_page_in_a_file_has_day_and_page_of_its_name() -> None:
    page = pdf([At(40, 80, "三座旧闸门换了新颜", 22), *column(40, 120, GATES, 30)])
    part = read(page, "2024/03/yanqiao2024030502.pdf")
    assert part.articles[0].page == "2"
    assert read(page, "雁桥日报/2024-03-05/第03版.pdf").articles[0].page == "3"
    assert read(page, "雁桥日报/2024-03-05/第03版.pdf").masthead.date == dt.date(2024, 3, 5)


def test_the_day_may_stand_in_the_title_of_the_file() -> None:
    page = [At(40, 80, "三座旧闸门换了新颜", 22), *column(40, 120, GATES, 30)]
    assert read(pdf(page, title="雁桥日报 2024年3月5日")).masthead.date == dt.date(2024, 3, 5)
    assert read(pdf(page, title="99999年13月45日")).masthead.date is None


def test_a_radical_stays_as_printed_and_is_found_as_the_character() -> None:
    part = read(pdf(column(40, 120, GATES.replace("日", "⽇"), 30)))
    assert "⽇" not in GATES
    source = decode(pdf(column(40, 120, "今⽇天晴，河⽔流进⽥里，守闸的⽼⼈看着⽔流进田里。", 40)), "a.pdf")
    assert "今⽇天晴，河⽔流进⽥里" in source.lines[-1]
    assert part.articles


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_what_is_turned_is_still_read(turn: int) -> None:
    assert read(pdf(column(40, 120, GATES, 30), page=f"/Rotate {turn}")).articles


def test_what_lies_outside_of_the_page_is_told() -> None:
    part = read(pdf([*column(40, 120, GATES, 30), At(40, -200, "裁切线外的字")]))
    assert part.reading is not None
    assert in_words(part.reading) == "读作PDF 的文字层；没有读入：页边以外 6 字"


# -- what can't be read


def _loop() -> bytes:
    form = b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F 4 0 R >> >>"
    return written(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Contents 5 0 R"
            b" /Resources << /XObject << /F 4 0 R >> >> >>",
            form + b" /Length 6 >>\nstream\n/F Do \nendstream",
            stream(b"/F Do " * 1000),
        ]
    )


def _locked() -> bytes:
    entries = "/Encrypt << /Filter /Standard /V 1 /R 2 /P -1 /O <{0}> /U <{0}> >> /ID [<00> <00>]"
    return written(
        [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"],
        "",
        entries.format("00" * 32),
    )


HOSTILE = [
    pytest.param(lambda: pdf([]), "没有文字层", id="no text"),
    pytest.param(lambda: pdf(*[[]] * 301), "有 301 页", id="many pages"),
    pytest.param(
        lambda: pdf([At(10, 10 + 10 * n, "闸" * 1000, 0.1) for n in range(51)]),
        "字太多",
        id="many characters",
    ),
    pytest.param(_loop, "没有文字层", id="a form in itself"),
    pytest.param(_locked, "有密码", id="password"),
    pytest.param(lambda: b"%PDF-1.7\n" + bytes(1000), "坏了", id="no objects"),
    pytest.param(lambda: pdf(column(40, 90, GATES, 30))[:900], "坏了|没有文字层", id="cut off"),
    pytest.param(lambda: b"%PDF-1.4", "坏了", id="a header"),
    pytest.param(lambda: b" ", "空的", id="empty"),
    pytest.param(lambda: pdf(column(40, 90, "\ue000\ue001" * 40, 30)), "乱码", id="no meaning"),
]


@pytest.mark.parametrize(("made", "sentence"), HOSTILE)
def test_what_has_no_text_to_read_says_so(made: Callable[[], bytes], sentence: str) -> None:
    with pytest.raises(UnreadableFile, match=sentence):
        decode(made(), "a.pdf")


def test_a_page_of_any_size_is_read() -> None:
    data = pdf(column(40, 120, GATES, 30)).replace(b"[0 0 600.0 840.0]", b"[0 0 6e9 8.4e9]  ")
    assert read(data).articles


@pytest.mark.slow
def test_mutated_bytes_are_read_or_refused_in_words() -> None:
    chance = random.Random(5)
    whole = pdf([PAPER, DAY, *column(40, 200, GATES, 30)], columns(500, 80, BOOKS, 13))
    for _ in range(150):
        data = bytearray(whole)
        for _ in range(chance.randrange(1, 12)):
            data[chance.randrange(8, len(data))] = chance.randrange(256)
        try:
            source = decode(bytes(data), "a.pdf")
        except UnreadableFile:
            continue
        assert broken_laws(source, parsing.parse(source)) == []


@pytest.mark.parametrize(
    ("end", "tries"), [("os.abort()", 2), ("os._exit(1)", 1)], ids=["a crash", "out of time"]
)
def test_given_a_file_that_ends_the_child_then_the_rest_of_the_library_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: str, tries: int
) -> None:
    """A pdfium that crashes is played by a program that ends at a word."""
    ended = tmp_path / "ended"
    own = Path(pdf_worker.__file__).read_text(encoding="utf-8")
    fatal = f"if b'(fatal)' in data: open({str(ended)!r}, 'a').write('x'); {end}"
    worker = tmp_path / "worker.py"
    before, document, after = own.partition("document =")
    indent = before[before.rindex("\n") :]
    played = f"{before}{fatal}{indent}{document}{after}"
    worker.write_text(f"{played}\n\nmain()\n", encoding="utf-8")
    pdf_process.close()
    monkeypatch.setattr(pdf_process, "_command", lambda: [sys.executable, str(worker), TYPEFACE])
    root = tmp_path / "报"
    root.mkdir()
    good = pdf([PAPER, DAY, *column(40, 200, GATES, 30)])
    (root / "1.pdf").write_bytes(good)
    (root / "2.pdf").write_bytes(good + b"(fatal)")
    (root / "3.pdf").write_bytes(pdf(column(40, 200, BOOKS, 30)))
    library = Library.open(root)
    try:
        report = library.sync()
        assert (report.added, [each.path for each in report.failed]) == (2, ["2.pdf"])
        assert "读不下去" in report.failed[0].message
        assert ended.read_text() == "x" * tries
        assert len(library.searcher.search("稻草塞缝").ids) == 1
    finally:
        library.close()
        pdf_process.close()


def test_given_a_vertical_page_that_embeds_no_typeface_then_it_is_read_whatever_the_system_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = pdf(columns(560, 120, BOOKS, 12))
    assert "".join(decode(page, "a.pdf").lines) == BOOKS
    nothing = tmp_path / "nothing"  # as on a system without typefaces: pdfium would lose the page
    nothing.touch()
    *command, _ = pdf_process._command()
    monkeypatch.setattr(pdf_process, "_command", lambda: [*command, str(nothing)])
    pdf_process.close()
    with pytest.raises(UnreadableFile):
        decode(page, "a.pdf")
    pdf_process.close()


def test_several_threads_may_read_at_once() -> None:
    data = pdf(column(40, 120, GATES, 30))
    found: list[int] = []
    threads = [
        threading.Thread(target=lambda: found.append(len(decode(data, "a.pdf").lines))) for _ in range(4)
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(found) == 4
    assert len(set(found)) == 1


def test_many_slow_pages_of_a_small_file_are_given_up_in_the_time_of_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A slow pdfium is played, for the file that holds it up is somebody else's."""
    own = Path(pdf_worker.__file__).read_text(encoding="utf-8")
    slow = own.replace("\nSECONDS = 4.0\n", "\nSECONDS = 0.5\n", 1)
    counted = tmp_path / "pages"
    works = f"    open({str(counted)!r}, 'a').write('.')\n"
    works += "    end = time.process_time() + 0.1\n    while time.process_time() < end:\n        pass\n"
    assert slow != own
    slow = slow.replace("    page = pdfium", f"{works}    page = pdfium", 1)
    worker = tmp_path / "worker.py"
    worker.write_text(f"{slow}\n\nmain()\n", encoding="utf-8")
    monkeypatch.setattr(pdf_process, "_command", lambda: [sys.executable, str(worker), TYPEFACE])
    pdf_process.close()
    with pytest.raises(UnreadableFile, match="太慢"):
        decode(pdf(*([column(40, 200, GATES, 30)] * 100)), "a.pdf")
    pdf_process.close()
    # a tenth of a second of processor time each: counted, for by the clock the machine may be busy with other work
    assert 1 < len(counted.read_text()) < 20


def test_the_text_that_an_ocr_program_has_laid_over_a_picture_is_read_in_its_order() -> None:
    """Its sizes vary from word to word, and words overlap: they say nothing of headlines but for whole lines."""
    words = ["本报讯", "昨晚起雁桥", "渡口加开夜", "班船载客四"]
    body = [
        At(40 + 10 * len("".join(words[:n])), 120 + 20 * row, word, 10 + (n + row) % 3)
        for row in range(10)
        for n, word in enumerate(words)
    ]
    lines = [
        At(40, 40, "雁桥日报", 14),
        At(200, 40, "2024", 10),
        At(232, 40, "年3月5日", 10),
        At(40, 80, "渡口添了一条船", 28),
        *body,
    ]
    data = pdf(lines, is_unseen=True)
    source = decode(data, "1.pdf")
    assert source.stated is None
    part = parsing.parse(source)
    assert part.masthead.date == dt.date(2024, 3, 5)
    assert [article.headline for article in part.articles] == ["渡口添了一条船"]
    assert source.lines.count("本报讯昨晚起雁桥渡口加开夜班船载客四") == 10
    (page,) = boxes_of(SavedFile("1.pdf", data), source)
    assert {line.line for line in page.lines} == {at for at, line in enumerate(source.lines, 1) if line}


def test_short_articles_one_below_the_other_keep_their_columns_under_narrow_headlines() -> None:
    """A headline stands over the columns that begin as high as the first one below it, however short it is."""
    rows = []
    for at, headline in enumerate(["渡口添了一盏灯", "粮站开秤", "江心的雪"]):
        top = 120 + 130 * at
        rows.append(At(40, top, headline, 24))
        rows += [
            each
            for n in range(3)
            for each in column(40 + 180 * n, top + 40, f"第{n}栏是{headline}的，说来话长，一时说不完。", 16)
        ]
    told = texts(read(pdf([PAPER, DAY, *rows])))
    assert told == [
        (headline, [f"第{n}栏是{headline}的，说来话长，一时说不完。" for n in range(3)])
        for headline in ("渡口添了一盏灯", "粮站开秤", "江心的雪")
    ]


def test_a_line_of_text_with_a_day_of_the_week_is_no_masthead() -> None:
    text = "渡船停了，船工都上岸。\n上个星期六，镇上来了人，说要修桥。"
    part = read(pdf([PAPER, DAY, At(60, 110, "渡口添了一盏灯", 20), *column(60, 140, text, 30)]))
    assert texts(part) == [("渡口添了一盏灯", text.split("\n"))]


@pytest.mark.parametrize("ink", [b"1 g\n", b"0 g 0 0 600 840 re f 1 g\n", b"3 Tr\n", b"7 Tr\n"])
def test_text_that_is_not_seen_on_its_paper_is_read(ink: bytes) -> None:
    """OCR programs lay it over or below a picture, and headlines are set in white on black."""
    source = decode(pdf(column(40, 100, GATES, 24), ink=ink), "a.pdf")
    assert "".join("".join(source.lines).split()) == "".join(GATES.split())
