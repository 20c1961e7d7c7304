"""What must hold of every parse, whatever the file: no line lost, none doubled, every word findable."""

from collections import Counter

from reader.language.forms import search_form
from reader.newspaper.article import Article, LineSpan, SourceText
from reader.newspaper.issue import IssuePart
from reader.parsing import markup


def broken_laws(source: SourceText, part: IssuePart) -> list[str]:
    """A sentence for every law that the parse of `source` breaks."""
    printed = [number for number, line in enumerate(source.lines, 1) if line.strip()]
    placed = Counter(_numbers(part.masthead.source_lines))
    for article in part.articles:
        placed.update(_numbers(article.source_lines))
    broken = [f"line {number} stands in {placed[number]} places" for number in printed if placed[number] != 1]
    broken += [
        f"line {number} is blank or none of the file's" for number in placed if number not in set(printed)
    ]
    for article in part.articles:
        broken += _lost_words(source, article)
    keys = [article.key for article in part.articles]
    return broken + [f"key {key} is there twice" for key, count in Counter(keys).items() if count > 1]


def searched(article: Article) -> list[str]:
    """The texts in which a string of the article is looked for, in search form."""
    headings = [text for text in (article.kicker, article.headline, *article.decks) if text]
    texts = [" ".join(headings), article.section or "", *(credit.as_printed for credit in article.credits)]
    shared: dict[int, list[str]] = {}
    for block in article.blocks:
        texts.append(block.text)
        for number in _numbers(block.source_lines):
            shared.setdefault(number, []).append(block.text)
    texts += [" ".join(parts) for parts in shared.values()] + ["".join(parts) for parts in shared.values()]
    return [search_form(text) for text in texts]


def _lost_words(source: SourceText, article: Article) -> list[str]:
    texts = searched(article)
    body = set(_numbers(article.source_lines))
    outside = {n for block in article.blocks for n in _numbers(block.source_lines)} - body
    is_record = markup.is_record(source.lines)
    lost = [f"a block tells of line {number}, which is not its article's" for number in outside]
    for number in sorted(body):
        raw = source.lines[number - 1].strip()
        line = search_form(raw if source.stated else _without_marks(raw, is_record))
        if not any(line in text for text in texts):
            lost.append(f"line {number} can't be found: {line[:60]!r}")
    return lost


def _without_marks(line: str, is_record: bool) -> str:
    """The marks of Markdown, and what an archive's record calls a title, are no words of the paper's."""
    text = markup.without_markup(line).text
    return markup.record_heading(text)[0] if is_record else text


def _numbers(spans: tuple[LineSpan, ...]) -> list[int]:
    return [number for first, last in spans for number in range(first, last + 1)]
