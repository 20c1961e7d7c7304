"""A sync takes a bounded amount of memory, whatever lies in the folder; what is refused is told, the rest is read."""

import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from reader import own_process
from tests import homes, rotation
from tests.formats.container_files import overlapping, page, zipped_pairs
from tests.memory import Taken, taken_by

MOST_MB = 400
MOST_TIMES = 6
"""What a sync that refuses something may take of the processor, as a multiple of one that has nothing to refuse."""
SENTENCE = "江湾镇的渡口今天上午重新开放，来往的客人比昨天多了一倍。"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="no other system tells what a child has taken"),
    pytest.mark.timeout(600),
]


def text(size: int, day: int = 3) -> str:
    """An issue of so many bytes, nearly all of them one paragraph."""
    head = f"江湾晚报\n1987年6月{day}日\n\n渡口重新开放\n\n\u3000\u3000"
    return head + SENTENCE * (size // len(SENTENCE.encode())) + "\n"


def plain_files(folder: Path) -> None:
    for day in range(1, 7):
        (folder / f"1987-06-{day:02}.txt").write_text(text(6_000_000, day), encoding="utf-8")


def many_bombs(folder: Path) -> None:
    bombs = [(f"{number}.txt", text(6_600_000)) for number in range(60)]
    (folder / "60.zip").write_bytes(zipped_pairs([*bombs[:30], ("好.txt", page(5, "船停了。")), *bombs[30:]]))


def many_entries(folder: Path) -> None:
    (folder / "多.zip").write_bytes(overlapping(60_000, "渡口".encode()))


def a_long_attribute(folder: Path) -> None:
    words = SENTENCE * (30_000_000 // len(SENTENCE.encode()))
    alto = f'<alto><Layout><Page><PrintSpace><TextBlock><TextLine><String CONTENT="{words}"/></TextLine>'
    end = "</TextBlock></PrintSpace></Page></Layout></alto>"
    (folder / "1987-06-03.xml").write_text(alto + end, encoding="utf-8")


def a_long_line(folder: Path) -> None:
    rows = [{"title": "渡口", "date": "1987-06-03", "text": SENTENCE * n} for n in (520_000, 1)]
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    assert len(lines[0].encode()) > 43_000_000
    (folder / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")


def an_issue(folder: Path) -> None:
    (folder / "1987-06-30.txt").write_text(text(300, 30), encoding="utf-8")


def synced(folder: Path) -> Taken:
    """What a first sync of a folder takes."""
    with tempfile.TemporaryDirectory() as home, pytest.MonkeyPatch.context() as patched:
        homes.use(patched, Path(home))
        return taken_by(own_process.command("sync", "--library", str(folder), "--json"))


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Taken:
    """What a sync takes of the issue alone that lies beside all others here."""
    folder = tmp_path_factory.mktemp("一期")
    an_issue(folder)
    return synced(folder)


@pytest.mark.parametrize(
    ("fill", "articles", "told"),
    rotation.in_turn(
        [
            pytest.param(plain_files, 6, "", id="plain files"),
            pytest.param(many_bombs, 1, "60 个文件展开后大得不合常理", id="many bombs"),
            pytest.param(many_entries, 0, "超过 50000 个", id="many entries"),
            pytest.param(a_long_attribute, 0, "文字超过 2 MB", id="a long attribute"),
            pytest.param(a_long_line, 1, "第 1 行超过 8 MB", id="a long line"),
        ],
        days=2,
    ),
)
def test_a_sync_stays_small(
    tmp_path: Path, alone: Taken, fill: Callable[[Path], None], articles: int, told: str
) -> None:
    fill(tmp_path)
    an_issue(tmp_path)
    taken = synced(tmp_path)
    report = json.loads(taken.said)
    assert report["articles"] == articles + 1
    messages = [failure["message"] for failure in report["failed"]]
    assert len(messages) == bool(told)
    assert told in "".join(messages)
    assert taken.megabytes < MOST_MB
    if told:
        assert taken.seconds < MOST_TIMES * alone.seconds
