"""What the weights are fitted on: generated issues, the sample library, the papers that are looked at, and the pages of
`tests/parsing/kinds.txt`; of every line the roles that are right. Nothing that is held out, and no real issue.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from reader.newspaper.article import SourceText
from reader.parsing.line_features import Line, LineSequence, lines_of_rows
from reader.parsing.pipeline import sequence
from reader.parsing.rows import rows_of
from reader.parsing.sequence_features import features_of
from reader.parsing.weights import LineFeature, LineRole
from tests.papers import Paper, in_columns, papers, variants, without_datelines
from tests.parsing.kinds import ROLES, Page, pages
from tools.benchmarks.bench_parse import sample_issues
from tools.typesetter import STYLES, generate
from tools.typesetter.lines import Role
from tools.typesetter.truth import ArticleTruth, Truth

ROLE_ORDER = tuple(LineRole)
FEATURE_ORDER = tuple(LineFeature)
_ROLE_AT = {role: at for at, role in enumerate(ROLE_ORDER)}
_FEATURE_AT = {feature: at for at, feature in enumerate(FEATURE_ORDER)}
_OF_BODY = {
    LineRole.OPENING,
    LineRole.PARAGRAPH,
    LineRole.PARAGRAPH_MORE,
    LineRole.CAPTION,
    LineRole.SIGNATURE,
    LineRole.NOTICE,
}
_BEGINNING = {LineRole.SECTION, LineRole.KICKER, LineRole.HEADLINE}
_NOISES = (0.0, 0.01, 0.03)
_FIRST_SEED = 1000
_SAMPLES_WEIGH = 2.0
_PAPERS_WEIGH = 1.5
_KINDS_WEIGH = 1.0
_STRANGERS_WEIGH = 1.0
_WIDTHS = (17, 12, 24, 10, 20, 14, 28)
_ROLES_OF = {
    Role.HEADLINE: {LineRole.HEADLINE, LineRole.HEADLINE_MORE},
    Role.KICKER: {LineRole.KICKER},
    Role.DECK: {LineRole.DECK},
    Role.SECTION: {LineRole.SECTION, LineRole.LABEL},
    Role.CAPTION: {LineRole.CAPTION},
    Role.SUBHEAD: {LineRole.SUBHEAD},
}


class Example(Struct, frozen=True):
    """A file: of every line its features by number, and which roles are right; `weight` is how much it counts."""

    features: tuple[NDArray[np.int32], ...]
    right: NDArray[np.bool_]
    weight: float


def examples(per_style: int) -> Iterator[Example]:
    """All of them, in a fixed order."""
    for style in STYLES:
        if style.held_out:
            continue
        for number in range(per_style):
            issue = generate(style, _FIRST_SEED + number, _NOISES[number % len(_NOISES)])
            yield _annotated(issue.truth, issue.source(), 1.0)
            generated = Paper(issue.name, False, issue.source(), issue.truth)
            yield from _as_others_keep_it(generated, number, _STRANGERS_WEIGH)
    for _, truth, source in sample_issues():
        yield _annotated(truth, source, _SAMPLES_WEIGH)
    for paper in papers():
        if not paper.is_held_out:
            for _, variant in variants(paper):
                yield _annotated(variant.truth, variant.source, _PAPERS_WEIGH)
            for number in range(4):
                yield from _as_others_keep_it(paper, number, _STRANGERS_WEIGH)
    for page in pages():
        for blank_lines in (0, 1, 2):
            yield _example(
                sequence(lines_of_rows(rows_of(page.source(blank_lines)), {}))[0],
                _roles_of_page(page),
                _KINDS_WEIGH,
            )


def _as_others_keep_it(paper: Paper, number: int, weight: float) -> Iterator[Example]:
    """In printed lines of several widths, or without datelines, blank lines and marks."""
    if number % 4 == 0:
        other = without_datelines(paper)
    else:
        other = in_columns(paper, _WIDTHS[number % len(_WIDTHS)], headings_too=number % 4 == 3)
    yield _annotated(other.truth, other.source, weight)


def _roles_of_page(page: Page) -> list[set[LineRole]]:
    """Those of its letters; below a text only what begins an article may be a heading of one."""
    right = [set[LineRole]().union(*(ROLES[code] for code in codes)) for codes in page.codes]
    for at in range(1, len(right)):
        if at not in page.begins and right[at - 1] <= _OF_BODY:
            right[at] = right[at] - _BEGINNING or right[at]
    return right


def _annotated(truth: Truth, source: SourceText, weight: float) -> Example:
    right: dict[int, set[LineRole]] = {}
    for article in truth.articles:
        right |= _roles_of(article)
    text, _ = sequence(lines_of_rows(rows_of(source), {}))
    heads = set(truth.masthead.lines) if truth.masthead else set()
    return _example(
        text, [right.get(line.number) or _outside(line, line.number in heads) for line in text.lines], weight
    )


def _outside(line: Line, is_of_masthead: bool) -> set[LineRole]:
    """What is nobody's is furniture of the masthead, or of a page where it names one, or its editors."""
    if not line.own & {LineFeature.PAGE_LINE, LineFeature.STAFF}:
        return {LineRole.MASTHEAD}
    return {LineRole.PAGE, LineRole.MASTHEAD} if is_of_masthead else {LineRole.PAGE}


def _example(text: LineSequence, right: Sequence[set[LineRole]], weight: float) -> Example:
    table = np.zeros((len(right), len(ROLE_ORDER)), dtype=np.bool_)
    for at, roles in enumerate(right):
        table[at, [_ROLE_AT[role] for role in roles]] = True
    features = tuple(
        np.array(sorted(_FEATURE_AT[feature] for feature in found), dtype=np.int32)
        for found in features_of(text)
    )
    return Example(features, table, weight)


def _roles_of(article: ArticleTruth) -> dict[int, set[LineRole]]:
    """The annotation has fewer roles than the decision: an article's place for a line tells the rest."""
    second_halves = {second for _, second in article.joins}
    body = [*article.roles.get(Role.PARAGRAPH, ()), *article.roles.get(Role.JUMP, ())]
    first = min(body, default=0)
    is_loose = article.kicker is None and Role.KICKER in article.roles
    right: dict[int, set[LineRole]] = {}
    for role, lines in article.roles.items():
        for line in lines:
            if role in _ROLES_OF:
                right[line] = set(_ROLES_OF[role])
                if is_loose and role in (Role.HEADLINE, Role.KICKER):
                    right[line] |= {LineRole.HEADLINE, LineRole.DECK}
            elif role is Role.BYLINE:
                right[line] = {LineRole.BYLINE} if line < first else {LineRole.BYLINE, LineRole.SIGNATURE}
            elif role is Role.JUMP and line == first and article.jump_from:
                right[line] = {LineRole.JUMP_FROM}
            elif line in second_halves:
                right[line] = {LineRole.PARAGRAPH_MORE}
            elif role is Role.NOTICE:
                right[line] = {LineRole.NOTICE}
            elif role is Role.JUMP:
                right[line] = {LineRole.JUMP_TO, LineRole.PARAGRAPH, LineRole.OPENING}
            else:
                right[line] = {LineRole.PARAGRAPH} | ({LineRole.OPENING} if line == first else set())
    return right
