"""Finding the systematic misreadings in the issues of a library, for the list of misreadings and for searches."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from reader.i18n import say
from reader.library.derived_data import Derived
from reader.search.terms import as_printed, own_text

if TYPE_CHECKING:
    from reader.search.misreadings import SystematicForm

SURE = 2
"""Length up to which the index alone determines the number of articles that contain a string."""
MOST_ISSUES = 40
"""The maximum number of issues in which a misread form of a searched string is looked for."""


class SystematicMisreadings:
    """The systematic misreadings of each issue, cached until the catalogue changes. Methods raise IndexDamaged."""

    def __init__(self, derived: Derived) -> None:
        self._derived = derived
        self._generation = -1
        self._of_issue: dict[int, tuple[SystematicForm, ...]] = {}
        self._certain_in: dict[int, tuple[SystematicForm, ...]] = {}

    def in_issue(self, issue_id: int) -> tuple[SystematicForm, ...]:
        """Return the systematic misreadings of an issue, the most certain first."""
        from reader.search.misreadings import systematic_forms

        self._forget_old()
        if issue_id not in self._of_issue:
            texts = self._texts(issue_id)
            words = self._registered_in(issue_id)
            self._of_issue[issue_id] = systematic_forms(texts, words, self._elsewhere(texts))
        return self._of_issue[issue_id]

    def _told_by_register(self, issue_id: int) -> tuple[SystematicForm, ...]:
        """Return those misreadings of `in_issue` for which the register is evidence; this takes little time."""
        from reader.search.misreadings import registered_forms

        self._forget_old()
        if issue_id not in self._certain_in:
            found = registered_forms(self._texts(issue_id), self._registered_in(issue_id))
            self._certain_in[issue_id] = tuple(found)
        return self._certain_in[issue_id]

    def _forget_old(self) -> None:
        generation = self._derived.catalogue.generation()
        if generation != self._generation:
            self._generation, self._of_issue, self._certain_in = generation, {}, {}

    def certain(self, string: str) -> Mapping[str, frozenset[int]]:
        """Return the misread forms of a string that contains words of the register, with the articles of their issues.

        The string is in search form; the articles are ids.
        """
        from reader.search.misreadings import misread_forms
        from reader.search.query import Exact, Query

        engine, catalogue = self._derived.engine, self._derived.catalogue
        papers = {row.title for row in catalogue.tree.newspapers()}
        words = {word for paper in papers for word in self._registered(paper) if word in string}
        printed = [form for word in sorted(words) for form in misread_forms(word)]
        found: dict[str, frozenset[int]] = {}
        for form, number in zip(printed, engine.frequencies(printed), strict=True):
            ids = engine.page(Query(Exact(form, form)), limit=number) if number else ()
            issues = dict.fromkeys(row.issue_id for row in catalogue.article_rows(ids).values())
            for issue_id in [*issues][:MOST_ISSUES]:
                for each in self._told_by_register(issue_id):
                    if each.printed == form and each.meant in string:
                        whole = string.replace(each.meant, form)
                        articles = {row.id for row in catalogue.tree.articles(issue_id)}
                        found[whole] = found.get(whole, frozenset()) | articles
        return found

    def _registered_in(self, issue_id: int) -> tuple[str, ...]:
        issue = self._derived.catalogue.tree.issue(issue_id)
        return self._registered(issue.newspaper if issue else "")

    def _registered(self, newspaper: str) -> tuple[str, ...]:
        from reader.parsing import register
        from reader.search.misreadings import registered_words

        return registered_words(newspaper) if newspaper in register.newspapers().values() else ()

    def _texts(self, issue_id: int) -> list[str]:
        ids = [row.id for row in self._derived.catalogue.tree.articles(issue_id)]
        return [own_text(as_printed(text)) for _, text in self._derived.catalogue.search_texts(ids)]

    def _elsewhere(self, texts: Sequence[str]) -> Callable[[Sequence[str]], list[int]]:
        """Return a function that returns for each string how many articles of other issues contain it.

        `texts` are those of the own issue, which are not counted.
        """
        from reader.search.query import Exact, Query

        engine = self._derived.engine

        def numbers(strings: Sequence[str]) -> list[int]:
            held = []
            for string, bound in zip(strings, engine.frequencies(strings), strict=True):
                own = sum(string in text for text in texts) if bound else 0
                if bound > own and len(string) > SURE:
                    bound = len(engine.page(Query(Exact(string, string)), limit=own + 1))
                held.append(max(0, bound - own))
            return held

        return numbers


def witness_words(form: SystematicForm) -> str:
    """Return a description of the evidence for a systematic misreading."""
    from reader.search.misreadings import Witness

    printed, meant = form.printed, form.meant
    match form.witness:
        case Witness.REGISTER:
            return say("这一期多处印成“{printed}”，报名登记里是“{meant}”", printed=printed, meant=meant)
        case Witness.OTHER_ISSUES:
            return say(
                "这一期多处印成“{printed}”，别的各期同样的话里是“{meant}”", printed=printed, meant=meant
            )
        case Witness.RECURRENCE:
            return say("这一期里这个字都这样印，换了才成词：“{meant}”", meant=meant)
