"""Finds the main text of any web page, the element with the most running text, and by its style the headline above."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode

from reader.formats.web_lines import WebLine, lines_of
from reader.i18n import say

_MOST_LINKED = 0.3
# the heaviest element may be a list of links; the text is then among the next ones
_TRIED = 5
_LONG = 30
"""Minimum number of characters of a line that is running text even without a full stop at the end."""
_ENDS = "。！？…”」』"
_LONGEST_FURNITURE = 120
# lists of links may have as many words as the text, but have no sentences
_OF_SENTENCES = 4
_PLACES = "body, p, pre, td, div, section, article, main, blockquote, center, span, font"
_IN_PLACES = frozenset({"p", "span", "font"})
_AS_LONG = 0.5
"""Minimum length of another text that is set like the longest one, as a share of the longest."""
_TOOLS = re.compile(
    "放大|缩小|默认|还原|字号|字体|大|中|小|朗读|语音|全文|复制|打印(?:本[页稿])?|关闭(?:窗口)?|收藏|返回|目录|列表|顶部|首页|主页"
    "|往期(?:回顾)?|上一?[篇版期条页]|下一?[篇版期条页]|分享(?:到|至|给)?|(?:新浪)?微博|微信(?:好友)?|朋友圈|QQ(?:空间|好友)?"
    "|扫一扫|扫码|评论|点赞|纠错|举报|PDF(?:版)?|下载|版面(?:导航|概览)?|标题导航|数字报|没有了|已是(?:第一|最后)[篇版]"
)
_SIGNS = re.compile(r"[\W\d_]+")
_FOOT = re.compile(
    r"版\s?权\s?(?:所\s?有|声\s?明)|copyright|all rights reserved|ICP[备证]|公网安备|许可证"
    r"|未经[^。]{0,14}(?:授权|许可|同意)[^。]{0,8}(?:转载|使用|复制|镜像)|技术支持|推荐阅读|相关(?:阅读|新闻|链接)",
    re.IGNORECASE,
)


_FILLED = re.compile(
    rb"id=[\"']?(?:app|root|__next|__nuxt)\b|vue|react|webpack|axios|\.ajax\(|getJSON|fetch\(|XMLHttpRequest|\{\{\s*\w"
    rb"|enable javascript",
    re.IGNORECASE,
)
NO_PAGE = re.compile(
    r"\b40[34]\b|\b50[0-4]\b|not found|(?:页面|网页|文件|文章|内容)(?:已|可能)?(?:不存在|被删除|已删除|走丢|丢失)"
    r"|找不到.{0,8}(?:页面|网页|文件)|无法(?:访问|显示|找到)|出错了|服务器(?:错误|繁忙)|访问(?:出错|受限|被拒)|请(?:启用|打开).{0,8}脚本",
    re.IGNORECASE,
)
"""Error messages that a server or site shows instead of a page."""
_OF_FRAME = 300
"""Maximum number of characters of a page that has navigation, but no text yet."""


def main_text(tree: LexborHTMLParser) -> LexborNode | None:
    """Return the element with the most running text directly in it and few links; None if there is none."""
    if tree.body is None:
        return None
    weights: dict[int, int] = defaultdict(int)
    nodes: dict[int, LexborNode] = {}
    for node in tree.css(_PLACES):
        weight = _own_text(node)
        if weight < 2:
            continue
        place = node.parent if node.tag in _IN_PLACES else node
        if place is not None:
            weights[place.mem_id] += weight
            nodes[place.mem_id] = place
    for key in sorted(weights, key=lambda key: -weights[key])[:_TRIED]:
        if _has_text(nodes[key]):
            alike = [
                node
                for other, node in nodes.items()
                if weights[other] >= _AS_LONG * weights[key] and _shape(node) == _shape(nodes[key])
            ]
            around = _around(alike)
            if len(alike) > 1 and _has_text(around):
                return around
            return nodes[key]
    return None


def _has_text(node: LexborNode | None) -> bool:
    """Return whether an element has running text and few links."""
    lines = lines_of(node)
    length = sum(len("".join(line.text.split())) for line in lines)
    linked = sum(line.linked for line in lines)
    return length > 0 and linked <= _MOST_LINKED * length and not all(is_furniture(line) for line in lines)


def _shape(node: LexborNode) -> tuple[str | None, str | None]:
    return node.tag, node.attributes.get("class")


def _around(nodes: Sequence[LexborNode]) -> LexborNode | None:
    """Return the innermost element that contains all elements, None if there is none."""
    nesting_counts: Counter[int] = Counter()
    for node in nodes:
        nesting_counts.update(outer.mem_id for outer in _outwards(node))
    return next((outer for outer in _outwards(nodes[0]) if nesting_counts[outer.mem_id] == len(nodes)), None)


def _outwards(node: LexborNode) -> Iterator[LexborNode]:
    """Yield an element and those around it, the innermost first."""
    outer: LexborNode | None = node
    while outer is not None and outer.tag != "html":
        yield outer
        outer = outer.parent


def is_furniture(line: WebLine) -> bool:
    """Return whether a line is not part of an article: links, buttons, copyright notes and the like."""
    if not line.text:
        return False
    is_linked = line.linked >= len("".join(line.text.split())) and line.tag != "h1"
    if is_linked and line.text[-1] not in _ENDS:
        return True
    if len(line.text) > _LONGEST_FURNITURE:
        return False
    return not without_buttons(line.text) or _FOOT.search(line.text) is not None


def without_buttons(text: str) -> str:
    """Return "" if a text is nothing but labels of buttons and punctuation; else the unchanged text."""
    bare, buttons = _TOOLS.subn("", text)
    if buttons and not _SIGNS.sub("", bare):
        return ""
    return text


def parted(lines: Sequence[WebLine]) -> tuple[list[WebLine], list[WebLine]]:
    """Divide the lines of a main text: return the lines above the running text, and the running text.

    Lines for which `is_furniture` is true are removed from the former and from the end of the latter.
    """
    last = next((at for at in range(len(lines), 0, -1) if not is_furniture(lines[at - 1])), 0)
    first = next((at for at, line in enumerate(lines[:last]) if _is_running(line)), 0)
    if first and lines[first - 1].pictures and not lines[first - 1].text:
        first -= 1
    return [line for line in lines[:first] if not is_furniture(line)], list(lines[first:last])


def is_filled_by_script(data: bytes) -> bool:
    """Return whether a page has scripts that may load its text when it is opened in a browser."""
    return b"<script" in data.lower() and _FILLED.search(data) is not None


def what_lacks_text(data: bytes, lines: Sequence[WebLine]) -> str:
    """Return in few words the kind of a page without main text: filled by scripts, or without an article."""
    length = sum(len(line.text) - line.linked for line in lines)
    if length < _OF_FRAME and is_filled_by_script(data):
        return say("靠脚本显示的网页（正文没有存下来；请用浏览器打开，等文字出来再另存）")
    return say("没有成篇文字的网页")


def _is_running(line: WebLine) -> bool:
    if is_furniture(line):
        return False
    return len(line.text) >= _LONG or line.text.endswith(("。", "！", "？", "…", "”"))


def _own_text(node: LexborNode) -> int:
    """Return the number of characters directly in an element or its bold children, fourfold for sentences."""
    words = ""
    child = node.first_child
    while child is not None:
        if child.tag == "-text":
            words += child.text_content or ""
        elif child.tag in ("b", "strong"):
            words += child.text()
        child = child.next
    words = "".join(words.split())
    if any(sign in words for sign in "。！？；"):
        return _OF_SENTENCES * len(words)
    return len(words)


_MOST_ABOVE = 14
_SHORTEST = 2
_LONGEST = 90
_TITLE = re.compile(r"title|biao_?ti|\btit|tit\b|\bbt\d?\b|headline|\bfont01\b", re.IGNORECASE)
_OTHER = re.compile(
    r"pre|sub|sup|intro|yin|\bfu|lead|kick|page|paper|ban|list|nav|menu|site|logo|date|time|author|source|font02",
    re.IGNORECASE,
)
_SIZE = re.compile(r"(?<=[a-z_-])([1-4]\d)(?=b?(?:px)?\b)")
"""The type size in the name of a class: `hei16b`, `f-20`."""
_TAGS = {"h1": 3.0, "h2": 2.5, "h3": 2.0, "h4": 1.5, "h5": 1.0, "h6": 0.5}
_LEAST = 1.0
# A headline in plain style is among so many last lines above the text, and has at least so many letters.
_NEXT = 2
_SHORTEST_PLAIN = 4


def likely_headline(above: Sequence[WebLine], page_title: str) -> str | None:
    """Return the line above a text that looks most like its headline; None if none does.

    Lines near the text score higher, and lines that the page's title `page_title` repeats.
    """
    near = [line for line in above if line.text and not is_furniture(line)][-_MOST_ABOVE:]
    title = "".join(page_title.split())
    scores = [_score(line, title) - 0.1 * (len(near) - at) for at, line in enumerate(near, 1)]
    best = max(scores, default=0.0)
    if best >= _LEAST:
        return near[scores.index(best)].text
    plain = (line.text for line in reversed(near[-_NEXT:]) if _score(line, title) == 0.0)
    return next((text for text in plain if _SHORTEST_PLAIN <= len(text) <= _LONGEST), None)


def _score(line: WebLine, page_title: str) -> float:
    words = "".join(line.text.split())
    if not _SHORTEST <= len(words) <= _LONGEST or line.linked:
        return 0.0
    tag_marks = line.marks.rpartition(f"{line.tag} ")[2]
    score = _TAGS.get(line.tag, 0.0)
    if _OTHER.search(tag_marks):
        score -= 1.5
    elif _TITLE.search(tag_marks):
        score += 3.0
    score += max((min(int(size), 40) - 12) / 4.0 for size in ["12", *_SIZE.findall(tag_marks)])
    score += 2.0 * (line.bold >= len(words) and line.tag not in _TAGS)
    score += 3.0 * (len(words) > 3 and words in page_title) + line.is_centred
    return score - 3.0 * line.text.endswith(("。", "；"))
