"""A bookmark's quotation, note and tags, as lines of text."""

from collections.abc import Iterator

from reader.export.article_text import day_in_words, local_day
from reader.export.notes import doubt_in_words, quoted
from reader.i18n import say
from reader.newspaper.holdings import Bookmark


def note_lines(bookmark: Bookmark) -> Iterator[str]:
    """Yield the lines of a bookmark: quotation, whether its article or passage is lost, note, tags, day of deletion."""
    if bookmark.passage:
        yield say("    “{words}”", words=quoted(bookmark))
    if bookmark.is_orphan and not bookmark.elsewhere and not bookmark.is_awaited:
        yield say("    资料库里已没有这篇，文字存在收藏里")
    elif doubt := doubt_in_words(bookmark):
        yield f"    {doubt}"
    if bookmark.elsewhere:
        yield say(
            "    指定是哪一处（会列出各处）：reader bookmark attach {uuid} {key}",
            uuid=bookmark.uuid,
            key=bookmark.key,
        )
    if bookmark.note:
        yield say("    批注：{note}", note=bookmark.note)
    if bookmark.tags:
        yield say("    标签：{tags}", tags=say("，").join(bookmark.tags))
    if bookmark.deleted:
        yield say(
            "    {day}删除，找回它：reader bookmark restore {uuid}",
            day=day_in_words(local_day(bookmark.deleted)),
            uuid=bookmark.uuid,
        )
