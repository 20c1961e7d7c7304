"""Names of a paper's pages: “第01版：要闻”, “A02 国际”, “03 副刊”."""

import re

_PAGE = re.compile(
    r"(?:第\s*)?(?P<label>[A-Da-d]?\d{1,3}|[一二三四五六七八九十]{1,3})\s*版(?=\s*[:：·]|\s|$)"
    r"|(?P<label2>[A-Da-d]\d{1,2}|0\d)(?=\s*[:：·]|\s|$)"
)


def page_named(words: str) -> str | None:
    """Return the label of the page that words name, None if they name none."""
    found = _PAGE.match(words)
    return (found["label"] or found["label2"]) if found else None
