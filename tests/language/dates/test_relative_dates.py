"""Days that are told from today: each word for a day is one day after the word before it."""

import datetime as dt

import pytest

from reader.language.dates.calendar import one_day
from reader.language.dates.date_expressions import days_of


@pytest.mark.parametrize(
    ("first", "words"),
    [
        (-3, "大前天 前天 昨天 今天 明天 后天 大后天"),
        (-2, "前日 昨日 今日 明日 后日"),
        (-2, "the_day_before_yesterday yesterday today tomorrow the_day_after_tomorrow"),
    ],
)
def test_words_for_days_follow_one_another(first: int, words: str) -> None:
    today = dt.date(2024, 3, 1)
    for shift, word in enumerate(words.split(), first):
        day = today + dt.timedelta(days=shift)
        assert days_of(word.replace("_", " "), today) == one_day(day), word
