"""A link names an article and nothing else; whatever else is given is refused. Paths are ordered by their numbers."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from reader.newspaper.issue import order_of
from reader.newspaper.printing import (
    LONGEST,
    BadLink,
    Printing,
    is_link,
    link_to,
    parse_link,
    stored_printing,
)

KEY = "k7qfz2m4yd3xw6ta"
LINKS = st.builds(
    Printing,
    key=st.from_regex("[a-z2-7]{16}(-[1-9][0-9]{0,3})?", fullmatch=True),
    newspaper=st.text("雁桥日报 &=?#%+/\\\"'<>ä", max_size=20),
    date=st.none() | st.dates(dt.date(1000, 1, 1)),
    page=st.none() | st.text("0123456789ABC版&=", min_size=1, max_size=8),
    file=st.just("") | st.text("0123456789abcdef", min_size=16, max_size=16),
)


@given(LINKS)
def test_a_link_that_was_written_is_read_back_whatever_the_paper_is_called(printing: Printing) -> None:
    written = link_to(printing)
    assert written.isascii()
    assert is_link(written)
    read = parse_link(written)
    assert read == printing
    assert stored_printing(written) == read
    assert read.name == printing.name


def test_it_names_paper_date_page_and_key() -> None:
    printing = Printing(KEY, "雁桥日报", dt.date(1987, 6, 12), "2", "0123456789abcdef", "a.txt")
    assert link_to(printing) == (
        f"yuebao:article/{KEY}?paper=%E9%9B%81%E6%A1%A5%E6%97%A5%E6%8A%A5&date=1987-06-12&page=2&file=0123456789abcdef"
    )
    assert link_to(Printing(KEY, file="0123456789abcdef")) == f"yuebao:article/{KEY}?file=0123456789abcdef"
    assert link_to(Printing(KEY)) == f"yuebao:article/{KEY}"


def test_what_earlier_versions_stored_is_a_printing_of_unknown_place() -> None:
    assert stored_printing(KEY) == Printing(KEY)
    assert stored_printing("") is stored_printing("../x") is None


def padded(length: int) -> str:
    """Return a link of that many characters."""
    link = f"yuebao:article/{KEY}?x="
    return link + "x" * (length - len(link))


@pytest.mark.parametrize(
    "text",
    [
        f"YueBao:article/{KEY}?paper=雁桥日报&date=1987-06-12&page=2",
        f"yuebao://article/{KEY}/?paper=%E9%9B%81%E6%A1%A5%E6%97%A5%E6%8A%A5&date=1987-06-12&page=2",
        f"yuebao:article/{KEY}?paper=雁桥日报&date=1987-06-12&page=2&of_a_later_version=x",
    ],
)
def test_what_other_programs_make_of_a_link_is_the_same_link(text: str) -> None:
    assert parse_link(text) == Printing(KEY, "雁桥日报", dt.date(1987, 6, 12), "2")


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
        f"yuebao:article/{KEY}?page=&page=2",
        f"yuebao:article/{KEY}?file=../x",
        f"yuebao:article/{KEY}?page={'1' * 21}",
        f"yuebao:article/{KEY}?paper={'报' * 101}",
        f"yuebao:article/{KEY}?{'&'.join(f'a{n}=1' for n in range(13))}",
        padded(LONGEST + 1),
        f"https://article/{KEY}",
        KEY,
    ],
)
def test_anything_else_is_refused_and_shown_without_what_steers_a_terminal(text: str) -> None:
    with pytest.raises(BadLink) as refused:
        parse_link(text)
    assert str(refused.value).isprintable()
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize(
    "text",
    [
        f"yuebao:article/{KEY}?page={'1' * 20}",
        f"yuebao:article/{KEY}?paper={'报' * 100}",
        f"yuebao:article/{KEY}?{'&'.join(f'a{n}=1' for n in range(12))}",
        padded(LONGEST),
    ],
)
def test_the_longest_are_read(text: str) -> None:
    assert parse_link(text).key == KEY


@given(st.text(max_size=80))
def test_no_text_breaks_it(text: str) -> None:
    for given_text in (text, f"yuebao:article/{KEY}?{text}"):
        try:
            link = parse_link(given_text)
        except BadLink:
            continue
        assert structs.replace(link, newspaper="", date=None, page=None, file="") == Printing(KEY)


def test_numbers_are_in_order() -> None:
    paths = ["a/1.txt", "a/02.txt", "a/9_b.txt", "a/10.txt", "a/10_2.txt", "a/10_11.txt", "b/1.txt"]
    assert sorted(set(paths), key=order_of) == paths


def test_any_path_has_its_order() -> None:
    assert sorted(["", "9" * 5000, "/", "٣", "一"], key=order_of)
