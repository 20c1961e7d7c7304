"""The register of papers."""

import re

from reader import assets


def test_the_numbers_are_cn_numbers_and_the_titles_differ() -> None:
    papers = assets.newspapers()
    assert all(re.fullmatch(r"\d{2}-\d{4}", number) for number in papers)
    assert len(set(papers.values())) == len(papers)


def test_some_papers() -> None:
    papers = assets.newspapers()
    assert (papers["43-0005"], papers["43-0001"], papers["11-0065"]) == ("株洲日报", "湖南日报", "人民日报")
    assert papers["00-0000"] == "雁桥日报"
