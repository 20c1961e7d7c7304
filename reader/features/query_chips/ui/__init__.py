"""The parts of a query as chips, and what widens it to the days around one."""
