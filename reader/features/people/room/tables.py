"""The tables of the people of a room.

The rows are those of a folder's catalogue (`people.name_table`), of all folders together: `naming` has a row for every
article that holds the string of a name.
"""

TABLES = """
CREATE TABLE name (
    id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    form text COLLATE "C" NOT NULL UNIQUE,
    text text NOT NULL,
    holding_id int REFERENCES holding ON DELETE SET NULL,
    key text COLLATE "C" NOT NULL,
    certainty smallint NOT NULL DEFAULT 2,
    articles int NOT NULL DEFAULT 0,
    first int NOT NULL DEFAULT 0,
    last int NOT NULL DEFAULT 0,
    is_part boolean NOT NULL DEFAULT false,
    together int NOT NULL DEFAULT 0,
    pinyin text NOT NULL,
    spelled text COLLATE "C" NOT NULL,
    initials text COLLATE "C" NOT NULL,
    mixed text COLLATE "C" NOT NULL,
    other_spelled text COLLATE "C" NOT NULL,
    other_initials text COLLATE "C" NOT NULL,
    other_mixed text COLLATE "C" NOT NULL
);
CREATE INDEX name_by_key ON name (key);
CREATE INDEX name_by_gram ON name USING gin (grams(form || chr(10) || key));
CREATE INDEX name_by_articles ON name (together DESC, form) WHERE together > 0;
CREATE INDEX name_by_spelled ON name (spelled, form, together) WHERE together > 0;
CREATE INDEX name_by_initials ON name (initials, form, together) WHERE together > 0;
CREATE INDEX name_by_mixed ON name (mixed, form, together) WHERE together > 0;
CREATE INDEX name_by_other ON name (other_spelled, other_initials, other_mixed, form, together)
    WHERE together > 0 AND other_spelled <> '';
CREATE TABLE name_due (name_id int PRIMARY KEY);
CREATE TABLE name_owed (
    year int NOT NULL,
    name_id int NOT NULL REFERENCES name ON DELETE CASCADE,
    PRIMARY KEY (year, name_id)
);
CREATE TABLE naming (
    article_id bigint NOT NULL,
    name_id int NOT NULL,
    day int NOT NULL,
    at int NOT NULL,
    field int NOT NULL,
    certainty smallint NOT NULL,
    marks text NOT NULL,
    offices text COLLATE "C" NOT NULL,
    PRIMARY KEY (name_id, article_id) INCLUDE (day, certainty, marks, offices)
);
CREATE INDEX naming_of_article ON naming (article_id);
CREATE INDEX naming_in_office ON naming (name_id) WHERE offices <> ''
"""
"""The columns are those of `name_table.TABLES`. `holding_id` is the folder from which `text` comes. `name_due`
has the names that are to be counted again, `name_owed` those that are to be looked for in a year that could not be
queried (`loading`)."""
NAME = "form || chr(10) || key"
"""The SQL expression whose grams are indexed."""
