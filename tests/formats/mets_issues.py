"""Invented issues of METS and ALTO: a few lines of a paper that never was, in the manner of each producer."""

from collections.abc import Mapping, Sequence

from tests.formats import scanned_pages

TITLE, DAY = "雁桥日报", "1956-03-05"
HEADLINE, DECK = "雁桥渡口加开夜班船", "两岸居民过江不必再等天亮"
FIRST = ("昨晚起雁桥渡口加开夜班船，首航载客四", "十余人，老船工说二十年没有夜里摆渡。")
SECOND = ("镇上粮站清早开秤，乡亲们挑着新麦排到", "桥头，头一天收了三万斤。")
AD = "雁桥照相馆迁往北街"

_METS = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<mets xmlns="http://www.loc.gov/METS/"'
    ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:mods="http://www.loc.gov/mods/v3" {more}>{inside}</mets>'
)


def mods(name: str = "MODSMD_ISSUE1", title: str = TITLE, day: str = DAY, number: str = "238") -> str:
    inside = (
        f"<mods:mods><mods:titleInfo><mods:title>{title}</mods:title><mods:partNumber>{number}</mods:partNumber>"
        f"</mods:titleInfo><mods:originInfo><mods:dateIssued>{day}</mods:dateIssued></mods:originInfo></mods:mods>"
    )
    return f'<dmdSec ID="{name}"><mdWrap MDTYPE="MODS"><xmlData>{inside}</xmlData></mdWrap></dmdSec>'


def files(hrefs: Mapping[str, str]) -> str:
    """The section of files, by their IDs."""
    held = "".join(
        f'<file ID="{name}"><FLocat LOCTYPE="URL" xlink:href="{href}"/></file>'
        for name, href in hrefs.items()
    )
    return f'<fileSec><fileGrp ID="ALTOGRP" USE="Text">{held}</fileGrp></fileSec>'


def physical(*pages: Sequence[str]) -> str:
    """The pages, each with the IDs of its files."""
    held = "".join(
        f'<div TYPE="PAGE" ORDER="{at}"><fptr><par>{"".join(f"""<area FILEID="{name}"/>""" for name in names)}'
        "</par></fptr></div>"
        for at, names in enumerate(pages, 1)
    )
    return f'<structMap TYPE="PHYSICAL"><div TYPE="Newspaper">{held}</div></structMap>'


def division(kind: str, *parts: str, more: str = "") -> str:
    return f'<div TYPE="{kind}" {more}>{"".join(parts)}</div>'


def area(begin: str, file: str = "A1", end: str = "") -> str:
    to = f' END="{end}"' if end else ""
    return f'<fptr><area FILEID="{file}" BETYPE="IDREF" BEGIN="{begin}"{to}/></fptr>'


def logical(*parts: str) -> str:
    issue = division("ISSUE", *parts, more='DMDID="MODSMD_ISSUE1"')
    return f'<structMap TYPE="LOGICAL">{division("Newspaper", division("VOLUME", issue))}</structMap>'


def mets(*sections: str, more: str = "") -> str:
    return _METS.format(more=more, inside="".join(sections))


def alto(*blocks: tuple[str, Sequence[str]]) -> str:
    """A page of blocks, each by its name, lines one below the other, the first of a block indented."""
    top, written = 0, []
    for name, lines in blocks:
        held = []
        for at, text in enumerate(lines):
            left = 40 if at == 0 and len(lines) > 1 else 0
            held.append(line(text, left, top, f"{name}_L{at}"))
            top += 30
        written.append(scanned_pages.alto_block(*held, name=name))
    return scanned_pages.alto(*written)


def line(text: str, left: int, top: int, name: str) -> str:
    """A line of two words, each with its name and its box."""
    half = text.find(" ") + 1 or len(text) // 2
    words = "".join(
        f'<String ID="{name}_{at}" CONTENT="{word}" HPOS="{begin}" VPOS="{top}" WIDTH="{20 * len(word)}" HEIGHT="20"/>'
        for at, (word, begin) in enumerate([(text[:half], left), (text[half:], left + 20 * half)])
    )
    return f'<TextLine ID="{name}" HPOS="{left}" VPOS="{top}" WIDTH="{20 * len(text)}" HEIGHT="20">{words}</TextLine>'


PAGES = {
    "ALTO/1.xml": alto(
        ("M", [TITLE]),
        ("H", [HEADLINE]),
        ("D", [DECK]),
        ("T", FIRST),
        ("C", ["图为夜航首班船"]),
        ("X", ["第一版"]),
    ),
    "ALTO/2.xml": alto(
        ("S", ["地方新闻"]), ("H", ["粮站开秤"]), ("T", SECOND), ("B", ["本报记者 顾知远"]), ("AD", [AD])
    ),
}
"""The pages of the issues below, by their names."""

_FILES = files({"A1": "file://./ALTO/1.xml", "A2": "./ALTO%2F2.xml"})
_PHYSICAL = physical(["A1"], ["A2"])

DOCWORKS = mets(
    mods(),
    _FILES,
    _PHYSICAL,
    logical(
        division("TITLE_SECTION", division("HEADLINE", area("M"))),
        division(
            "CONTENT",
            division(
                "ARTICLE",
                division("HEADING", division("TITLE", area("H")), division("SUBHEADLINE", area("D"))),
                division(
                    "BODY",
                    division("BODY_CONTENT", division("PARAGRAPH", division("TEXT", area("T")))),
                    division("ILLUSTRATION", division("IMAGE", area("I")), division("CAPTION", area("C"))),
                ),
            ),
            division(
                "SECTION",
                division("HEADING", division("TITLE", area("S", "A2"))),
                division(
                    "ARTICLE",
                    division("HEADING", division("TITLE", area("H", "A2"))),
                    division(
                        "BODY", division("AUTHOR", area("B", "A2")), division("PARAGRAPH", area("T", "A2"))
                    ),
                ),
            ),
            division("ADVERTISEMENT", area("AD", "A2")),
        ),
    ),
)
"""As docWorks writes it: parts of articles are divisions of the contents (Luxembourg, ENMAP, Veridian)."""

LINKED = mets(
    mods("MODS_ISSUE", f"{TITLE}."),
    files({"img1": "1.jp2", "A1": "ALTO/1.xml", "img2": "2.jp2", "A2": "ALTO/2.xml"}),
    '<structMap TYPE="LOGICAL"><div ID="log1" TYPE="ISSUE" DMDID="MODS_ISSUE">'
    '<div ID="art1" TYPE="ARTICLE"/><div ID="art2" TYPE="ARTICLE"/><div ID="ad1" TYPE="ADVERT"/></div></structMap>'
    '<structMap TYPE="PHYSICAL"><div ID="phys0" TYPE="physSequence">'
    f'<div ID="p1" TYPE="page" ORDER="1"><fptr FILEID="img1"/><fptr FILEID="A1"/>'
    f'<div ID="pa1" TYPE="pagearea" LABEL="Headline">{area("H_L0_0", end="H_L0_1")}</div>'
    f'<div ID="pa2" TYPE="pagearea" LABEL="Textblock">{area("D_L0_0", end="T_L1_1")}</div></div>'
    f'<div ID="p2" TYPE="page" ORDER="2"><fptr FILEID="img2"/><fptr FILEID="A2"/>'
    f'<div ID="pa3" TYPE="pagearea" LABEL="Headline">{area("H_L0_0", "A2", "H_L0_1")}</div>'
    f'<div ID="pa4" TYPE="pagearea" LABEL="Textblock">{area("T_L0_0", "A2", "B_L0_1")}</div>'
    f'<div ID="pa5" TYPE="pagearea" LABEL="Advertisement">{area("AD_L0_0", "A2", "AD_L0_1")}</div></div>'
    "</div></structMap><structLink>"
    + "".join(
        f'<smLinkGrp><smLocatorLink xlink:href="#{begin}" xlink:label="a"/>'
        + "".join(f'<smLocatorLink xlink:href="#{end}" xlink:label="{end}"/>' for end in ends)
        + "".join(f'<smArcLink xlink:from="a" xlink:to="{end}"/>' for end in ends)
        + "</smLinkGrp>"
        for begin, ends in {"art1": ["pa1", "pa2"], "art2": ["pa3", "pa4"], "ad1": ["pa5"]}.items()
    )
    + "</structLink>",
)
"""As the British Library writes it: articles are linked to places on the pages, which begin and end at words."""

PAGES_ONLY = mets(
    mods(),
    files({"A1": "ALTO/1.xml", "A2": "ALTO/2.xml"}),
    '<structMap TYPE="LOGICAL"><div TYPE="newspaper">'
    '<div ID="L1" TYPE="issue" DMDID="MODSMD_ISSUE1"/></div></structMap>',
    _PHYSICAL,
    '<structLink><smLink xlink:from="L1" xlink:to="phys0"/></structLink>',
)
"""As Kitodo and NDNP write it: an issue has pages, and nothing is said of articles."""

SAMPLES = {"docworks": DOCWORKS, "linked": LINKED, "pages": PAGES_ONLY}
