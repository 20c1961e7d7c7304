"""Misreadings that an issue has everywhere: listed with their witness, corrected and undone in one step, searched."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from reader import assets
from reader.cli import main
from reader.features.misread import systematic
from reader.features.misread.everywhere import MisreadEverywhere
from reader.features.misread.forms import SystematicForm, registered_forms, systematic_forms
from reader.features.misread.likely import LikelyMisreadings, Misreading
from reader.features.misread.systematic import look_for_systematic
from reader.library.integrity import unfound
from reader.library.library import Library
from reader.library.sync_events import SyncCancelled
from reader.newspaper.holdings import StoredArticle
from reader.search.answering.ladder import Rung
from tests import homes
from tests.shelf import articles_of
from tests.ui import synced_once

TITLE = "柳渡日报"
HEAD = TITLE + "\n1987年6月{day}日 星期五\n第01版"
TEXTS = (
    "柳渡市今天开通第二条公共汽车线路，沿途设十二个站，票价一角。柳渡市民排着队坐了头一趟车。",
    "新的水塔昨天在城北落成，三千户人家用上了自来水。柳渡人说，从前要到江边去挑。",
    "柳渡县的橘子今年收成好，船一只接一只往下游去，码头上的灯亮到半夜还没有熄。",
)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    homes.use(monkeypatch, tmp_path / "home")
    monkeypatch.setattr(assets, "newspapers", lambda: {"00-0001": TITLE})


def write(root: Path, day: int, *texts: str) -> None:
    root.mkdir(exist_ok=True)
    page = [HEAD.format(day=day)]
    for number, text in enumerate(texts, 1):
        page += [f"## 城里的第{number}件事", text]
    (root / f"198706{day:02}.txt").write_text("\n\n".join([*page, ""]), encoding="utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "旧报"
    write(folder, 12, *(text.replace("柳渡", "柳镀") for text in TEXTS))
    write(folder, 13, "柳渡市的路灯今晚一齐亮了，修灯的人说，灯杆还是老早立的，换过三回灯泡。")
    return folder


@pytest.fixture
def library(root: Path) -> Iterator[Library]:
    with synced_once.opened(root) as opened:
        yield opened


def printed(library: Library) -> list[str]:
    return sorted(repr(stored.article) for stored in articles_of(library))


def likely_in(library: Library) -> LikelyMisreadings:
    return LikelyMisreadings(library.characters.derived, library.same_texts)


def listed(library: Library) -> list[Misreading]:
    return likely_in(library).systematic(library.local.catalogue.article_ids())


def test_the_register_tells_what_an_issue_misreads_everywhere(library: Library) -> None:
    found = listed(library)
    assert {(each.form, each.meant, each.printed, each.read_as) for each in found} == {
        ("柳镀", "柳渡", "镀", "渡")
    }
    assert len(found) == 4
    assert all(each.is_systematic and each.because() for each in found)


def test_a_misreading_that_dictionaries_have_is_told_by_the_register(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the issue has the right form in other places; a word that is nearly as usual is another word."""
    title = "株洲日报"
    monkeypatch.setattr(assets, "newspapers", lambda: {"00-0001": title})
    right = (text.replace("柳渡", "株洲") for text in TEXTS)
    write(tmp_path / "报", 12, *(text.replace("柳渡", "株州") for text in TEXTS), *right)
    file = next((tmp_path / "报").glob("*.txt"))
    file.write_text(file.read_text("utf-8").replace(TITLE, title), "utf-8")
    with closing(Library.open(tmp_path / "报")) as library:
        library.sync()
        assert {(each.form, each.meant) for each in listed(library)} == {("株州", "株洲")}
        assert on_rung(library, '"株洲"') == (3, 3)
        assert on_rung(library, '"株州"') is None
    assert list(registered_forms(["台州市台州人台州县"], ["合州"])) == []


def test_they_are_found_after_a_sync_and_again_where_the_articles_have_changed(
    library: Library, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The newest issue first, an issue a step; what is stored holds for these articles alone."""
    found, before = listed(library), library.generation()
    looked_at: list[int] = []
    looked = systematic_forms

    def counted(texts: Sequence[str], *rest: Any) -> tuple[SystematicForm, ...]:
        looked_at.append(len(texts))
        return looked(texts, *rest)

    monkeypatch.setattr(systematic, "systematic_forms", counted)

    def stop() -> None:
        if looked_at:
            raise SyncCancelled

    with pytest.raises(SyncCancelled):
        look_for_systematic(library.local, stop)
    look_for_systematic(library.local)
    assert looked_at == [1, 3]
    assert library.generation() == before
    with closing(Library.open(root)) as again:
        assert listed(again) == found
    assert looked_at == [1, 3]
    write(root, 12, *(text.replace("柳渡", "柳镀") for text in TEXTS[:2]))
    library.sync()
    assert len(listed(library)) == 3
    assert looked_at == [1, 3, 2]
    look_for_systematic(library.local)
    look_for_systematic(library.local)
    assert looked_at == [1, 3, 2, 1, 2]  # the other issue, too: the library has a quarter fewer articles
    (root / "19870612.txt").unlink()
    library.sync(accept_missing=True)
    library.forget_missing(["19870612.txt"])
    look_for_systematic(library.local)  # which forgets what it found in issues that are gone
    kept = library.local.catalogue._rows("SELECT key FROM meta WHERE key GLOB 'systematic *'")
    assert len(kept) == 1


def test_only_the_newest_issues_are_looked_at_before_somebody_asks(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.features.misread.systematic.LOOKED_AT", 1)
    found = listed(library)
    look_for_systematic(library.local)
    rows = library.local.catalogue._rows("SELECT key FROM meta WHERE key GLOB 'systematic *'")
    (newest,) = library.local.catalogue.tree.newest_issues(1)
    assert rows == [(f"systematic {newest.id}",)]
    assert newest.date == max(
        issue.date for issue in library.local.catalogue.tree.newest_issues(9) if issue.date
    )
    assert listed(library) == found


TOWN = (
    "菊浚的渔船今早出港，二十条船排成一字，风从北边来，岸上的人数着桅杆，说今年的鱼汛比往年早了十来天。",
    "镇里要修一条石路通到菊浚，料石从后山采来，每家出三个工，路面宽六尺，挑担的和推车的都走得开了。完工那天请戏班来唱三天，"
    "老人们都说，从前雨天要穿草鞋，往后过年走亲戚，鞋面上也沾不到泥了，再远的路也不怕，天黑了还能提灯往回走。",
    "菊浚小学新添了一架风琴，是县城的老师捐的，下课以后孩子们围着听，有人听会了两首，回家唱给奶奶听。",
)


def test_a_reprint_tells_what_no_dictionary_knows(library: Library, root: Path) -> None:
    """A name that an issue misreads everywhere, and that another printing of a text has, with a third issue."""
    write(root, 15, *(text.replace("菊浚", "菊悛") for text in TOWN))
    write(root, 17, "去年底，有人从菊浚寄来一篓虾干，说是给母校的老师们尝尝。")
    library.sync()
    look_for_systematic(library.local)
    assert not [each for each in listed(library) if each.form == "菊悛"]
    write(root, 16, TOWN[1])
    library.sync()
    found = [each for each in listed(library) if each.form == "菊悛"]
    assert {(each.meant, each.because()) for each in found} == {
        ("菊浚", "这一期多处识别成“菊悛”，同一篇文字在别处登的，那里是“菊浚”")
    }
    assert len(found) == 3
    assert not [each for each in listed(library) if each.form == "菊浚"]


def test_an_issue_of_millions_of_characters_is_not_looked_at(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = library.local.catalogue.article_ids()
    assert likely_in(library).why_incomplete(ids) == ""
    monkeypatch.setattr("reader.features.misread.systematic.LONGEST", 10)
    assert listed(library) == []
    assert "太长" in likely_in(library).why_incomplete(ids)


def test_while_articles_are_not_compared_yet_the_list_is_said_to_be_incomplete(
    library: Library, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ids = library.local.catalogue.article_ids()
    with library.local.catalogue.writing() as writer:
        writer.keep("reprints up to", 2)
    assert "还没有和别的各期都比过" in LikelyMisreadings(
        library.characters.derived, library.same_texts
    ).why_incomplete(ids)
    library.close()
    assert main(["misreadings", "1987-06-12", "--library", str(root)]) == 0
    assert "还没有和别的各期都比过" in capsys.readouterr().err


def test_while_the_index_has_not_all_articles_the_list_is_said_to_be_incomplete(library: Library) -> None:
    (*ids, last) = library.local.catalogue.article_ids()
    library.local.engine.update((), [last])
    assert "还没有和别的各期都比过" in LikelyMisreadings(
        library.characters.derived, library.same_texts
    ).why_incomplete(ids)


def test_all_places_are_corrected_and_undone_in_one_step(library: Library, root: Path) -> None:
    files = {path: path.read_bytes() for path in root.glob("*.txt")}
    texts = printed(library)
    found = MisreadEverywhere(library.characters).places("柳镀", "柳渡")
    assert [is_misread for _, is_misread in found] == [True] * 4
    made = MisreadEverywhere(library.characters).correct([each for each, _ in found])
    assert len(made.decisions) == 4
    for typed, number in (("柳渡", 4), ("柳镀", 3)):
        assert library.searcher.search(f'"{typed}"', exact=True).total == number
    assert listed(library) == []
    assert MisreadEverywhere(library.characters).places("柳镀", "柳渡") == []
    first = made.decisions[0].uuid
    assert set(library.characters.made_with(first)) == {each.uuid for each in made.decisions}
    library.characters.undo(*library.characters.made_with(first))
    assert library.searcher.search('"柳渡"', exact=True).total == 1
    assert printed(library) == texts
    assert {path: path.read_bytes() for path in root.glob("*.txt")} == files


def test_a_place_where_the_printed_word_is_right_is_not_corrected(library: Library, root: Path) -> None:
    write(root, 14, "工厂的老师傅说，镀金的钟面擦了三遍，才照得出人影来，电镀车间里一夜没有熄灯。")
    library.sync()
    found = MisreadEverywhere(library.characters).places("镀", "渡")
    assert {each.before[-1:] + each.printed for each, is_misread in found if is_misread} == {"柳镀"}
    assert {each.before[-1:] + each.printed for each, is_misread in found if not is_misread} == {
        "，镀",
        "电镀",
    }


def test_a_place_that_only_its_letters_speak_for_is_not_corrected(library: Library, root: Path) -> None:
    """何柳镀 may be a name, and his issue does not misread the word everywhere."""
    write(root, 14, "有位老师傅叫何柳镀，在厂里干了三十年，看门的都认得他，说他从没有迟到过一回。")
    library.sync()
    found = MisreadEverywhere(library.characters).places("柳镀", "柳渡")
    assert [each.before[-2:] for each, is_misread in found if not is_misread] == ["何柳"]


def test_a_word_of_the_register_is_searched_as_the_issue_prints_it_too(library: Library) -> None:
    searcher = library.searcher
    wanted = searcher.in_all_shapes(searcher.understand("柳渡"))
    assert searcher.search(wanted, exact=True).total == 4
    assert searcher.count_by_shape(searcher.understand("柳渡")) == {"柳渡": {"柳渡": 1, "柳镀": 3}}
    assert searcher.search(searcher.in_all_shapes(searcher.understand('"柳渡"')), exact=True).total == 1
    assert searcher.search(searcher.in_all_shapes(searcher.understand("水塔")), exact=True).total == 1


def on_rung(library: Library, typed: str, *, with_shapes: bool = True) -> tuple[int, int] | None:
    """How many articles the rung of what is misread everywhere has, and how many that are not above."""
    found = library.searcher.ladder(library.searcher.understand(typed), with_shapes=with_shapes)
    return next(((each.results.total, each.unseen) for each in found if each.rung is Rung.EVERYWHERE), None)


def test_what_is_not_searched_along_stands_on_a_rung_of_its_own(library: Library) -> None:
    """In quotation marks, as printed, or where its chip was closed."""
    assert on_rung(library, "柳渡") is None
    assert on_rung(library, '"柳渡"') == (3, 3)
    assert on_rung(library, "柳渡", with_shapes=False) == (3, 3)
    assert on_rung(library, '"水塔"') is None
    for typed in ("柳渡", '"柳渡"'):  # what stands above is not told again as perhaps misread
        found = library.searcher.ladder(library.searcher.understand(typed), with_shapes=True)
        assert [each.results.total for each in found if each.rung is Rung.MISREAD] == [0]
    library.searcher.closed_forms.add("柳镀")
    assert on_rung(library, "柳渡") == (3, 3)
    wanted = library.searcher.in_all_shapes(library.searcher.understand("柳渡"))
    assert library.searcher.search(wanted, exact=True).total == 1


def test_only_issues_that_misread_it_everywhere_are_searched_so(library: Library, root: Path) -> None:
    write(root, 14, "有位老师傅叫何柳镀，在厂里干了三十年，看门的都认得他，说他从没有迟到过一回。")
    library.sync()
    searcher = library.searcher
    assert searcher.search(searcher.in_all_shapes(searcher.understand("柳渡")), exact=True).total == 4


NEXT = (
    "柳镀市的第二座桥昨天合龙，桥下的船工放了一挂鞭炮。柳镀县送来两车橘子，说是贺礼。",
    "柳镀人过节爱吃橘子饼，城南的老铺一天要蒸四十笼。镀金的招牌是民国年间做的，至今还亮。",
    "从柳镀港开出的客船，今年改走南汊，比往年早到一个钟头。",
)


def corrected(library: Library) -> int:
    """In how many places of the library a character is read otherwise."""
    return sum(len(stored.article.readings) for stored in articles_of(library))


def correct_with_rule(library: Library) -> None:
    places = [each for each, _ in MisreadEverywhere(library.characters).places("柳镀", "柳渡")]
    MisreadEverywhere(library.characters).correct(places, rule=("柳镀", "柳渡"))


def test_a_rule_corrects_what_is_read_in_later_until_it_is_taken_back(library: Library, root: Path) -> None:
    correct_with_rule(library)
    assert corrected(library) == 4
    write(root, 15, *NEXT)
    library.sync()
    assert corrected(library) == 8
    assert library.searcher.search('"柳渡港"', exact=True).total == 1
    assert library.searcher.search('"渡金"', exact=True).total == 0
    assert unfound(library.local.catalogue, library.local.engine, 100) == []
    (rule,) = library.characters.rules()
    library.characters.undo(rule.uuid)
    assert corrected(library) == 4
    assert library.searcher.search('"柳渡港"', exact=True).total == 0
    write(root, 16, *NEXT)
    library.sync()
    assert corrected(library) == 4


def test_a_step_with_a_rule_is_undone_as_one(library: Library, root: Path) -> None:
    texts = printed(library)
    _, turn = library.acts.carried_out(lambda: correct_with_rule(library))
    write(root, 15, *NEXT)
    library.sync()
    assert corrected(library) == 8
    assert turn is not None
    back = turn().back
    assert corrected(library) == 0
    assert library.characters.rules() == []
    assert set(texts) <= set(printed(library))
    assert back is not None
    back()
    assert corrected(library) == 8


def test_a_rule_of_another_computer_holds_at_once_for_what_is_there(
    library: Library, root: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "副本"
    shutil.copytree(root, copy)
    shutil.rmtree(copy / ".reader")
    write(copy, 12, *(text.replace("柳渡", "柳镀") for text in TEXTS[:2]), "柳渡")
    (copy / "19870613.txt").unlink()
    exported = tmp_path / "notes.jsonl"
    with closing(Library.open(copy)) as other:
        other.sync()
        correct_with_rule(other)
        exported.write_text(other.notebook.export_notes(), encoding="utf-8")
    library.notebook.import_notes(exported)
    assert corrected(library) == 4
    library.notebook.undo_last_step()
    assert corrected(library) == 0


def test_a_rule_reads_only_what_is_new(library: Library, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sync without changes reads nothing; one that was cut off before its rules is made good by the next."""
    correct_with_rule(library)
    read: list[StoredArticle] = []
    places_in = MisreadEverywhere._places_in

    def noted(
        self: MisreadEverywhere, stored: StoredArticle, *rest: Any
    ) -> Iterator[tuple[Misreading, bool]]:
        read.append(stored)
        return places_in(self, stored, *rest)

    monkeypatch.setattr(MisreadEverywhere, "_places_in", noted)
    library.sync()
    assert read == []
    write(root, 15, *NEXT)
    with monkeypatch.context() as patch:
        patch.setattr("reader.library.library.follow_rules", lambda *_: None)
        library.sync()
    assert corrected(library) == 4
    library.sync()
    assert corrected(library) == 8
    assert {each.issue.date.day for each in read if each.issue.date} == {15}


def test_what_a_rule_has_corrected_stays_undone_once_it_is_undone(library: Library, root: Path) -> None:
    correct_with_rule(library)
    write(root, 15, *NEXT)
    library.sync()
    harbour = next(
        each.decision
        for each in library.characters.known()
        if "港" in library.characters.quoted(each.decision, each.article_id, 4)[2]
    )
    library.characters.undo(harbour.uuid)
    assert library.searcher.search('"柳渡港"', exact=True).total == 0
    write(root, 16, "柳镀市的路灯换了新灯泡。", "柳镀县的人也来看。", "柳镀人都说亮。")
    library.sync()
    assert library.searcher.search('"柳渡港"', exact=True).total == 0
    assert corrected(library) == 4 + 3 + 3


def test_a_place_that_was_unticked_is_not_touched_by_the_rule(library: Library, root: Path) -> None:
    first, *others = [each for each, _ in MisreadEverywhere(library.characters).places("柳镀", "柳渡")]
    MisreadEverywhere(library.characters).correct(others, [first], ("柳镀", "柳渡"))
    write(root, 15, *NEXT)
    library.sync()
    assert corrected(library) == 3 + 4
    first_uuid = library.characters.rules()[0].uuid
    library.characters.undo(*library.characters.made_with(first_uuid))
    assert corrected(library) == 0


@pytest.mark.parametrize(
    ("printed", "read_as", "misread"), [("图馆", "图书馆", "他在图"), ("书书馆", "书馆", "他在图书")]
)
def test_dropped_and_extra_characters_are_corrected_everywhere(
    library: Library, root: Path, printed: str, read_as: str, misread: str
) -> None:
    """Only where the words around say so; where the meant string is printed, nothing is dropped."""
    write(root, 14, "他在图馆里看书。", "他在图书书馆里看书。", "图书馆的书馆藏，地图馆藏另放一处。")
    library.sync()
    found = MisreadEverywhere(library.characters).places(printed, read_as)
    assert [each.before[-3:] + each.printed for each, is_misread in found if is_misread] == [misread]
    MisreadEverywhere(library.characters).correct([each for each, is_misread in found if is_misread])
    assert library.searcher.search('"他在图书馆里看书"', exact=True).total == 1
