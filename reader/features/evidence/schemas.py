"""What `reader evidence` prints as JSON."""

from reader.cli.schemas import Closed, Counts, Read, Text
from reader.features.evidence.checking import Outcome
from reader.features.evidence.evidence_file import EvidenceQuery


class Made(Read, frozen=True, kw_only=True):
    path: str
    articles: int
    has_texts: bool
    queries: list[EvidenceQuery]
    fingerprint: str


class Queries(Closed, frozen=True):
    was: EvidenceQuery
    now: EvidenceQuery


class Named(Closed, frozen=True):
    printing: str
    digest: str


class Finding(Closed, frozen=True):
    outcome: Outcome
    why: Text
    title: str
    citation: str
    was: Named | None
    now: Named | None
    difference: Text


class Checked(Read, frozen=True, kw_only=True):
    file: str
    made: str
    giver: str
    fingerprint: str
    signed_by: str
    origin: Text
    has_texts: bool
    queries: list[Queries]
    counts: Counts
    articles: list[Finding]
    remarks: list[str]
