"""The concordance on the command line."""
