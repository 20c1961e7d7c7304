"""The tables of the catalogue.

An issue is derived from its sources (the files); an article is one row of an issue, with an appearance in each file
that contains it, in whatever form (`form_table`). An article's row is never changed. An article that differs in
anything relevant to searches gets another row, with an id never used before, so that index and catalogue agree if they
have the same ids. `issue.stitched` is the stamp by which its day was stitched (`stitch_table`), "" if it has to be
stitched again.
"""

from reader.storage import (
    file_table,
    form_table,
    issue_table,
    profile_table,
    reading_table,
    stitch_table,
    text_table,
)

_IDENTITY = "INSERT INTO meta VALUES ('identity', lower(hex(randomblob(8))))"
"""SQL for the identity of the catalogue, which its index records."""

_BY_NUMBER = "CREATE INDEX issue_by_number ON issue (newspaper, number)"

_NAME_WITNESSES = """ALTER TABLE issue ADD COLUMN newspaper_origin TEXT;
UPDATE issue SET newspaper_origin = CASE
    WHEN newspaper = '' THEN NULL
    WHEN EXISTS (
        SELECT 1 FROM source WHERE issue_id = issue.id
        AND json_extract(masthead, '$.title_as_printed') = issue.newspaper
    ) THEN 'printed'
    WHEN EXISTS (
        SELECT 1 FROM source WHERE issue_id = issue.id AND title IS NOT NULL
        AND json_extract(masthead, '$.cn_number') IS NOT NULL
    ) THEN 'cn number'
    WHEN EXISTS (SELECT 1 FROM source WHERE issue_id = issue.id AND title IS NOT NULL) THEN 'folder'
    ELSE 'siblings' END"""
"""SQL for the origin of each issue's title, as far as the stored mastheads show it: missing files
can't be read again.
"""

OF_SYNC = f"""CREATE INDEX source_compared ON source (path, size, mtime_ns, state, parser_version, corrections);
CREATE INDEX issue_by_stitched ON issue (stitched);
CREATE INDEX issue_placed ON issue (id) WHERE {file_table.IS_PLACED};
CREATE INDEX source_by_format ON source ({file_table.FORMAT}, state) WHERE reading IS NOT NULL"""
"""SQL for indexes by which every sync compares all files, and finds the few issues and files that it looks for."""

_READINGS = """ALTER TABLE source ADD COLUMN reading TEXT;
ALTER TABLE source ADD COLUMN is_left_out INTEGER NOT NULL DEFAULT 0"""
"""SQL for two columns: how a file was read (NULL for plain text), and whether it failed only for having no article."""

WITHOUT_PICTURES = "CREATE INDEX article_untold ON article (id) WHERE pictures IS NULL"
"""SQL for an index of the articles of which an earlier version has not stored whether they have pictures."""

UPGRADES = {
    2: "ALTER TABLE source ADD COLUMN corrections TEXT NOT NULL DEFAULT ''",
    3: f"ALTER TABLE issue ADD COLUMN stitched TEXT NOT NULL DEFAULT ''; {stitch_table.TABLE}",
    4: text_table.UPGRADE,
    5: _IDENTITY,
    6: "",
    7: _BY_NUMBER,
    8: issue_table.TABLE,
    9: "DROP TABLE IF EXISTS vocabulary; DELETE FROM meta WHERE key GLOB 'vocabulary *'",
    10: _NAME_WITNESSES,
    11: "",
    12: "",
    13: reading_table.TABLE,
    14: "",
    15: "DELETE FROM meta WHERE key = 'name rules'",
    16: _READINGS,
    17: file_table.TABLE,
    18: form_table.UPGRADE,
    19: profile_table.TABLES,
    20: reading_table.READ_CERTAINTY,
    21: OF_SYNC,
    22: f"ALTER TABLE article ADD COLUMN pictures INTEGER; {WITHOUT_PICTURES}; {issue_table.BY_VALUE}",
    23: f"ALTER TABLE issue ADD COLUMN facts TEXT; {form_table.TWINS}",
}
"""Statements that upgrade a catalogue of that version to the next: the texts of missing files are stored
nowhere else. A table that 6 brought is gone again; those of 11 to 15 without statements are made by their analysis."""

SCHEMA = f"""
{stitch_table.TABLE};
{text_table.TABLE};
CREATE TABLE meta (key TEXT PRIMARY KEY, value ANY NOT NULL) STRICT;
{_IDENTITY};
CREATE TABLE issue (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    identity TEXT NOT NULL UNIQUE,
    newspaper TEXT NOT NULL,
    date TEXT,
    month_day TEXT,
    date_origin TEXT,
    number INTEGER,
    label TEXT NOT NULL,
    article_count INTEGER NOT NULL DEFAULT 0,
    stitched TEXT NOT NULL DEFAULT '',
    newspaper_origin TEXT,
    facts TEXT
) STRICT;
CREATE INDEX issue_in_order ON issue (newspaper, date, label);
CREATE INDEX issue_by_date ON issue (date);
{issue_table.BY_VALUE};
{_BY_NUMBER};
CREATE TABLE source (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,
    folder TEXT NOT NULL,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    digest BLOB NOT NULL,
    parser_version INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('present', 'missing', 'failed')),
    message TEXT,
    encoding TEXT,
    masthead TEXT,
    title TEXT,
    issue_id INTEGER REFERENCES issue,
    corrections TEXT NOT NULL DEFAULT '',
    reading TEXT,
    is_left_out INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX source_by_issue ON source (issue_id);
CREATE INDEX source_by_digest ON source (digest);
CREATE INDEX source_by_state ON source (state);
CREATE INDEX source_by_title ON source (title, folder);
{OF_SYNC};
CREATE TABLE article (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    issue_id INTEGER NOT NULL REFERENCES issue,
    key TEXT NOT NULL,
    digest BLOB NOT NULL,
    kind TEXT NOT NULL,
    page TEXT,
    page_order INTEGER NOT NULL,
    kicker TEXT,
    title TEXT NOT NULL,
    lead TEXT NOT NULL,
    names TEXT NOT NULL,
    length INTEGER NOT NULL,
    pictures INTEGER,
    UNIQUE (issue_id, key, digest)
) STRICT;
CREATE INDEX article_by_key ON article (key);
CREATE INDEX article_by_page ON article (issue_id, page_order, page);
{WITHOUT_PICTURES};
{form_table.TABLES};
{form_table.TWINS};
{issue_table.TABLE};
{reading_table.TABLE};
{reading_table.CERTAINTY};
{file_table.TABLE};
{profile_table.TABLES};
"""
