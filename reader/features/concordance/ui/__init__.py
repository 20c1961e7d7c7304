"""The concordance in the window."""
