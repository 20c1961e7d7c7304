"""The command on reprints and series."""
