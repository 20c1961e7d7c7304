"""What a page states for search engines is the day and the paper of its article where nothing else tells them."""

import datetime as dt
import json

import pytest

from reader import formats, parsing
from reader.features.web_pages.linked_data import LinkedData, linked_data_of
from tests.formats.web_pages import HEADLINE, PARAGRAPHS

ARTICLE = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "datePublished": "2024-03-05T08:00:00+08:00",
    "dateModified": "2025-01-01",
    "publisher": {"@type": "Organization", "name": "雁桥日报"},
}


def page(value: object, body: str = "") -> bytes:
    script = f'<script type="application/ld+json">{json.dumps(value)}</script>'
    text = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    return (
        f"<html><head><meta charset=utf-8><title>{HEADLINE}</title>{script}</head>"
        f"<body><h1>{HEADLINE}</h1>{body}<article>{text}</article></body></html>"
    ).encode()


@pytest.mark.parametrize(
    "value",
    [
        ARTICLE,
        [{"@type": "WebSite", "name": "雁桥网"}, ARTICLE],
        {"@graph": [{"@type": "WebPage", "datePublished": "2020-01-01"}, ARTICLE]},
        {**ARTICLE, "@type": ["NewsArticle", "Article"], "publisher": "雁桥日报"},
    ],
)
def test_day_and_paper_are_those_that_the_page_states(value: object) -> None:
    masthead = parsing.parse(formats.decode(page(value), "a.html")).masthead
    assert (masthead.title, masthead.date) == ("雁桥日报", dt.date(2024, 3, 5))


def test_what_is_printed_near_the_text_comes_before_it() -> None:
    data = page(ARTICLE, "<div>2024-03-04 08:00 来源：柳湾晚报</div>")
    masthead = parsing.parse(formats.decode(data, "a.html")).masthead
    assert (masthead.title, masthead.date) == ("柳湾晚报", dt.date(2024, 3, 4))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        page({"@type": "WebPage", "datePublished": "2020-01-01"}),
        page({"@type": {"a": 1}}),
        page([[[[1]]]]),
        b'<script type="application/ld+json">{"@type": "NewsArticle"</script>',
        b'<script type="application/ld+json">' + b"[" * 5_000 + b"</script>",
        b'<script type="text/javascript">' + json.dumps(ARTICLE).encode() + b"</script>",
    ],
)
def test_what_states_nothing_of_an_article_tells_nothing(data: bytes) -> None:
    assert linked_data_of(data) == LinkedData()


@pytest.mark.parametrize("value", [None, 5, [], {"a": "b"}])
def test_a_value_of_another_kind_is_none(value: object) -> None:
    data = page({"@type": "NewsArticle", "datePublished": value, "publisher": value})
    assert linked_data_of(data) == LinkedData()
