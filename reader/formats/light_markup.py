"""What reads plain texts in light markup: headings of wikis, AsciiDoc and Org, numbers of lines, labels, bars.

Each returns a text with the heading marks that the parser knows in place of its own.
"""

import re
from collections.abc import Sequence
from itertools import chain, pairwise
from statistics import median

from msgspec.structs import replace

from reader.formats.wiki_head import head_of
from reader.language.patterns import pattern
from reader.newspaper.article import LineSpan, SourceText

_MOST_LEVELS = 6
_SPACE = " \t\r\u3000"

# -- wikis and AsciiDoc

WIKI_HEADING = pattern(r"(?P<marks>={1,6})[ \t]*(?P<words>[^=\s](?:[^=\n]{0,200}[^=\s])?)[ \t]*(?P=marks)")
ASCIIDOC_HEADING = pattern(r"(?P<marks>={1,6})[ \t]+(?P<words>[^=\s][^=\n]{0,200})")
TEXTILE_HEADING = pattern(r"h(?P<level>[1-6])\.[ \t]+(?P<words>\S.{0,200})")
_TEXTILE_BLOCK = pattern(r"^(?:p|bq)\.[ \t]+(?=\S)")
_ASCIIDOC_ATTRIBUTE = pattern(r":(?P<name>[a-z][a-z0-9_-]{1,30}):(?:[ \t]+(?P<words>.{0,200}))?")
_DAYS_OF_ASCIIDOC = frozenset({"date", "revdate", "docdate"})
_LINE_OF_ZIM = pattern(
    r"(?:Content-Type: text/x-zim-wiki|Wiki-Format: zim .{1,40}|Creation-Date: [\d:T+-]{10,40})"
)
_WIKI_LINK = pattern(r"\[\[(?:[^\[\]|]{1,200}\|)?([^\[\]|]{1,200})\]\]")
_WIKI_EMPHASIS = pattern("'{2,5}")
_WIKI_CATEGORY = pattern(r"\[\[(?:Category|分类|分類):[^\[\]]{0,100}\]\]")
_WIKI_REMARK = pattern(r"\[\[(?:Category|分类|分類):[^\[\]]{0,100}\]\]|__[A-Z]{3,20}__")
_WIKI_PICTURE = pattern(
    r"\[\[(?:File|Image|文件|檔案|档案|图像|圖像):[^\[\]|]{1,200}(?P<options>(?:\|[^\[\]|]{0,200})*)\]\]",
    re.IGNORECASE,
)
_PICTURE_OPTION = pattern(
    r"(?:thumb|thumbnail|frame|frameless|border|left|right|center|none|upright|缩略图|縮圖|左|右|居中|"
    r"(?:alt|upright|link|page)=.*|(?:\d{1,5}x|x)?\d{1,5}px)",
    re.IGNORECASE,
)
_TEMPLATE_BEGINS = pattern(r"\{\{[^{}]*")
_TEMPLATE_FIELD = pattern(r"\|?\s*[^={}|]{1,40}=[^{}]*(?:\{\{[^{}]*\}\}[^{}]*)*")
_TEMPLATE_ENDS = pattern(r"(?:\|?\s*[^={}|]{1,40}=[^{}]*)?\}\}")
_WIKI_TEMPLATE = pattern(r"\{\{(?P<name>[^{}|]{0,100})(?:\|(?P<words>[^{}]{0,400}))?\}\}")


def with_wiki_headings(source: SourceText) -> SourceText:
    """Return a wiki's text, AsciiDoc or Textile, with other heading marks, and with the words of links and emphasis.

    What the template at its top states has lines of its own in place of the template's.
    """
    lines = list(map(_wiki_line, source.lines))
    for at in _lines_of_templates(source.lines):
        lines[at] = ""
    head = head_of(source.lines)
    if head is None:
        return replace(source, lines=tuple(lines))
    above = lines[: head.first]
    below = ["", *lines[head.last + 1 :]]
    spans = [(at, at) for at in range(1, len(lines) + 1)]
    of_template = (head.first + 1, head.last + 1)
    return replace(
        source,
        lines=(*above, *head.lines, *below),
        spans=(
            *spans[: head.first],
            *[of_template] * len(head.lines),
            (0, 0),
            *spans[head.last + 1 :],
        ),
    )


def _lines_of_templates(lines: Sequence[str]) -> list[int]:
    """Return which lines are those of templates over several, whose fields have a line each; from 0."""
    of_templates: list[int] = []
    begun: list[int] = []
    for at, line in enumerate(lines):
        text = line.strip(_SPACE)
        if _TEMPLATE_BEGINS.fullmatch(text):
            begun = [at]
        elif begun and _TEMPLATE_ENDS.fullmatch(text):
            of_templates += [*begun, at]
            begun = []
        elif begun and (not text or _TEMPLATE_FIELD.fullmatch(text)):
            begun.append(at)
        else:
            begun = []
    return of_templates


def _wiki_line(line: str) -> str:
    text = line.strip(_SPACE)
    heading = WIKI_HEADING.fullmatch(text) or ASCIIDOC_HEADING.fullmatch(text)
    if heading is not None:
        return f"{'#' * len(heading['marks'])} {_wiki_words(heading['words'])}"
    heading = TEXTILE_HEADING.fullmatch(text)
    if heading is not None:
        return f"{'#' * int(heading['level'])} {heading['words']}"
    attribute = _ASCIIDOC_ATTRIBUTE.fullmatch(text)
    if attribute is not None:
        return attribute["words"] if attribute["name"] in _DAYS_OF_ASCIIDOC else ""
    if _LINE_OF_ZIM.fullmatch(text):
        return ""
    return _wiki_words(_TEXTILE_BLOCK.sub("", line))


def _wiki_words(text: str) -> str:
    if "[[" in text or "__" in text:
        text = _WIKI_PICTURE.sub(_caption, text)
        text = _WIKI_LINK.sub(r"\1", _WIKI_REMARK.sub("", text))
    if "{{" in text:
        text = _WIKI_TEMPLATE.sub(_words_of_template, text)
    if "''" in text:
        text = _WIKI_EMPHASIS.sub("", text)
    return text


def _caption(picture: re.Match[str]) -> str:
    """Return the words below a picture: [[File:a.jpg|thumb|渡口]]."""
    words = [option for option in picture["options"].split("|") if not _PICTURE_OPTION.fullmatch(option)]
    return words[-1]


def _words_of_template(template: re.Match[str]) -> str:
    """Return the words that a template shows: {{專名|渡口}}, {{lang|zh|渡口}}; none that have a name: title=渡口."""
    if template["words"] is None:
        return ""
    shown = [words for words in template["words"].split("|") if "=" not in words]
    return "".join(words for words in shown if not words.isascii()) or "".join(shown[-1:])


# -- notes that link to each other, as Obsidian writes them

LINK_OF_NOTES = pattern(r"!?\[\[(?:[^\[\]|\n]{1,200}\|)?(?P<words>[^\[\]|\n]{1,200})\]\]")
BEGINS_CALLOUT = pattern(r"^(?P<quoted>[>\s]{1,8})\[!(?P<type>[A-Za-z-]{2,20})\][+-]?[ \t]*")
REMARK_OF_NOTES = pattern(r"(?<![\d０-９])%%(?P<words>[^%\n]{1,400})%%")
LINE_OF_TAGS = pattern(
    r"(?=[^#]{0,500}#)(?:(?:#[^\s#]{1,30}#?|\[\[[^\[\]]{1,40}\]\])\s*){2,12}"
    r"|(?:Tags?|Keywords?|Filed under|Labels?|关键词|关键字|關鍵詞|标签|標籤)\s?[:：]\s*\S.{0,120}",
    re.IGNORECASE,
)
"""A line of subjects that somebody has given to an article."""
_REMARK_BEGINS = pattern(r"^\s*(?:%%[^%]*|<!--(?:(?!-->).)*)$")
_REMARK_ENDS = {"%%": pattern(r"^[^%]*%%\s*$"), "<!--": pattern(r"^.*-->\s*$")}
_LONGEST_REMARK = 60
"""Number of lines of a remark, of those between its signs."""


def parted_remarks(lines: Sequence[str]) -> set[int]:
    """Return which lines are those of remarks over several, from 0: each begins with its sign, and has an end."""
    of_remarks: set[int] = set()
    for at, line in enumerate(lines):
        if at in of_remarks or not _REMARK_BEGINS.match(line):
            continue
        sign = next(sign for sign in _REMARK_ENDS if line.lstrip().startswith(sign))
        end = _REMARK_ENDS[sign]
        last = next(
            (to for to in range(at + 1, min(len(lines), at + _LONGEST_REMARK)) if end.match(lines[to])), 0
        )
        if last:
            of_remarks.update(range(at, last + 1))
    return of_remarks


_BEGINS_JOPLIN = pattern(r"id: [0-9a-f]{32}\s*")
_ENDS_JOPLIN = pattern(r"type_: \d{1,2}\s*")
_FIELD_OF_JOPLIN = pattern(r"[a-z_]{2,40}:(?: .{0,400})?\s*")


def first_of_joplin(lines: Sequence[str]) -> int:
    """Return the first of the lines that Joplin writes below a note, from 0; the number of lines if there are none."""
    printed = [at for at, line in enumerate(lines) if line.strip()]
    if not printed or _ENDS_JOPLIN.fullmatch(lines[printed[-1]]) is None:
        return len(lines)
    for at in reversed(printed):
        if _BEGINS_JOPLIN.fullmatch(lines[at]):
            return at
        if _FIELD_OF_JOPLIN.fullmatch(lines[at]) is None:
            break
    return len(lines)


def has_marks_of_notes(lines: Sequence[str]) -> bool:
    """Return whether lines link to other notes, or have remarks and callouts in them."""
    if any(LINK_OF_NOTES.search(line) or BEGINS_CALLOUT.match(line) for line in lines if "[" in line):
        return True
    has_remarks = any(map(REMARK_OF_NOTES.search, lines)) or bool(parted_remarks(lines))
    return has_remarks or first_of_joplin(lines) < len(lines)


# -- what a site writes around an article

_BUTTON = "(?:视频|小程序|点赞|赞|在看|轻点两下取消赞|轻点两下取消在看|分享|留言|评论|收藏|转发|听过)"
_OF_SITE = (
    r"(?:请)?点击(?:上方|下方|标题下方?|题目下方?|上面)?.{0,6}(?:蓝字|蓝色字|蓝色小字).{0,20}",
    r"预览时标签不可点",
    r"(?:点击)?[“\"]?阅读原文[”\"]?.{0,12}",
    r"微信扫一扫.{0,20}",
    r"喜欢此内容的人还喜欢",
    r"(?:继续滑动|向上滑动)看下一个.{0,10}",
    r"长按(?:识别|扫描)?.{0,12}二维码.{0,20}",
    rf"[:：，。 ]{{0,8}}{_BUTTON}(?:[\s，。,、|]+{_BUTTON}){{1,20}}",
    r"Share this:?",
    r"Share on .{1,20}",
    r"Like this:?",
)
_OF_CHAT = (
    r"(?:好的[，,！!。]?\s?)?(?:以下|下面|这)是(?:您?[图照]片|图像|报纸|这?[张页]|该?版面|您|识别|提取|转录|根据图).{0,30}[：:]",
    r"(?:Sure|Certainly|Of course|Absolutely)[!,.].{0,60}\b(?:transcri|text|newspaper|page|image).{0,60}",
    r"Here(?:'s| is|’s) (?:the|a) (?:full |complete |extracted |verbatim )?(?:transcri|text).{0,120}",
    r"Let me know if .{0,120}",
    r"I hope this helps.{0,60}",
    r"(?:如果?|若)您?(?:还?需要?|有).{0,40}(?:告诉我|告知我?|随时.{0,8})[。！]?",
    r"希望.{0,12}(?:对您|对你|有所?帮助).{0,8}",
)
"""What a model that was asked for the text of a picture says before and after it."""
WORDS_OF_SITE = pattern("|".join(_OF_SITE))
WORDS_OF_CHAT = pattern("|".join(_OF_CHAT))
_FEWEST_OF_SITE = 2


def has_words_of_site(lines: Sequence[str]) -> bool:
    """Return whether lines are those that a site or a model writes around an article, or its subjects are below."""
    if sum(WORDS_OF_SITE.fullmatch(line.strip(_INVISIBLE)) is not None for line in lines) >= _FEWEST_OF_SITE:
        return True
    if any(map(WORDS_OF_CHAT.fullmatch, [*lines[:_FEWEST_OF_SITE], *lines[-_FEWEST_OF_SITE:]])):
        return True
    return any(map(LINE_OF_TAGS.fullmatch, [*lines[1:3], *lines[-_MOST_OF_END:]]))


_INVISIBLE = "\ufeff\u200b \t\u3000"
_MOST_OF_END = 6


# -- Org

ORG_HEADING = pattern(r"(?P<marks>\*{1,8})[ \t]+(?:(?:TO-?DO|DONE)[ \t]+)?(?P<words>(?![\s*]*$)\S.{0,200})")
ORG_KEYWORD = pattern(r"#\+(?P<name>[A-Za-z_]{2,30}):[ \t]*(?P<words>.{0,200})")
_ORG_DAY = pattern(r"[<\[]?(\d{4}-\d\d-\d\d)\b")
_ORG_DRAWER = pattern(r":[A-Za-z_-]{2,30}:(?:[ \t].{0,200})?")
_ORG_TAGS = pattern(r"[ \t]:[\w@#%:]{1,80}:$")
_ORG_LINK = pattern(r"\[\[[^\[\]]{1,300}\]\[([^\[\]]{1,200})\]\]")


def with_org_headings(source: SourceText) -> SourceText:
    """Return a text of Org with other heading marks, its title as a line, without its drawers and other keywords."""
    return replace(source, lines=tuple(map(_org_line, source.lines)))


def _org_line(line: str) -> str:
    text = line.strip(_SPACE)
    keyword = ORG_KEYWORD.fullmatch(text)
    if keyword is not None:
        return _words_of_keyword(keyword["name"].lower(), keyword["words"])
    if _ORG_DRAWER.fullmatch(text):
        return ""
    heading = ORG_HEADING.fullmatch(line.rstrip())
    if heading is not None:
        level = min(len(heading["marks"]), _MOST_LEVELS)
        words = _ORG_TAGS.sub("", heading["words"]).rstrip()
        return f"{'#' * level} {words}"
    return _ORG_LINK.sub(r"\1", line)


def _words_of_keyword(name: str, words: str) -> str:
    """Return what of a keyword is printed with a text: its title, and its day without the marks around it."""
    if name == "title":
        return words
    day = _ORG_DAY.match(words) if name == "date" else None
    return "" if day is None else day[1]


# -- numbers of lines

LINE_NUMBER = pattern(r"[\[(]?(?P<number>\d{1,6})[\])]?(?:[:|.]?[ \t]|[:|]|$)")


def without_line_numbers(source: SourceText) -> SourceText:
    """Return a text without the numbers that stand before its lines; a number that does not go on counting is text."""
    lines: list[str] = []
    last = 0
    for line in source.lines:
        text = line.lstrip(" \t")
        number = LINE_NUMBER.match(text)
        if number is None or not _goes_on_counting(number["number"], last):
            lines.append(line)
            continue
        last = int(number["number"])
        lines.append(text[number.end() :])
    return replace(source, lines=tuple(lines))


def _goes_on_counting(number: str, last: int) -> bool:
    if len(number) < _PADDED:
        return False
    return number[0] == "0" or 0 < int(number) - last <= _MOST_SKIPPED


# -- how sure a recogniser was, behind each line

_CERTAINTY = pattern(
    r"(?P<text>\S.*?)\s*[\t,|;]\s*(?:0\.\d{2,18}|1\.0{1,18}|\d{2}\.\d{1,18}|100\.0{1,18})\s*"
)


def has_certainties(lines: Sequence[str]) -> bool:
    """Return whether nearly all lines end with a column of fractions that are not greater than one, or a hundred."""
    if not any(map(_CERTAINTY.fullmatch, lines[:_LEAST_NUMBERED])):
        return False
    matching = sum(_CERTAINTY.fullmatch(line) is not None for line in lines)
    return matching >= _LEAST_NUMBERED and matching >= _ALIKE * len(lines)


def without_certainties(source: SourceText) -> SourceText:
    lines = []
    for line in source.lines:
        match = _CERTAINTY.fullmatch(line)
        if match is None:
            lines.append(line)
        else:
            lines.append(match["text"])
    return replace(source, lines=tuple(lines))


# -- labels of blocks

BLOCK_LABEL = pattern(
    r"[\[<【{](?:(?:region|block|type|label|区域|區域|类型|類型)\s?[:：=]\s?)?"
    r"(?P<label>[a-z][a-z_ -]{2,20}|[\u4e00-\u9fff]{2,4})[\]>】}]"
)
_OF_HEADING = frozenset(
    {
        *("heading", "headline", "title", "doc_title", "paragraph_title", "section_header"),
        *("标题", "標題", "大标题", "大標題", "主标题", "主標題"),
    }
)
OF_BLOCKS = _OF_HEADING | {
    *("paragraph", "text", "body", "plain_text", "caption", "figure_caption", "table", "list"),
    *("footer", "header", "page-number", "page_number"),
    *("正文", "段落", "图注", "圖注", "图说", "圖說", "表格", "页眉", "頁眉", "页脚", "頁腳"),
}


def without_block_labels(source: SourceText) -> SourceText:
    """Return a text without the lines that name the kind of the block below; a heading has a heading mark instead."""
    lines: list[str] = []
    is_heading = False
    for line in source.lines:
        label = BLOCK_LABEL.fullmatch(line.strip(_SPACE))
        if label is not None and label["label"] in OF_BLOCKS:
            is_heading = label["label"] in _OF_HEADING
            lines.append("")
            continue
        lines.append(f"# {line.strip(_SPACE)}" if is_heading and line.strip() else line)
        is_heading = is_heading and not line.strip()
    return replace(source, lines=tuple(lines))


# -- signs of these, by the first lines of a file that are not blank

_LEAST_HEADINGS = 2
_LEAST_OF_ORG = 3
_ENDS_SENTENCE = pattern(r"[。；.;][”’）)]?$")
_LEAST_LABELS = 4
_LEAST_NUMBERED = 6
_PADDED = 3
_MOST_SKIPPED = 20
"""Maximum difference of the numbers of two lines: those without text may be left out."""
_ALIKE = 0.9


def is_wiki(lines: Sequence[str]) -> bool:
    """Return whether several lines are headings of a wiki, of AsciiDoc or of Textile, or a template of fields stands at
    the top, and no line has a mark of Markdown.
    """
    if any(line.startswith("#") for line in lines):
        return False
    if _has_wiki_links(lines) or head_of(lines) is not None:
        return True
    if sum(TEXTILE_HEADING.fullmatch(line) is not None for line in lines) >= _LEAST_HEADINGS:
        return True
    headings = [line for line in lines if line[0] == "="]
    wiki = sum(WIKI_HEADING.fullmatch(line) is not None for line in headings)
    asciidoc = sum(ASCIIDOC_HEADING.fullmatch(line) is not None for line in headings)
    return max(wiki, asciidoc) >= _LEAST_HEADINGS and max(wiki, asciidoc) < len(lines)


def _has_wiki_links(lines: Sequence[str]) -> bool:
    """Return whether a text has categories or pictures of a wiki, and templates, emphasis or other links."""
    text = "\n".join(lines)
    has_own = _WIKI_CATEGORY.search(text) is not None or _WIKI_PICTURE.search(text) is not None
    rest = _WIKI_PICTURE.sub("", _WIKI_REMARK.sub("", text))
    return has_own and ("{{" in rest or "'''" in rest or _WIKI_LINK.search(rest) is not None)


def is_org(lines: Sequence[str]) -> bool:
    """Return whether a text has headings of Org: several, of two levels, or below one of its keywords.

    Notes at the foot of an article begin with one asterisk and two, as well, but are sentences.
    """
    headings = [heading for heading in map(ORG_HEADING.fullmatch, lines) if heading is not None]
    if not headings:
        return False
    if any(ORG_KEYWORD.fullmatch(line) for line in lines[:20]):
        return True
    levels = {len(heading["marks"]) for heading in headings}
    has_notes = any(_ENDS_SENTENCE.search(heading["words"]) for heading in headings)
    return len(levels) > 1 and len(headings) >= _LEAST_OF_ORG and not has_notes


def has_line_numbers(lines: Sequence[str]) -> bool:
    """Return whether nearly all lines begin with their number: with noughts before it, one more from line to line."""
    matches = [number for number in map(LINE_NUMBER.match, lines) if number is not None]
    if len(lines) < _LEAST_NUMBERED or len(matches) < _ALIKE * len(lines):
        return False
    if any(len(number["number"]) < _PADDED for number in matches):
        return False
    numbers = [int(number["number"]) for number in matches]
    steps = sum(after - before in (1, 2) for before, after in pairwise(numbers))
    return matches[0]["number"][0] == "0" and steps >= _ALIKE * (len(numbers) - 1)


def has_block_labels(lines: Sequence[str]) -> bool:
    """Return whether several lines name the kind of the block below, headings among them."""
    labels = [label["label"] for label in map(BLOCK_LABEL.fullmatch, lines) if label is not None]
    of_blocks = [label for label in labels if label in OF_BLOCKS]
    return (
        len(of_blocks) >= _LEAST_LABELS
        and len({*of_blocks}) < len(of_blocks)
        and not _OF_HEADING.isdisjoint(of_blocks)
    )


# -- columns side by side, and frames, drawn with box-drawing characters

_BARS = "│┃║"
_FRAME = pattern("\\s*[\u2500-\u257f][\u2500-\u257f\\s]*")
_OF_TABLE = pattern("[┼╋╬┬┴┳┻╦╩]")
_BAR = pattern(f"[{_BARS}]")
_LEAST_BARRED = 4
_NARROWEST = 6
"""Minimum number of characters of most lines of a column of running text."""
_MOSTLY = 0.6


def has_bars(lines: Sequence[str]) -> bool:
    """Return whether most lines have bars between columns or at the sides of frames, and none draws a table.

    Columns of fewer characters than running text has are those of a table, or of verse.
    """
    barred = sum(_BAR.search(line) is not None and _FRAME.fullmatch(line) is None for line in lines)
    drawn = sum(_FRAME.fullmatch(line) is not None for line in lines)
    if any(_FRAME.fullmatch(line) and _OF_TABLE.search(line) for line in lines):
        return False
    if barred < _LEAST_BARRED or barred + drawn < _MOSTLY * len(lines):
        return False
    rows = [row for row in map(_cells, lines) if len(row) > 1]
    widths = [len(cell.strip(_SPACE)) for cell in chain.from_iterable(rows) if cell.strip(_SPACE)]
    return not widths or median(widths) >= _NARROWEST


def in_columns(source: SourceText) -> SourceText:
    """Return a text without frames, the columns between its bars one below the other."""
    cells_of_lines = [_cells(line) for line in source.lines]
    lines: list[str] = []
    spans: list[LineSpan] = []
    at = 0
    while at < len(cells_of_lines):
        end = at + 1
        while end < len(cells_of_lines) and len(cells_of_lines[end]) == len(cells_of_lines[at]) > 1:
            end += 1
        for column in range(len(cells_of_lines[at])):
            for number in range(at, end):
                lines.append(cells_of_lines[number][column])
                spans.append((number + 1, number + 1))
            if column + 1 < len(cells_of_lines[at]):
                lines.append("")
                spans.append((0, 0))
        at = end
    return replace(source, lines=tuple(lines), spans=tuple(spans))


def _cells(line: str) -> list[str]:
    """Return what stands between the bars of a line, with one space of their width less at each side."""
    if _FRAME.fullmatch(line):
        return [""]
    if _BAR.search(line) is None:
        return [line]
    cells = [cell.rstrip(_SPACE) for cell in _BAR.split(line.strip(_SPACE))]
    if len(cells) > 1 and not cells[0]:
        cells = cells[1:]
    if len(cells) > 1 and not cells[-1]:
        cells = cells[:-1]
    return cells
