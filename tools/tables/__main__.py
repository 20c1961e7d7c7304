"""Writes the tables of `resources/wordlists/` that are made of libraries' data, jieba's dictionary, and a typeface.

    uv run python -m tools.tables

Takes a second or two. `tests/tools/test_tables.py` fails when a file is not what this writes.
"""

from reader import assets
from reader.language import words
from tools.tables.box_typeface import box_typeface
from tools.tables.calendar_tables import lunar_years, solar_terms
from tools.tables.character_tables import character_shapes, opencc_characters
from tools.tables.common_words import common_words
from tools.tables.dictionary_file import dictionary_file
from tools.tables.divisions import divisions
from tools.tables.given_names import given_names
from tools.tables.readings import readings
from tools.tables.transliteration import foreign_places, transliteration

TABLES = {
    "given_names.txt": given_names,
    "lunar_years.txt": lunar_years,
    "opencc.txt": opencc_characters,
    "readings.txt": readings,
    "shapes.txt": character_shapes,
    "solar_terms.txt": solar_terms,
    "transliteration.txt": transliteration,
    "foreign_places.txt": foreign_places,
    "common_words.txt": common_words,
    "divisions.txt": divisions,
}
"""By file name, what makes its text."""


def main() -> None:
    for name, made in TABLES.items():
        assets.resource(f"wordlists/{name}").write_text(made(), encoding="utf-8", newline="\n")
    assets.resource("pdf/box.ttf").write_bytes(box_typeface())
    assets.resource(words.FILE).write_bytes(dictionary_file())


if __name__ == "__main__":
    main()
