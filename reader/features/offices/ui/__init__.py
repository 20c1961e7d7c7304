"""The tables of offices in the window: bodies, bars over time, and the articles that say who is seen when."""
