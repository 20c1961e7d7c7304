"""What a person has marked and noted, in lines below the article's."""

from collections.abc import Iterator

from reader.export.article_text import day_in_words
from reader.export.notes import doubt_in_words, quoted
from reader.i18n import say
from reader.newspaper.holdings import Bookmark


def note_lines(bookmark: Bookmark) -> Iterator[str]:
    """The words, the note, the tags, what is wrong, a line for each."""
    if bookmark.passage:
        yield say("    “{words}”", words=quoted(bookmark))
    if bookmark.is_orphan:
        yield say("    资料库里已没有这篇，文字存在收藏里")
    elif doubt := doubt_in_words(bookmark):
        yield f"    {doubt}"
    if bookmark.note:
        yield say("    批注：{note}", note=bookmark.note)
    if bookmark.tags:
        yield say("    标签：{tags}", tags=say("，").join(bookmark.tags))
    if bookmark.deleted:
        yield say(
            "    {day}删除，找回它：reader bookmark restore {uuid}",
            day=day_in_words(bookmark.deleted.astimezone().date()),
            uuid=bookmark.uuid,
        )
