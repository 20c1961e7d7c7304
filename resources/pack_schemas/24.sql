CREATE TABLE stitch (
    first_id INTEGER PRIMARY KEY REFERENCES article ON DELETE CASCADE,
    second_id INTEGER NOT NULL UNIQUE REFERENCES article ON DELETE CASCADE,
    confidence REAL NOT NULL,
    reasons TEXT NOT NULL,
    is_told INTEGER NOT NULL,
    pair TEXT,
    paragraph TEXT,
    seam INTEGER
) STRICT;
CREATE INDEX stitch_by_pair ON stitch (pair) WHERE pair IS NOT NULL;
CREATE TABLE text_dictionary (
    id INTEGER PRIMARY KEY,
    articles INTEGER NOT NULL,
    data BLOB NOT NULL
) STRICT;
CREATE TABLE article_text (
    article_id INTEGER PRIMARY KEY REFERENCES article ON DELETE CASCADE,
    dictionary INTEGER NOT NULL,
    search BLOB NOT NULL,
    record BLOB NOT NULL
) STRICT;
CREATE INDEX article_text_to_pack ON article_text (article_id) WHERE dictionary <= 0;
CREATE TABLE name (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    form TEXT NOT NULL UNIQUE,
    text TEXT NOT NULL,
    certainty INTEGER NOT NULL,
    articles INTEGER NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    is_whole INTEGER NOT NULL,
    is_odd INTEGER NOT NULL,
    is_part INTEGER NOT NULL DEFAULT 0,
    key TEXT NOT NULL,
    together INTEGER NOT NULL DEFAULT 0,
    pinyin TEXT NOT NULL,
    spelled TEXT NOT NULL,
    initials TEXT NOT NULL,
    mixed TEXT NOT NULL,
    other_spelled TEXT NOT NULL,
    other_initials TEXT NOT NULL,
    other_mixed TEXT NOT NULL
) STRICT;
CREATE INDEX name_by_key ON name (key);
CREATE INDEX name_by_articles ON name (together DESC, form, key) WHERE together > 0;
CREATE INDEX name_by_spelled ON name (spelled, form, together) WHERE together > 0;
CREATE INDEX name_by_initials ON name (initials, form, together) WHERE together > 0;
CREATE INDEX name_by_mixed ON name (mixed, form, together) WHERE together > 0;
CREATE INDEX name_by_other ON name (other_spelled, other_initials, other_mixed, form, together)
    WHERE together > 0 AND other_spelled != '';
CREATE INDEX name_odd ON name (form) WHERE is_odd;
CREATE INDEX name_to_count ON name (id) WHERE NOT is_whole;
CREATE TABLE naming (
    name_id INTEGER NOT NULL,
    article_id INTEGER NOT NULL,
    day INTEGER NOT NULL,
    certainty INTEGER NOT NULL,
    marks TEXT NOT NULL,
    field INTEGER NOT NULL,
    at INTEGER NOT NULL,
    offices TEXT NOT NULL,
    PRIMARY KEY (name_id, article_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX naming_of_article ON naming (article_id);
CREATE TABLE meta (key TEXT PRIMARY KEY, value ANY NOT NULL) STRICT;
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
CREATE INDEX issue_by_edition ON issue (CASE json_array_length(identity) WHEN 3 THEN json_extract(identity, '$[2]') WHEN 5 THEN json_extract(identity, '$[4]') END);
CREATE INDEX issue_by_month_day ON issue (coalesce(substr(date, 6), month_day));
CREATE INDEX issue_by_number ON issue (newspaper, number);
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
    pictures INTEGER
) STRICT;
CREATE INDEX article_by_key ON article (key);
CREATE INDEX article_by_page ON article (issue_id, page_order, page);
CREATE TABLE appearance (
    source_id INTEGER NOT NULL REFERENCES source ON DELETE CASCADE,
    position INTEGER NOT NULL,
    article_id INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
    source_lines TEXT NOT NULL,
    is_other INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (source_id, position, article_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX appearance_of_article ON appearance (article_id);
CREATE TABLE form (
    source_id INTEGER NOT NULL REFERENCES source ON DELETE CASCADE,
    position INTEGER NOT NULL,
    key TEXT NOT NULL,
    dictionary INTEGER NOT NULL,
    search BLOB NOT NULL,
    record BLOB NOT NULL,
    PRIMARY KEY (source_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX form_by_key ON form (key);
CREATE TABLE joined (
    issue_id INTEGER PRIMARY KEY REFERENCES issue ON DELETE CASCADE,
    stamp TEXT NOT NULL
) STRICT;
CREATE TABLE twin (
    source_id INTEGER PRIMARY KEY REFERENCES source ON DELETE CASCADE,
    of_id INTEGER NOT NULL REFERENCES source ON DELETE CASCADE,
    is_copy INTEGER NOT NULL
) STRICT;
CREATE INDEX twin_of ON twin (of_id);
CREATE TABLE masthead (
    source_id INTEGER PRIMARY KEY REFERENCES source ON DELETE CASCADE,
    printed BLOB NOT NULL,
    search BLOB NOT NULL
) STRICT;
CREATE TABLE shingled (
    article_id INTEGER PRIMARY KEY REFERENCES article ON DELETE CASCADE,
    letters INTEGER NOT NULL,
    is_standing INTEGER NOT NULL
) STRICT;
CREATE TABLE shingle_run (
    id INTEGER PRIMARY KEY,
    postings INTEGER NOT NULL,
    shingles BLOB NOT NULL,
    articles BLOB NOT NULL
) STRICT;
CREATE TABLE reprint (
    first_id INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
    second_id INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
    share REAL NOT NULL,
    whole_share REAL NOT NULL,
    likeness REAL NOT NULL,
    PRIMARY KEY (first_id, second_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX reprint_by_second ON reprint (second_id);
CREATE TABLE series_part (
    article_id INTEGER PRIMARY KEY REFERENCES article ON DELETE CASCADE,
    title TEXT NOT NULL,
    number INTEGER
) STRICT;
CREATE INDEX series_part_by_title ON series_part (title);
CREATE TABLE reading (
    article_id INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
    uuid TEXT NOT NULL,
    modified TEXT NOT NULL,
    place TEXT,
    PRIMARY KEY (article_id, uuid)
) STRICT, WITHOUT ROWID;
CREATE TABLE certainty (
    article_id INTEGER PRIMARY KEY REFERENCES article ON DELETE CASCADE,
    marks BLOB NOT NULL
) STRICT;
CREATE TABLE beside (
    source_id INTEGER NOT NULL REFERENCES source ON DELETE CASCADE,
    name TEXT NOT NULL,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    digest BLOB NOT NULL,
    PRIMARY KEY (source_id, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE trait_text (
    id INTEGER PRIMARY KEY,
    newspaper TEXT NOT NULL,
    text TEXT NOT NULL,
    kind TEXT,
    UNIQUE (newspaper, text)
) STRICT;
CREATE INDEX trait_text_decided ON trait_text (newspaper) WHERE kind IS NOT NULL;
CREATE INDEX trait_text_begin ON trait_text (newspaper, substr(text, 1, 2));
CREATE INDEX trait_text_end ON trait_text (newspaper, substr(text, -2));
CREATE TABLE trait (
    text_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    day TEXT NOT NULL,
    source_id INTEGER NOT NULL,
    PRIMARY KEY (text_id, kind, day, source_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX trait_by_source ON trait (source_id);
CREATE TABLE trait_count (
    text_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    issues INTEGER NOT NULL,
    PRIMARY KEY (text_id, kind)
) STRICT, WITHOUT ROWID;
CREATE TABLE told (
    source_id INTEGER PRIMARY KEY REFERENCES source ON DELETE CASCADE,
    told TEXT NOT NULL,
    is_due INTEGER NOT NULL
) STRICT;
CREATE INDEX told_due ON told (source_id) WHERE is_due;
