"""Features of a heading that stands alone, by how many such stand between the beginnings of two articles."""

from reader.parsing.weights import Feature

_LEAST_SERIES = 3
_LONE = Feature.LONE
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
