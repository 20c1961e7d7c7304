"""Checked sentences as JSON, as `schemas` tells it."""

from collections import Counter
from collections.abc import Sequence

from reader.features.claims.weighing import Difference, Outcome
from reader.features.claims.witnesses import Checked, Held, Source, Witness
from reader.newspaper.facts import of_value


def counts_to_json(rows: Sequence[Checked]) -> dict[str, int]:
    number_by_outcome = Counter(row.outcome for row in rows)
    return {outcome.value: number_by_outcome[outcome] for outcome in Outcome}


def to_json(checked: Checked, *, has_footnote: bool) -> dict[str, object]:
    return {
        "text": checked.sentence.text,
        "start": checked.sentence.start,
        "outcome": checked.outcome.value,
        "year": checked.sentence.year,
        "asks_year": checked.asks_year,
        "held": _held(checked.held),
        "footnote": has_footnote,
        "witnesses": [_witness(witness) for witness in checked.witnesses],
    }


def _held(days: Held | None) -> dict[str, object] | None:
    if days is None:
        return None
    return {
        "first": days.first.isoformat(),
        "last": days.last.isoformat(),
        "days": days.days,
        "all_days": days.all_days,
    }


def _witness(witness: Witness) -> dict[str, object]:
    return {
        **_source(witness.source),
        "outcome": witness.outcome.value,
        "score": round(witness.score, 3),
        "words": witness.words,
        "marks": list(map(list, witness.marks)),
        "differences": list(map(_difference, witness.differences)),
        "reprints": list(map(_source, witness.reprints)),
    }


def _difference(difference: Difference) -> dict[str, object]:
    return {
        "kind": difference.kind.value,
        "stated": difference.stated,
        "printed": difference.printed or None,
    }


def _source(source: Source) -> dict[str, object]:
    printing = source.printing
    title = of_value(source.facts.title, printing.newspaper or None)
    day = of_value(source.facts.day, printing.date)
    page = of_value(source.page, printing.page)
    date = printing.date.isoformat() if printing.date else None
    return {
        "printing": printing.name,
        "key": printing.key,
        "newspaper": printing.newspaper,
        "date": date,
        "page": printing.page,
        "headline": source.headline,
        "facts": {"title": title.as_json(), "day": day.as_json(), "page": page.as_json()},
    }
