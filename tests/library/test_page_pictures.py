"""The picture of an article's page: found beside its file, with what is printed where."""

import base64
import os
import sys
from pathlib import Path

import pytest
from PIL import Image

from reader.library.library import Library, LibraryError
from reader.library.page_pictures import PagePicture
from tests import homes
from tests.formats import pdf_pages, web_pages
from tests.formats import scanned_pages as pages


def line(text: str, top: int) -> str:
    """One word a character, of 10 px."""
    strings = "".join(
        f'<String CONTENT="{sign}" HPOS="{10 * at}" VPOS="{top}" WIDTH="10" HEIGHT="10"/>'
        for at, sign in enumerate(text)
    )
    return f'<TextLine HPOS="0" VPOS="{top}" WIDTH="{10 * len(text)}" HEIGHT="10">{strings}</TextLine>'


HEADLINES = ("渡口的灯亮到后半夜", "一口井淘出三只木桶")
BODIES = (
    ("昨夜江上有雾，渡船停了半日。", "两岸的人隔着水喊话，喊了一夜。", "老船工说，灯是给晚归的人留的。"),
    ("西门外的老井有十年没有淘过。", "淘井的人从渡口来，带了七条绳。", "木桶是三代人先后落到井里去的。"),
)


def alto() -> str:
    """A page of two articles, at 100 and 600 px from the top."""
    head = line("雁桥日报", 0) + line("1987年6月12日星期五第4012期", 20)
    blocks = [pages.alto_block(head)]
    for number, (headline, body) in enumerate(zip(HEADLINES, BODIES, strict=True)):
        top = 100 + 500 * number
        lines = "".join(line(text, top + 20 * at) for at, text in enumerate(6 * body, 1))
        blocks += [
            pages.alto_block(line(headline, top), name=f"H{number}", more='TYPE="heading"'),
            pages.alto_block(lines, name=f"B{number}"),
        ]
    return pages.alto(*blocks).replace('<Page ID="P1"', '<Page ID="P1" WIDTH="400" HEIGHT="1200"')


PAGE = alto()
TEXT = (
    "雁桥日报\n1987年6月12日 星期五\n\n# 茶摊搬到桥北\n\n桥南修路，茶摊连夜搬到桥北。老主顾绕了半座城找来。\n"
)
PAGES = (
    "雁桥日报\n1987年6月12日 星期五\n\n第01版\n\n# 茶摊搬到桥北\n\n桥南修路，茶摊连夜搬到桥北。老主顾绕了半座城找来。\n"
    "\n第02版\n\n# 一口井淘出三只木桶\n\n西门外的老井有十年没有淘过。木桶是三代人先后落到井里去的。\n"
)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    homes.use(monkeypatch, tmp_path / "home")
    root = tmp_path / "旧报"
    (root / "jpg").mkdir(parents=True)
    return root


def synced(root: Path) -> Library:
    library = Library.open(root)
    library.sync()
    return library


def article(library: Library, words: str) -> int:
    return library.searcher.search(words, limit=1).ids[0]


def draw(path: Path) -> None:
    Image.new("L", (400, 500), "white").save(path)


def test_a_picture_is_found_by_its_name_and_read_from_the_library(root: Path) -> None:
    (root / "19870612.txt").write_text(TEXT, encoding="utf-8")
    draw(root / "jpg" / "19870612.png")
    library = synced(root)
    found = library.pictures.find(article(library, "茶摊"))
    assert found == PagePicture("jpg/19870612.png")
    with library.pictures.pyramid(found) as pyramid:
        assert (pyramid.about.width, pyramid.about.height) == (400, 500)
    scan = library.pictures.scan(article(library, "茶摊"))
    assert scan is not None
    assert scan.page is None
    library.close()


def test_each_page_of_an_issue_in_one_file_has_the_picture_of_its_number(root: Path) -> None:
    (root / "1987-06-12.txt").write_text(PAGES, encoding="utf-8")
    draw(root / "jpg" / "19870612-01.jpg")
    draw(root / "jpg" / "19870612-02.jpg")
    library = synced(root)
    assert library.pictures.find(article(library, "茶摊")) == PagePicture("jpg/19870612-01.jpg")
    assert library.pictures.find(article(library, "木桶")) == PagePicture("jpg/19870612-02.jpg")
    library.close()


def test_the_pages_of_a_tiff_are_those_of_the_text(root: Path) -> None:
    (root / "1987-06-12.txt").write_text(PAGES, encoding="utf-8")
    first, second = Image.new("L", (400, 500)), Image.new("L", (300, 200))
    first.save(root / "1987-06-12.tif", save_all=True, append_images=[second])
    library = synced(root)
    for words, page, size in (("茶摊", 0, (400, 500)), ("木桶", 1, (300, 200))):
        scan = library.pictures.scan(article(library, words))
        assert scan is not None
        assert scan.picture == PagePicture("1987-06-12.tif", page)
        with library.pictures.pyramid(scan.picture) as pyramid:
            assert (pyramid.about.width, pyramid.about.height) == size
    library.close()


def test_a_text_of_one_page_has_the_first_picture_of_a_tiff_whatever_its_number(root: Path) -> None:
    (root / "1987-06-12-04.txt").write_text(PAGES.replace("第01版", "第04版").partition("第02版")[0], "utf-8")
    card = Image.new("L", (9, 9))
    Image.new("L", (400, 500)).save(root / "1987-06-12-04.tif", save_all=True, append_images=[card])
    library = synced(root)
    scan = library.pictures.scan(article(library, "茶摊"))
    assert scan is not None
    assert scan.picture.page == 0
    library.close()


def test_sections_are_counted_in_the_order_of_the_text(root: Path) -> None:
    text = PAGES.replace("第01版", "A1版").replace("第02版", "B1版")
    (root / "1987-06-12.txt").write_text(text, encoding="utf-8")
    (root / "1987-06-12.pdf").write_bytes(b"")  # no issue, and never opened here
    library = synced(root)
    scan = library.pictures.scan(article(library, "木桶"))
    assert scan is not None
    assert scan.picture == PagePicture("1987-06-12.pdf", 1)
    library.close()


def test_an_article_of_a_pdf_is_on_the_page_where_it_is_printed_whatever_its_number(root: Path) -> None:
    def page(number: int, text: str) -> list[pdf_pages.At]:
        head = pdf_pages.At(40, 20, f"1987年6月12日 第{number:02}版")
        return [head, pdf_pages.At(40, 60, text[:9], 20), *pdf_pages.column(40, 100, text * 6, 24)]

    texts = ("桥南修路，茶摊连夜搬到桥北。", "西门外的老井有十年没有淘过。")
    data = pdf_pages.pdf(*(page(number, text) for number, text in enumerate(texts, 5)))
    (root / "雁桥日报.pdf").write_bytes(data)
    library = synced(root)
    for at, words in enumerate(("茶摊", "老井")):
        found = article(library, words)
        stored = library.articles.article(found)
        assert stored is not None
        assert stored.article.page == str(5 + at)
        scan = library.pictures.scan(found)
        assert scan is not None
        assert scan.picture == PagePicture("雁桥日报.pdf", at)
        assert library.pictures.hits(scan, [words])
    library.close()


def test_the_pages_of_an_hocr_file_that_name_one_picture_are_its_pages(root: Path) -> None:
    texts = (
        ["茶摊搬到桥北", "桥南修路，茶摊连夜搬到桥北。"],
        ["一口井淘出三只木桶", "西门外的老井有十年没有淘过。"],
    )
    both = "".join(pages.tesseract([[head]], [[text]] * 4) for head, text in texts)
    both = both.replace("<p class='ocr_par'", "<p class='ocr_title'").replace(
        "'bbox 0 0 900 1200'", "'image \"/x/all.tif\"; bbox 0 0 900 1200'"
    )
    (root / "雁桥日报1987-06-12.hocr").write_text(both, encoding="utf-8")
    draw(root / "all.tif")
    library = synced(root)
    found = [library.pictures.find(article(library, words)) for words in ("茶摊", "老井")]
    assert found == [PagePicture("all.tif", 0), PagePicture("all.tif", 1)]
    library.close()


def test_without_a_picture_there_is_none_until_one_is_put_there(root: Path) -> None:
    (root / "19870612.txt").write_text(TEXT, encoding="utf-8")
    library = synced(root)
    tea = article(library, "茶摊")
    assert library.pictures.find(tea) is None
    assert library.pictures.scan(tea) is None
    assert library.pictures.find(999) is None
    draw(root / "19870612.jpg")
    library.pictures.forget_folders()
    assert library.pictures.find(tea) == PagePicture("19870612.jpg")
    library.close()


def test_what_the_text_tells_of_its_page_is_on_the_picture(root: Path) -> None:
    (root / "19870612-01.xml").write_text(PAGE, encoding="utf-8")
    draw(root / "19870612-01.jpg")
    library = synced(root)
    ferry, well = article(library, "渡口的灯"), article(library, "木桶")
    scan = library.pictures.scan(ferry)
    assert scan is not None
    assert scan.page is not None
    assert (scan.page.width, scan.page.height) == (400, 1200)
    assert [(each.id, each.title) for each in scan.articles] == [
        (ferry, "渡口的灯亮到后半夜"),
        (well, "一口井淘出三只木桶"),
    ]
    assert [each.regions[0].box.top for each in scan.articles] == [100, 600]
    library.close()


def test_hits_in_the_other_articles_of_the_page_are_boxed(root: Path) -> None:
    (root / "19870612-01.xml").write_text(PAGE, encoding="utf-8")
    draw(root / "19870612-01.jpg")
    library = synced(root)
    ferry = article(library, "渡口的灯")
    scan = library.pictures.scan(ferry)
    assert scan is not None
    tops = [(box.left, box.top) for box in library.pictures.hits(scan, ["渡口"])]
    assert tops[:2] == [(0, 100), (50, 640)]
    assert library.pictures.hits(scan, ["渡口"], {ferry})[0].top == 640
    assert library.pictures.hits(scan, []) == []
    library.close()


@pytest.mark.skipif(sys.platform == "win32", reason="to make a link takes a right of its own there")
def test_a_link_that_leads_out_of_the_library_is_not_followed(root: Path, tmp_path: Path) -> None:
    (root / "19870612.txt").write_text(TEXT, encoding="utf-8")
    draw(tmp_path / "private.jpg")
    (root / "19870612.jpg").symlink_to(tmp_path / "private.jpg")
    library = synced(root)
    found = library.pictures.find(article(library, "茶摊"))
    if found is not None:
        with pytest.raises(LibraryError, match="资料库之外"):
            library.pictures.pyramid(found)
    library.close()


def test_a_picture_that_is_none_is_told(root: Path) -> None:
    (root / "19870612.txt").write_text(TEXT, encoding="utf-8")
    (root / "19870612.jpg").write_bytes(b"no picture")
    library = synced(root)
    with pytest.raises(LibraryError, match="内容却不是"):
        library.pictures.pyramid(PagePicture("19870612.jpg"))
    with pytest.raises(LibraryError):
        library.pictures.pyramid(PagePicture("absent.jpg"))
    library.close()


def test_the_map_of_a_digital_paper_tells_its_picture_and_outlines_its_articles(root: Path) -> None:
    day = root / "html" / "2024-03" / "05"
    day.mkdir(parents=True)
    (day / "content_52014.htm").write_text(web_pages.classic(), encoding="utf-8")
    library = synced(root)
    sluices = article(library, "三座旧闸门")
    assert library.pictures.find(sluices) is None  # its picture was not saved
    picture = root / "images" / "2024-03" / "05" / "02"
    picture.mkdir(parents=True)
    draw(picture / "yq0502_brief.jpg")
    library.pictures.forget_folders()
    scan = library.pictures.scan(sluices)
    assert scan is not None
    assert scan.picture == PagePicture("images/2024-03/05/02/yq0502_brief.jpg")
    assert [(each.id, each.corners[0]) for each in scan.articles] == [(sluices, (2, 98))]
    library.close()


def test_a_picture_in_a_saved_page_is_shown_from_there(root: Path) -> None:
    address = "http://p.example/html/2024-03/05/content_52014.htm"
    draw(root / "page.png")
    written = base64.b64encode((root / "page.png").read_bytes()).decode()
    page = web_pages.classic().replace(
        "../../../images/2024-03/05/02/yq0502_brief.jpg", f"data:image/png;base64,{written}"
    )
    page = page.replace("content_52014.htm", address)
    (root / "旧闸门.html").write_text(
        f"<!--\n Page saved with SingleFile \n url: {address} \n-->{page}", encoding="utf-8"
    )
    (root / "page.png").unlink()
    library = synced(root)
    scan = library.pictures.scan(article(library, "三座旧闸门"))
    assert scan is not None
    assert (scan.picture, len(scan.articles)) == (PagePicture("旧闸门.html"), 1)
    with library.pictures.pyramid(scan.picture) as pyramid:
        assert (pyramid.about.width, pyramid.about.height) == (400, 500)
    (root / "旧闸门.html").write_text("<p>", encoding="utf-8")
    with pytest.raises(LibraryError):
        library.pictures.pyramid(scan.picture)
    library.close()


def test_outlines_lead_to_pages_that_were_saved_under_other_names(root: Path) -> None:
    address = "http://p.example/html/2024-03/05"
    page = web_pages.classic().replace("content_52014.htm", f"{address}/content_52014.htm")
    page = page.replace("../../../images/2024-03/05/02/", "旧闸门_files/")
    saved = f"<!-- saved from url=(0054){address}/content_52014.htm -->\n"
    (root / "旧闸门.html").write_text(saved + page, encoding="utf-8")
    (root / "旧闸门_files").mkdir()
    draw(root / "旧闸门_files" / "yq0502_brief.jpg")
    library = synced(root)
    sluices = article(library, "三座旧闸门")
    scan = library.pictures.scan(sluices)
    assert scan is not None
    assert [(each.id, each.corners[0]) for each in scan.articles] == [(sluices, (2, 98))]
    library.close()


@pytest.mark.parametrize(
    ("page", "text", "lists"),
    [
        ("pc/content/202403/05/content_1.html", web_pages.layout(), "pc/layout/202403/05/node_02.html"),
        ("content/202403/05/c1.html", web_pages.column(), "202403/05/node02.html"),
        ("html/2024-03/05/content_1.htm", web_pages.layout(), "html/2024-03/05/node_3.htm"),
    ],
)
def test_the_map_may_stand_on_the_page_that_lists_the_articles(
    root: Path, page: str, text: str, lists: str
) -> None:
    (root / page).parent.mkdir(parents=True)
    (root / page).write_text(text, encoding="utf-8")
    (root / lists).parent.mkdir(parents=True, exist_ok=True)
    way = os.path.relpath(page, Path(lists).parent)
    area = f'<area coords="9,9,90,9,90,90" href="{way}">'
    (root / lists).write_text(
        f'<html><body><map name="m">{area}</map><img src="1.jpg" usemap="#m"></body></html>', encoding="utf-8"
    )
    draw(root / Path(lists).parent / "1.jpg")
    library = synced(root)
    scan = library.pictures.scan(article(library, "三座旧闸门"))
    assert scan is not None
    assert scan.picture == PagePicture((Path(lists).parent / "1.jpg").as_posix())
    assert [each.corners for each in scan.articles] == [((9, 9), (90, 9), (90, 90))]
    library.close()
