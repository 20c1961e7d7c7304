"""Likely misreadings among what is in doubt: a row for each string that an issue prints everywhere; what settles it.

Listed is what was found after the last update, in the newest issues; `reader misreadings` looks in any other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial

from reader.features.misread.everywhere import MisreadEverywhere
from reader.features.misread.likely import LikelyMisreadings, Misreading
from reader.features.misread.systematic import issues_with_forms
from reader.i18n import count, say
from reader.library.answers import SameTexts, issue_in_words
from reader.library.derived_data import Derived, DerivedData
from reader.library.doubt_acts import DoubtAct
from reader.library.doubts import Doubt, DoubtKind, DoubtSource
from reader.library.library import Library
from reader.plugs import all_plugs, answering
from reader.storage.folder import LibraryFolder


def misread_in_doubt(folder: LibraryFolder, derived: Derived) -> DoubtSource:
    def doubts() -> Iterator[Doubt]:
        local = derived.local()
        for issue_id in issues_with_forms(local.catalogue):
            yield from _in_issue(local, issue_id)

    return DoubtSource((DoubtKind.MISREAD,), doubts)


def acts_on_misread(library: Library, doubt: Doubt) -> list[DoubtAct]:
    """Return what settles a likely misreading: all its places in the issue are corrected, or are right."""
    if doubt.kind is not DoubtKind.MISREAD or doubt.issue is None or library.words.why_no_characters:
        return []
    misreadings = [
        misreading
        for misreading in _misreadings(library.derived.local(), doubt.issue.id)
        if (misreading.form, misreading.meant) == (doubt.printed, doubt.meant)
    ]
    if not misreadings:
        return []
    places = MisreadEverywhere(library.characters)
    corrected = count(len(misreadings), "改正 {n} 处")
    words = say("改作“{meant}”", meant=doubt.meant)
    return [
        DoubtAct(words, corrected, partial(places.correct, misreadings)),
        DoubtAct(say("没有认错"), say("没有认错"), partial(places.correct, (), misreadings)),
    ]


def _in_issue(derived: DerivedData, issue_id: int) -> Iterator[Doubt]:
    """Yield the misreadings of an issue, each string once, with the number of its places that are not decided."""
    issue = derived.catalogue.tree.issue(issue_id)
    if issue is None:
        return
    misreadings = _misreadings(derived, issue_id)
    numbers = Counter((misreading.form, misreading.meant) for misreading in misreadings)
    files = derived.catalogue.files.files_of_issue(issue_id)
    path = files[0].path if files else ""
    for misreading in _first_of_each(misreadings):
        words = say("“{printed}”应是“{read_as}”", printed=misreading.form, read_as=misreading.meant)
        number = count(numbers[misreading.form, misreading.meant], "{n} 处")
        yield Doubt(
            DoubtKind.MISREAD,
            f"{words} · {issue_in_words(issue)}",
            say("{places}：{why}", places=number, why=misreading.because()),
            f"{misreading.before}{misreading.printed}{misreading.after}",
            path,
            issue,
            misreading.article_id,
            printed=misreading.form,
            meant=misreading.meant,
        )


def _misreadings(derived: DerivedData, issue_id: int) -> list[Misreading]:
    same_texts = answering(SameTexts, all_plugs())(derived)
    article_ids = [row.id for row in derived.catalogue.tree.articles(issue_id)]
    return LikelyMisreadings(derived, same_texts).systematic(article_ids)


def _first_of_each(misreadings: Iterable[Misreading]) -> Iterator[Misreading]:
    seen = set[tuple[str, str]]()
    for misreading in misreadings:
        form = misreading.form, misreading.meant
        if form not in seen:
            seen.add(form)
            yield misreading
