"""A library whose articles can all be searched, half of them analysed: one text in four papers, with a person, and with
a misread character in one of them.
"""

from collections.abc import Sequence
from pathlib import Path

import pytest

from reader.library.library import Library
from reader.library.sync_events import SyncCancelled, SyncReport

PERSON, WORDS = "陈海涛", "另购车票"
MISREAD, MEANT = "何渡牛", "何渡生"
_PAPERS = ("江湾日报", "江湾晚报", "江湾农报", "江湾工报")
_TEXT = (
    "本报讯（记者 陈海涛）各地轮渡自下月起调整票价，成人票每张一角五分，儿童减半，月票仍按原价，"
    "携带自行车者另购车票一张。局长陈海涛说，陈局长的话到此为止，船照开，何渡生掌舵。"
)


def _write(root: Path, papers: Sequence[str]) -> None:
    for paper in papers:
        (root / paper).mkdir(parents=True)
        text = _TEXT.replace(MEANT, MISREAD) if paper == _PAPERS[1] else _TEXT
        issue = f"{paper}\n1987年6月10日\n\n## 轮渡票价有了新章程\n\n{text}\n"
        (root / paper / "19870610.txt").write_text(issue, "utf-8")


def write_half(root: Path) -> None:
    """Sync the library; then add as many issues again, and stop as soon as these can be searched."""

    def stop(_: SyncReport) -> None:
        raise SyncCancelled

    _write(root, _PAPERS[:2])
    library = Library.open(root)
    library.sync()
    _write(root, _PAPERS[2:])
    with pytest.raises(SyncCancelled):
        library.sync(searchable=stop)
    assert library.read.is_whole
    assert library.same_texts.analysed() == library.person_names.analysed() == 0.5
    library.close()


def complete(root: Path) -> None:
    library = Library.open(root)
    library.sync()
    library.close()
