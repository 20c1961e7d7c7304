"""What is said where a search found nothing, and the ways on."""

from reader.i18n import say
from reader.language.control_characters import shortened
from reader.library.searcher import Results
from reader.search.query import parse_query
from reader.search.suggestions import Attempt, attempt
from reader.ui.widgets import wording
from reader.ui.widgets.state_panel import Way


def nothing_found(results: Results, text: str, searched: int) -> tuple[str, str, list[Way]]:
    """Return title, words and ways on for a query (as typed) that found nothing in so many articles."""
    body = say("已查 {articles}的标题与正文。", articles=wording.articles(searched)) if searched else ""
    if not results.suggestions:
        body = "\n".join(filter(None, [body, say("试试少写几个词、放宽日期，或换一个字形。")]))
    leads = {
        Attempt.OTHERWISE: say("您要找的是不是"),
        Attempt.WIDER_DATES: say("放宽日期"),
        Attempt.FEWER_WORDS: say("少用些词"),
    }
    tried = [(attempt(results.query, parse_query(hint)), hint) for hint in results.suggestions]
    ways = [Way(hint, hint, leads.pop(kind, "")) for kind in Attempt for of, hint in tried if of is kind]
    ways.append(Way("", say("怎样搜索"), is_quiet=True))
    return say("没有找到“{query}”", query=shortened(text)), body, ways
