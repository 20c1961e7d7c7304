"""A catalogue as version 4 of its schema had it: with texts that were not packed."""

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import zstandard

from reader.newspaper.article import Article
from reader.newspaper.issue import IssuePart, Masthead
from reader.newspaper.json_format import article_to_json
from reader.search.terms import search_text
from reader.storage.catalogue import Catalogue
from reader.storage.folder import FoundFile

WITHOUT_BESIDE = "DROP TABLE beside"
"""What a catalogue was before files were read together with others."""

WITHOUT_FORMS = """
DROP TABLE form;
DROP TABLE joined;
CREATE TABLE former (
    source_id INTEGER NOT NULL REFERENCES source ON DELETE CASCADE,
    position INTEGER NOT NULL,
    article_id INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
    source_lines TEXT NOT NULL,
    PRIMARY KEY (source_id, position)
) STRICT, WITHOUT ROWID;
INSERT INTO former SELECT source_id, position, article_id, source_lines FROM appearance;
DROP TABLE appearance;
ALTER TABLE former RENAME TO appearance;
CREATE INDEX appearance_of_article ON appearance (article_id)
"""
"""What a catalogue was before several files could tell an article in words of their own."""

WITHOUT_PROFILES = "DROP TABLE trait_text; DROP TABLE trait; DROP TABLE trait_count; DROP TABLE told"
"""What a catalogue was before the issues of a newspaper told anything about each other."""

WITHOUT_FORMATS = "ALTER TABLE source DROP COLUMN reading; ALTER TABLE source DROP COLUMN is_left_out"
"""What a catalogue was before files could be more than text."""

WITHOUT_INDEXES = """DROP INDEX source_compared;
DROP INDEX issue_by_stitched;
DROP INDEX issue_placed;
DROP INDEX source_by_format"""
"""What a catalogue was before a sync found what it looks for without reading all issues and files."""

WITHOUT_FACTS = "ALTER TABLE issue DROP COLUMN facts; DROP TABLE twin"
"""What a catalogue was before it told how what it says of an issue is known, and which files have a page once more."""

WITHOUT_PICTURES = """DROP INDEX article_untold;
DROP INDEX issue_by_edition;
DROP INDEX issue_by_month_day;
ALTER TABLE article DROP COLUMN pictures"""
"""What a catalogue was before it told whether articles have pictures, and found issues by their values."""

_TEXTS = f"""
{WITHOUT_FACTS};
{WITHOUT_PICTURES};
{WITHOUT_INDEXES};
{WITHOUT_FORMATS};
{WITHOUT_BESIDE};
{WITHOUT_FORMS};
{WITHOUT_PROFILES};
DROP TABLE article_text;
DROP TABLE text_dictionary;
CREATE TABLE article_text (
    article_id INTEGER PRIMARY KEY REFERENCES article ON DELETE CASCADE,
    search_text TEXT NOT NULL,
    packed BLOB NOT NULL
) STRICT;
DROP TABLE masthead;
DROP TABLE reading;
DROP TABLE certainty;
DROP INDEX issue_by_number;
ALTER TABLE issue DROP COLUMN newspaper_origin;
DELETE FROM meta WHERE key = 'identity';
PRAGMA user_version = 4
"""


def made_of_version_4(path: Path, articles: Sequence[Article]) -> None:
    """Makes it, with these articles."""
    catalogue = Catalogue(path)
    texts = [search_text(article) for article in articles]
    with catalogue.writing() as writer:
        part = IssuePart("12.txt", "utf-8", 9, Masthead(title="雁桥日报"), tuple(articles))
        writer.store(FoundFile("12.txt", 10, 20), b"", 1, part, texts)
    ids = catalogue.article_ids()
    catalogue.close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(_TEXTS)
        connection.executemany(
            "INSERT INTO article_text VALUES (?, ?, ?)",
            [
                (article_id, text, zstandard.compress(_record(article).encode()))
                for article_id, article, text in zip(ids, articles, texts, strict=True)
            ],
        )


def _record(article: Article) -> str:
    return json.dumps(article_to_json(article), ensure_ascii=False)
