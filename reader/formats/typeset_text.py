"""Sources of typesetting programs, LaTeX and Typst: read as what they print, with the heading marks the parser knows.

What sets fonts, sizes, columns and the like is no text. A title and a day that the preamble states are the first lines.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from reader.formats.text_kinds import BEGINS_DOCUMENT
from reader.language.patterns import pattern
from reader.newspaper.article import LineSpan, SourceText

_SPACE = " \t\r\u3000"
_BETWEEN = "\u3000"

# -- LaTeX

_LEVELS = {
    "part": 1,
    "chapter": 1,
    "section": 2,
    "headline": 2,
    "subsection": 3,
    "subsubsection": 4,
}
_SILENT_COMMANDS = """
documentclass usepackage begin end label ref pageref cite vspace hspace includegraphics setlength addtolength
fontsize selectfont pagestyle thispagestyle input include bibliography bibliographystyle setcounter columnbreak
newpage clearpage pagebreak linebreak noindent indent centering hline maketitle tableofcontents newcommand
renewcommand def setmainfont setsansfont setmonofont setCJKmainfont setCJKsansfont setCJKmonofont hypersetup
geometry raggedright raggedleft rule color textcolor par medskip bigskip smallskip hfill vfill url index
"""
_SILENT = frozenset(_SILENT_COMMANDS.split())
_STATED = pattern(
    r"\\(?:title|date|[Ss]et[A-Za-z]{0,20}(?:[Nn]ame|[Tt]itle|[Dd]ate))\s?(?:\[[^\[\]]*\])?\{(?P<words>[^{}]{1,200})\}"
)
_DEFINITION = pattern(
    r"\\(?:re)?newcommand\*?\s?\{?\\(?P<name>[A-Za-z]{2,30})\}?(?:\[\d\])?\{(?P<body>.{0,300})\}\s*"
)
_REMARK = pattern(r"(?<!\\)%.*")
_BREAK = pattern(r"\\\\(?:\[[^\[\]]{0,20}\])?|\\newline(?![A-Za-z])|\\par(?![A-Za-z])")
_ITEM = pattern(r"\\item(?![A-Za-z])(?:\[(?P<words>[^\[\]]{0,100})\])?\s?")
_ARTICLE = pattern(
    r"\\begin\{(?:article|news|newsitem|story|entry)\*?\}\s?(?:\[[^\[\]]*\])?\{(?P<words>[^{}]{1,200})\}"
)
_ENVIRONMENT = pattern(r"\\(?:begin|end)\{[^{}]{1,40}\}(?:\[[^\[\]]{0,80}\])?(?:\{[!-z]{0,80}\}){0,3}")
_COMMAND = pattern(
    r"\\(?P<name>[A-Za-z@]{1,40})\*?(?:\s?\[[^\[\]]{0,200}\])?(?P<arguments>(?:\s?\{[^{}]{0,20000}\})*) ?"
)
_GROUP = pattern(r"\{(?P<words>[^{}\\]{0,20000})\}")
_ESCAPED = pattern(r"\\(?P<sign>[%&_#${}])")
_HIDDEN = "\ue000"
_OF_HIDDEN = pattern("[\ue000-\ue07f]")
_DEEPEST = 8
"""How many commands may stand inside each other."""


def without_latex(source: SourceText) -> SourceText:
    """Return the text of a LaTeX source: what the preamble states of it, then what its body prints."""
    begin = next((at for at, line in enumerate(source.lines) if BEGINS_DOCUMENT.search(line)), -1)
    levels = dict(_LEVELS)
    lines: list[str] = []
    spans: list[LineSpan] = []
    for number, line in enumerate(source.lines, 1):
        if number <= begin:
            levels.update(_levels_defined(line))
            printed = [stated["words"] for stated in _STATED.finditer(_REMARK.sub("", line))]
        else:
            printed = list(_of_latex(line, levels))
        for text in printed:
            lines.append(text)
            spans.append((number, number))
    return replace(source, lines=tuple(lines), spans=tuple(spans))


def _levels_defined(line: str) -> Mapping[str, int]:
    r"""Return the level of a command that a line defines as a heading: \newcommand{\top}[1]{\section*{#1}}."""
    definition = _DEFINITION.fullmatch(line.strip())
    if definition is None:
        return {}
    for name, level in _LEVELS.items():
        if f"\\{name}" in definition["body"]:
            return {definition["name"]: level}
    return {}


def _of_latex(line: str, levels: Mapping[str, int]) -> Iterator[str]:
    """Yield the lines that a line prints: more than one where it has breaks, a blank one for a blank one."""
    if not line.strip():
        yield ""
        return
    text = _ESCAPED.sub(_hidden, _REMARK.sub("", line))
    text = _ENVIRONMENT.sub("", _ARTICLE.sub(r"\\headline{\g<words>}", text))
    for part in _BREAK.split(_ITEM.sub(_item, text)):
        level = 0
        for _ in range(_DEEPEST):
            before = part
            heading = next(
                (m for m in _COMMAND.finditer(part) if m["name"] in levels and m["arguments"]), None
            )
            if heading is not None:
                level = level or levels[heading["name"]]
            part = _GROUP.sub(r"\g<words>", _COMMAND.sub(_words_of, part))
            if part == before:
                break
        words = _shown(part)
        if words:
            yield f"{'#' * level} {words}" if level else words


def _hidden(escaped: re.Match[str]) -> str:
    """Return a sign that is meant as itself, as a character that no command has."""
    return chr(ord(_HIDDEN) + ord(escaped["sign"]))


def _shown(text: str) -> str:
    printed = text.replace("``", "“").replace("''", "”").replace("~", " ")
    return _OF_HIDDEN.sub(_sign, printed).strip(_SPACE)


def _sign(hidden: re.Match[str]) -> str:
    return chr(ord(hidden[0]) - ord(_HIDDEN))


def _item(item: re.Match[str]) -> str:
    return item["words"] or ""


def _words_of(command: re.Match[str]) -> str:
    """Return the arguments of a command that prints them; nothing of one that sets something."""
    if command["name"] in _SILENT:
        return ""
    arguments = re.findall(r"\{([^{}]*)\}", command["arguments"])
    return _BETWEEN.join(filter(None, arguments))


# -- Typst

_STATEMENT = pattern(r"#(?:set|show|import|include|let)\b")
_CALL = pattern(r"#(?P<name>[A-Za-z][\w.-]{0,40})(?=[(\[])")
_ALONE = pattern(r"#[A-Za-z][\w.-]{0,40}(?:\([^()]*\))?")
_HEADING = pattern(r"(?P<marks>={1,6})[ \t]+(?P<words>\S.*?)(?:[ \t]*<[\w:.-]{1,60}>)?")
_LABEL = pattern(r"(?<![ \t])[ \t]*<[A-Za-z][\w:.-]{0,60}>$")
_TITLE = pattern(r"\btitle:\s*(?:\"(?P<quoted>[^\"]{1,200})\"|\[(?P<content>[^\[\]]{1,200})\])")
_DAY = pattern(r"\bdatetime\(\s*year:\s*(\d{4}),\s*month:\s*(\d{1,2}),\s*day:\s*(\d{1,2})")
_DAY_IN_WORDS = pattern(r"\bdate:\s*(?:\"(?P<quoted>[^\"]{4,40})\"|\[(?P<content>[^\[\]]{4,40})\])")
_REMARK_OF_TYPST = pattern(r"(?<![:\w])//.*")
_EMPHASIS = pattern(r"(?<![\w*_\\])(?P<sign>[*_])(?P<words>[^*_]{1,300})(?P=sign)(?!\w)")
_MOST_LINES = 200
"""Maximum number of lines of one statement."""


def without_typst(source: SourceText) -> SourceText:
    """Return the text of a Typst source: without what it sets and imports, with the title and the day stated there."""
    lines: list[str] = []
    spans: list[LineSpan] = []
    at = 0
    while at < len(source.lines):
        text = _REMARK_OF_TYPST.sub("", source.lines[at]).strip(_SPACE)
        end = at + 1
        if _STATEMENT.match(text):
            end = _end_of_statement(source.lines, at)
            printed = [*_stated("\n".join(source.lines[at:end]))]
        else:
            printed = [_of_typst(text)]
        for words in printed:
            lines.append(words)
            spans.append((at + 1, end))
        at = end
    return replace(source, lines=tuple(lines), spans=tuple(spans))


def _end_of_statement(lines: Sequence[str], begin: int) -> int:
    """Return the index behind the last line of a statement: that on which its brackets are closed."""
    depth = 0
    for at in range(begin, min(len(lines), begin + _MOST_LINES)):
        depth += sum(lines[at].count(sign) for sign in "([{") - sum(lines[at].count(sign) for sign in ")]}")
        if depth <= 0:
            return at + 1
    return begin + 1


def _stated(statement: str) -> Iterator[str]:
    """Yield the title and the day that a statement names, as the lines of a masthead."""
    title = _TITLE.search(statement)
    if title is not None:
        yield title["quoted"] or title["content"]
    day = _DAY.search(statement)
    if day is not None:
        yield f"{day[1]}年{int(day[2])}月{int(day[3])}日"
        return
    in_words = _DAY_IN_WORDS.search(statement)
    if in_words is not None:
        yield in_words["quoted"] or in_words["content"]


def _of_typst(text: str) -> str:
    """Return what a line prints: the content of functions around words, a heading with other marks."""
    for _ in range(_DEEPEST):
        call = _CALL.search(text)
        if call is None:
            break
        text = f"{text[: call.start()]}{_content(text[call.end() :])}"
    text = _LABEL.sub("", text.strip(_SPACE))
    if _ALONE.fullmatch(text):
        return ""
    heading = _HEADING.fullmatch(text)
    if heading is not None:
        return f"{'#' * len(heading['marks'])} {_without_emphasis(heading['words'])}"
    return _without_emphasis(text).removesuffix("\\").strip(_SPACE)


def _content(text: str) -> str:
    """Return the content of a call and what stands behind it; `text` begins with its arguments."""
    if text.startswith("("):
        text = text[_closing(text, "()") + 1 :]
    if not text.startswith("["):
        return text
    end = _closing(text, "[]")
    return text[1:end] + text[end + 1 :]


def _closing(text: str, signs: str) -> int:
    """Return where the bracket that a text begins with is closed; its last character if it is not."""
    depth = 0
    for at, sign in enumerate(text):
        depth += (sign == signs[0]) - (sign == signs[1])
        if not depth:
            return at
    return len(text) - 1


def _without_emphasis(text: str) -> str:
    return _EMPHASIS.sub(r"\g<words>", text)
