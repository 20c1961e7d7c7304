"""An office is evidence of who is meant only where its body is told surely enough, and the person has not left it."""

import pytest

from reader.features.people.office_places import Sign
from reader.features.people.who_is_meant import may_be_meant, tells_who_is_meant


@pytest.mark.parametrize(
    ("stored", "may_be"),
    [
        ("江城市市长", True),
        ("市长", True),
        (f"江城{Sign.CLAUSE}市长", True),
        (f"江城{Sign.SENTENCE}市长", True),
        (f"江城{Sign.DATELINE}市长", True),
        (f"江城{Sign.ABOVE}市长", False),
        (f"江城{Sign.BELOW}市长", False),
        (f"{Sign.SEVERAL}市长", False),
        ("原江城市市长", False),
        ("前市长", False),
        ("江城", False),
        ("", False),
    ],
)
def test_an_office_that_was_left_or_whose_place_stands_elsewhere_means_nobody(
    stored: str, may_be: bool
) -> None:
    assert may_be_meant(stored) is may_be


@pytest.mark.parametrize(
    ("stored", "tells"),
    [
        ("江城市市长", True),
        ("江城市教育局局长", True),
        (f"江城{Sign.CLAUSE}市长", True),
        (f"江城{Sign.SENTENCE}市委书记", True),
        ("市长", False),
        ("市委书记", False),
        ("县人大常委会主任", False),
        ("书记", False),
        ("局长", False),
        (f"江城{Sign.ABOVE}市长", False),
        ("原江城市市长", False),
        ("江城", False),
    ],
)
def test_an_office_of_no_body_of_its_own_tells_nobody_in_another_article(stored: str, tells: bool) -> None:
    assert tells_who_is_meant(stored, "江城日报") is tells


@pytest.mark.parametrize(("newspaper", "tells"), [("江城日报", True), ("雁桥日报", False), ("", False)])
def test_a_dateline_tells_the_place_where_the_newspaper_is_of_it(newspaper: str, tells: bool) -> None:
    assert tells_who_is_meant(f"江城{Sign.DATELINE}市长", newspaper) is tells
