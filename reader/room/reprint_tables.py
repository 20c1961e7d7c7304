"""The tables of a room's reprints and series, as each folder (`holding_id`) found them among its own articles."""

TABLES = """
CREATE TABLE reprint (
    first_id bigint NOT NULL REFERENCES article ON DELETE CASCADE,
    second_id bigint NOT NULL REFERENCES article ON DELETE CASCADE,
    holding_id int NOT NULL REFERENCES holding ON DELETE CASCADE,
    share float8 NOT NULL,
    whole_share float8 NOT NULL,
    likeness float8 NOT NULL,
    PRIMARY KEY (first_id, second_id, holding_id)
);
CREATE INDEX reprint_by_second ON reprint (second_id);
CREATE TABLE series_part (
    article_id bigint NOT NULL REFERENCES article ON DELETE CASCADE,
    holding_id int NOT NULL REFERENCES holding ON DELETE CASCADE,
    title text COLLATE "C" NOT NULL,
    number bigint,
    PRIMARY KEY (article_id, holding_id)
);
CREATE INDEX series_part_by_title ON series_part (title);
CREATE TABLE standing (
    article_id bigint NOT NULL REFERENCES article ON DELETE CASCADE,
    holding_id int NOT NULL REFERENCES holding ON DELETE CASCADE,
    PRIMARY KEY (article_id, holding_id)
)
"""
