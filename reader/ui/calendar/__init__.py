"""The calendar of a newspaper: its years, a month as a table, and the day that is chosen."""
