"""What digital libraries state of an article: its paper, day, headline and author, and never the day of cataloguing."""

import json

import pytest

from reader import formats, parsing
from reader.newspaper.issue import IssuePart

TEXT = "昨晚起，雁桥渡口加开夜班船，两岸居民过江不必再等天亮。"
LATIN = "The ferry at Willow Bend ran again yesterday, and thirty villagers took the first boat."
PAPER = "雁桥日报"
HEADLINE = "渡口加开夜班船"
FIELDS = {
    "title": HEADLINE,
    "date.issued": "1937-06-13",
    "date.accessioned": "2015-02-03T10:00:00Z",
    "contributor.author": "何渡生",
    "source": PAPER,
    "description.abstract": TEXT,
}


def of_dspace(tag: str) -> str:
    rows = []
    for name, value in FIELDS.items():
        element, _, qualifier = name.partition(".")
        rows.append(
            f'<{tag} element="{element}" qualifier="{qualifier or "none"}" language="zh">{value}</{tag}>'
        )
    return "".join(rows)


def of_omeka(name: str, value: str) -> str:
    container = (
        f"<elementTextContainer><elementText><text>{value}</text></elementText></elementTextContainer>"
    )
    return f'<element elementId="1"><name>{name}</name><description>x</description>{container}</element>'


OMEKA = {"Title": HEADLINE, "Date": "1937-06-13", "Source": PAPER, "Creator": "何渡生", "Text": TEXT}
LITERALS = {
    "dcterms:title": HEADLINE,
    "dcterms:date": "1937-06-13",
    "dcterms:source": PAPER,
    "dcterms:creator": "何渡生",
    "bibo:content": TEXT,
}
CSL = {
    "type": "article-newspaper",
    "container-title": PAPER,
    "title": HEADLINE,
    "author": [{"family": "何", "given": "渡生"}],
    "issued": {"date-parts": [["1937", 6, 13]]},
    "accessed": {"date-parts": [["2015", 2, 3]]},
    "abstract": TEXT,
}
MODS = (
    f'<mods xmlns="http://www.loc.gov/mods/v3"><titleInfo><title>{HEADLINE}</title></titleInfo>'
    "<name><namePart>何渡生</namePart></name><originInfo><dateIssued>1937-06-13</dateIssued></originInfo>"
    f'<relatedItem type="host"><titleInfo><title>{PAPER}</title></titleInfo></relatedItem><abstract>{TEXT}</abstract>'
    "<recordInfo><recordCreationDate>2015-02-03</recordCreationDate></recordInfo></mods>"
)
FILES = {
    "dublin_core.xml": f'<dublin_core schema="dc">{of_dspace("dcvalue")}</dublin_core>',
    "dim.xml": f'<dim xmlns="http://www.dspace.org/xmlns/dspace/dim">{of_dspace("field")}</dim>',
    "mods.xml": MODS,
    "trafilatura.xml": f'<doc sitename="{PAPER}" title="{HEADLINE}" author="何渡生" date="1937-06-13" hostname="x">'
    f"<main><p>{TEXT}</p></main><comments/></doc>",
    "omeka.xml": '<item itemId="12"><elementSetContainer><elementSet><name>Dublin Core</name><elementContainer>'
    + "".join(of_omeka(name, value) for name, value in OMEKA.items())
    + "</elementContainer></elementSet></elementSetContainer></item>",
    "omeka.json": json.dumps(
        {
            "added": "2015-02-03T10:00:00+00:00",
            "element_texts": [
                {"html": False, "text": value, "element": {"id": 1, "name": name}}
                for name, value in OMEKA.items()
            ],
        }
    ),
    "omeka-s.json": json.dumps(
        {
            "o:created": {"@value": "2015-02-03T10:00:00+00:00", "@type": "dateTime"},
            **{
                name: [{"type": "literal", "property_id": 1, "@value": value}]
                for name, value in LITERALS.items()
            },
        }
    ),
    "zotero.json": json.dumps([CSL]),
}


def read(text: str, name: str) -> IssuePart:
    return parsing.parse(formats.decode(text.encode(), name))


@pytest.mark.parametrize("name", FILES)
def test_what_a_library_states_of_an_article_is_read(name: str) -> None:
    text = FILES[name]
    if name.endswith(".xml"):
        text = f'<?xml version="1.0"?>{text}'
    part = read(text, name)
    (article,) = part.articles
    assert (part.masthead.title, str(part.masthead.date)) == (PAPER, "1937-06-13")
    assert (article.headline, article.decks) == (HEADLINE, ())
    assert [block.text for block in article.blocks] == [TEXT]
    assert [credit.names for credit in article.credits] == [("何渡生",)]


def test_the_headline_of_an_archive_may_be_one_of_several_forms() -> None:
    value = {
        "headline": {"main": HEADLINE, "kicker": None},
        "source": PAPER,
        "pub_date": "1937-06-13T05:00:00+0000",
        "lead_paragraph": TEXT,
    }
    part = read(json.dumps({"response": {"docs": [value]}}), "1.json")
    (article,) = part.articles
    assert (article.headline, part.masthead.title) == (HEADLINE, PAPER)


def test_a_place_in_a_collection_is_no_paper() -> None:
    value = {**FIELDS, "source": "newspaper/yanqiao/1937-06-13", "ispartof": PAPER, "publisher": "何渡生"}
    part = read(json.dumps([{name.partition(".")[0]: text for name, text in value.items()}]), "1.json")
    assert part.masthead.title == PAPER


TROVE = {
    "heading": "THE FERRY AT WILLOW BEND.",
    "category": "Article",
    "title": {"id": "35", "value": "The Yanqiao Advertiser (Y.S.W. : 1843 - 1893)"},
    "date": "1888-06-13",
    "page": 5,
    "articleText": f"<p>{LATIN}</p><p>{LATIN}</p>",
}
OF_TROVE = {
    "a.json": json.dumps(TROVE),
    "search.json": json.dumps(
        {
            "query": "ferry",
            "category": [
                {
                    "name": "Newspapers & Gazettes",
                    "records": {
                        "article": [{**TROVE, "title": {"title": "The Yanqiao Advertiser (1843 - 1893)"}}]
                    },
                }
            ],
        }
    ),
    "a.xml": '<?xml version="1.0"?><response><zone name="newspaper"><records><article id="1">'
    "<heading>THE FERRY AT WILLOW BEND.</heading><category>Article</category>"
    '<title id="35">The Yanqiao Advertiser (Y.S.W. : 1843 - 1893)</title><date>1888-06-13</date><page>5</page>'
    f"<articleText>&lt;p&gt;{LATIN}&lt;/p&gt;&lt;p&gt;{LATIN}&lt;/p&gt;</articleText></article></records></zone></response>",
}


@pytest.mark.parametrize("name", OF_TROVE)
def test_a_title_with_the_years_of_a_paper_is_that_of_the_paper_beside_a_heading(name: str) -> None:
    part = read(OF_TROVE[name], name)
    (article,) = part.articles
    assert (part.masthead.title, str(part.masthead.date)) == ("The Yanqiao Advertiser", "1888-06-13")
    assert (article.headline, article.decks, article.section) == ("THE FERRY AT WILLOW BEND.", (), None)
    assert [block.text for block in article.blocks] == [LATIN, LATIN]
    assert article.page == "5"


def test_a_headline_that_ends_with_brackets_stays_one() -> None:
    value = [{"title": "雁桥渡口的四十年（从木船到石桥）", "date": "1987-06-12", "text": TEXT}]
    (article,) = read(json.dumps(value), "1.json").articles
    assert article.headline == "雁桥渡口的四十年（从木船到石桥）"


def test_the_name_of_a_whole_author_is_his_family_name_first_where_it_is_chinese() -> None:
    latin = [{**CSL, "author": [{"family": "Reed", "given": "Ann"}]}]
    (article,) = read(json.dumps(latin), "1.json").articles
    assert article.credits[0].as_printed == "Ann Reed"


LATIN_PAGE = f"FERRY RUNS AGAIN\n{LATIN}\n{LATIN}\n"
OF_CONGRESS = {
    "search": {
        "items": [
            {
                "sequence": 2,
                "date": "19190613",
                "title": "The Yanqiao evening post [volume]",
                "type": "page",
                "ocr_eng": LATIN_PAGE,
                "page": "2",
            }
        ]
    },
    "item": {
        "full_text": LATIN_PAGE,
        "item": {
            "title": "The Yanqiao evening post, June 13, 1919",
            "date": "1919-06-13",
            "newspaper_title": ["The Yanqiao evening post"],
        },
    },
}


@pytest.mark.parametrize("name", OF_CONGRESS)
def test_the_text_of_one_page_is_read_with_the_paper_and_the_day_beside_it(name: str) -> None:
    part = read(json.dumps(OF_CONGRESS[name]), "1.json")
    (article,) = part.articles
    assert (part.masthead.title, str(part.masthead.date)) == ("The Yanqiao evening post", "1919-06-13")
    assert article.headline == "FERRY RUNS AGAIN"
    assert [block.text for block in article.blocks] == [LATIN, LATIN]


def test_texts_of_several_pages_whose_days_are_not_told_apart_are_not_read() -> None:
    page = {"date": "19190613", "title": "The Yanqiao evening post [volume]", "ocr_eng": LATIN_PAGE}
    value = {"items": [page, {**page, "date": "19190614"}]}
    with pytest.raises(formats.NotAnIssue):
        formats.decode(json.dumps(value).encode(), "1.json")
