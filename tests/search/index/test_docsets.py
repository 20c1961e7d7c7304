"""Sets of ascending numbers behave as sets do."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from reader.search.index.gram_fields import Docs
from reader.search.index.matchers import both, in_any, is_in, without

SETS = st.sets(st.integers(0, 60)) | st.integers(0, 500).map(lambda n: set(range(n)))


def docs(members: set[int]) -> Docs:
    return np.array(sorted(members), np.int32)


@given(SETS, SETS)
def test_sets(one: set[int], other: set[int]) -> None:
    assert both(docs(one), docs(other)).tolist() == sorted(one & other)
    assert in_any([docs(one), docs(other)]).tolist() == sorted(one | other)
    assert without(docs(one), docs(other)).tolist() == sorted(one - other)
    assert is_in(docs(one), docs(other)).tolist() == [member in other for member in sorted(one)]


@given(st.lists(SETS, max_size=4))
def test_the_union_of_several_sets(sets: list[set[int]]) -> None:
    found = in_any([docs(each) for each in sets])
    assert found.tolist() == sorted(set().union(*sets))
    assert found.dtype == docs(set()).dtype
