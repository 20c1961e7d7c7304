"""Dates in newspapers and as users type them: the calendar, lunar dates, 干支, festivals, relative dates."""
