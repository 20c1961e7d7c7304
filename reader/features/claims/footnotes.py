"""Which sentences of a checked text get a footnote: all but those with nothing to check, unless the reader chose so."""

from collections.abc import Iterable, Mapping, Sequence

from reader.features.claims.weighing import Outcome
from reader.features.claims.witnesses import Checked
from reader.newspaper.decision import ClaimFootnote, claim_footnote_uuid
from reader.storage.record_tables import DecisionTable

Choices = Mapping[str, bool]
"""Whether a footnote is written, by the sentences of which the reader has said it."""


def choices_in(decisions: DecisionTable, dossier: str) -> dict[str, bool]:
    """Return what the reader chose for sentences in the dossier with a UUID. Raises UserDataError.

    What was chosen in it counts before what came from one that was joined with it.
    """
    joined: dict[str, bool] = {}
    own: dict[str, bool] = {}
    for decision in decisions.all(ClaimFootnote):
        footnote = decision.content
        if not isinstance(footnote, ClaimFootnote) or footnote.dossier != dossier:
            continue
        if decision.uuid == claim_footnote_uuid(footnote):
            own[footnote.sentence] = footnote.is_written
        else:
            joined[footnote.sentence] = footnote.is_written
    return joined | own


def choose(decisions: DecisionTable, dossier: str, choices: Choices) -> None:
    """Store what the reader chose for sentences. Raises UserDataError."""
    decisions.settle(as_decisions(dossier, choices))


def as_decisions(dossier: str, choices: Choices) -> dict[str, ClaimFootnote]:
    """Return choices as they are stored, by their UUIDs."""
    footnotes = [ClaimFootnote(dossier, sentence, is_written) for sentence, is_written in choices.items()]
    return {claim_footnote_uuid(footnote): footnote for footnote in footnotes}


def has_footnote(checked: Checked, choices: Choices) -> bool:
    """Return whether a footnote is written to a sentence."""
    return choices.get(checked.sentence.text, checked.outcome is not Outcome.NOTHING)


def with_footnote(rows: Sequence[Checked], choices: Choices) -> frozenset[int]:
    """Return the numbers of the sentences to which a footnote is written."""
    return frozenset(_numbers(rows, choices))


def _numbers(rows: Sequence[Checked], choices: Choices) -> Iterable[int]:
    for number, row in enumerate(rows):
        if has_footnote(row, choices):
            yield number
