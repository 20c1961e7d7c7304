"""The map of a digital paper's page: its picture, and the outlines of its articles."""

import pytest

from reader.features.web_pages.archive import picture_in
from reader.features.web_pages.page_map import MOST_AREAS, page_map
from reader.formats.reading import SavedFile
from reader.library.page_pictures import MappedArticle, PageMap
from tests.formats import web_pages


def mapped(text: str, name: str = "html/2024-03/05/node_2.htm") -> PageMap | None:
    return page_map(SavedFile(name, text.encode()))


def page(area: str, img: str = 'src="1.jpg"') -> str:
    return f'<html><body><map name="M"><area {area}></map><img {img} usemap="#m"></body></html>'


def test_a_saved_page_tells_its_picture_and_where_its_articles_stand() -> None:
    corners = ((2, 98), (225, 98), (225, 366), (2, 366))
    assert mapped(web_pages.classic()) == PageMap(
        "images/2024-03/05/02/yq0502_brief.jpg",
        0,
        0,
        (MappedArticle("html/2024-03/05/content_52014.htm", corners),),
    )


def test_a_rectangle_has_four_corners_and_a_size_is_told_in_pixels() -> None:
    found = mapped(
        page(
            'coords="0,0,10,20" href="../content/c1.html?div=-1#top"',
            'src="a%201.jpg" width="350px" height=500',
        ),
        "layout/node1.html",
    )
    area = MappedArticle("content/c1.html", ((0, 0), (10, 0), (10, 20), (0, 20)))
    assert found == PageMap("layout/a 1.jpg", 350, 500, (area,))


def test_links_that_a_browser_left_as_they_were_lead_to_addresses_of_the_same_site() -> None:
    saved = "<!-- saved from url=(0042)https://p.example/html/2024-03/05/node_2.htm -->"
    area = 'coords="0,0,10,20" href="https://p.example/html/2024-03/05/content_1.htm#a"'
    found = mapped(saved + page(area, "src=./要闻_files/1.jpg"), "要闻.html")
    assert found is not None
    assert found.picture == "要闻_files/1.jpg"
    assert [each.target for each in found.articles] == ["//p.example/html/2024-03/05/content_1.htm"]
    assert mapped(saved + page('coords="0,0,10,20" href="https://other.example/content_1.htm"')) is None


@pytest.mark.parametrize(
    "area",
    [
        "href=\"javascript:open('content_1.htm')\"",
        'href="#" daoxiang="content_1.htm"',
        'href="javascript:void(0)" onclick="go(\'content_1.htm\', 3)"',
    ],
)
def test_where_an_area_leads_may_be_written_for_scripts(area: str) -> None:
    found = mapped(page(f'coords="0,0,10,20" {area}'), "node_2.htm")
    assert found is not None
    assert [each.target for each in found.articles] == ["content_1.htm"]


def test_corners_are_told_in_percent_and_one_side_of_a_picture_is_enough() -> None:
    shares = mapped(page('coords="0%,0%,10%,20.5%" href="c1.htm"'))
    styled = mapped(page('coords="0,0,10,20" href="c1.htm"', 'src="1.jpg" style="border:0; width:350px"'))
    assert shares is not None
    assert styled is not None
    assert (shares.width, shares.height, shares.articles[0].corners[2]) == (100, 100, (10, 20.5))
    assert (styled.width, styled.height) == (350, 0)


@pytest.mark.parametrize(
    "area",
    [
        'coords="0,0,10,20" href="https://x.example/c1.htm"',
        'coords="0,0,10,20" href="../../../../c1.htm"',
        'coords="0,0,10,20" href="javascript:go()"',
        'coords="0,0,10,20"',
        'coords="" href="c1.htm"',
        'coords="5" href="c1.htm"',
    ],
)
def test_what_leads_nowhere_in_the_library_or_has_no_shape_is_left_out(area: str) -> None:
    assert mapped(page(area)) is None


@pytest.mark.parametrize(
    "img", ['src="http://x.example/1.jpg"', 'src="/1.jpg"', "", 'src="../../../../1.jpg"']
)
def test_a_picture_that_was_not_saved_is_none(img: str) -> None:
    assert mapped(page('coords="0,0,10,20" href="c1.htm"', img)) is None


def test_a_picture_may_stand_in_the_saved_page() -> None:
    address = "https://p.example/html/2024-03/05/content_1.htm"
    area = 'coords="0,0,10,20" href="content_2.htm"'
    written = SavedFile("要闻.html", page(area, "src=data:image/jpeg;base64,/9j/4AAQSkZJRg==").encode())
    archived = SavedFile("要闻.mhtml", web_pages.archive(page(area, 'src="content_1.htm.jpg"'), address))
    for file in (written, archived):
        assert picture_in(file) == b"\xff\xd8\xff\xe0\0\x10JFIF"
        found = page_map(file)
        assert found is not None
        assert found.picture == file.name
    elsewhere = web_pages.archive(page(area, 'src="https://p.example/other.jpg"'), address)
    assert page_map(SavedFile("要闻.mhtml", elsewhere)) is None


def test_a_page_without_a_map_and_what_is_no_page_have_none() -> None:
    assert mapped(web_pages.anything()) is None
    assert mapped("<area") is None
    assert mapped("<div>" * 5000 + "<area>") is None


def test_of_endless_areas_some_are_taken() -> None:
    area = '<area coords="0,0,9,9" href="c1.htm">'
    found = mapped(f'<html><map name=m>{area * 3 * MOST_AREAS}</map><img src=1.jpg usemap="#m"></html>')
    assert found is not None
    assert len(found.articles) == MOST_AREAS
