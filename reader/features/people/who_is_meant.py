"""Whether an office told with a name is evidence that another naming, such as 陈市长, means the same person."""

import re
from functools import lru_cache

from reader.features.people.office_places import Sign, split
from reader.features.people.offices import is_former, office_of, office_told
from reader.features.people.person import Office
from reader.language.equality import in_simplified
from reader.newspaper.facts import Rule


@lru_cache(1 << 15)
def may_be_meant(stored: str) -> bool:
    """Return whether an office may be that by which an article names the person again.

    It is not if the person has left it, or if its place was only named elsewhere in the article, or with others.
    """
    office = office_of(stored)
    if office is None or is_former(in_simplified(office.rank)):
        return False
    return split(stored).sign in (None, Sign.CLAUSE, Sign.SENTENCE, Sign.DATELINE)


@lru_cache(1 << 15)
def tells_who_is_meant(stored: str, newspaper: str) -> bool:
    """Return whether an office is told so surely that a naming in another article may be the person's by it.

    It is not if the person has left it. Of one that says only 市长, 市委书记 or 书记, the sentence must name the body,
    or dateline and newspaper be of its place; a body that the newspaper's name alone tells is no evidence.
    """
    office = office_of(stored)
    if office is None or not may_be_meant(stored):
        return False
    kept = split(stored)
    if kept.sign in (Sign.CLAUSE, Sign.SENTENCE):
        return True
    if kept.sign is Sign.DATELINE:
        witness = office_told(stored, newspaper).body.witness
        return witness is not None and witness.rule is Rule.DATELINE_AND_PAPER
    return kept.sign is None and not _is_bare(office)


_ORGAN_ALONE = re.compile(
    "(?:[省市县区州盟旗镇乡]|自治区)(?:委|党委|政府|人大|人大常委会|政协|纪委)?|党委|党组|支部"
)


def _is_bare(office: Office) -> bool:
    """Return whether an office tells of no body of its own: 市长, 市委书记, 局长."""
    body = in_simplified(office.body)
    return not body or _ORGAN_ALONE.fullmatch(body) is not None
