"""The reasons for a stitch, in words for the reader."""

from reader.i18n import say
from reader.stitching.pairing import Stitch
from reader.stitching.reasons import Reason


def for_and_against(stitch: Stitch) -> tuple[list[str], list[str]]:
    """Return the reasons for a stitch and those against it, the weightiest first; a reader's decision is the only one.

    A missing headline, by itself, is neither.
    """
    if stitch.is_by_reader:
        return [say("更正过：说是同一篇")], []
    neither = {*_AGAINST, Reason.NO_HEADLINE}
    speak_for = [in_words(reason) for reason in stitch.reasons if reason not in neither]
    return speak_for, [in_words(reason) for reason in stitch.reasons if reason in _AGAINST]


_AGAINST = frozenset(
    {
        Reason.FIRST_MARKED,
        Reason.SECOND_MARKED,
        Reason.LEADS_ELSEWHERE,
        Reason.COMES_FROM_ELSEWHERE,
        Reason.SAME_NAMED,
        Reason.SAME_WAY,
        Reason.BACKWARDS,
        Reason.ANOTHER_NAMED,
        Reason.HEADLINE_TOUCHED,
        Reason.HEADLINE_OTHER,
        Reason.BEGINS_AS_NEWS,
        Reason.BOTH_WHOLE,
        Reason.ONLY_FIRST_CUT,
        Reason.ONLY_SECOND_CUT,
        Reason.FEW_SHARED,
        Reason.HARDLY_SHARED,
        Reason.NONE_SHARED,
        Reason.RARE_FEW,
        Reason.RARE_NONE,
    }
)


def in_words(reason: Reason) -> str:
    return {
        Reason.BOTH_MARKED: say("两头都有转版的话"),
        Reason.FIRST_MARKED: say("只有前一篇说转到别版"),
        Reason.SECOND_MARKED: say("只有后一篇说上接别版"),
        Reason.LEADS_THERE: say("前一篇说转到这一版"),
        Reason.LEADS_ELSEWHERE: say("前一篇说转到另外一版"),
        Reason.COMES_FROM_THERE: say("后一篇说上接那一版"),
        Reason.COMES_FROM_ELSEWHERE: say("后一篇说上接另外一版"),
        Reason.SAME_NAMED: say("两头说的是同一版"),
        Reason.SAME_WAY: say("两篇都转到同一版，或都接自同一版"),
        Reason.BACKWARDS: say("后一篇排在前一篇之前"),
        Reason.HEADLINE_NAMED: say("转版的话里写的像是另一篇的标题"),
        Reason.ANOTHER_NAMED: say("转版的话里写的像是别篇的标题"),
        Reason.HEADLINE_REPEATED: say("标题大半相同"),
        Reason.HEADLINE_ALIKE: say("标题约有一半相同"),
        Reason.HEADLINE_TOUCHED: say("标题只有几个字相同"),
        Reason.HEADLINE_OTHER: say("标题几乎没有相同的词"),
        Reason.NO_HEADLINE: say("两篇中有一篇没有标题"),
        Reason.BEGINS_AS_NEWS: say("后一篇有自己的电头或记者"),
        Reason.SEAM_KNOWN: say("接缝两边的字在别处也连在一起"),
        Reason.WORD_CUT: say("一个词断在接缝上"),
        Reason.QUOTATION_RUNS_ON: say("前一篇的引号到后一篇才关上"),
        Reason.BOTH_CUT: say("前一篇末句不完整，后一篇像是从句子中间开始"),
        Reason.BOTH_WHOLE: say("前一篇末句完整，后一篇像是另起一段"),
        Reason.ONLY_FIRST_CUT: say("前一篇末句不完整，后一篇却像是另起一段"),
        Reason.ONLY_SECOND_CUT: say("前一篇末句完整，后一篇却像是从句子中间开始"),
        Reason.HEADLINE_AND_WORDS: say("标题和共有的字词都对得上"),
        Reason.MOST_SHARED: say("共有的字词比那天的别篇之间多得多"),
        Reason.MANY_SHARED: say("共有的字词比那天的别篇之间多不少"),
        Reason.SOME_SHARED: say("共有的字词比那天的别篇之间多一些"),
        Reason.FEW_SHARED: say("共有的字词不比那天的别篇之间多多少"),
        Reason.HARDLY_SHARED: say("共有的字词比那天的别篇之间少"),
        Reason.NONE_SHARED: say("共有的字词比那天的别篇之间少得多"),
        Reason.RARE_MOST: say("少见的词，共有的比与别篇多得多"),
        Reason.RARE_MANY: say("少见的词，共有的比与别篇多不少"),
        Reason.RARE_SOME: say("少见的词，共有的比与别篇多一些"),
        Reason.RARE_FEW: say("少见的词，共有的不比与别篇多"),
        Reason.RARE_NONE: say("少见的词，共有的比与别篇少"),
    }[reason]
