"""Invented pages of OCR programs: a few lines of a paper that never was, in the manner of each producer."""

from collections.abc import Sequence

from msgspec import Struct

Box = tuple[int, int, int, int]
"""Left, top, right and bottom edge."""

HEADLINE = "雁桥渡口加开夜班船"
LINES = ("昨晚起雁桥渡口加开夜班船", "两岸居民过江不必再等天亮")

TALL = [(300, 0, 320, 200), (270, 0, 290, 200), (240, 0, 260, 200)]
"""Three vertical lines, from right to left."""

_ALTO = "http://www.loc.gov/standards/alto/ns-v{version}#"
_PAGE = "http://schema.primaresearch.org/PAGE/gts/pagecontent/{date}"


def alto(*blocks: str, version: int = 2, tags: str = "", top: str = "", order: str = "") -> str:
    """A page with blocks in its print space, and perhaps one in its top margin."""
    margin = f"<TopMargin>{top}</TopMargin>" if top else ""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<alto xmlns="{_ALTO.format(version=version)}">'
        f"{f'<Tags>{tags}</Tags>' if tags else ''}{order}"
        f'<Layout><Page ID="P1" PHYSICAL_IMG_NR="1">{margin}'
        f"<PrintSpace>{''.join(blocks)}</PrintSpace></Page></Layout></alto>"
    )


def alto_block(*lines: str, name: str = "B1", more: str = "") -> str:
    return f'<TextBlock ID="{name}" {more}>{"".join(lines)}</TextBlock>'


def alto_line(*words: str, box: Sequence[int] = (0, 0, 400, 20), has_spaces: bool = True) -> str:
    """A line of words with spaces between, as ABBYY and Tesseract write it."""
    strings = ("<SP/>" if has_spaces else "").join(f'<String CONTENT="{word}"/>' for word in words)
    left, top, width, height = box
    return f'<TextLine HPOS="{left}" VPOS="{top}" WIDTH="{width}" HEIGHT="{height}">{strings}</TextLine>'


def page_xml(*regions: str, date: str = "2019-07-15", order: str = "", prefix: str = "") -> str:
    """A page of regions; with a prefix, all its elements have it, as some programs write."""
    told = f"<ReadingOrder>{order}</ReadingOrder>" if order else ""
    page = f'<Page imageFilename="1.jpg">{told}{"".join(regions)}</Page>'
    text = f'<PcGts xmlns="{_PAGE.format(date=date)}">{page}</PcGts>'
    if prefix:
        text = text.replace("</", "\0").replace("<", f"<{prefix}:").replace("\0", f"</{prefix}:")
        text = text.replace("xmlns=", f"xmlns:{prefix}=")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}'


def region(
    *lines: str, name: str = "r1", kind: str = "paragraph", box: Sequence[int] = (), more: str = ""
) -> str:
    return f'<TextRegion id="{name}" type="{kind}" {more}>{_coords(box)}{"".join(lines)}</TextRegion>'


def line(text: str, *, box: Sequence[int] = (), custom: str = "") -> str:
    attribute = f' custom="{custom}"' if custom else ""
    return f"<TextLine{attribute}>{_coords(box)}<TextEquiv><Unicode>{text}</Unicode></TextEquiv></TextLine>"


def _coords(box: Sequence[int]) -> str:
    if not box:
        return ""
    left, top, right, bottom = box
    return f'<Coords points="{left},{top} {right},{top} {right},{bottom} {left},{bottom}"/>'


def tesseract(*paragraphs: Sequence[Sequence[str]]) -> str:
    """hOCR as Tesseract writes it: a word an element, with a DOCTYPE."""
    blocks = "".join(
        "<div class='ocr_carea'><p class='ocr_par' lang='chi_sim'>"
        + "".join(
            "<span class='ocr_line' title='bbox 0 0 400 20; baseline 0 -3'>\n"
            + "\n".join(
                f"<span class='ocrx_word' title='bbox 0 0 9 9; x_wconf 96'>{word}</span>" for word in words
            )
            + "</span>\n"
            for words in lines
        )
        + "</p></div>"
        for lines in paragraphs
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" '
        '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">\n<html xmlns="http://www.w3.org/1999/xhtml">'
        "<head><title></title><meta name='ocr-system' content='tesseract 5.3.0'/></head><body>"
        f"<div class='ocr_page' title='bbox 0 0 900 1200'>{blocks}</div></body></html>"
    )


def ocropus(*lines: str) -> str:
    """hOCR as OCRopus writes it: lines without words, one after another."""
    spans = "".join(f'<span class="ocr_line" title="bbox 0 0 400 20">{text}</span><br/>\n' for text in lines)
    return (
        f'<html><head><meta charset="utf-8"/></head><body><div class="ocr_page">{spans}</div></body></html>'
    )


class PrintedPage(Struct, frozen=True):
    """A page as it was printed: blocks (is it a heading, its lines) of lines of words, each with its box."""

    width: int
    height: int
    blocks: tuple[tuple[bool, tuple[tuple[tuple[str, Box], ...], ...]], ...]

    def as_alto(self) -> str:
        blocks = "".join(
            f'<TextBlock ID="B{at}" TYPE="{"heading" * is_heading}">'
            + "".join(
                f"<TextLine {_measured(around(words))}>"
                + "<SP/>".join(
                    f'<String CONTENT="{word}" {_measured(box)} WC="0.96"/>' for word, box in words
                )
                + "</TextLine>"
                for words in lines
            )
            + "</TextBlock>"
            for at, (is_heading, lines) in enumerate(self.blocks)
        )
        return alto(blocks).replace(
            '<Page ID="P1"', f'<Page ID="P1" WIDTH="{self.width}" HEIGHT="{self.height}"'
        )

    def as_page_xml(self) -> str:
        order = "".join(
            f'<RegionRefIndexed index="{at}" regionRef="r{at}"/>' for at in range(len(self.blocks))
        )
        regions = [
            region(
                *(
                    line(" ".join(word for word, _ in words), box=around(words)).replace(
                        "<TextEquiv>",
                        "".join(
                            f"<Word>{_coords(box)}<TextEquiv conf='0.96'><Unicode>{word}</Unicode></TextEquiv></Word>"
                            for word, box in words
                        )
                        + "<TextEquiv>",
                        1,
                    )
                    for words in lines
                ),
                name=f"r{at}",
                kind="heading" if is_heading else "paragraph",
            )
            for at, (is_heading, lines) in enumerate(self.blocks)
        ]
        page = page_xml(*regions[::-1], order=f"<OrderedGroup>{order}</OrderedGroup>")
        size = f'imageWidth="{self.width}" imageHeight="{self.height}"'
        return page.replace('imageFilename="1.jpg"', size)

    def as_hocr(self) -> str:
        def told(box: Box) -> str:
            return "bbox " + " ".join(map(str, box))

        blocks = "".join(
            ("<h2>" if is_heading else "<p class='ocr_par'>")
            + "".join(
                f"<span class='ocr_line' title='{told(around(words))}'>"
                + " ".join(
                    f"<span class='ocrx_word' title='{told(box)}; x_wconf 96'>{word}</span>"
                    for word, box in words
                )
                + "</span>"
                for words in lines
            )
            + ("</h2>" if is_heading else "</p>")
            for is_heading, lines in self.blocks
        )
        page = f"<div class='ocr_page' title='{told((0, 0, self.width, self.height))}'>{blocks}</div>"
        return f"<html><body>{page}</body></html>"


def around(words: Sequence[tuple[str, Box]]) -> Box:
    lefts, tops, rights, bottoms = zip(*(box for _, box in words), strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _measured(box: Box) -> str:
    left, top, right, bottom = box
    return f'HPOS="{left}" VPOS="{top}" WIDTH="{right - left}" HEIGHT="{bottom - top}"'


SAMPLES = [
    alto(alto_block(alto_line(*LINES, box=(1, 2, 30, 400))), alto_block(alto_line("the", "ferry-"))),
    page_xml(
        region(line(HEADLINE), name="a", kind="heading", box=(0, 0, 400, 40)),
        region(line(LINES[0], box=TALL[1]), line(LINES[1], box=TALL[0])),
        order='<OrderedGroup><RegionRefIndexed index="0" regionRef="a"/></OrderedGroup>',
    ),
    tesseract([LINES, ["a"]], [["The", "ferry"]]),
    ocropus(*LINES),
]
"""A page of each kind."""
