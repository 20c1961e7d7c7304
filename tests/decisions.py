"""Decisions of all kinds, by chance."""

import datetime as dt

from hypothesis import strategies as st

from reader.newspaper.decision import (
    CharacterDecision,
    CharacterRule,
    ChosenSource,
    Chronicle,
    ChronicleLine,
    ChronicleSource,
    ClaimFootnote,
    CorrectedCharacter,
    Decision,
    DismissedMisreading,
    Dossier,
    DossierArticle,
    DossierNote,
    JoinedName,
    MergedName,
    NamedLibrary,
    ReadArticle,
    RefusedTrait,
    SavedSearch,
    SearchLook,
    SplitPerson,
    StruckOutName,
)
from reader.newspaper.logical_clock import LAST_TICK
from reader.newspaper.passage import MarkColor, Passage
from tests.invented_article import ARTICLE

TIMES = st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2026, 1, 1), timezones=st.just(dt.UTC))


def _about_a_character(kind: type[CharacterDecision]) -> st.SearchStrategy[CharacterDecision]:
    return st.builds(
        kind,
        key=st.just("3ul4mxdeiyoryyxj"),
        path=st.just("1987/06/19870612.txt"),
        newspaper=st.just("雁桥日报"),
        date=st.none() | st.dates(),
        before=st.text("渡口加开", max_size=32),
        printed=st.just("州"),
        after=st.text("一班船。", max_size=32),
        at=st.integers(0, 10**6),
        read_as=st.just("洲"),
    )


CHRONICLE_SOURCE = ChronicleSource(
    ARTICLE.key,
    "雁桥日报",
    dt.date(1987, 6, 12),
    "1",
    "1987/06/19870612.txt",
    "",
    "渡口",
    "渡口加开一班船。",
    "今起",
)
DECISIONS = st.builds(
    Decision,
    uuid=st.uuids().map(str),
    content=st.one_of(
        st.builds(StruckOutName, st.text(min_size=1, max_size=9).filter(lambda t: t.isprintable())),
        _about_a_character(CorrectedCharacter),
        _about_a_character(DismissedMisreading),
        st.builds(CharacterRule, st.just("州头"), st.sampled_from(["", "洲头"])),
        st.builds(ChosenSource, st.just("雁桥日报"), st.dates(), st.just("txt"), st.sampled_from(["", "k"])),
        st.builds(ChosenSource, st.sampled_from(["", "雁桥日报"]), st.none(), st.just("txt"), st.just("k")),
        st.builds(RefusedTrait, st.just("雁桥日报"), st.sampled_from(["", "渡口茶话"])),
        st.builds(NamedLibrary, st.just("渡")),
        st.builds(JoinedName, st.uuids().map(str), st.uuids().map(str)),
        st.builds(MergedName, st.just("陳明"), st.just("陈明")),
        st.builds(SplitPerson, st.just("陈明"), st.just("另一位"), st.just(("3ul4mxdeiyoryyxj",))),
        st.builds(
            SavedSearch,
            st.just("渡"),
            st.just("渡口"),
            st.sampled_from(["relevance", "newest"]),
            st.booleans(),
        ),
        st.builds(SearchLook, st.uuids().map(str), st.just("here"), st.binary(max_size=9)),
        st.builds(Dossier, st.just("渡口")),
        st.builds(Chronicle, st.just("渡口大事记"), st.sampled_from(["", "渡口"])),
        st.builds(
            ChronicleLine,
            chronicle=st.uuids().map(str),
            place=st.sampled_from(["", "k", "zz"]),
            first=st.none(),
            last=st.none(),
            basis=st.just("not told"),
            sources=st.just((CHRONICLE_SOURCE,)),
            words=st.text(max_size=40),
            is_dropped=st.booleans(),
        ),
        st.builds(
            ReadArticle,
            st.just("3ul4mxdeiyoryyxj"),
            st.just("雁桥日报"),
            st.none() | st.dates(),
            st.just("题"),
        ),
        st.builds(ClaimFootnote, st.uuids().map(str), st.sampled_from(["船是谁的？", "k"]), st.booleans()),
        st.builds(DossierNote, st.uuids().map(str), st.sampled_from(["k", "0a", "h1"]), st.text(max_size=40)),
        st.builds(
            DossierArticle,
            dossier=st.uuids().map(str),
            place=st.sampled_from(["k", "zz"]),
            key=st.just(ARTICLE.key),
            newspaper=st.text(max_size=9),
            date=st.none() | st.dates(),
            month_day=st.sampled_from([None, "02-29"]),
            number=st.none() | st.integers(0, 2**40),
            page=st.sampled_from([None, "A4"]),
            path=st.just("1987/06/19870612.txt"),
            article=st.just(ARTICLE),
            passage=st.none() | st.just(Passage("渡口", "从", "来", MarkColor.CYAN)),
        ),
    ),
    created=TIMES,
    modified=TIMES,
    undone=st.booleans(),
    tick=st.integers(0, LAST_TICK),
)
