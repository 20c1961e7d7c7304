"""Every change of an article is told, none that is none; what is no change of the paper has words of its own."""

import datetime as dt
import hashlib
import json
import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from reader.features.evidence import evidence_file, making
from reader.features.evidence.checking import Checked, Outcome, check, head_in_words
from reader.features.evidence.evidence_file import EvidenceFile, EvidenceUnreadable
from reader.features.evidence.making import EvidenceSource, answer, made
from reader.library.character_places import CharacterPlace
from reader.library.library import Library
from reader.library.read_share import ReadSoFar
from reader.newspaper.article import Where
from reader.newspaper.correction import Claim, CorrectionKind
from reader.storage import givers
from reader.storage.disk_errors import LibraryError
from tests.shelf import articles_of

DAY = "柳川晚报\n1990年3月{day}日 星期{week} 第{number}期\n\n{articles}"
ARTICLE = (
    "第{n}座灯桥\n\n本报讯（记者 温如岚）灯桥修了{n}年，河东第{n}户人家搬到对岸，石匠在第{n}块石头上刻了号。"
    "看桥的老人说，{n}盏马灯夜里都点着，赶夜路的人不会再走错。\n\n"
)
FILES = {
    f"199003{day:02}.txt": DAY.format(
        day=day,
        week="一二三四五六日"[(day + 2) % 7],
        number=day,
        articles="".join(ARTICLE.format(n=names) for names in (f"{day}甲", f"{day}乙")),
    )
    for day in range(1, 4)
}


@contextmanager
def opened(root: Path, files: dict[str, str]) -> Iterator[Library]:
    """A library of these files, read in; those that it had before are gone."""
    root.mkdir(exist_ok=True)
    for path in root.glob("*.txt"):
        if path.name not in files:
            path.unlink()
    for name, text in files.items():
        (root / name).write_text(text, encoding="utf-8")
    library = Library.open(root)
    try:
        library.sync(accept_missing=True)
        yield library
    finally:
        library.close()


def evidence_of(library: Library, target: Path, *queries: str) -> Path:
    asked = EvidenceSource(queries or ("灯桥",))
    target.write_bytes(b"".join(made(library, asked, "何苇", answer(library, asked))))
    return target


def outcomes(checked: Checked) -> dict[str, Outcome]:
    return {each.shown.title: each.outcome for each in checked.findings}


def checked(root: Path, files: dict[str, str], evidence: Path) -> Checked:
    with opened(root, files) as library:
        return check(library, EvidenceFile(evidence))


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("evidence")
    with opened(folder / "旧报", FILES) as library:
        return evidence_of(library, folder / "桥.yuebao-evidence")


TITLES = [f"第{day}{half}座灯桥" for day in range(1, 4) for half in "甲乙"]


def test_another_copy_of_the_papers_is_the_same_whatever_its_files_are_called(
    evidence: Path, tmp_path: Path
) -> None:
    renamed = {f"另存{number}.txt": text for number, text in enumerate(FILES.values())}
    assert outcomes(checked(tmp_path / "a", FILES, evidence)) == dict.fromkeys(TITLES, Outcome.SAME)
    assert outcomes(checked(tmp_path / "b", renamed, evidence)) == dict.fromkeys(TITLES, Outcome.SAME)


def signed_again(path: Path, target: Path, change: Callable[[list[bytes]], list[bytes]]) -> Path:
    """Change the records of evidence, with a digest that fits, and sign it with one's own key, as a forger can."""
    whole = path.read_bytes()
    records = whole[: whole.rindex(b"key: ")].rstrip(b"\n").split(b"\n\n")
    body = b"\n\n".join(change(records)) + b"\n\n"
    key = givers.own_key()
    signature = key.sign(hashlib.blake2b(body).digest()).signature
    target.write_bytes(body + f"key: {bytes(key.verify_key).hex()}\nsignature: {signature.hex()}\n".encode())
    return target


def with_own_digest(record: bytes) -> bytes:
    texts = [json.loads(line[len("text: ") :]) for line in record.split(b"\n") if line.startswith(b"text: ")]
    lines = [
        b'digest: "%b"' % evidence_file.digest_of_lines(texts).encode()
        if line.startswith(b"digest: ")
        else line
        for line in record.split(b"\n")
    ]
    return b"\n".join(lines)


def _other_word(records: list[bytes]) -> list[bytes]:
    changed = records[2].replace("不会再走错".encode(), "都走错了路".encode())
    return [*records[:2], with_own_digest(changed), *records[3:]]


def _invented_article(records: list[bytes]) -> list[bytes]:
    head = records[1].replace(b"articles: 6", b"articles: 7", 1)
    invented = (
        records[2]
        .replace("修了1甲年".encode(), "塌了三回".encode())
        .replace(b"1\xe7\x94\xb2", b"9\xe4\xb8\x81")
    )
    return [records[0], head, *records[2:], with_own_digest(invented)]


def _other_title(records: list[bytes]) -> list[bytes]:
    lines = [
        'title: "假的题名"'.encode() if each.startswith(b"title: ") else each
        for each in records[2].split(b"\n")
    ]
    return [*records[:2], b"\n".join(lines), *records[3:]]


def _other_citation(records: list[bytes]) -> list[bytes]:
    changed = records[2].replace(b'citation: "', b'citation: "\\u001b[31m' + "假的\\n".encode(), 1)
    return [*records[:2], changed, *records[3:]]


def _with_marks(records: list[bytes], marks: str) -> list[bytes]:
    lines = [
        f"marks: {marks}".encode() if line.startswith(b"marks: ") else line
        for line in records[2].split(b"\n")
    ]
    return [*records[:2], b"\n".join(lines), *records[3:]]


def _marks_of_other_words(records: list[bytes]) -> list[bytes]:
    return _with_marks(records, "[[1,12,14]]")


def _marks_outside(records: list[bytes]) -> list[bytes]:
    return _with_marks(records, "[[90,2,4]]")


def _other_key(records: list[bytes]) -> list[bytes]:
    start = records[2].index(b'key: "') + len(b'key: "')
    return [*records[:2], records[2][:start] + b"aaaabbbbccccdddd" + records[2][start + 16 :], *records[3:]]


FORGERIES = (
    _other_word,
    _invented_article,
    _other_title,
    _other_citation,
    _marks_of_other_words,
    _marks_outside,
    _other_key,
)


@pytest.mark.parametrize("change", FORGERIES)
def test_what_was_forged_and_signed_is_not_what_the_file_says(
    evidence: Path, tmp_path: Path, change: Callable[[list[bytes]], list[bytes]]
) -> None:
    forged = signed_again(evidence, tmp_path / "假.yuebao-evidence", change)
    found = checked(tmp_path / "旧报", FILES, forged)
    first, *others = [each for each in found.findings if each.outcome is not Outcome.SAME]
    assert first.outcome is Outcome.NOT_IN_FILE
    assert first.why
    assert all(each.outcome is Outcome.NEW or each.outcome is Outcome.REREAD for each in others)
    assert not found.is_same
    assert first.citation.isprintable()
    assert first.why.isprintable()


def _other_day(records: list[bytes]) -> list[bytes]:
    date = records[2].index(b'date: "') + len(b'date: "')
    day = records[2][date : date + len(b"1987-06-12")]
    return [*records[:2], records[2].replace(day, b"1937" + day[4:]), *records[3:]]


def _twice(records: list[bytes]) -> list[bytes]:
    head = records[1].replace(b"articles: 6", b"articles: 7", 1)
    return [records[0], head, records[2], *records[2:]]


@pytest.mark.parametrize(
    ("change", "words"),
    [(_other_day, "从来不是证据里的 1937"), (_twice, "证据里把同一篇列了两次")],
)
def test_a_day_that_the_file_never_had_and_an_article_listed_twice_are_told(
    evidence: Path, tmp_path: Path, change: Callable[[list[bytes]], list[bytes]], words: str
) -> None:
    forged_file = signed_again(evidence, tmp_path / "假.yuebao-evidence", change)
    findings = checked(tmp_path / "旧报", FILES, forged_file).findings
    [false] = [finding for finding in findings if finding.outcome is not Outcome.SAME]
    assert false.outcome is Outcome.NOT_IN_FILE
    assert words in false.why


@pytest.mark.parametrize(
    ("stated", "other", "words"),
    [
        (b'"total":6', b'"total":900', "说是当时有 900 篇，里面只有 6 篇"),
        (b'"total":6', b'"total":2', "当时一共搜到 2 篇，里面却有 6 篇"),
        (b'made: "2', b'made: "3', "做它的日子还没有到"),
    ],
)
def test_evidence_that_contradicts_itself_is_not_the_same(
    evidence: Path, tmp_path: Path, stated: bytes, other: bytes, words: str
) -> None:
    def change(records: list[bytes]) -> list[bytes]:
        assert stated in records[1]
        return [records[0], records[1].replace(stated, other, 1), *records[2:]]

    found = checked(tmp_path / "旧报", FILES, signed_again(evidence, tmp_path / "假.yuebao-evidence", change))
    assert not found.is_same
    assert any(words in remark for remark in found.remarks)
    assert {finding.outcome for finding in found.findings} == {Outcome.SAME}


def _second_title(records: list[bytes]) -> list[bytes]:
    return [*records[:2], records[2] + '\ntitle: "另一个"'.encode(), *records[3:]]


def _two_values(records: list[bytes]) -> list[bytes]:
    return [
        *records[:2],
        records[2].replace(b"page: ", b'page: "9", "title": "x", "page": ', 1),
        *records[3:],
    ]


def _two_texts(records: list[bytes]) -> list[bytes]:
    return [*records[:2], records[2].replace(b'text: "', b'text: "a", "', 1), *records[3:]]


@pytest.mark.parametrize("change", [_second_title, _two_values, _two_texts])
def test_a_record_that_says_something_twice_is_refused(
    evidence: Path, tmp_path: Path, change: Callable[[list[bytes]], list[bytes]]
) -> None:
    forged = signed_again(evidence, tmp_path / "假.yuebao-evidence", change)
    with pytest.raises(EvidenceUnreadable):
        [*EvidenceFile(forged).articles()]


def test_an_unsigned_change_is_refused(evidence: Path, tmp_path: Path) -> None:
    changed = tmp_path / "改.yuebao-evidence"
    changed.write_bytes(evidence.read_bytes().replace("走错".encode(), "走对".encode(), 1))
    with pytest.raises(EvidenceUnreadable):
        EvidenceFile(changed)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from([*FILES]),
    share=st.floats(0, 1, exclude_max=True),
    inserted=st.sampled_from(["", "水", "水火", "，", "後", "！", "ａ"]),
    removed=st.integers(0, 2),
)
def test_any_change_of_an_article_is_told_and_of_no_other(
    evidence: Path, name: str, share: float, inserted: str, removed: int
) -> None:
    """Any characters of the articles of a file change: the articles that contain them are not the same, all others
    are."""
    text = FILES[name]
    first = text.index("\n\n第") + 2
    at = first + int((len(text) - first) * share)
    edited = text[:at] + inserted + text[at + removed :]
    if "\n" in text[at : at + removed] or edited == text:
        return  # what divides articles is not theirs
    touched = int(at > text.index("\n\n第", first))
    with TemporaryDirectory() as folder:
        found = outcomes(checked(Path(folder) / "旧报", FILES | {name: edited}, evidence))
    own = [title for title in TITLES if title.startswith(f"第{int(name[6:8])}")]
    assert [title for title in TITLES if found[title] is not Outcome.SAME] == [own[touched]]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("对岸", "對岸"),
        ("，河东", ",河东"),
        ("1甲盏", "１甲盏"),
        ("第1甲座灯桥", "第1甲座旧灯桥"),
        ("本报讯", "本社讯"),
    ],
)
def test_what_a_search_takes_for_equal_is_a_change_with_its_place(
    evidence: Path, tmp_path: Path, old: str, new: str
) -> None:
    name = "19900301.txt"
    edited = FILES[name].replace(old, new, 1)
    result = checked(tmp_path / "旧报", FILES | {name: edited}, evidence)
    assert outcomes(result) == dict.fromkeys(TITLES, Outcome.SAME) | {TITLES[0]: Outcome.CHANGED}
    assert "→" in result.findings[0].marked() or "+" in result.findings[0].marked()


def test_what_is_gone_and_what_is_new_is_told(evidence: Path, tmp_path: Path) -> None:
    files = {name: text for name, text in FILES.items() if name != "19900302.txt"}
    files["19900301.txt"] = files["19900301.txt"].partition("第1乙座灯桥")[0]
    files["19900309.txt"] = DAY.format(day=9, week="五", number=9, articles=ARTICLE.format(n="9甲"))
    found = outcomes(checked(tmp_path / "旧报", files, evidence))
    gone = dict.fromkeys([TITLES[1], TITLES[2], TITLES[3]], Outcome.GONE)
    assert found == dict.fromkeys(TITLES, Outcome.SAME) | gone | {"第9甲座灯桥": Outcome.NEW}


def test_a_file_that_vanished_is_gone_although_its_text_is_kept(evidence: Path, tmp_path: Path) -> None:
    with opened(tmp_path / "旧报", FILES) as library:
        (tmp_path / "旧报" / "19900303.txt").unlink()
        found = outcomes(check(library, EvidenceFile(evidence)))
    assert [found[title] for title in TITLES[4:]] == [Outcome.GONE] * 2


def test_a_file_changed_since_it_was_read_and_a_library_half_read_are_not_known(
    evidence: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = dict([*FILES.items()][:2])
    with opened(tmp_path / "旧报", few) as library:
        (tmp_path / "旧报" / "19900301.txt").write_text("别的话", encoding="utf-8")
        monkeypatch.setattr(library, "look_at_read", lambda: ReadSoFar(0.4, is_whole=False))
        result = check(library, EvidenceFile(evidence))
    found = outcomes(result)
    assert [found[title] for title in TITLES] == [
        *[Outcome.UNKNOWN] * 2,
        *[Outcome.SAME] * 2,
        *[Outcome.UNKNOWN] * 2,
    ]
    assert not result.queries[0].total_is_exact


@pytest.mark.parametrize("is_text_changed", [True, False])
def test_a_file_is_as_it_was_read_if_its_bytes_are_and_not_its_time(
    evidence: Path, tmp_path: Path, is_text_changed: bool
) -> None:
    path, text = tmp_path / "旧报" / "19900301.txt", FILES["19900301.txt"]
    with opened(tmp_path / "旧报", FILES) as library:
        status = path.stat()
        if is_text_changed:
            path.write_text(text.replace("石匠", "木匠", 1), encoding="utf-8")
            os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
        else:
            os.utime(path, ns=(1, 1))
        found = outcomes(check(library, EvidenceFile(evidence)))
    own = Outcome.UNKNOWN if is_text_changed else Outcome.SAME
    assert [found[title] for title in TITLES] == [*[own] * 2, *[Outcome.SAME] * 4]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig"])
def test_files_in_another_encoding_or_an_archive_are_the_same(
    evidence: Path, tmp_path: Path, encoding: str
) -> None:
    root = tmp_path / "旧报"
    root.mkdir()
    with ZipFile(root / "一月.zip", "w") as archive:
        archive.writestr("19900301.txt", FILES["19900301.txt"].encode(encoding))
    for name in [*FILES][1:]:
        (root / name).write_bytes(FILES[name].replace("\n", "\r\n").encode(encoding))
    with closing(Library.open(root)) as library:
        library.sync()
        assert outcomes(check(library, EvidenceFile(evidence))) == dict.fromkeys(TITLES, Outcome.SAME)


def test_a_correction_is_no_change_of_the_paper(evidence: Path, tmp_path: Path) -> None:
    with opened(tmp_path / "旧报", FILES) as library:
        first, *_ = (each for each in articles_of(library) if each.article.title() == TITLES[0])
        place = CharacterPlace(Where.BLOCK, 0, first.article.blocks[0].text.index("石匠"))
        library.characters.correct(first.id, place, "木")
        result = check(library, EvidenceFile(evidence))
        assert outcomes(result)[TITLES[0]] is Outcome.CORRECTED
        assert sum(each.outcome is Outcome.SAME for each in result.findings) == 5


@pytest.mark.parametrize(
    "claim",
    [
        Claim(CorrectionKind.DATE, date=dt.date(1990, 3, 11)),
        Claim(CorrectionKind.TITLE, title="雁桥日报"),
        Claim(CorrectionKind.JOINED),
    ],
    ids=lambda claim: claim.kind,
)
def test_no_correction_of_a_file_is_a_change_of_the_paper(
    evidence: Path, tmp_path: Path, claim: Claim
) -> None:
    with opened(tmp_path / "旧报", FILES) as library:
        if claim.kind is CorrectionKind.JOINED:
            line = FILES["19900301.txt"].split("\n").index(TITLES[1]) + 1
            library.corrections.correct_line("19900301.txt", line, claim)
        else:
            library.corrections.correct_issue(["19900301.txt"], [claim])
        found = outcomes(check(library, EvidenceFile(evidence)))
    assert {found.pop(title) for title in TITLES[:2]} == {Outcome.CORRECTED}
    assert {*found.values()} == {Outcome.SAME}


def test_of_articles_that_begin_alike_the_one_that_changed_is_told(tmp_path: Path) -> None:
    """They are told apart by their order in the file, which is another one when the first begins otherwise."""
    alike = "\n\n".join(
        f"{name}号渡船\n\n本报讯 " + "江上有雾，渡船停了半日，两岸的人隔着水喊话。" * 4 + f"船是{name}号。"
        for name in "甲乙丙"
    )
    text = DAY.format(day=1, week="四", number=1, articles=alike)
    with opened(tmp_path / "旧报", {"a.txt": text}) as library:
        evidence = evidence_of(library, tmp_path / "船.yuebao-evidence", "渡船")
    edited = text.replace("本报讯 江上有雾", "本报讯 江上大雾", 1)
    found = outcomes(checked(tmp_path / "旧报", {"a.txt": edited}, evidence))
    assert found == {"甲号渡船": Outcome.CHANGED, "乙号渡船": Outcome.SAME, "丙号渡船": Outcome.SAME}


def test_the_same_file_read_otherwise_by_another_version_is_no_change_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An article of the evidence as another version would have read it: cut otherwise, with the file's mark."""
    real = making.as_evidence

    def as_once_read(*given: object) -> evidence_file.EvidenceArticle:
        now = real(*given)  # type: ignore[arg-type]
        text = (f"paragraph {''.join(map(making.without_name, now.text))}",)
        return replace(now, text=text, digest=evidence_file.digest_of_lines(text), marks=())

    with opened(tmp_path / "旧报", FILES) as library:
        monkeypatch.setattr(making, "as_evidence", as_once_read)
        monkeypatch.setattr(making, "rules_now", lambda: {"reader": "0.0.1", "parser": "1"})
        old = evidence_of(library, tmp_path / "旧.yuebao-evidence")
        monkeypatch.undo()
        assert {*outcomes(check(library, EvidenceFile(old))).values()} == {Outcome.REREAD}
    edited = FILES | {"19900301.txt": FILES["19900301.txt"].replace("石匠在第1甲", "木匠在第1甲")}
    found = outcomes(checked(tmp_path / "旧报", edited, old))
    assert {title for title, each in found.items() if each is Outcome.CHANGED} == {TITLES[0]}
    assert {found[title] for title in TITLES[1:]} == {Outcome.REREAD}


def test_short_articles_that_have_nothing_in_common_but_their_form_are_not_taken_for_each_other(
    tmp_path: Path,
) -> None:
    def text(*titles: str) -> str:
        articles = "".join(f"## {title}\n\n灯桥{title[0]}。\n\n" for title in titles)
        return DAY.format(day=1, week="四", number=1, articles=articles)

    with opened(tmp_path / "旧报", {"a.txt": text("渡口", "水井", "板车")}) as library:
        evidence = evidence_of(library, tmp_path / "e.yuebao-evidence")
    found = outcomes(checked(tmp_path / "旧报", {"a.txt": text("渡口", "板车", "马灯")}, evidence))
    assert found == {
        "渡口": Outcome.SAME,
        "水井": Outcome.GONE,
        "板车": Outcome.SAME,
        "马灯": Outcome.NEW,
    }


def test_equal_texts_in_two_papers_are_two_articles(tmp_path: Path) -> None:
    one = FILES["19900301.txt"]
    both = {"a.txt": one, "b.txt": one.replace("柳川晚报", "雁桥日报")}
    with opened(tmp_path / "旧报", both) as library:
        evidence = evidence_of(library, tmp_path / "e.yuebao-evidence")
        assert [each.outcome for each in check(library, EvidenceFile(evidence)).findings] == [
            Outcome.SAME
        ] * 4
    edited = both | {"b.txt": both["b.txt"].replace("1甲盏", "2甲盏")}
    result = checked(tmp_path / "旧报", edited, evidence)
    assert [(each.outcome, each.shown.newspaper) for each in result.findings[:2]] == [
        (Outcome.CHANGED, "雁桥日报"),
        (Outcome.SAME, result.findings[1].shown.newspaper),
    ]
    alone = checked(tmp_path / "旧报", {"a.txt": one}, evidence)
    assert [(each.outcome, each.shown.newspaper) for each in alone.findings[:2]] == [
        (Outcome.GONE, "雁桥日报")
    ] * 2


def test_a_second_form_of_the_issue_changes_nothing(evidence: Path, tmp_path: Path) -> None:
    root = tmp_path / "旧报"
    with opened(root, FILES) as library:
        text = FILES["19900301.txt"].replace("石匠", "木匠")
        lines = "".join(f"<p>{line}</p>" for line in text.split("\n") if line)
        (root / "19900301.html").write_text(f"<html><body>{lines}</body></html>", encoding="utf-8")
        library.sync()
        assert Outcome.CHANGED not in outcomes(check(library, EvidenceFile(evidence))).values()


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda data: data[:-1], "不完整"),
        (lambda data: data[: len(data) // 2], "不完整"),
        (lambda data: data.replace("石匠".encode(), "木匠".encode(), 1), "改动过"),
        (lambda data: data.replace(b"\n", b"\r\n"), "改动过"),
        (lambda data: data.replace(b"yuebao-evidence 1", b"yuebao-evidence 3"), "更新版本"),
        (lambda data: data.replace(b"yuebao-evidence 1", b"yuebao-evidence 2"), "改动过"),
        (lambda data: data[data.index(b"\n") :], "不是阅报的证据"),
        (lambda data: b"", "不是阅报的证据"),
        (lambda data: data + b"x", "改动过"),
    ],
)
def test_a_damaged_file_is_told_by_a_sentence(
    evidence: Path, tmp_path: Path, spoil: Callable[[bytes], bytes], words: str
) -> None:
    target = tmp_path / "坏.yuebao-evidence"
    target.write_bytes(spoil(evidence.read_bytes()))
    with pytest.raises(EvidenceUnreadable, match=words):
        EvidenceFile(target)


@pytest.mark.parametrize(
    "body",
    [
        b'made: "2026-01-01T00:00:00Z"\n\n',
        b"x: " + b"[" * 100_000 + b"\n\n",
        b"no value\n\n",
        b'articles: 99999999\ngiver: ""\n\n',
        b"library: {}",
    ],
)
def test_what_is_signed_but_not_well_formed_is_damaged_too(tmp_path: Path, body: bytes) -> None:
    key, data = givers.own_key(), b"yuebao-evidence 1\n" + body
    signature = key.sign(hashlib.blake2b(data).digest()).signature
    last = f"key: {bytes(key.verify_key).hex()}\nsignature: {signature.hex()}\n".encode()
    target = tmp_path / "怪.yuebao-evidence"
    target.write_bytes(data + last)
    with pytest.raises(EvidenceUnreadable, match="不完整"):
        EvidenceFile(target)


HEAD = {
    "made": '"2026-01-01T00:00:00Z"',
    "giver": '"何苇"',
    "articles": "0",
    "rules": "{}",
    "library": "{}",
    "read": "{}",
}


def forged(target: Path, head: Mapping[str, str]) -> Path:
    """Write evidence without articles, soundly signed."""
    lines = "".join(f"{name}: {value}\n" for name, value in {**HEAD, **head}.items())
    data = f"yuebao-evidence 1\n{lines}\n".encode()
    key = givers.own_key()
    signature = key.sign(hashlib.blake2b(data).digest()).signature.hex()
    target.write_bytes(data + f"key: {bytes(key.verify_key).hex()}\nsignature: {signature}\n".encode())
    return target


@pytest.mark.parametrize("made", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_nothing_in_a_file_speaks_in_the_programs_name(tmp_path: Path, made: str) -> None:
    words = "签名与以前见过的是同一个人的。"
    spoken = json.dumps(f"何苇\n{words}")
    query = f'{{"typed":"灯桥","understood_as":{spoken},"total":0,"total_is_exact":true}}'
    head = {"made": f'"{made}"', "giver": spoken, "origin": spoken, "query": query, "not_counted": spoken}
    file = forged(tmp_path / "怪.yuebao-evidence", head | {"library": f'{{"name":{spoken}}}'})
    with opened(tmp_path / "旧报", FILES) as library:
        evidence = EvidenceFile(file)
        lines = [*head_in_words(evidence, check(library, evidence))]
    assert lines[0].startswith("证据做于")
    assert not any("\n" in line or line == words for line in lines)


def test_a_long_name_does_not_make_the_givers_forgotten(tmp_path: Path) -> None:
    givers.met("温如岚", b"1" * 32)
    for length in (200, 201):
        givers.met("长" * length, b"2" * 32)
        assert givers.met("温如岚", b"1" * 32).acquaintance is givers.Acquaintance.KNOWN
    with pytest.raises(EvidenceUnreadable):
        EvidenceFile(forged(tmp_path / "长.yuebao-evidence", {"giver": f'"{"长" * 201}"'}))


def test_too_much_is_neither_made_nor_read(
    evidence: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = forged(tmp_path / "长.yuebao-evidence", {"library": f'{{"name":"{"长" * 400}"}}'})
    EvidenceFile(long)
    monkeypatch.setattr(evidence_file, "_LONGEST_RECORD", 1000)
    with pytest.raises(EvidenceUnreadable):
        EvidenceFile(long)
    monkeypatch.setattr(evidence_file, "LARGEST", 100)
    with pytest.raises(EvidenceUnreadable, match="GB"):
        EvidenceFile(evidence)
    monkeypatch.setattr(making, "MOST_ARTICLES", 5)
    with opened(tmp_path / "旧报", FILES) as library, pytest.raises(LibraryError, match="5 篇"):
        answer(library, EvidenceSource(("灯桥",)))


def test_the_signature_of_another_with_a_known_name_is_told(tmp_path: Path) -> None:
    key = givers._key_file()
    with opened(tmp_path / "旧报", FILES) as library:
        one = evidence_of(library, tmp_path / "一.yuebao-evidence")
        assert EvidenceFile(one).giver.acquaintance is givers.Acquaintance.OWN
        key.unlink()
        assert EvidenceFile(one).giver.acquaintance is givers.Acquaintance.FIRST
        other = evidence_of(library, tmp_path / "他.yuebao-evidence")
        key.unlink()
    assert EvidenceFile(other).giver.acquaintance is givers.Acquaintance.OTHER_KEY
    assert EvidenceFile(one).giver.acquaintance is givers.Acquaintance.KNOWN


def test_a_person_can_read_it_and_compute_its_digests(evidence: Path) -> None:
    text = evidence.read_text(encoding="utf-8")
    article = next(EvidenceFile(evidence).articles())
    assert f'\ncitation: "{article.citation}"\n' in text
    assert all(f'\ntext: "{line}"\n' in text for line in article.text)
    marked = {article.text[line][begin:end] for line, begin, end in article.marks}
    assert marked == {"灯桥"}


_EDITS: dict[str, Callable[[str, str], str]] = {
    "text": lambda text, name: text.replace(f"第{name}块石头", f"第{name}块青石"),
    "title": lambda text, name: text.replace(f"第{name}座灯桥", f"第{name}座石桥"),
    "page": lambda text, name: text.replace(f"第{name}座灯桥", f"第四版\n\n第{name}座灯桥"),
    "gone": lambda text, name: text.replace(ARTICLE.format(n=name), ""),
    "day": lambda text, name: text.replace(f"3月{name[0]}日", f"3月1{name[0]}日"),
    "new": lambda text, name: text + ARTICLE.format(n=f"{name}丙"),
    "": lambda text, name: text,
}


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.sampled_from([f"{day}{half}" for day in (1, 2, 3) for half in "甲乙"]), st.sampled_from([*_EDITS])
    )
)
def test_each_of_several_changes_is_told_and_nothing_else(evidence: Path, edits: dict[str, str]) -> None:
    """Articles are edited, moved to another page, taken out or added, and issues get another day, in one library."""
    files, expected = dict(FILES), dict.fromkeys(TITLES, Outcome.SAME)
    for name, edit in edits.items():
        file = f"1990030{name[0]}.txt"
        files[file] = _EDITS[edit](files[file], name)
        own, beside = f"第{name}座灯桥", f"第{name[0]}乙座灯桥"
        for title in {"day": [own, own.translate(_OTHER_HALF)], "page": [own, beside]}.get(
            edit, [own] * (edit in ("text", "title"))
        ):
            expected[title] = Outcome.CHANGED
        if edit == "new":
            expected[f"第{name}丙座灯桥"] = Outcome.NEW
    for name in (name for name, edit in edits.items() if edit == "gone"):
        expected[f"第{name}座灯桥"] = Outcome.GONE
    with TemporaryDirectory() as folder:
        assert outcomes(checked(Path(folder) / "旧报", files, evidence)) == expected


_OTHER_HALF = str.maketrans("甲乙", "乙甲")


_ODD = "\u200b\ufeff\u00ad\u00a0\u3000 ，,後后⻓⼀\ufe00é㎏１1\u2028·“\u202e\ufffd𠀀\t—"
"""Characters that look like others, like nothing, or are folded somewhere."""
_Papers = dict[str, tuple[str, list[str]]]
"""The head and the articles of each file, by its path."""


def _put(papers: _Papers, name: str, other: str, at: int, character: str) -> None:
    article = papers[name][1].pop(0)
    at %= len(article)
    papers[name][1].append(article[:at] + character + article[at + at % 2 :])


def _swap(papers: _Papers, name: str, other: str, at: int, character: str) -> None:
    mine, theirs = papers[name][1], papers[other][1]
    mine[0], theirs[-1] = theirs[-1], mine[0]


def _copy(papers: _Papers, name: str, other: str, at: int, character: str) -> None:
    papers[other][1].insert(at % 2, papers[name][1][0])


def _turn(papers: _Papers, name: str, other: str, at: int, character: str) -> None:
    papers[name][1].insert(0, f"第{'二三四'[at % 3]}版\n\n{papers[name][1].pop(0)}")


def _rename(papers: _Papers, name: str, other: str, at: int, character: str) -> None:
    head, articles = papers[name]
    papers[name] = head.replace(*(("3月", "4月"), ("柳川晚报", "雁桥日报"))[at % 2]), articles


def _printed(library: Library) -> Counter[tuple[object, tuple[str, ...]]]:
    """What is printed in the library that the search finds: where, and what."""
    told = (making.as_evidence(each, {}) for each in articles_of(library) if not each.is_missing)
    return Counter((each.place, each.text) for each in told if any("灯桥" in line for line in each.text))


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([_put, _put, _swap, _copy, _turn, _rename]),
            st.sampled_from([*FILES]),
            st.sampled_from([*FILES]),
            st.integers(0, 200),
            st.sampled_from(_ODD),
        ),
        min_size=1,
        max_size=5,
    ),
    st.integers(0, 4),
    st.booleans(),
)
def test_as_many_are_the_same_as_are_printed_as_they_were(
    edits: Sequence[tuple[Callable[..., None], str, str, int, str]], before: int, is_elsewhere: bool
) -> None:
    """Whatever befalls the papers, before the evidence is made (the first edits) and after it, here or on a copy."""
    papers: _Papers = {}
    for name, text in FILES.items():
        head, first, second = text.partition("\n\n第")[0], *text.split("\n\n第")[1:3]
        papers[name] = f"{head}\n\n", [f"第{first}\n\n", f"第{second}\n\n"]

    def files() -> dict[str, str]:
        return {name: head + "".join(articles) for name, (head, articles) in papers.items()}

    with TemporaryDirectory() as folder:
        for edit, *given in edits[:before]:
            edit(papers, *given)
        with opened(Path(folder) / "旧报", files()) as library:
            then = _printed(library)
            evidence = EvidenceFile(evidence_of(library, Path(folder) / "e.yuebao-evidence"))
        for edit, *given in edits[before:]:
            edit(papers, *given)
        with opened(Path(folder) / ("别处" if is_elsewhere else "旧报"), files()) as library:
            now, findings = _printed(library), check(library, evidence).findings
    told = [each.outcome for each in findings]
    assert told.count(Outcome.SAME) == (then & now).total()
    assert len([each for each in findings if each.was]) == then.total()
    ids = [each.article_id for each in findings if each.now]
    assert len(ids) == len({*ids}) >= now.total()


# -- with digests only


@pytest.fixture(scope="module")
def digests(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Evidence of the same search, with digests only."""
    folder = tmp_path_factory.mktemp("digests")
    source = EvidenceSource(("灯桥",), has_texts=False)
    target = folder / "桥.yuebao-evidence"
    with opened(folder / "旧报", FILES) as library:
        target.write_bytes(b"".join(made(library, source, "何苇", answer(library, source))))
    return target


def test_evidence_of_digests_has_no_text_and_says_so(evidence: Path, digests: Path) -> None:
    read, full = EvidenceFile(digests), EvidenceFile(evidence)
    assert not read.head.has_texts
    assert "只有摘要，没有文字" in digests.read_text(encoding="utf-8").split("\n")[1]
    articles = [*read.articles()]
    assert len({each.salt for each in articles}) == len(articles)
    whole = digests.read_text(encoding="utf-8")
    for own, other in zip(articles, full.articles(), strict=True):
        assert (own.citation, own.printing, own.marks) == (other.citation, other.printing, other.marks)
        assert own.text == ()
        assert own.digest not in {evidence_file.digest_of_lines([line]) for line in other.text}
        for line in map(making.without_name, other.text):
            assert line not in whole or line == other.title


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text,
        lambda text: text.replace("石匠", "木匠", 1),
        lambda text: text.replace("河东第1甲户", "河東第1甲户", 1),
        lambda text: text.partition("第1乙座灯桥")[0],
        lambda text: text.replace("3月1日", "4月1日"),
    ],
)
@pytest.mark.parametrize("is_elsewhere", [False, True])
def test_digests_tell_of_every_article_whether_it_is_the_same_as_texts_do(
    evidence: Path, digests: Path, tmp_path: Path, change: Callable[[str], str], is_elsewhere: bool
) -> None:
    name = "另存.txt" if is_elsewhere else "19900301.txt"
    files = {each: FILES[each] for each in [*FILES][1:]} | {name: change(FILES["19900301.txt"])}
    with opened(tmp_path / "旧报", files) as library:
        of_texts = check(library, EvidenceFile(evidence))
        of_digests = check(library, EvidenceFile(digests))
    assert outcomes(of_digests) == outcomes(of_texts)
    assert not any("石匠" in each.marked() or "木匠" in each.marked() for each in of_digests.findings)


def _title_of_sealed(records: list[bytes]) -> list[bytes]:
    return [*records[:2], records[2].replace("座灯桥".encode(), "座断桥".encode()), *records[3:]]


def _digest_of_sealed(records: list[bytes]) -> list[bytes]:
    lines = [
        b'digest: "%b"' % (b"ab" * 32) if line.startswith(b"digest: ") else line
        for line in records[2].split(b"\n")
    ]
    return [*records[:2], b"\n".join(lines), *records[3:]]


@pytest.mark.parametrize(
    ("change", "outcome"),
    [(_title_of_sealed, Outcome.NOT_IN_FILE), (_digest_of_sealed, Outcome.REREAD)],
)
def test_forged_digests_and_titles_are_told_and_no_more_than_is_known(
    digests: Path, tmp_path: Path, change: Callable[[list[bytes]], list[bytes]], outcome: Outcome
) -> None:
    forged = signed_again(digests, tmp_path / "假.yuebao-evidence", change)
    found = checked(tmp_path / "旧报", FILES, forged)
    (first,) = [each for each in found.findings if each.outcome is not Outcome.SAME]
    assert first.outcome is outcome
    assert first.difference is None
    assert "只有摘要" in "\n".join(head_in_words(EvidenceFile(forged), found))


def test_an_article_under_another_title_is_not_told_to_be_gone(digests: Path, tmp_path: Path) -> None:
    """A digest can't tell it from one that has taken its place."""
    name = "19900301.txt"
    changed = FILES[name].replace("第1甲座灯桥", "修灯桥的人").replace("灯桥修了1甲年", "桥上")
    found = checked(tmp_path / "旧报", FILES | {name: changed}, digests)
    (first,) = [each for each in found.findings if each.was and each.outcome is not Outcome.SAME]
    assert (first.outcome, first.shown.title) == (Outcome.UNKNOWN, TITLES[0])


def test_a_text_of_another_version_in_another_file_is_not_known_from_a_digest(
    digests: Path, tmp_path: Path
) -> None:
    def older(records: list[bytes]) -> list[bytes]:
        head = records[1].replace(b'"parser":"', b'"parser":"0', 1)
        return [records[0], head, *records[2:]]

    forged = signed_again(digests, tmp_path / "旧.yuebao-evidence", older)
    files = {name: text.replace("石匠", "木匠") for name, text in FILES.items()}
    found = checked(tmp_path / "旧报", files, forged)
    assert {each.outcome for each in found.findings} == {Outcome.UNKNOWN}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"yuebao-evidence 2", b"yuebao-evidence 1"),
        (b"has_texts: false", b"has_texts: true"),
        (b'\nsalt: "', b'\ntext: "paragraph x"\nsalt: "'),
    ],
)
def test_a_file_that_is_half_of_one_form_and_half_of_the_other_is_refused(
    digests: Path, tmp_path: Path, old: bytes, new: bytes
) -> None:
    forged = signed_again(
        digests, tmp_path / "半.yuebao-evidence", lambda records: [each.replace(old, new) for each in records]
    )
    with pytest.raises(EvidenceUnreadable):
        [*EvidenceFile(forged).articles()]


def test_corrected_characters_are_sealed_and_still_told_apart(tmp_path: Path) -> None:
    source = EvidenceSource(("灯桥",), has_texts=False)
    target = tmp_path / "改.yuebao-evidence"
    with opened(tmp_path / "旧报", FILES) as library:
        first, *_ = (each for each in articles_of(library) if each.article.title() == TITLES[0])
        place = CharacterPlace(Where.BLOCK, 0, first.article.blocks[0].text.index("石匠"))
        library.characters.correct(first.id, place, "木")
        target.write_bytes(b"".join(made(library, source, "", answer(library, source))))
        assert '"木' not in target.read_text(encoding="utf-8")
        assert check(library, EvidenceFile(target)).is_same
        (again,) = (each for each in articles_of(library) if each.article.title() == TITLES[0])
        library.characters.correct(again.id, place, "瓦")
        assert outcomes(check(library, EvidenceFile(target)))[TITLES[0]] is Outcome.CORRECTED
