"""The entry points: `python -m reader`, the commands `reader` and `yuebao`, child processes, frozen bundles.

Python looks for modules in the current folder (`python -m`) and in those of PYTHONPATH before its own folders: a
`json.py` next to the issues would be run. Therefore these folders are removed from `sys.path` before anything else is
imported. Until then only the frozen modules that Python has already loaded may be imported.
"""

import os
import site
import sys
from _collections_abc import Callable
from io import StringIO, TextIOWrapper
from stat import S_ISCHR, S_ISSOCK

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

HOME = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
"""The folder that contains the package."""
GARBAGE = 10_000
"""The number of new objects after which Python looks for garbage cycles. With Python's default of 700, a short command
spends a tenth of its time searching the objects that it has just imported.
"""


def main() -> int:
    """Run the command line, or the worker that the arguments name; return the exit code.

    Ctrl+C is an exception only while there is somebody to catch it. Before and afterwards it ends the program at once:
    a module that is half imported, or an interpreter that is half gone, would tell of it by a traceback, or crash.
    """
    _leave_foreign_folders()
    import signal

    is_heard = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if is_heard:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    run = _prepared()
    try:
        if is_heard:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        return run()
    except KeyboardInterrupt:
        return 130
    finally:
        if is_heard:
            signal.signal(signal.SIGINT, signal.SIG_DFL)


def _prepared() -> Callable[[], int]:
    """Return what the arguments ask for, everything imported that it begins with."""
    import gc

    gc.set_threshold(GARBAGE)
    from reader.own_process import WORKER

    if sys.argv[1:2] == [WORKER]:
        return lambda: _work(sys.argv[2])
    from reader import cli

    return cli.main


def window() -> int:
    """Open the window, for the command without a terminal; return the exit code.

    What is more than a link or a path is a command line, as for `reader`.
    """
    _leave_foreign_folders()
    words = sys.argv[1:]
    is_command = len(words) > 1 or any(word.startswith("-") for word in words)
    if is_command:
        return _heard(main)
    from reader import app

    return _heard(app.main)


def frozen() -> int:
    """Run a frozen bundle; return the exit code.

    Opens the window if the program is called `yuebao` and has no argument but a link; else runs the command line.
    """
    from reader.newspaper.printing import is_link
    from reader.own_process import settle_arguments, settle_environment

    settle_environment()
    settle_arguments()
    name = os.path.splitext(os.path.basename(sys.argv[0]))[0]
    if name != "yuebao":
        return main()
    words = sys.argv[1:]
    is_for_window = len(words) < 2 and all(map(is_link, words))
    if is_for_window:
        return window()
    return _heard(main)


def _heard(run: Callable[[], int]) -> int:
    """Run what a file manager, a browser or a menu may have started; return the exit code.

    Where nobody reads what is printed, a window shows why it failed.
    """
    stream = sys.stderr
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # as commands print
    if _is_read(stream):
        return _exit_code(run)
    said = _Said(stream)
    sys.stderr = said
    code = _exit_code(run)
    if code and said.getvalue().strip():
        from reader import app

        app.show_failure(said.getvalue().strip())
    return code


class _Said(StringIO):
    """What is printed, kept to be shown. It goes where it is bound as well: a log is all that tells it without a
    display.
    """

    def __init__(self, stream: "TextIO | None") -> None:
        super().__init__()
        self._stream = stream

    def write(self, text: str) -> int:
        if self._stream is not None:
            self._stream.write(text)
        return super().write(text)

    def flush(self) -> None:
        if self._stream is not None:
            self._stream.flush()


def _exit_code(run: Callable[[], int]) -> int:
    """Return what a run ends with; print why, if that is an error."""
    try:
        return run()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else bool(end.code)
    except Exception as error:
        from reader.cli.errors import report_of, sentence_for, status_of
        from reader.language.forms import made_visible

        print(made_visible(sentence_for(error) or report_of(error)), file=sys.stderr)
        return status_of(error)


def _is_read(stream: "TextIO | None") -> bool:
    """Return whether somebody may read what is printed: there is a terminal, a pipe or a file. A program without a
    console has no stream on Windows; what a desktop starts prints into its log, a socket, or into nothing.
    """
    if stream is None:
        return False
    try:
        mode = os.fstat(stream.fileno()).st_mode
    except (OSError, ValueError):  # it is no file of the system's
        return True
    if not S_ISCHR(mode):
        return not S_ISSOCK(mode)
    if sys.platform == "win32":  # where nothing says that it is a terminal, too
        from reader.cli.terminal import is_terminal

        return is_terminal(stream)
    return stream.isatty()


def _work(name: str) -> int:
    from reader.own_process import Worker

    match Worker(name):
        case Worker.PDF:
            from reader.workers import pdf_worker

            pdf_worker.main()
        case Worker.PICTURE:
            from reader.workers import picture_worker

            picture_worker.main()
        case Worker.POOL:
            from reader import worker_pool

            worker_pool.serve()
    return 0


def _leave_foreign_folders() -> None:
    """Remove all folders from `sys.path` but Python's own and the program's; the latter goes last, to
    hide no module.
    """
    if getattr(sys, "frozen", False):
        return
    foreign = _foreign_folders()
    sys.path[:] = [HOME] + [entry for entry in sys.path if entry and _real(entry) not in foreign]
    import reader  # noqa: F401  # while nothing else of that name can be meant

    del sys.path[0]
    if HOME not in map(_real, sys.path):
        sys.path.append(HOME)


def _foreign_folders() -> set[str]:
    if sys.flags.ignore_environment:
        stated = []
    else:
        stated = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    begun_in = [] if sys.flags.safe_path else sys.path[:1]
    program_folders = [HOME, os.path.dirname(os.__file__), *site.getsitepackages()]
    searched_folders = {_real(folder) for folder in (os.curdir, *stated, *begun_in)}
    return searched_folders - {_real(folder) for folder in program_folders}


def _real(folder: str) -> str:
    try:
        return os.path.normcase(os.path.realpath(folder))
    except OSError:  # the current folder has been deleted
        return folder


if __name__ == "__main__":
    raise SystemExit(main())
