"""Given a transcript of commands in tests/transcripts, when they are run again, then each prints what stands there.

A transcript is read as a person would see it: `$ reader …` is a command, what it prints follows; `! ` stands before
lines of its standard error, `[2]` is its exit code if that is not 0. `$ cat FILE` shows a file that a command wrote, a
package member by member, or one of them; `$ window …` does what only the window does (`Screen._edit`). `{uuid}` in a
command is the last UUID that was printed.

After a change that is meant: pytest tests/test_transcripts.py --update-golden, and look at the diff. A command is added
by writing its line into a transcript.
"""

import datetime as dt
import re
import shlex
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader import assets
from reader.cli.named_articles import article_named
from reader.features.dossiers.dossiers import dossiers_of
from reader.features.people.people import people_of
from reader.features.saved_searches.saved_searches import searches_of
from reader.search.documents import Order
from tests.acts import state_of
from tests.terminal import ISSUES, Terminal

TRANSCRIPTS = sorted(Path(__file__).with_name("transcripts").glob("*.txt"))
FILES = {
    "names.csv": "姓名\n温如岚\n何苇\n宋三槐\n",
    "queries.txt": "戏台\n米市 OR 渡船\n-雪\n",
    "table.csv": "标题,story,日期\n渡口,老戏台搬过了河，船工说好。,1990-03-07\n",
    "odd.json": '{"format": "reader notes", "version": 4, "bookmarks": [{"uuid": 7}], "corrections": [1],'
    ' "aliases": []}',
    "new.txt": "柳川晚报\n1992年1月17日 星期五 第500期\n\n码头开工\n\n本报讯（记者 温如岚）码头昨天开工。\n",
}
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


class Screen:
    """Runs the commands of a transcript in a folder, and says what they print without what differs from day to day."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._terminal = Terminal(folder / "home")
        self._uuids: list[str] = []

    def lines(self, command: str) -> Iterator[str]:
        """Yield the command and what it prints."""
        yield f"$ {command}"
        program, *words = shlex.split(command)
        if self._uuids:
            words = [word.replace("{uuid}", self._uuids[-1]) for word in words]
        if program == "cat":
            yield from self._plain(_text_of(self._folder / words[0], *words[1:]))
            return
        if program == "window":
            self._edit(*words)
            return
        ran = self._terminal.ran(*words)
        self._uuids += _UUID.findall(ran.out)
        yield from self._plain(ran.out)
        yield from (f"! {line}" for line in self._plain(ran.err))
        if ran.code:
            yield f"[{ran.code}]"

    def _edit(self, act: str, name: str, *rest: str) -> None:
        """Do in the library what only the window does."""
        with self._terminal.library(self._folder / "paper") as library:
            match act, rest:
                case "dossier", (note, *keys):
                    dossier = dossiers_of(library).add(name)
                    ids = [(article_named(library, key).id, None) for key in keys]
                    dossiers_of(library).add_articles(dossier.uuid, ids, None)
                    dossiers_of(library).add_note(dossier.uuid, note, None)
                case "save", (query,):
                    searches_of(library).add(name, query, Order.NEWEST, all_shapes=False)
                case "strike", ():
                    people_of(library).strike_out(name)
                case _:
                    raise ValueError(act)
            self._uuids += state_of(library)

    def _plain(self, text: str) -> list[str]:
        today = dt.date.today()
        for uuid in self._uuids:
            text = text.replace(uuid[:8], "<uuid>")
        text = text.replace(str(self._folder), "~")
        text = re.sub(r"<uuid>[0-9a-f-]{28}", "<uuid>", _UUID.sub("<uuid>", text))
        text = re.sub(r"20\d\d-\d\d-\d\dT\d\d:\d\d(:\d\d)?[.\d]*([+Z][\d:]*)?", "<time>", text)
        for written in (f"{today}", f"{today.year}年{today.month}月{today.day}日", f"{today:%Y%m%d}"):
            text = text.replace(written, "<today>")
        text = text.replace(f"{today - dt.timedelta(days=1)}", "<yesterday>")
        text = re.sub(r"<today>(-\d{4,6}| \d\d:\d\d)", "<now>", text)
        text = re.sub(r'"seconds": [\d.e-]+', '"seconds": <s>', text)
        return re.sub(r"[\d.]+ 秒", "<s> 秒", text).splitlines()


def _text_of(path: Path, member: str | None = None) -> str:
    """Return the text of a file, of a member of a package, or of all its members."""
    if not path.exists():
        return "no such file"
    if not zipfile.is_zipfile(path):
        return path.read_text("utf-8-sig")
    with zipfile.ZipFile(path) as package:
        if member:
            return package.read(member).decode("utf-8-sig")
        return "\n".join(f"--- {name}\n{package.read(name).decode()}" for name in package.namelist())


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_transcript(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, update_golden: bool) -> None:
    for name, text in {f"paper/{name}": text for name, text in ISSUES.items()}.items() | FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    shutil.copytree(assets.sample_library(), tmp_path / "sample")
    monkeypatch.chdir(tmp_path)
    screen = Screen(tmp_path)
    expected = path.read_text("utf-8").splitlines()
    said = [
        line
        for command in expected
        if command.startswith("$ ")
        for line in screen.lines(command.removeprefix("$ "))
    ]
    if update_golden:
        path.write_text("".join(f"{line}\n" for line in said), encoding="utf-8")
        expected = said
    assert said == expected
