"""Recognising and removing the markup of Markdown, HTML, LaTeX, vision models and archives' records."""

import html
import re
from collections.abc import Mapping, Sequence, Set
from typing import NamedTuple

from reader.language.patterns import pattern
from reader.newspaper.article import LinePart

_LOOKED_AT = 400
_MARKS = pattern(r"(?P<quotes>(?:>[ \t]*)*)(?P<hashes>#*)[ \t\u3000]*")
_EMPHASIS = pattern(r"(?P<sign>\*{1,3}|_{1,3}|~~)(?P<inside>(?![\s*_~])[^*_~]{1,300}(?<!\s))(?P=sign)")
_TAGS = pattern(
    r"(?:<(?:h(?P<level>[1-6])|p|div|span|b|strong|em|i|u|font|center|li|td)(?:\s[^<>]{0,80})?>\s*)+"
    r"(?P<inside>[^<>\s][^<>]{0,300}?)\s*(?:</[a-z0-9]{1,8}>\s*)+",
    re.IGNORECASE,
)
_RULE = pattern(
    r"(?:[-=_*~—─━＝－·•.☆★※＊]\s?){3,}|[*☆★※＊](?:\s{1,40}[*☆★※＊]){1,8}|<(?:hr|br)\s*/?>|<!--.{0,300}?-->|<-{2,}[^<>]{0,40}-{2,}>|\{\d{1,4}\}\s?-{3,}"
    r"|\|?(?:\s?:?-{2,}:?\s?\|)+(?:\s?:?-{2,}:?)?|`{3,}\s?\w{0,20}",
    re.IGNORECASE,
)
"""Includes the breaks between pages that converters write, fences of code, and the line below the head of a table."""
_PICTURE = pattern(
    r"(?:!\[[^\]]{0,80}\]\([^()]{0,300}\)\s*|<img\s[^<>]{0,300}>\s*"
    r"|\\includegraphics(?:\[[^\]]{0,80}\])?\{[^{}]{0,300}\}){1,4}",
    re.IGNORECASE,
)
_PICTURE_WORDS = pattern(r"!\[([^\]]{0,80})\]|\balt=[\"']([^\"']{0,80})", re.IGNORECASE)
_SENTENCE = pattern("[\u4e00-\u9fff]{4}")
_LINKS = pattern(
    r"(?:\[(?::\w{1,16}:)?(?:[上下]一?[篇版期页]|返回\w{0,4}|首页|首頁|主页|目录|版面\w{0,2}|打印|关闭|收藏|分享|顶部|回顶部|返回顶部)\]"
    r"\([^()]{0,200}\)[\s|·/]*){1,8}"
)
_LINKS_BESIDE = pattern(
    r"\[[^\[\]]{1,24}\]\([^()\s]{1,300}\)(?:(?:\s|&nbsp;)*[|·/｜](?:\s|&nbsp;)*\[[^\[\]]{1,24}\]\([^()\s]{1,300}\)){1,12}"
    r"(?:\s|&nbsp;)*[|·/｜]?"
)
"""A line that consists of links with strokes between them, as above or below a web page's text."""
_LINKED = pattern(r"\[([^\[\]]{1,120})\]\([^()\s]{1,300}\)")
_LINK = (
    r"\[([^\[\]^][^\[\]]{0,119})\]"
    r"\((?:(?:https?|ftp)://|mailto:|\.{0,2}/|#)[!-'*-~]{1,300}(?:\s[\"'][^\"'()]{0,80}[\"'])?\)"
)
_BESIDE_LINK = "[\u4e00-\u9fff，。；：！？、（）《》“”]"
_LINK_INSIDE = pattern(rf"(?<={_BESIDE_LINK}){_LINK}|(?<![!\\]){_LINK}(?={_BESIDE_LINK})", re.IGNORECASE)
"""Words with an address in a sentence; links with only spaces and strokes beside them are a web page's."""
_FOOTNOTE = pattern(r"(?<!\\)\[\^(?P<sign>[0-9]{1,4})\](?P<ends>:\s?)?")
"""The sign of a note, in the text and, with a colon, before the note itself."""
_ELEMENT = (
    "a|abbr|address|article|aside|b|big|blockquote|body|br|caption|center|cite|code|dd|del|div|dl|dt|em|figcaption|figure|font|footer"
    "|h[1-6]|head|header|hr|html|i|iframe|ins|li|link|main|mark|meta|nav|o:p|ol|p|picture|pre|q|s|script|section|small|source|span"
    "|strike|strong|style|sub|sup|table|tbody|td|tfoot|th|thead|time|title|tr|tt|u|ul|var|video|audio|svg"
)
_OF_MODELS = (
    "answer|bbox|box|det|document|ocr|page|page_number|quad|ref|result|signature|transcription|watermark"
)
"""Elements that vision models invent."""
_ATTRIBUTE = r"(?:\s+[a-z][\w:.-]{0,40}\s?=\s?(?:\"[^\"<>]{0,400}\"|'[^'<>]{0,400}'|[^\s\"'<>]{1,200}))"
_TAG = (
    rf"(?:<(?:{_ELEMENT}|{_OF_MODELS}){_ATTRIBUTE}{{0,12}}\s*/?>|<(?!img\b)[a-z][a-z0-9:-]{{0,15}}{_ATTRIBUTE}{{1,12}}\s*/?>"
    r"|</[a-z][a-z0-9_:-]{0,15}\s*>)"
)
"""A tag of HTML, or any tag with attributes, except <img>, which is a picture; “a<b 且 c>d” has no tag."""
_ONLY_TAGS = pattern(rf"(?:{_TAG}\s*){{1,40}}", re.IGNORECASE)
_TITLE = pattern(
    r"(?P<label>[标標][题題]|[题題]目|主[标標]?[题題]|副[标標]?[题題]|[引肩眉][题題])\s?[:：]\s*(?P<words>\S.*)"
)
_FIELD = pattern(r"(?:正文|[内內]容|作者|[来來]源|日期|出版日期|版次|版面|[栏欄]目)\s?[:：]")
_TEXT_FOLLOWS = pattern(r"(?:正文|[内內]容)\s?[:：]")


_INLINE = pattern(_TAG, re.IGNORECASE)
_ENTITY = pattern(r"&(?:#[0-9]{1,6}|#x[0-9a-f]{1,5}|[a-z]{2,8});", re.IGNORECASE)


BEGINS_MARKS = frozenset(">#*_~<")
"""The first characters of a line whose marks enclose all of it."""
_PLACED = "(?:det|bbox|box|quad|poly|point)"
_NUMBERS = r"[\d\s,.()\[\]-]*"
_LABEL = r"(?P<label>[a-z][a-z_-]{2,30})"
_OF_BLOCK = pattern(
    rf"<\|?{_PLACED}(?:_start)?\|?>{_NUMBERS}<\|?/?{_PLACED}(?:_end)?\|?>|(?:<\|?(?:loc|x|y)_\d{{1,4}}\|?>)+"
    rf"|<\|ref(?:_start)?\|>\s*{_LABEL}\s*<\|(?:/ref|ref_end)\|>",
    re.IGNORECASE,
)
"""A block's box and label, between the tokens of a vision model."""
_TOKEN = pattern(r"<[|｜][^<>|｜\s]{1,40}[|｜]>")
_LABEL_AND_BOX = pattern(rf"{_LABEL}?\s?\[\[{_NUMBERS}\]\]")
"""The same where the tokens were lost."""
_TITLES = {"title": 1, "doc_title": 1, "sub_title": 2, "paragraph_title": 2, "section_header": 2}
_THOUGHT = r"(?:think(?:ing)?|reasoning)"
_OPENS_THOUGHT = pattern(rf"[<◁]\|?{_THOUGHT}\|?[>▷]", re.IGNORECASE)
_CLOSES_THOUGHT = pattern(rf"(?:^.*)?[<◁]\|?/{_THOUGHT}\|?[>▷]\s*", re.IGNORECASE)
_REMARK = pattern(
    r"(?:(?:好的|当然)(?:可以)?[，,！!。]\s?)?(?:(?:以下|下面|这)就?是[^。]{0,24}(?:识别|[转轉][写录錄寫]|提取|OCR)[^。]{0,16}[:：]"
    r"|以上就?是[^。]{0,24}(?:识别|[转轉][写录錄寫]|提取|OCR)[^。]{0,16}。?)"
    r"|(?:(?:Sure|Certainly|Of course|Okay|OK)[,!.]?\s)?(?:Here(?:'s|’s| is| are)|Below is|The following is)"
    r"[^.]{0,60}(?:transcri|extract|OCR|recogni)[^.]{0,60}:",
    re.IGNORECASE,
)
"""What a model says about its own work."""
_TOOL_FIELD = pattern(
    r"<page_number>[^<>]{0,20}</page_number>|<\|box_start.{0,40}>page_number<.{0,100}"
    r"|[a-z]+(?:_[a-z]+)+:\s*(?:true|false|null|none|-?\d+(?:\.\d+)?|[a-z]{2,3}(?:-\w{2,4})?)?",
    re.IGNORECASE,
)
_LATEX_LEVELS = {"title": 1, "chapter": 1, "section": 1, "subsection": 2, "subsubsection": 3}
_LATEX_NAME = (
    rf"\\(?P<name>{'|'.join(_LATEX_LEVELS)}|author|date|caption|text(?:bf|it|rm)?|emph|underline)\*?\s?\{{"
)
_LATEX = pattern(_LATEX_NAME + r"\s*(?P<inside>[^{}]*?)\s*\}")
_LATEX_OPEN = pattern(_LATEX_NAME)
_LATEX_BARE = pattern(
    r"\\(?:begin|end|documentclass|usepackage|maketitle|centering|hline|newpage|pagebreak|clearpage|noindent|item)(?![a-z])"
    r"(?:\[[^\[\]]*\])?(?:\{[^{}]*\})*\s*|\\\\\s*(?:\\hline\s*)?$"
)
_ESCAPED = pattern(r"\\(?=[*_#~`>|+.!-])")
_NO_OPENING = r"\s*_~=和与及、，。；：！？）】》”"
_EMPHASIS_INSIDE = pattern(
    rf"(?<![*_~=\\])(?P<sign>\*{{1,3}}|(?<!\w)__|==|~~)(?![{_NO_OPENING}])(?P<inside>[^*_~=]{{1,300}}?)(?<![\s（【《“\\])"
    r"(?P=sign)(?![*_~=])(?P<after> ?)"
)
_HAN = pattern("[\u4e00-\u9fff]")
_CELL = pattern(r"</?t[dh](?:\s[^<>]{0,200})?>", re.IGNORECASE)
_ROW = pattern(r"</?tr(?:\s[^<>]{0,200})?>", re.IGNORECASE)
_LATEX_ROW = pattern(r"[^&]+(?: & [^&]*)+\\\\(?:\s*\\hline)?")
BETWEEN_CELLS = "\u3000"
BETWEEN_ROWS = "\u3000\u3000"


class UnmarkedLine(NamedTuple):
    """The text of a line without markup, the level of its heading mark, 0 without one, and whether it is of a table."""

    text: str
    level: int
    is_of_table: bool = False


def without_markup(line: str) -> UnmarkedLine:
    """Return a stripped line without marks around the whole line, tags, tokens of models and emphasis.

    The cells of a row of a table are separated by `BETWEEN_CELLS`, several rows by `BETWEEN_ROWS`.
    """
    if line[0] in "|<" or line[-1] == "\\" or line[-6:] == "\\hline":
        rows = _rows_of_table(line)
    else:
        rows = ""
    if rows:
        return UnmarkedLine(rows, 0, is_of_table=True)
    if "<|" in line or line[0] == "\\":
        level = _stated_level(line)
    else:
        level = 0
    words = without_tags(line) if level else line
    if words[0] in BEGINS_MARKS:
        unmarked = without_marks_around(words)
    else:
        unmarked = UnmarkedLine(words, 0)
    is_cell = unmarked.text is not line and _CELL.match(line) is not None
    words = without_tags(unmarked.text)
    if words is not unmarked.text and words[0] == "#":
        unmarked = without_marks_around(words)
        words = unmarked.text
    return UnmarkedLine(without_emphasis(words), level or unmarked.level, is_cell)


def has_marks(lines: Sequence[str]) -> bool:
    """Return whether a file may have other marks than those of headings and quotations, which begin lines."""
    file_text = "\n".join(lines)
    return any(sign in file_text for sign in ("<", "&", "\\", "◁", "|", "*", "=", "~", "_", "](", "[^"))


def without_tags(line: str) -> str:
    """Return a stripped line without tags of HTML, models or LaTeX and with entities decoded.

    It is unchanged if nothing would be left.
    """
    if "<" in line or "&" in line or "\\" in line or "◁" in line:
        return _words_between(line) or line
    return line


def without_emphasis(text: str) -> str:
    """Return a text without the signs of emphasis inside it, “渡**口**”, and without the strokes before such signs.

    The words of a link in a sentence are left without its address; the sign of a note is as printed: “[1]”.
    """
    if "](" in text:
        text = _LINK_INSIDE.sub(lambda match: match[1] or match[2], text)
    if "[^" in text:
        text = _FOOTNOTE.sub(_note_sign, text)
    if "*" in text or "==" in text or "~~" in text or "__" in text:
        text = _EMPHASIS_INSIDE.sub(_emphasised, text)
    if "\\" in text:
        return _ESCAPED.sub("", text)
    return text


def _note_sign(match: re.Match[str]) -> str:
    is_before_note = match["ends"] is not None and match.start() == 0
    return f"[{match['sign']}]{' ' if is_before_note else match['ends'] or ''}"


def _emphasised(match: re.Match[str]) -> str:
    """Return the words between two signs; with the signs if these may be factors, ranges or formulas: 3*5米*2."""
    outer_signs = match.string[: match.start()][-1:] + match.string[match.end() :][:1]
    is_figures = any(sign.isascii() and sign.isalnum() for sign in outer_signs) and match["sign"] != "***"
    if is_figures or not _HAN.search(match["inside"]):
        return match[0]
    # words that stand out at the beginning stay apart from the text
    if match["after"] and match.start() == 0:
        after = BETWEEN_CELLS
    else:
        after = match["after"]
    return match["inside"] + after


def _stated_level(line: str) -> int:
    """Return the level of heading that the label of a model or a command of LaTeX states, else 0."""
    block_match = _OF_BLOCK.search(line)
    if block_match and "<|" in line:
        labels = (match["label"] for match in _OF_BLOCK.finditer(line) if match["label"])
        return _TITLES.get(next(labels, "").lower().replace("-", "_"), 0)
    command = _LATEX_OPEN.match(line) if not block_match else None
    if command:
        return _LATEX_LEVELS.get(command["name"], 0)
    return 0


def _rows_of_table(line: str) -> str:
    """Return the cells of the rows of a table; "" for any other line, and for a table of one cell."""
    if is_table_row(line):
        rows = [line[1:-1].split("|")]
    elif "<" in line:
        if _CELL.search(line):
            rows = [_CELL.split(row) for row in _ROW.split(line)]
        else:
            rows = []
    elif _LATEX_ROW.fullmatch(line):
        rows = [_LATEX_BARE.sub("", line).split(" & ")]
    else:
        rows = []
    cells = [[words for cell in row if (words := without_emphasis(_words_between(cell)))] for row in rows]
    is_table = is_table_row(line) or sum(map(len, cells)) > 1
    if is_table:
        return BETWEEN_ROWS.join(BETWEEN_CELLS.join(row) for row in cells if row)
    return ""


def _words_between(text: str) -> str:
    """Return a line without tags and with entities decoded, stripped; may be empty."""
    if "<" in text or "◁" in text:
        if _CLOSES_THOUGHT.search(text):
            text = _CLOSES_THOUGHT.sub("", text)
        text = _INLINE.sub("", _TOKEN.sub("", _OF_BLOCK.sub("", text)))
    if "\\" in text:
        text = _LATEX_BARE.sub("", text)
        while _LATEX.search(text):
            text = _LATEX.sub(r"\g<inside>", text)
    if "&" in text:
        text = _ENTITY.sub(lambda match: html.unescape(match[0]), text)
    return text.strip()


_SIGNS_OF_PROGRAMS = (
    "<|",
    "[[",
    "think",
    "reasoning",
    "\\",
    "识别",
    "转写",
    "转录",
    "轉寫",
    "轉錄",
    "OCR",
    "scri",
    "<page",
)


def program_marks(lines: Sequence[str]) -> tuple[Set[int], Mapping[int, int]]:
    """Return the numbers of lines that are a model's thoughts and remarks, labels of its blocks, or a tool's fields.

    And the levels of the headings that they announce, by the numbers of these.
    """
    file_text = "\n".join(lines)
    if not any(sign in file_text for sign in _SIGNS_OF_PROGRAMS) and not (
        "_" in file_text and (": " in file_text or "<page" in file_text)
    ):
        return frozenset(), {}
    mark_lines: set[int] = set()
    levels: dict[int, int] = {}
    opened = 1
    announced = 0
    in_command = False
    for number, line in enumerate(map(str.strip, lines), 1):
        if not line:
            continue
        if line[0] in "<◁" and _OPENS_THOUGHT.search(line):
            opened = number
        if opened and "/" in line and (closes := _CLOSES_THOUGHT.search(line)):
            # a thought may have no opening, as that was a part of the question
            mark_lines.update(range(opened, number + (closes.end() == len(line))))
            opened = 0
        bare = _LABEL_AND_BOX.fullmatch(line) if line[-1] == "]" else None
        command = _LATEX_OPEN.match(line) if line[0] == "\\" else None
        if bare or ("<|" in line and not _words_between(line)):
            announced = _TITLES.get(bare["label"] or "", 0) if bare else _stated_level(line)
            mark_lines.add(number)
        elif command and command.end() == len(line):
            announced = _LATEX_LEVELS.get(command["name"], 0)
            in_command = True
            mark_lines.add(number)
        elif _REMARK.fullmatch(line) or _TOOL_FIELD.fullmatch(line) or (in_command and line == "}"):
            in_command = in_command and line != "}"
            mark_lines.add(number)
        elif announced:
            levels[number], announced = announced, 0
    return mark_lines, levels


def without_marks_around(line: str) -> UnmarkedLine:
    """Return a line without the marks and tags that enclose all of it, and the level of its heading mark."""
    match = _MARKS.match(line)
    text = line
    level = 0
    if match and match.end() < len(line):
        text = line[match.end() :].lstrip()
        level = len(match["hashes"])
    if len(text) <= _LOOKED_AT:
        tagged = _TAGS.fullmatch(text)
        if tagged:
            text = tagged["inside"]
            level = int(tagged["level"] or level)
        linked = _LINKED.fullmatch(text) if level else None
        text = linked[1] if linked else text
        emphasised = _EMPHASIS.fullmatch(text)
        if emphasised:
            text = emphasised["inside"]
    return UnmarkedLine(text, level)


def is_rule(text: str) -> bool:
    """Return whether a line is a rule, or consists of HTML tags or a comment: “---”, “* * *”, “========”, “</div>”."""
    if text[0] == "<":
        is_of_picture = "<img" in text.lower()
        return _RULE.fullmatch(text) is not None or (
            not is_of_picture and _ONLY_TAGS.fullmatch(text) is not None
        )
    return text[0] in "-=_*~—─━＝－·•.☆★※＊{|`:" and _RULE.fullmatch(text) is not None


def is_blank(text: str) -> bool:
    """Return whether a line has no text besides tags and entities of spaces: “<p></p>”, “&nbsp;”, “</div>”."""
    return text[0] in "<&\\" and not _words_between(text)


def is_picture(text: str) -> bool:
    """Return whether a line consists of picture references: “![](images/1.jpg)”."""
    return text[0] in "!<\\" and _PICTURE.fullmatch(text) is not None


def has_words(picture: str) -> bool:
    """Return whether a picture reference has a description in Chinese."""
    words = _PICTURE_WORDS.search(picture[:_LOOKED_AT])
    return words is not None and _SENTENCE.search(words[1] or words[2] or "") is not None


def is_links(text: str) -> bool:
    """Return whether a line consists of a web page's navigation: “[上一篇](…) [返回目录](…)”."""
    return text[0] == "[" and (
        _LINKS.fullmatch(text) is not None or _LINKS_BESIDE.fullmatch(text) is not None
    )


def is_table_row(text: str) -> bool:
    """Return whether a line is a row of a table: “| 富士 | 4.60 |”."""
    return text[0] == "|" and text[-1] == "|" and len(text) > 1 and _RULE.fullmatch(text) is None


_STOREYS = {
    "副": LinePart.DECK,
    "引": LinePart.KICKER,
    "肩": LinePart.KICKER,
    "眉": LinePart.KICKER,
}


def record_heading(text: str) -> tuple[str, LinePart | None]:
    """Return the words of a field of an archive's record, “标题：…”, “副题：…”, and their part of a headline.

    Any other line is returned as it is, with None.
    """
    match = _TITLE.match(text[:_LOOKED_AT])
    if not match:
        return text, None
    return text[match.start("words") :], _STOREYS.get(match["label"][0], LinePart.HEADLINE)


def is_record(lines: Sequence[str]) -> bool:
    """Return whether a file is an archive's record: it has labelled headlines and other labelled fields."""
    titles = [line for line in lines if "题" in (head := line[:4]) or "題" in head]
    if not any(_TITLE.match(line[:_LOOKED_AT]) for line in titles):
        return False
    return any(_FIELD.match(line[:12]) for line in lines)


def announces_text(text: str) -> bool:
    """Return whether a line is the label before a record's text: “正文：”, “内容：”."""
    return len(text) <= 4 and _TEXT_FOLLOWS.fullmatch(text) is not None
