"""A link names an article and nothing else; whatever else is given is refused."""

import dataclasses
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.newspaper.article_link import LONGEST, ArticleLink, BadLink, is_link, parse_link

KEY = "k7qfz2m4yd3xw6ta"
LINKS = st.builds(
    ArticleLink,
    key=st.from_regex("[a-z2-7]{16}(-[1-9][0-9]{0,3})?", fullmatch=True),
    newspaper=st.text("雁桥日报 &=?#%+/\\\"'<>ä", max_size=20),
    date=st.none() | st.dates(dt.date(1000, 1, 1)),
    page=st.none() | st.text("0123456789ABC版&=", min_size=1, max_size=8),
)


@given(LINKS)
def test_a_link_that_was_written_is_read_back_whatever_the_paper_is_called(link: ArticleLink) -> None:
    written = str(link)
    assert written.isascii()
    assert is_link(written)
    assert parse_link(written) == link


def test_it_names_paper_date_page_and_key() -> None:
    link = ArticleLink(KEY, "雁桥日报", dt.date(1987, 6, 12), "2")
    assert str(link) == (
        f"yuebao:article/{KEY}?paper=%E9%9B%81%E6%A1%A5%E6%97%A5%E6%8A%A5&date=1987-06-12&page=2"
    )
    assert str(ArticleLink(KEY)) == f"yuebao:article/{KEY}"


@pytest.mark.parametrize(
    "text",
    [
        f"YueBao:article/{KEY}?paper=雁桥日报&date=1987-06-12&page=2",
        f"yuebao://article/{KEY}/?paper=%E9%9B%81%E6%A1%A5%E6%97%A5%E6%8A%A5&date=1987-06-12&page=2",
        f"yuebao:article/{KEY}?paper=雁桥日报&date=1987-06-12&page=2&of_a_later_version=x",
    ],
)
def test_what_other_programs_make_of_a_link_is_the_same_link(text: str) -> None:
    assert parse_link(text) == ArticleLink(KEY, "雁桥日报", dt.date(1987, 6, 12), "2")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yuebao:",
        "yuebao:article/",
        "yuebao:article/../../etc/passwd",
        "yuebao:article//etc/passwd",
        "yuebao:file:///etc/passwd",
        "yuebao:/home/somebody/报",
        r"yuebao:article/C:\Users",
        f"yuebao:article/{KEY}/../x",
        f"yuebao:article/{KEY}-0",
        f"yuebao:article/{KEY}-9999999",
        f"yuebao:article/{KEY}#x",
        f"yuebao:article/{KEY} --library=/tmp",
        f"yuebao:article/{KEY}\n--log=/tmp/x",
        f"yuebao:article/{KEY}?paper=%00",
        f"yuebao:article/{KEY}?of_a_later_version=\x1b]0;",
        f"yuebao:article/{KEY}?paper=%1b%5d0",
        f"yuebao:article/{KEY}?paper=%FF",
        f"yuebao:article/{KEY}?paper=\u202e",
        f"yuebao:article/{KEY}?date=1987-13-01",
        f"yuebao:article/{KEY}?date=19870612",
        f"yuebao:article/{KEY}?date=１９８７-06-12",
        f"yuebao:article/{KEY}?page=1&page=2",
        f"yuebao:article/{KEY}?page={'1' * 21}",
        f"yuebao:article/{KEY}?paper={'报' * 101}",
        f"yuebao:article/{KEY}?{'&'.join(f'a{n}=1' for n in range(20))}",
        f"yuebao:article/{KEY}?x={'x' * LONGEST}",
        f"https://article/{KEY}",
        KEY,
    ],
)
def test_anything_else_is_refused_and_shown_without_what_steers_a_terminal(text: str) -> None:
    with pytest.raises(BadLink) as refused:
        parse_link(text)
    assert str(refused.value).isprintable()
    assert len(str(refused.value)) < 200


@given(st.text(max_size=80))
def test_no_text_breaks_it(text: str) -> None:
    for given_text in (text, f"yuebao:article/{KEY}?{text}"):
        try:
            link = parse_link(given_text)
        except BadLink:
            continue
        assert dataclasses.replace(link, newspaper="", date=None, page=None) == ArticleLink(KEY)
