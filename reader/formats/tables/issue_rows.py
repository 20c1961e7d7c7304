"""The rows of one issue of a table, as bytes: what lies in the table as a container, and is read as a file."""

import msgspec

MARK = b'{"yuebao":"rows"'


class Row(msgspec.Struct, frozen=True, array_like=True):
    """An article."""

    text: str = ""
    title: str = ""
    page: str = ""
    author: str = ""
    section: str = ""
    kicker: str = ""
    deck: str = ""


class IssueRows(msgspec.Struct, frozen=True, tag="rows", tag_field="yuebao"):
    """The rows of a day of a paper; `date` is YYYY-MM-DD, both "" where they are not told. `unused` are columns."""

    encoding: str
    paper: str
    date: str
    rows: list[Row]
    unused: list[str]


_DECODER = msgspec.json.Decoder(IssueRows)
_ENCODER = msgspec.json.Encoder()


def encoded(rows: IssueRows) -> bytes:
    return _ENCODER.encode(rows)


def decoded(data: bytes) -> IssueRows | None:
    """Return the rows; None if bytes are none."""
    try:
        return _DECODER.decode(data)
    except (msgspec.DecodeError, RecursionError):
        return None
