"""How well the articles of a page are told apart: by what is printed, for OCR misreads it and has its own lines.

start: articles that begin as a true one does (F1); headline: true headlines that are read; text: runs of three
characters of a true article that stand together in one.
"""

import difflib
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from statistics import fmean

from reader import formats
from reader.newspaper.article import Article
from reader.newspaper.issue import IssuePart
from reader.parsing import parse
from tools.typesetter.inventing import InventedArticle
from tools.typesetter.page_files import Faults, read_page, written
from tools.typesetter.page_setting import PageStyle, set_page
from tools.typesetter.setting import traditional_forms

# Least likeness of a beginning, and of a headline.
_BEGINS, _READ = 0.6, 0.8


def score_page(
    articles: Sequence[InventedArticle], part: IssuePart, *, is_traditional: bool = False
) -> Mapping[str, float]:
    forms = (
        traditional_forms() | dict(zip("0123456789", "〇一二三四五六七八九", strict=True))
        if is_traditional
        else {}
    )

    def printed(*texts: str | None) -> str:
        text = re.sub(r"[\W_]+", "", "".join(filter(None, texts)))
        return "".join(forms.get(sign, sign) for sign in text)

    told = [(_heads(article, printed), _runs(printed(*_texts(article)))) for article in part.articles]
    used: set[int] = set()
    starts = headlines = 0
    texts = 0.0
    for true in articles:
        headline = printed(*true.headline)
        whole = printed(true.kicker, *true.headline, *true.decks)
        runs = _runs(whole + printed(*(text for piece in true.body for text in (piece.text, *piece.more))))
        likeness = [
            max(_likeness(head, way) for head in heads for way in (headline, whole)) for heads, _ in told
        ]
        best = max(
            (at for at in range(len(told)) if at not in used), key=lambda at: likeness[at], default=None
        )
        if best is not None and likeness[best] >= _BEGINS:
            starts += 1
            used.add(best)
        headlines += max(likeness, default=0.0) >= _READ
        texts += max((sum((runs & own).values()) for _, own in told), default=0) / max(1, runs.total())
    return {
        "start": 2 * starts / (len(told) + len(articles)),
        "headline": headlines / len(articles),
        "text": texts / len(articles),
    }


def _texts(article: Article) -> list[str | None]:
    credits = [credit.as_printed for credit in article.credits]
    heads = [article.section, article.kicker, article.headline, *article.decks]
    return [*heads, *credits, *(block.text for block in article.blocks)]


def _heads(article: Article, printed: Callable[..., str]) -> tuple[str, ...]:
    return (
        printed(article.headline),
        printed(article.kicker, article.headline),
        printed(article.kicker, article.headline, *article.decks),
    )


def _runs(text: str) -> Counter[str]:
    return Counter(text[at : at + 3] for at in range(len(text) - 2))


def _likeness(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio() if one and other else 0.0


def page_scores(style: PageStyle, faults: Faults, seeds: Sequence[int] = (1, 2, 3)) -> Mapping[str, float]:
    """Return the means of some pages of a style, read from hOCR."""
    rows = []
    for seed in seeds:
        page = set_page(style, seed)
        part = parse(formats.decode(*written(read_page(page, faults, seed), "hocr")))
        rows.append(score_page(page.articles, part, is_traditional=style.is_traditional))
    return {name: fmean(row[name] for row in rows) for name in rows[0]}
