"""A library of two newspapers, of the same days."""

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

from tests.ui import a_window

PAPERS = ("雁桥日报", "江城晚报")
DAYS = (dt.date(1987, 6, 5), dt.date(1987, 6, 12), dt.date(1988, 2, 9))
_MAYOR = "本报讯（记者 何苇）雁桥市市长陈怀远昨天看了渡口。"
_SECOND_PAGE = """第02版

# {paper}的渡口旧事

渡口的老人说起{day}日的水，{paper}记了下来。6月3日，县里在渡口立了一块石碑，来了两百多人。
"""


def write_papers(root: Path, papers: Iterable[str] = PAPERS) -> Path:
    """Write issues of two pages, and of each newspaper a sheet without a day."""
    for number, paper in enumerate(papers):
        folder = a_window.write_issues(root / paper, DAYS, _MAYOR + "各报有各报的话。"[number:])
        for file in folder.iterdir():
            text = file.read_text(encoding="utf-8").replace("雁桥日报", paper)
            text = text.replace("CN 00-0000", f"CN 00-000{number}") + "\n"
            text += _SECOND_PAGE.format(paper=paper, day=file.stem[-2:])
            file.write_text(text.replace("\n\n# ", "\n第01版\n\n# ", 1), encoding="utf-8")
        sheet = f"{paper}\n\n# 一口井淘出{number + 3}只木桶\n\n村东头的老井昨天淘干了，{paper}的人也去看。\n"
        (folder / "无名.txt").write_text(sheet, encoding="utf-8")
    return root
