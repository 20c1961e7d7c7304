"""The facts about two articles of a day that are evidence for or against a stitch, and their weights."""

from collections.abc import Mapping
from enum import StrEnum


class Reason(StrEnum):
    """A fact about a pair of articles; the values are stored, `pairing.in_words` returns the words shown."""

    BOTH_MARKED = "both have a jump line"
    FIRST_MARKED = "only the first has a jump line"
    SECOND_MARKED = "only the second has a jump line"
    LEADS_THERE = "the first names the second's page"
    LEADS_ELSEWHERE = "the first names another page"
    COMES_FROM_THERE = "the second names the first's page"
    COMES_FROM_ELSEWHERE = "the second names another page"
    SAME_NAMED = "both name the same page"
    SAME_WAY = "both go on on the same page, or both come from the same page"
    BACKWARDS = "the second stands before the first"
    HEADLINE_NAMED = "a jump line names the other's headline"
    ANOTHER_NAMED = "a jump line names another headline"
    HEADLINE_REPEATED = "the headline is repeated"
    HEADLINE_ALIKE = "the headlines are alike"
    HEADLINE_TOUCHED = "the headlines share words"
    HEADLINE_OTHER = "the headlines share nothing"
    NO_HEADLINE = "one of the two has no headline"
    BEGINS_AS_NEWS = "the second has a dateline or reporters of its own"
    SEAM_KNOWN = "the characters on both sides of the seam stand together elsewhere"
    WORD_CUT = "a word is cut by the seam"
    QUOTATION_RUNS_ON = "a quotation runs on"
    BOTH_CUT = "the first breaks off and the second begins in mid sentence"
    BOTH_WHOLE = "the first is complete and the second begins as a paragraph"
    ONLY_FIRST_CUT = "the first breaks off, but the second begins as a paragraph"
    ONLY_SECOND_CUT = "the first is complete, but the second begins in mid sentence"
    HEADLINE_AND_WORDS = "one jump line, the headline and many words agree"
    MOST_SHARED = "a great many words that no other article has"
    MANY_SHARED = "many words that no other article has"
    SOME_SHARED = "some words that no other article has"
    FEW_SHARED = "few words that no other article has"
    HARDLY_SHARED = "hardly a word that no other article has"
    NONE_SHARED = "no words that no other article has"
    RARE_MOST = "a great many rare words in common"
    RARE_MANY = "many rare words in common"
    RARE_SOME = "some rare words in common"
    RARE_FEW = "few rare words in common"
    RARE_NONE = "hardly a rare word in common"


# Log odds, fitted as `python -m tools.benchmarks.fit_stitch` does, on invented days alone: the mean of two fits, one to
# days that cut every other story of the fitted half (two seeds of each case and style), one to days that cut the rest.
# WORD_CUT is raised by hand from 1.6: one end of a cut word is offered even where the other end has lost its jump line.
WEIGHTS: Mapping[Reason, float] = {
    Reason.BOTH_MARKED: 2.9,
    Reason.FIRST_MARKED: -1.2,
    Reason.SECOND_MARKED: -2.3,
    Reason.LEADS_THERE: 0.1,
    Reason.LEADS_ELSEWHERE: -0.7,
    Reason.COMES_FROM_THERE: -0.4,
    Reason.COMES_FROM_ELSEWHERE: -1.2,
    Reason.SAME_NAMED: -2.4,
    Reason.SAME_WAY: -1.1,
    Reason.BACKWARDS: -2.4,
    Reason.HEADLINE_NAMED: 1.0,
    Reason.ANOTHER_NAMED: -0.3,
    Reason.HEADLINE_REPEATED: 1.5,
    Reason.HEADLINE_ALIKE: 0.3,
    Reason.HEADLINE_TOUCHED: -0.8,
    Reason.HEADLINE_OTHER: -1.7,
    Reason.NO_HEADLINE: 0.6,
    Reason.BEGINS_AS_NEWS: -2.5,
    Reason.SEAM_KNOWN: 0.4,
    Reason.WORD_CUT: 1.8,
    Reason.QUOTATION_RUNS_ON: 0.4,
    Reason.BOTH_CUT: 0.1,
    Reason.BOTH_WHOLE: -0.2,
    Reason.ONLY_FIRST_CUT: -1.1,
    Reason.ONLY_SECOND_CUT: -0.7,
    Reason.HEADLINE_AND_WORDS: 2.3,
    Reason.MOST_SHARED: 1.6,
    Reason.MANY_SHARED: 0.9,
    Reason.SOME_SHARED: 0.1,
    Reason.FEW_SHARED: -0.3,
    Reason.HARDLY_SHARED: -1.3,
    Reason.NONE_SHARED: -1.0,
    Reason.RARE_MOST: 0.9,
    Reason.RARE_MANY: 0.6,
    Reason.RARE_SOME: 0.3,
    Reason.RARE_FEW: -0.4,
    Reason.RARE_NONE: -1.4,
}
