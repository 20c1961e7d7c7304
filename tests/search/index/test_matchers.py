"""Arrays of documents are what stepping through Whoosh's matchers gives."""

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec import Struct
from numpy.typing import NDArray
from whoosh.matching import IntersectionMatcher, Matcher, NullMatcher, UnionMatcher
from whoosh.matching.mcore import ReadTooFar

from reader.search.index.article_searcher import ConfirmedMatcher
from reader.search.index.gram_fields import Docs
from reader.search.index.matchers import DocsMatcher, LateIntersection, LateInverse, cut, docs_of

COUNT = 90


class Tree(Struct, frozen=True):
    """The documents that are right, and how to make a matcher of them, which is used up by stepping."""

    docs: frozenset[int]
    make: Callable[[], Matcher]

    def __repr__(self) -> str:
        return f"{self.make()!r}: {sorted(self.docs)}"


def array(docs: frozenset[int]) -> Docs:
    return np.array(sorted(docs), np.int32)


def listed(docs: frozenset[int]) -> Tree:
    return Tree(docs, lambda: DocsMatcher(lambda within: cut(array(docs), within)))


def confirmed(docs: frozenset[int], candidates: frozenset[int], count: Callable[[int], object] = int) -> Tree:
    """`count` is called with the numbers of candidates that have to be confirmed."""

    def confirm(asked: Docs) -> NDArray[np.bool_]:
        count(len(asked))
        return np.array([doc in docs for doc in asked.tolist()], bool)

    return Tree(
        docs & candidates, lambda: ConfirmedMatcher(lambda within: cut(array(candidates), within), confirm)
    )


def neither(tree: Tree) -> Tree:
    return Tree(frozenset(range(COUNT)) - tree.docs, lambda: LateInverse(tree.make(), COUNT, lambda _: False))


def both(one: Tree, other: Tree) -> Tree:
    return Tree(one.docs & other.docs, lambda: IntersectionMatcher(one.make(), other.make()))  # type: ignore[abstract]  # it is not


def both_late(one: Tree, other: Tree) -> Tree:
    return Tree(one.docs & other.docs, lambda: LateIntersection(one.make(), other.make()))  # type: ignore[abstract]  # it is not


def either(one: Tree, other: Tree) -> Tree:
    return Tree(one.docs | other.docs, lambda: UnionMatcher(one.make(), other.make()))  # type: ignore[abstract]  # it is not


documents = st.frozensets(st.integers(0, COUNT - 1)) | st.just(frozenset(range(COUNT)))
leaves = st.one_of(
    st.builds(listed, documents),
    st.builds(confirmed, documents, documents),
    st.just(Tree(frozenset(), lambda: NullMatcher)),
)
trees = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(neither, inner),
        st.builds(both, inner, inner),
        st.builds(both_late, inner, inner),
        st.builds(either, inner, inner),
    ),
    max_leaves=6,
)


LATE = both_late(listed(frozenset({0, 5, 7})), listed(frozenset({1, 5, 8})))
"""Its parts begin at different documents."""


def steps(matcher: Matcher) -> Iterator[int]:
    while matcher.is_active():
        yield matcher.id()
        matcher.next()


@given(trees)
@example(LATE)
def test_stepping_gives_them(tree: Tree) -> None:
    assert list(steps(tree.make())) == sorted(tree.docs)


@given(trees, st.lists(st.integers(0, COUNT)))
@example(LATE, [])
@example(LATE, [0])
def test_skipping_gives_the_next_of_them(tree: Tree, targets: list[int]) -> None:
    matcher = tree.make()
    for target in sorted(targets):
        if not matcher.is_active():
            assert not any(doc >= target for doc in tree.docs)
            return
        matcher.skip_to(target)
        left = sorted(doc for doc in tree.docs if doc >= target)
        assert (matcher.id() if matcher.is_active() else None) == (left[0] if left else None)


@given(trees, st.integers(0, COUNT), st.integers(0, 2 * COUNT))
def test_the_array_has_them_whole_and_of_any_range(tree: Tree, begin: int, end: int) -> None:
    assert docs_of(tree.make()).tolist() == sorted(tree.docs)
    within = range(begin, max(begin, end))
    assert docs_of(tree.make(), within).tolist() == sorted(tree.docs & set(within))
    matcher = tree.make()
    docs_of(matcher)
    assert docs_of(matcher, within).tolist() == sorted(tree.docs & set(within))


@pytest.mark.parametrize("of", [lambda tree: tree, neither, lambda tree: either(tree, tree)])
def test_only_what_the_others_leave_has_to_be_confirmed(of: Callable[[Tree], Tree]) -> None:
    counts: list[int] = []
    few, none = listed(frozenset({3, 40})), listed(frozenset())
    tree = of(confirmed(frozenset(range(30)), frozenset(range(COUNT)), counts.append))
    for others in (few, both_late(listed(frozenset(range(50))), few), both_late(none, few)):
        counts.clear()
        assert docs_of(both_late(others, tree).make()).tolist() == sorted(others.docs & tree.docs)
        assert {*counts} == ({2} if others.docs else set())


@pytest.mark.parametrize("tree", [listed(frozenset({3})), confirmed(frozenset({3}), frozenset({2, 3, 4}))])
def test_behind_the_last_of_them_it_is_over(tree: Tree) -> None:
    matcher = tree.make()
    copied = matcher.copy()
    matcher.next()
    assert not matcher.is_active()
    with pytest.raises(ReadTooFar):
        matcher.next()
    assert list(steps(copied)) == [3]
