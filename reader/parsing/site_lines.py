"""Lines that a site has around an article: the way to the page, the articles beside it, the numbers of readers."""

from reader.language.patterns import pattern

_MAY_BE_OF_SITE = pattern("[首主]页|[上下]一|[0-9]")
_TRAIL = pattern(
    r"(?:(?:您|你)?(?:现在|当前)?(?:所在)?的?位置\s?[:：]?\s*)?(?:网站)?[首主]页(?:\s*[>＞»›/]\s*[^>＞»›/。]{1,16}){1,6}"
)
_NEIGHBOUR = pattern("[上下]一[篇版期条则]\\s?[:：]\\s*[^\\s。][^。]{0,60}")
_COUNT = pattern(
    r"(?:(?:阅读|浏览|点击|点赞|赞|在看|转发|评论|收藏|分享)(?:量|数|次数|人数)?"
    r"\s?[:：]?\s*\d[\d,.]{0,9}\s?[万次人kKwW]?\+?\s*)+"
)


def is_trail(text: str) -> bool:
    """Return whether a line is the way to a page of a site: 首页 > 新闻 > 本地."""
    return _TRAIL.fullmatch(text) is not None


def is_of_site(text: str) -> bool:
    """Return whether a line is the way to a page, names an article beside this one, or counts its readers."""
    if not _MAY_BE_OF_SITE.search(text):
        return False
    return any(part.fullmatch(text) for part in (_TRAIL, _NEIGHBOUR, _COUNT))
