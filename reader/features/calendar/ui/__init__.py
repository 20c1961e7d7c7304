"""The calendar of a newspaper: the list of years, a year or a month as tables, and the panel of the chosen day."""
