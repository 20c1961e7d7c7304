"""Claims in the window: a view of what is asked for, in which a text stands beside what the papers say."""
