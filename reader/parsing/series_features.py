"""Features of a heading that stands alone, by how many such stand between the beginnings of two articles."""

from reader.parsing.weights import Feature

_LEAST_SERIES = 3
_LEAST_LONG = 3
_MOSTLY, _MANY = 0.7, 0.34
_LONE = Feature.LONE
_LONG = frozenset({Feature.LENGTH_16, Feature.LENGTH_30, Feature.LENGTH_50})
_LONGER_THAN_SUBHEADS = frozenset({Feature.LENGTH_30, Feature.LENGTH_50})
_BEGINS_ARTICLE = frozenset(
    {
        Feature.BEFORE_NEWS,
        Feature.BEFORE_CREDIT,
        Feature.BEFORE_JUMP,
        Feature.PAGE_LINE,
        Feature.MASTHEAD,
        Feature.NOTICE_LABEL,
        Feature.DATELINE,
    }
)


def with_series(features: list[frozenset[Feature]]) -> list[frozenset[Feature]]:
    """Return the features with those of single headings by how many there are between two that begin articles.

    An editor who sets subheads sets several.
    """
    _note_long(features)
    alone: list[int] = []
    for i in range(len(features) + 1):
        if i < len(features) and features[i].isdisjoint(_BEGINS_ARTICLE):
            if _LONE in features[i]:
                alone.append(i)
            continue
        if len(alone) == 1:
            features[alone[0]] |= {Feature.LONE_SINGLE}
        elif len(alone) >= _LEAST_SERIES:
            for each in alone:
                features[each] |= {Feature.LONE_SERIES}
        alone.clear()
    return features


def _note_long(features: list[frozenset[Feature]]) -> None:
    """Add `LONE_LONG` to the long single headings of a file in which most are long, and many longer than subheads."""
    alone = [i for i, own in enumerate(features) if _LONE in own]
    long = [i for i in alone if not features[i].isdisjoint(_LONG)]
    longest = sum(not features[i].isdisjoint(_LONGER_THAN_SUBHEADS) for i in alone)
    if len(long) >= max(_LEAST_LONG, _MOSTLY * len(alone)) and longest >= _MANY * len(alone):
        for i in long:
            features[i] |= {Feature.LONE_LONG}
