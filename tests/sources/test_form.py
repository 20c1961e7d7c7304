"""Articles of an issue that several formats tell: which are the same, whose text is shown."""

import pytest
from msgspec.structs import replace

from reader.newspaper.article import Article, ArticleKind, Block, BlockKind
from reader.sources import (
    ChosenForms,
    Form,
    FormArticle,
    Joined,
    Standing,
    best_first,
    join,
    quality,
    reason,
)
from tests.sources.issues import PDF, SHEETS, SITE, Habits, Score, TrueArticle, an_issue, form_of, scan, told


def joined_of(
    seed: int, habits: dict[str, Habits], chosen: ChosenForms | None = None
) -> tuple[Joined, dict[str, list[TrueArticle]]]:
    issue = an_issue(seed)
    forms = {name: told(issue, each, f"{seed}{name}") for name, each in habits.items()}
    made = [form_of(name, articles, habits[name]) for name, articles in forms.items()]
    return join(made, chosen or ChosenForms()), forms


@pytest.mark.parametrize("noise", [0.0, 0.1])
@pytest.mark.parametrize("layer", [PDF, SHEETS], ids=["pages named alike", "pages named otherwise"])
def test_hardly_an_article_is_put_to_a_wrong_one_or_to_none(noise: float, layer: Habits) -> None:
    score = Score()
    for seed in range(10):
        score.add(*joined_of(seed, {"digital-paper": SITE, "pdf": layer, "alto": scan(noise)}))
    assert score.articles > 400
    assert (score.false <= score.articles / 100, score.missed <= score.articles / 100) == (True, True)


def test_the_order_of_forms_and_of_their_articles_decides_nothing() -> None:
    issue = an_issue(4)
    habits = {"digital-paper": SITE, "pdf": PDF, "alto": scan(0.05)}
    forms = [form_of(name, told(issue, each, name), each) for name, each in habits.items()]
    assert join(forms) == join(reversed(forms))


def test_the_beginning_of_an_article_on_the_front_page_is_an_article_of_its_own() -> None:
    long = TrueArticle(
        frozenset({"1"}),
        "3",
        "渡口的灯",
        ("两岸的人都说那盏灯是何渡生点的，其实不是，点灯的是他的徒弟。" * 2, "后来换了电灯，渡口还叫灯渡。"),
    )
    teaser = replace(long, page="1", paragraphs=(long.paragraphs[0][:40],))
    plain = Habits()
    forms = [form_of("digital-paper", [long], plain), form_of("pdf", [teaser, long], plain)]
    joined = join(forms)
    assert joined.sources_of == {1001: (0,)}
    assert set(joined.shown) == {0, 1000}


def test_an_article_of_one_form_that_another_has_in_two_pieces_is_one() -> None:
    long = TrueArticle(
        frozenset({"1"}),
        "1",
        "三座闸门",
        ("清晨三座闸门同时开启，河水流进田里。" * 3, "守闸的老人说旧闸门每年都要塞缝。" * 3),
    )
    pieces = [
        replace(long, paragraphs=long.paragraphs[:1]),
        replace(long, headline="", paragraphs=long.paragraphs[1:]),
    ]
    joined = join([form_of("digital-paper", [long], Habits()), form_of("alto", pieces, Habits())])
    assert joined.sources_of == {2000: (0,), 2001: (0,)}


def test_two_articles_that_another_form_has_as_one_stay_two() -> None:
    first = TrueArticle(frozenset({"1"}), "1", "三座闸门", ("清晨三座闸门同时开启，河水流进田里。" * 3,))
    second = TrueArticle(frozenset({"2"}), "1", "一台水泵", ("六楼的水泵修好了，图纸排队借给邻楼。" * 4,))
    both = replace(first, paragraphs=(*first.paragraphs, second.headline, *second.paragraphs))
    joined = join([form_of("digital-paper", [first, second], Habits()), form_of("pdf", [both], Habits())])
    assert set(joined.shown) == {0, 1}
    assert set(joined.sources_of[1000]) == {0, 1}


def test_a_notice_with_the_same_words_and_another_name_is_another_one() -> None:
    def notice(name: str, number: str) -> TrueArticle:
        return TrueArticle(
            frozenset({name}), "4", "", (f"遗失{name}自行车执照{number}号一枚，声明作废，拾得者请送传达室。",)
        )

    news = TrueArticle(frozenset({"1"}), "4", "三座闸门", ("清晨三座闸门同时开启，河水流进田里。" * 5,))
    forms = [
        form_of("digital-paper", [news, notice("白鹭湖水泵厂", "19885")], Habits()),
        form_of("pdf", [news, notice("松岭乡粮食局", "40732")], Habits()),
    ]
    assert join(forms).sources_of == {1000: (0,)}


def test_articles_without_a_letter_are_the_same_as_no_other() -> None:
    news = TrueArticle(frozenset({"1"}), "4", "三座闸门", ("清晨三座闸门同时开启，河水流进田里。" * 5,))
    rule = TrueArticle(frozenset({"2"}), "4", "", ("————",))
    forms = [form_of("digital-paper", [news, rule], Habits()), form_of("pdf", [news, rule], Habits())]
    joined = join(forms)
    assert joined.sources_of == {1000: (0,)}
    assert set(joined.shown) == {0, 1, 1001}


def test_papers_that_share_little_are_two_papers() -> None:
    ours, theirs = an_issue(1)[:8], an_issue(2)[:8]
    forms = [form_of("digital-paper", ours, SITE), form_of("pdf", [*theirs, ours[0]], PDF)]
    assert join(forms).sources_of == {}


class TestTheOrder:
    """Of the forms of an issue."""

    def form(self, name: str, text: str = "", *, tells: bool = False, corrected: bool = False) -> Form:
        block = Block(BlockKind.PARAGRAPH, text, ())
        article = FormArticle(1, Article("k", ArticleKind.ARTICLE, blocks=(block,)))
        return Form(name, (article,), tells_articles=tells, is_corrected=corrected)

    def test_told_then_a_text_layer_then_corrected_then_read(self) -> None:
        forms = [
            self.form("alto"),
            self.form("text", corrected=True),
            self.form("pdf", tells=True),
            self.form("epub", tells=True),
        ]
        assert [form.name for form in best_first(forms)] == ["epub", "pdf", "text", "alto"]

    def test_of_those_that_stand_alike_the_better_read_one(self) -> None:
        clean, misread = (
            "工业生产总值比上年增长，人民生活水平提高。",
            "工亚生户总佰比土年增氏，入民生沽水半提高。",
        )
        forms = [self.form("text", misread), self.form("hocr", clean)]
        assert [form.name for form in best_first(forms)] == ["hocr", "text"]
        assert quality([forms[0].articles[0].article]) < quality([forms[1].articles[0].article])

    def test_what_a_reader_has_chosen_is_the_first(self) -> None:
        forms = [self.form("epub", tells=True), self.form("hocr")]
        assert best_first(forms, "hocr")[0].name == "hocr"
        assert reason(Standing.READ, [Standing.STATED], is_chosen=True) == "是您选的"

    def test_the_choice_for_an_article_is_for_that_alone(self) -> None:
        habits = {"digital-paper": Habits(), "alto": Habits()}
        joined, forms = joined_of(5, habits, ChosenForms(of_articles={"alto 1": "alto"}))
        assert joined.sources_of[1] == (2001,)
        assert len(joined.shown) == len(forms["alto"])
