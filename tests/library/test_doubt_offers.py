"""What is offered for a doubt is about what is in doubt."""

from types import SimpleNamespace
from typing import cast

import pytest

from reader.library.doubt_offers import first_statements, offers_of
from reader.library.doubts import Doubt, DoubtKind, Field
from reader.library.file_doubts import why_overruled
from reader.library.library import Library
from reader.newspaper.correction import CorrectionKind
from reader.newspaper.facts import IssueFacts, Rule, fact_by, facts_as_stored
from reader.newspaper.holdings import IssueRow, SourceFile
from reader.newspaper.issue import Masthead

PATH = "另一版.txt"
DECIDED = IssueFacts(title=fact_by(Rule.READER, "雁桥日报"), number=fact_by(Rule.READER, 4172))
OWN = IssueFacts(title=fact_by(Rule.MASTHEAD, "江城晚报"), number=fact_by(Rule.MASTHEAD, 4190))
ISSUE = IssueRow(1, "雁桥日报", None, None, None, 4172, 1, PATH, stored_facts=facts_as_stored(DECIDED))


def a_library(*files: SourceFile) -> Library:
    """A library of one issue of these files, which can be corrected."""
    catalogue = SimpleNamespace(files=SimpleNamespace(files_of_issue=lambda _: [*files]))
    fake = SimpleNamespace(words=SimpleNamespace(why_no_lines=""), local=SimpleNamespace(catalogue=catalogue))
    return cast(Library, fake)


def overruled(why: str) -> Doubt:
    return Doubt(DoubtKind.OVERRULED, "一期", why, path=PATH, issue=ISSUE)


@pytest.mark.parametrize(
    ("field", "kind", "words"),
    [
        (Field.TITLE, CorrectionKind.TITLE, ["就是《雁桥日报》", "改为《江城晚报》"]),
        (Field.NUMBER, CorrectionKind.NUMBER, ["就是第 4172 期", "改为第 4190 期"]),
    ],
)
def test_where_a_file_is_against_two_decisions_each_doubt_has_the_offers_of_its_own(
    field: Field, kind: CorrectionKind, words: list[str]
) -> None:
    decided = DECIDED.title if field is Field.TITLE else DECIDED.number
    own = OWN.title if field is Field.TITLE else OWN.number
    doubt = overruled(why_overruled(field, decided, own))
    files = [SourceFile(name, False, Masthead(facts=OWN)) for name in ("头版.txt", PATH)]
    stays, changes = offers_of(a_library(*files), doubt)
    assert [stays.words, changes.words] == words
    assert [path for path, _ in stays.statements] == [PATH]
    assert [path for path, _ in changes.statements] == ["头版.txt", PATH]
    claims = [claim for offer in (stays, changes) for _, claims in offer.statements for claim in claims]
    assert {claim.kind for claim in claims} == {kind}


def test_settled_at_once_both_doubts_about_one_file_are() -> None:
    title = overruled(why_overruled(Field.TITLE, DECIDED.title, OWN.title))
    number = overruled(why_overruled(Field.NUMBER, DECIDED.number, OWN.number))
    library = a_library(SourceFile(PATH, False, Masthead(facts=OWN)))
    first = first_statements(library, [title, number])
    ((path, claims),) = first.statements
    assert path == PATH
    assert {(claim.title, claim.number) for claim in claims} == {("雁桥日报", None), (None, 4172)}
    assert first.untouched == ()


def test_of_a_file_that_is_gone_nothing_is_offered() -> None:
    doubt = overruled(why_overruled(Field.NUMBER, DECIDED.number, OWN.number))
    assert offers_of(a_library(SourceFile(PATH, True, Masthead(facts=OWN))), doubt) == ()
