"""Riffling: running through the headlines of a newspaper's issues quickly, as with a microfilm reader."""
