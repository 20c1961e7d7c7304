"""The result of parsing the command line."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.cli.arguments.parser import Parser
    from reader.export.forms import Wording
    from reader.newspaper.correction import Claim

STDOUT = Path("-")
"""Given as the file to write, it means standard output, and the first of the forms that the command can write."""


def ending_of(target: Path, first: str) -> str:
    """Return the suffix that tells the form of a file to write, in small letters; `first` for standard output."""
    return first if target == STDOUT else target.suffix.lower()


class Options(argparse.Namespace):
    """The arguments and options of all commands. Only those of the command that was given are set."""

    command: str | None = None
    parser: "Parser | None" = None
    """The parser of the command that was given, or of its action; its help is named in error messages."""
    run: "Callable[[Options], int] | None" = None
    settle: "Callable[[Parser, Options], None] | None" = None
    """Checks options that may contradict each other, and completes others. Exits with status 2."""
    library: Path | str | None = None
    """A folder, or the address of a library on a server."""
    log: Path | None = None
    self_test: bool = False
    whats_new: bool = False
    as_json: bool = False
    as_jsonl: bool = False
    progress_jsonl: bool = False
    # parse
    file: Path
    explain: bool
    format_of_file: str | None
    columns: list[str]
    without_corrections: bool
    # cite
    as_link: bool
    # sync, import
    accept_missing: bool
    obey_stdin: bool
    paths: list[Path]
    # recognize
    direction: str
    dpi: int
    again: bool
    as_it_is: bool
    recognizer: str | None
    write: Path | None
    # search
    query: list[str]
    batch: str | None
    show_all: bool
    rungs: bool
    with_notes: bool
    shapes: bool
    as_printed: bool
    limit: int | None
    offset: int
    sort: str
    count: bool
    export: str | None
    output: Path | None
    # saved
    is_new: bool = False
    marks: bool = False
    peeks: bool
    # log
    turned: bool | None
    clears: bool
    # timeline
    by: str
    share: str | None
    # kwic, collocates
    width: int
    group: bool
    unfolded: bool
    window: int
    # people
    person: str | None
    typed: str
    order: str
    label: str | None
    evidence: bool
    keys: list[str]
    name_list: Path | None
    as_csv: bool
    only_exact: bool
    # similar
    diff: bool
    series: bool
    # show, cite, bookmark
    key: str
    path: str | None
    wording: "Wording"
    format: str
    pdf: Path | None
    is_whole_page: bool
    paper: str
    orientation: str
    has_notes: bool
    style: str
    action: str | None = None
    note: str | None
    tags: list[str]
    to: str
    quote: str | None
    removed: bool
    sought: str | None
    tag: str | None
    is_rehearsal: bool
    number: int | None
    # clip, dossier
    is_card: bool
    has_marks: bool
    # export
    is_whole: bool
    form: str | None
    # show, sources
    source: int | None
    choose: int | None
    takes_default: bool
    # backup
    name: str
    # correct
    line: int | None
    second_key: str
    claim: "Claim"
    credit: str
    uuid: str
    target: Path | None
    printed: str
    read_as: str
    nth: int
    dismiss: bool
    is_misprint: bool
    everywhere: bool
    dry_run: bool
    later: bool
    # misreadings
    issue: str
    # profile
    newspaper: str | None
    refuse: str | None
    allow: str | None
    # check
    repair: bool
    forget_missing: list[str] | None
    # the window
    root: Path | str | None
    """A folder, or a link."""
    screenshot: Path | None
    size: tuple[int, int]
    theme: str
    view: str
    shown_query: str
    scale: int

    def is_for_programs(self) -> bool:
        """Return whether the output is JSON, to be read by programs."""
        return self.as_json or self.as_jsonl or self.progress_jsonl
