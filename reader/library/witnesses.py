"""The characters in other printings of an article's text that differ from its own."""

from collections.abc import Iterator

from reader.export.article_text import source_line
from reader.library.characters import WitnessedCharacter
from reader.library.similar import Similar


def witnesses(similar: Similar, article_id: int) -> Iterator[WitnessedCharacter]:
    """Yield the characters of other printings that differ from the article's."""
    for printing in similar.of(article_id).others:
        for each in similar.witnesses(article_id, printing.stored.id):
            yield WitnessedCharacter(each.at, each.other, source_line(printing.stored).lstrip("—"))
