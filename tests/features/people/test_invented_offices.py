"""Of the offices in invented sentences .95 of those told are right, person, rank, title and body; .85 are told."""

from reader.features.people.offices import office_told, offices_among
from tests.features.people.invented_offices import Sentence, plain_body, sentences

_SEEDS = 6


def _counted(sentence: Sentence) -> tuple[int, int, int, int]:
    """Return how many offices are told, and are right; how many must be told, and are."""
    text = sentence.text
    spans = sorted((text.index(name), text.index(name) + len(name)) for name in sentence.offices)
    told = right = 0
    left = {name: [*offices] for name, offices in sentence.offices.items()}
    for (begin, end), offices in zip(spans, offices_among(text, text, spans), strict=True):
        of_person = left[text[begin:end]]
        for stored in offices:
            found = office_told(stored, sentence.newspaper).office
            told += 1
            for office in of_person:
                is_same = (office.rank, office.title) == (found.rank, found.title)
                if is_same and plain_body(found.body) in office.bodies:
                    right += 1
                    of_person.remove(office)
                    break
    due = sum(not office.may_be for offices in sentence.offices.values() for office in offices)
    missed = sum(not office.may_be for offices in left.values() for office in offices)
    return told, right, due, due - missed


def test_offices_of_invented_papers() -> None:
    counts = [_counted(sentence) for seed in range(_SEEDS) for sentence in sentences(seed)]
    told, right, due, found = (sum(column) for column in zip(*counts, strict=True))
    assert due > 1000
    assert right >= 0.95 * told
    assert found >= 0.85 * due


def test_the_papers_name_alone_never_tells_a_visitors_city() -> None:
    for seed in range(_SEEDS):
        for sentence in sentences(seed):
            if "客人" in sentence.text or "专电" in sentence.text:
                _, right, due, _ = _counted(sentence)
                assert right == due, sentence.text
