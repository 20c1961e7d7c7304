"""`reader people --list`: a list of names, each counted as a search counts it."""

import io
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from reader.cli.arguments.options import Options
from reader.cli.errors import CommandError
from reader.cli.libraries import ready
from reader.cli.terminal import bold, complain, faint, print_json
from reader.cli.written_files import check_target, write_or_print
from reader.export.tables import write_csv, write_xlsx
from reader.formats.decoding import decoded
from reader.i18n import say
from reader.library import given_names, name_list
from reader.library.given_names import GivenNames
from reader.library.library import LibraryError
from reader.library.name_list import NameCount
from reader.storage.disk_errors import explain


def run_list(options: Options) -> int:
    """Print or save the counts of the names in a file. Raises CommandError."""
    assert options.name_list is not None
    if options.output is not None:
        check_target(options.output)
    given = _given(options.name_list)
    if not given.names:
        complain(say("名单是空的。"))
    if passed := given_names.passed_words(given):
        complain(passed)
    with ready(options.library) as library:
        count = name_list.exact_counts if options.only_exact else name_list.counts
        counted = count(library, given.names)
        if options.as_json:
            print_json([name_list.as_object(each) for each in counted])
        elif options.output is not None:
            write_or_print(_table(list(counted), options.output.suffix.lower()), options.output)
        elif options.as_csv:
            # pieces of text: the byte order mark is for files, and what reads a pipe would take it for a letter
            print(_table(list(counted), ".csv").decode("utf-8-sig"), end="")
        else:
            _print(counted)
    return 0


def _given(path: Path) -> GivenNames:
    try:
        if str(path) == "-":
            known = decoded(sys.stdin.buffer.read(given_names.MOST_BYTES))
            return given_names.names_in(known.text if known else "")
        return given_names.names_of_file(path)
    except OSError as error:
        raise CommandError(explain(error, path)) from error
    except LibraryError as error:
        raise CommandError(str(error)) from error


def _table(counted: Sequence[NameCount], suffix: str) -> bytes:
    file = io.BytesIO()
    write = write_xlsx if suffix == ".xlsx" else write_csv
    write(file, name_list.heading(), map(name_list.cells_of, counted))
    return file.getvalue()


def _print(counted: Iterator[NameCount]) -> None:
    print(bold("\t".join(name_list.heading())))
    for each in counted:
        cells = "\t".join(map(str, name_list.cells_of(each)))
        print(cells if each.articles else faint(cells), flush=True)
