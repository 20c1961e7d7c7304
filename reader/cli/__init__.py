"""The library from a terminal: `reader COMMAND …`. Nothing is imported before a command needs it, Qt least of all.

Exit codes: 0 done, 1 something could not be done (said in a sentence on the error stream), 2 the command line
was wrong, 130 interrupted.
"""

import sys
from collections.abc import Sequence

from reader.cli.arguments import Options, parse_arguments
from reader.cli.errors import report_of, sentence_for
from reader.cli.terminal import complain, prepare_streams, silence_output


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line given, or that of the process; the exit code."""
    prepare_streams()
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        code = _run(parse_arguments(words))
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        silence_output()
        return 0
    except Exception as error:
        complain(sentence_for(error) or report_of(error))
        return 1


def _run(options: Options) -> int:  # noqa: C901 - a case a command
    match options.command:
        case "parse":
            from reader.cli import parse

            return parse.run(options)
        case "sync":
            from reader.cli import sync

            return sync.run(options)
        case "import":
            from reader.cli import sync

            return sync.run_import(options)
        case "search":
            from reader.cli import search

            return search.run(options)
        case "show":
            from reader.cli import show

            return show.run(options)
        case "cite":
            from reader.cli import show

            return show.run_cite(options)
        case "bookmark":
            from reader.cli import bookmark

            return bookmark.run(options)
        case "backup":
            from reader.cli import backup

            return backup.run(options)
        case "correct":
            from reader.cli import correct

            return correct.run(options)
        case "check":
            from reader.cli import check

            return check.run(options)
        case "open":
            from reader.cli import window

            return window.run_open(options)
        case _:
            from reader.cli import window

            return window.run(options)
