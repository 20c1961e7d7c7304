"""Warnings of dates that can't be searched for the moment."""

from collections.abc import Sequence

from reader.i18n import say
from reader.search.engine import DateRange


def told_as_missing(ranges: Sequence[DateRange]) -> str:
    """A sentence for those who search, "" where nothing is missing."""
    if not ranges:
        return ""
    return say("这些日期的报纸暂时搜不到，更新一次资料库就会恢复：{dates}", dates=in_words(ranges))


def in_words(ranges: Sequence[DateRange]) -> str:
    return say("，").join(map(_in_words, ranges))


def _in_words(dates: DateRange) -> str:
    if dates.first is None or dates.last is None:
        return say("日期不详")
    if dates.first == dates.last:
        return dates.first.isoformat()
    return say("{first} 至 {last}", first=dates.first.isoformat(), last=dates.last.isoformat())
