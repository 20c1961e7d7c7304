"""Newspapers' names that are misread on single issues, and read rightly on most."""

from collections.abc import Collection, Mapping

from reader.language.variants import look_alike

MISREAD_TITLES = "misread titles"
"""The key in `meta` of the result for the catalogue's files, as JSON."""
LEAST_FILES = 5
"""Number of files that have to print the name that is meant."""
TIMES_AS_MANY = 5
"""How many times as many files have to print it as print the misread one."""


def misread_titles(printed: Mapping[str, int], registered: Collection[str] = ()) -> dict[str, str]:
    """Return the misread names with the name that is meant.

    `printed` are the numbers of files that print each name. Names of the register, `registered`, are never misread. A
    misread name differs from the meant one only in characters that look alike, which are at most half of all. The
    commonest of several is meant, of these the first.
    """
    kept: list[str] = []
    misread: dict[str, str] = {}
    for title in sorted(printed, key=lambda title: (-printed[title], title)):
        enough = max(LEAST_FILES, TIMES_AS_MANY * printed[title])
        meant = next((each for each in kept if printed[each] >= enough and look_alike(title, each)), None)
        if meant is None or title in registered:
            kept.append(title)
        else:
            misread[title] = meant
    return misread
