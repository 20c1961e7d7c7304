"""Riffling: the issues of a newspaper go by, headlines only, as under a microfilm reader."""
