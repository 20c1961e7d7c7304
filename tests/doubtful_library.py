"""A library with one thing of each kind that is not known, and the words by which it is listed."""

import datetime as dt
from contextlib import closing
from pathlib import Path

from PIL import Image

from reader.library.library import Library
from reader.newspaper.correction import Claim, CorrectedRole, CorrectionKind
from reader.storage.user_records import Records, Unreadable
from tests import template_libraries
from tests.shelf import articles_of
from tests.ui.a_window import issue_text

KINDS = {
    "unnamed": "拾零/旧闻.txt",
    "undated": "无名.txt",
    "other-day": "19870713.txt",
    "other-weekday": "1987/19870608.txt",
    "future-day": "远/21870605.txt",
    "contradicting": "19870604.txt",
    "masthead-only": "1987/19870609.txt",
    "unread": "坏.pdf",
    "unread-pages": "19870606.txt",
    "passed-over": "表.json",
    "copies": "19870605 (冲突副本 2024-03-06).txt",
    "low-quality": "1987-06-21.xml",
    "pictures": "1987-06-20.png",
    "lost-marks": "19870602.txt",
    "lost-corrections": "19870602.txt",
    "other-correction": "19870601.txt",
    "overruled": "19870603_02.txt",
    "set-apart": "",
}
"""Each kind that is no usual one, in order, with the file of its only thing."""
_ALTO = (
    '<alto xmlns="http://www.loc.gov/standards/alto/ns-v3#"><Layout><Page ID="p" WIDTH="900" HEIGHT="900"><PrintSpace>'
    '<TextBlock ID="b"><TextLine HPOS="9" VPOS="9" WIDTH="800" HEIGHT="28">{words}</TextLine></TextBlock>'
    "</PrintSpace></Page></Layout></alto>"
)


def write(root: Path) -> Path:
    """Have the library at `root`, which is new."""
    return template_libraries.lay(root, make)


def make(root: Path) -> None:
    """Write and read in the library at `root`, which is new."""
    root.mkdir(parents=True)
    for day in range(1, 7):
        date = dt.date(1987, 6, day)
        number = 4900 if day == 4 else 4169 + day
        skipped = "\n[OCR skipped on page(s) 2-3]\n" if day == 6 else ""
        (root / f"{date:%Y%m%d}.txt").write_text(_text(date, number) + skipped, encoding="utf-8")
    copied = _text(dt.date(1987, 6, 5), 4174).replace("。", "，后来改过。", 1)
    (root / KINDS["copies"]).write_text(copied, encoding="utf-8")
    (root / "19870713.txt").write_text(_text(dt.date(1987, 7, 3), 4202), encoding="utf-8")
    (root / "无名.txt").write_text(
        "雁桥日报\n\n# 一口井淘出三只木桶\n\n村东头的老井昨天淘干了。\n", encoding="utf-8"
    )
    _write_odd_issues(root)
    (root / "坏.pdf").write_bytes(b"%PDF-1.4\nnothing")
    Image.new("L", (400, 300), 230).save(root / "1987-06-20.png", dpi=(150, 150))
    words = "".join(
        f'<String CONTENT="{each}" WC="{0.9 if at % 3 else 0.4}" HPOS="{9 + 30 * at}" VPOS="9" WIDTH="28" HEIGHT="28"/>'
        for at, each in enumerate("江水涨了三尺船工连夜把灯挂上桅杆照着对岸的人")
    )
    (root / "1987-06-21.xml").write_text(_ALTO.format(words=words), encoding="utf-8")
    with closing(Library.open(root)) as library:
        library.sync()
        for role in (CorrectedRole.SUBHEAD, CorrectedRole.PARAGRAPH):
            library.corrections.correct_line("19870601.txt", _LINE, Claim(CorrectionKind.ROLE, role))
        library.corrections.correct_issue(["19870603.txt"], [Claim(CorrectionKind.NUMBER, number=4172)])
        (root / KINDS["overruled"]).write_text(_SECOND_PAGE, encoding="utf-8")
        library.user_data.merge_records(Records(unreadable=(_UNREADABLE,)))
        marked = next(each for each in articles_of(library) if each.sources[0].path == "19870602.txt")
        library.notebook.bookmark(marked.id)
        library.corrections.correct_line(
            "19870602.txt", _LINE, Claim(CorrectionKind.ROLE, CorrectedRole.PARAGRAPH)
        )
        (root / "19870602.txt").unlink()
        library.sync(accept_missing=True)
        library.forget_missing(["19870602.txt"])


_LINE = 7
_SECOND_PAGE = """雁桥日报
1987年6月3日 星期三 第4190期

第二版

# 桥头添了一口新钟

新钟昨天挂上了桥头的木架，每到整点敲一次，两岸都听得见。
"""
_UNREADABLE = Unreadable("decision", "user.sqlite", '{"uuid": "x", "type": "of later"}', "type")


def _write_odd_issues(root: Path) -> None:
    for folder in ("拾零", "1987", "远"):
        (root / folder).mkdir()
    (root / "拾零" / "旧闻.txt").write_text(
        "1987年6月7日\n\n# 渡船换了新篷布\n\n摆渡的老人说，这块篷布用了三年。\n", encoding="utf-8"
    )
    wrong = _text(dt.date(1987, 6, 8), 4177).replace("星期一", "星期四")
    (root / "1987" / "19870608.txt").write_text(wrong, encoding="utf-8")
    head = _text(dt.date(1987, 6, 9), 4178).partition("\n\n")[0]
    (root / "1987" / "19870609.txt").write_text(head + "\n", encoding="utf-8")
    (root / "远" / "21870605.txt").write_text(_text(dt.date(2187, 6, 5), 77222), encoding="utf-8")
    (root / "表.json").write_text('{"colors": {"ink": "#222222"}}\n', encoding="utf-8")


def _text(date: dt.date, number: int) -> str:
    return issue_text(date, number).partition("第2段")[0]
