"""A library with one thing of each kind that is not known, and the words by which it is listed."""

import datetime as dt
from contextlib import closing
from pathlib import Path

from PIL import Image

from reader.library.library import Library
from tests.shelf import articles_of
from tests.ui.a_window import issue_text

KINDS = {
    "undated": "无名.txt",
    "other-day": "19870713.txt",
    "contradicting": "19870604.txt",
    "unread": "坏.pdf",
    "encoding": "1987-06-22.txt",
    "copies": "19870605 (冲突副本 2024-03-06).txt",
    "low-quality": "1987-06-21.xml",
    "pictures": "1987-06-20.png",
    "lost-marks": "19870602.txt",
}
"""Each kind, in order, with the file of its only thing."""
_ALTO = (
    '<alto xmlns="http://www.loc.gov/standards/alto/ns-v3#"><Layout><Page ID="p" WIDTH="900" HEIGHT="900"><PrintSpace>'
    '<TextBlock ID="b"><TextLine HPOS="9" VPOS="9" WIDTH="800" HEIGHT="28">{words}</TextLine></TextBlock>'
    "</PrintSpace></Page></Layout></alto>"
)


def write(root: Path) -> Path:
    root.mkdir(parents=True)
    for day in range(1, 7):
        date = dt.date(1987, 6, day)
        number = 4900 if day == 4 else 4169 + day
        (root / f"{date:%Y%m%d}.txt").write_text(_text(date, number), encoding="utf-8")
    copied = _text(dt.date(1987, 6, 5), 4174).replace("。", "，后来改过。", 1)
    (root / KINDS["copies"]).write_text(copied, encoding="utf-8")
    (root / "19870713.txt").write_text(_text(dt.date(1987, 7, 3), 4202), encoding="utf-8")
    (root / "无名.txt").write_text(
        "雁桥日报\n\n# 一口井淘出三只木桶\n\n村东头的老井昨天淘干了。\n", encoding="utf-8"
    )
    (root / "坏.pdf").write_bytes(b"%PDF-1.4\nnothing")
    (root / "1987-06-22.txt").write_bytes("璎珞蹁跹\n砗磲玳瑁琥珀玛瑙\n鳜鲢鳙鲫鲈鲟\n".encode("gb18030"))
    Image.new("L", (400, 300), 230).save(root / "1987-06-20.png", dpi=(150, 150))
    words = "".join(
        f'<String CONTENT="{each}" WC="{0.9 if at % 3 else 0.4}" HPOS="{9 + 30 * at}" VPOS="9" WIDTH="28" HEIGHT="28"/>'
        for at, each in enumerate("江水涨了三尺船工连夜把灯挂上桅杆照着对岸的人")
    )
    (root / "1987-06-21.xml").write_text(_ALTO.format(words=words), encoding="utf-8")
    with closing(Library.open(root)) as library:
        library.sync()
        marked = next(each for each in articles_of(library) if each.sources[0].path == "19870602.txt")
        library.notebook.bookmark(marked.id)
        (root / "19870602.txt").unlink()
        library.sync(accept_missing=True)
        library.forget_missing(["19870602.txt"])
    return root


def _text(date: dt.date, number: int) -> str:
    return issue_text(date, number).partition("第2段")[0]
