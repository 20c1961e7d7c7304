"""The calendar: the days of a newspaper with their issues, in a tab of the sidebar."""
