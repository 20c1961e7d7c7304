"""Facts as evidence makes them, for the laws of what carries them."""

import datetime as dt
from typing import TypeVar

from hypothesis import strategies as st

from reader.newspaper.facts import RULES, Check, Claim, Fact, IssueFacts, decided

T = TypeVar("T")
WORDS = st.sampled_from(["", "第2版", "1987年6月18日 星期四"])


def _no(value: object) -> bool:
    return False


def facts_of(values: st.SearchStrategy[T]) -> st.SearchStrategy[Fact[T]]:
    claims = st.builds(Claim[T], values, st.sampled_from(RULES), WORDS, st.integers(0, 9))
    checks = st.builds(Check[T], st.sampled_from(["星期五"]), st.just(_no))
    return st.builds(decided, st.lists(claims, max_size=3), st.lists(checks, max_size=1))


FACTS = st.builds(
    IssueFacts,
    facts_of(st.sampled_from(["江湾日报", "江湾晚报"])),
    facts_of(st.dates(dt.date(1900, 1, 1), dt.date(2020, 1, 1))),
    facts_of(st.sampled_from(["号外"])),
    facts_of(st.integers(1, 9999)),
    st.dictionaries(
        st.sampled_from(["1", "A4"]), facts_of(st.sampled_from(["1"])).filter(lambda fact: fact.value)
    ),
    year=facts_of(st.integers(1872, 2020)),
)
