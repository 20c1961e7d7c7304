"""Why there is no issue of a day, in words."""

import datetime as dt

from reader.i18n import say
from reader.issue_dating.coverage import Coverage, Day, Gap
from reader.ui.widgets import wording


def absence_words(held: Coverage, date: dt.date) -> str:
    """Return why there is no issue of a day, as far as it can be inferred from the issues around it."""
    gap = held.gap_around(date)
    if gap is None:
        return say("不在已有的报纸之间，无从知道这天有没有报。")
    around = _around(gap)
    if gap.missing is None:
        return say("{around}，期号不足以说明这天有没有报。", around=around)
    if gap.missing == 0:
        return say("{around}，期号相连：这几天没有出报。", around=around)
    if held.day(date) is Day.NO_PAPER:
        return say("{around}，按平常出报的日子，这天没有出报。", around=around)
    missing = wording.issues(gap.missing)
    if gap.without_paper == 0:
        return say("{around}，当中 {missing}这里都没有。", around=around, missing=missing)
    return say(
        "{around}，当中 {days} 天、{missing}：{rest} 天没有出报，其余的这里没有。",
        around=around,
        days=gap.days,
        missing=missing,
        rest=gap.without_paper,
    )


def _around(gap: Gap) -> str:
    """Return the issues before and after a gap in words: 前有1月27日第23552期，后有2月22日第23570期."""
    before, after = (
        wording.day(issue.date) + (wording.issue_number(issue.number) if issue.number else "")
        for issue in (gap.before, gap.after)
    )
    return say("前有{before}，后有{after}", before=before, after=after)
