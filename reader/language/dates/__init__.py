"""Days as newspapers print them and as people name them: the calendar, lunar dates, 干支, festivals, spoken dates."""
