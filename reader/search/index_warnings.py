"""Warnings about dates whose issues can't be searched at the moment, or without the index only."""

from collections.abc import Sequence

from reader.i18n import say
from reader.search.documents import DateRange


def missing_dates_warning(ranges: Sequence[DateRange]) -> str:
    """Return the warnings to show with search results, one per line; "" if no date is missing."""
    warnings = []
    if damaged := [each for each in ranges if not each.is_away]:
        warnings.append(
            say(
                "这些日期的索引坏了，直接从正文里逐篇找：一篇不漏，只是慢，更新一次资料库就会恢复：{dates}",
                dates=in_words(damaged),
            )
        )
    if away := [each for each in ranges if each.is_away]:
        warnings.append(
            say("{years}所在的服务器没有应答：没有搜到这些，它回来就会恢复。", years=years_in_words(away))
        )
    return "\n".join(warnings)


def years_in_words(ranges: Sequence[DateRange]) -> str:
    return say("、").join(map(_years_in_words, ranges))


def in_words(ranges: Sequence[DateRange]) -> str:
    return say("，").join(map(_in_words, ranges))


def _years_in_words(dates: DateRange) -> str:
    if dates.first is None or dates.last is None:
        return say("日期不详的报纸")
    first, last = dates.first.year, dates.last.year
    return say("{year} 年", year=first) if first == last else say("{first}–{last} 年", first=first, last=last)


def _in_words(dates: DateRange) -> str:
    if dates.first is None or dates.last is None:
        return say("日期不详")
    if dates.first == dates.last:
        return dates.first.isoformat()
    return say("{first} 至 {last}", first=dates.first.isoformat(), last=dates.last.isoformat())
