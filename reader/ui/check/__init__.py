"""To check: what is in doubt in a library, and what a person decided, in one place of the window."""
