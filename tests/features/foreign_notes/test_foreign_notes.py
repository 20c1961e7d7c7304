"""A quote of another program becomes a bookmark at its one place, in each form, once; else it is listed with why."""

import json
from pathlib import Path

import pytest

from reader.features.foreign_notes.anchoring import anchored_in, take
from reader.features.foreign_notes.quoted import MOST, Quoted, quotes_in
from reader.storage.disk_errors import LibraryError
from tests.terminal import Terminal, write_issues

QUOTE = "孩子们在麦场上堆了一个唱老生的雪人"
NOTE = "雪人的胡子是笤帚"
_SELECTOR = {
    "type": "TextQuoteSelector",
    "exact": QUOTE,
    "prefix": "瓦上积了两寸厚。",
    "suffix": "，胡子是一把旧笤帚。",
}
FORMS = {
    "hypothesis.json": {"rows": [{"text": NOTE, "tags": ["雪"], "target": [{"selector": [_SELECTOR]}]}]},
    "zotero.json": [
        {"issued": {"date-parts": [[1991, 1, 17]]}, "keyword": "雪", "note": f"<p>“{QUOTE}”</p><p>{NOTE}</p>"}
    ],
    "zotero.ris": f"TY  - NEWS\nDA  - 1991/01/17\nKW  - 雪\nN1  - <p>“{QUOTE}” {NOTE}</p>\nER  - \n",
    "excerpts.md": f"# 摘录\n\n> {QUOTE}\n\n{NOTE} #雪\n",
    "excerpts.txt": f"“{QUOTE}” {NOTE} #雪\n",
}


@pytest.fixture(scope="module")
def terminal(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    return Terminal(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def root(terminal: Terminal, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write_issues(tmp_path_factory.mktemp("foreign") / "旧报")
    twice = "\n\n马灯挂在渡口的老槐树下，风再大也不灭。\n"
    for name in ("1990/03/19900305.txt", "1991/01/19910117.txt"):
        file = root / name
        file.write_text(file.read_text(encoding="utf-8") + twice, encoding="utf-8")
    terminal.run("sync", "--library", str(root))
    return root


@pytest.mark.parametrize("name", FORMS)
def test_each_form_becomes_a_bookmark_once_and_is_undone(
    terminal: Terminal, root: Path, tmp_path: Path, name: str
) -> None:
    content = FORMS[name]
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    (tmp_path / name).write_text(text, encoding="utf-8")
    command = "import-notes", str(tmp_path / name), "--library", str(root)
    told = terminal.run(*command, "--json").json()
    made = [(each["exact"], each["note"], each["tags"], each["date"]) for each in told["new"]]
    assert made == [(QUOTE, NOTE, ["雪"], "1991-01-17")]
    assert told["unanchored"] == []
    again = terminal.run(*command, "--json").json()
    assert (again["new"], again["known"]) == ([], 1)
    terminal.run("bookmark", "undo", "--library", str(root))
    assert QUOTE not in terminal.run("bookmark", "list", "--library", str(root)).out


def test_what_another_program_has_just_taken_in_is_not_taken_in_again(
    terminal: Terminal, root: Path, tmp_path: Path
) -> None:
    file = tmp_path / "excerpts.md"
    file.write_text(f"> {QUOTE}\n\n{NOTE}\n", encoding="utf-8")
    with terminal.library(root) as one, terminal.library(root) as other:
        by_one, by_other = anchored_in(one, file), anchored_in(other, file)
        assert len(by_one.new) == len(by_other.new) == 1
        assert take(one, by_one, file.name)[1].size == 1
        taken, plan = take(other, by_other, file.name)
        assert (len(taken.new), taken.known, plan.size) == (0, 1, 0)
        assert other.notebook.undo_last_step("import") is not None
        assert one.notebook.bookmarks() == []


@pytest.mark.parametrize(
    ("quoted", "why"),
    [
        ({"exact": "马灯挂在渡口的老槐树下，风再大也不灭。"}, "这句话有几处，分不清是哪一处"),
        ({"exact": QUOTE + "和一只雪狗"}, "没有一篇文章里有这句话"),
        (
            {"exact": QUOTE, "prefix": "县里的水库去年修好以后", "suffix": "，粮食多收了三成。"},
            "有这句话，前后文不合",
        ),
        ({"exact": "雪"}, "引语太短，说不准是哪里"),
    ],
)
def test_what_has_no_one_place_is_listed_with_why(
    terminal: Terminal, root: Path, tmp_path: Path, quoted: dict[str, str], why: str
) -> None:
    target = [{"selector": [{"type": "TextQuoteSelector", **quoted}]}]
    file = tmp_path / "notes.json"
    file.write_text(json.dumps([{"target": target}], ensure_ascii=False), encoding="utf-8")
    told = terminal.run("import-notes", str(file), "--dry-run", "--json", "--library", str(root)).json()
    assert (told["new"], [each["why"] for each in told["unanchored"]]) == ([], [why])


@pytest.mark.parametrize(
    "data", [b"[" * 100_000, b'{"rows": 7}', b"", b"\xff\x00[{]", b'{"target": [7, {}]}']
)
def test_a_file_of_anything_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(LibraryError, match="未作任何改动"):
        quotes_in(data.decode("latin-1"), "x.json")


def test_a_record_that_is_cut_off_before_its_end_is_read() -> None:
    whole = str(FORMS["zotero.ris"])
    cut = whole.removesuffix("ER  - \n")
    assert quotes_in(cut, "x.ris") == quotes_in(whole, "x.ris")
    assert len(quotes_in(whole + cut.replace(NOTE, "别的批注"), "x.ris")) == 2


def test_a_quote_keeps_its_note_and_the_marks_in_it() -> None:
    text = "> 渡口的灯亮到后半夜\n\n别处写作“后半夜的灯亮着”\n\n## 下一章\n\n自己的话\n"
    assert quotes_in(text, "x.md") == [Quoted("渡口的灯亮到后半夜", note="别处写作“后半夜的灯亮着”")]


def test_more_quotes_than_a_person_writes_are_refused() -> None:
    with pytest.raises(LibraryError):
        quotes_in("\n".join(f"“第 {n} 句话，说了很多”" for n in range(MOST + 1)), "x.txt")
