"""The command line: `reader COMMAND …`. Nothing is imported before a command needs it, Qt least of all.

Exit status: `errors.Status`, by the kind of the error (a message on standard error says which); 130 after Ctrl+C.
"""

import logging
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

from reader import __version__, plugs
from reader.cli import terminal
from reader.cli.commands import parse_arguments
from reader.cli.errors import (
    WrongArguments,
    report_of,
    sentence_for,
    status_of,
    without_passwords,
    wrong_command,
)
from reader.cli.options import Arguments
from reader.cli.terminal import prepare_streams, print_error, print_warning, silence_output
from reader.export.headings import headed_by
from reader.i18n import say
from reader.storage import outside_features, settings

_FOR_PROGRAMS = frozenset({"--json", "--jsonl", "--progress-jsonl"})
"""The options by which errors are JSON, those in the command line, too."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line: the arguments given, or those of the process. Return the exit status."""
    prepare_streams()
    settings.hand_down()
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        with _interrupt_redelivered():
            terminal.last_warning = ""
            terminal.is_for_programs = bool({*words} & _FOR_PROGRAMS)
            command, log = parse_arguments(words)
            terminal.is_for_programs = command.is_for_programs()
            terminal.is_quiet = getattr(command, "is_quiet", False)
            if log is not None:
                _log_to(log)
            _warn_of_features()
            with terminal.silent() if terminal.is_quiet else nullcontext(), _headings_of(command):
                code = command.run()
            sys.stdout.flush()
            return code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        silence_output()
        return 0
    except WrongArguments as error:
        print_error(*wrong_command(str(error), _command_of(words)))
        return status_of(error)
    except Exception as error:
        logging.getLogger("reader").debug("ended by an error", exc_info=error)
        print_error(sentence_for(error) or _of_feature(error) or report_of(error))
        return status_of(error)


def _warn_of_features() -> None:
    """Say which features of other packages are on and can't be used."""
    for name in plugs.failures():
        print_warning(say("部件“{name}”：{why}", name=name, why=outside_features.why_off(name)))


def _of_feature(error: Exception) -> str:
    """Return what is said of an error in the code of a feature of another package; "" if it was in ours."""
    name = outside_features.feature_at_fault(error)
    if not name:
        return ""
    reason = outside_features.reason_in_words(error)
    return say("部件“{name}”出了错：{reason}。不用它，请在设置里关掉。", name=name, reason=reason)


def _headings_of(command: Arguments) -> AbstractContextManager[None]:
    """Return the context in which a command writes its tables."""
    chosen = getattr(command, "headings", None)
    if chosen is None:
        return nullcontext()
    return headed_by(chosen)


def _command_of(words: Sequence[str]) -> str:
    """Return the command of a command line, whose help says what may be written."""
    return " ".join(["reader", *(word for word in words[:1] if not word.startswith("-"))])


def _log_to(path: Path) -> None:
    """Append debug messages of the whole program to a file from now on. Raises OSError if it can't be opened."""
    handler = logging.FileHandler(path, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(process)d %(levelname)s %(name)s: %(message)s"))
    log = logging.getLogger("reader")
    log.addHandler(handler)
    log.setLevel(logging.DEBUG)
    words = list(map(without_passwords, sys.argv[1:]))
    log.info("%s on Python %s, %s: %s", __version__, sys.version.split()[0], sys.platform, words)


_RETRY_SECONDS = 0.01
"""Seconds until a lost KeyboardInterrupt is raised again: most finalizers have ended by then, else this repeats."""


@contextmanager
def _interrupt_redelivered() -> Iterator[None]:
    """Within the block, raise a KeyboardInterrupt again that was lost in a finalizer.

    No effect outside the main thread.
    """
    before = sys.unraisablehook
    again = list[threading.Timer]()

    def look_at(unraisable: "sys.UnraisableHookArgs") -> None:
        if not issubclass(unraisable.exc_type, KeyboardInterrupt):
            before(unraisable)
            return
        while True:
            again.append(threading.Timer(_RETRY_SECONDS, _interrupt_main_thread))
            try:
                again[-1].start()
                return
            except KeyboardInterrupt:  # it was raised before this function ended, and would be lost again
                continue

    is_main = threading.current_thread() is threading.main_thread()
    if is_main:
        sys.unraisablehook = look_at
    try:
        yield
    finally:
        if is_main:
            sys.unraisablehook = before
        for timer in again:
            # or an interrupt might arrive after the block, where nobody expects it
            timer.cancel()
            timer.join()


def _interrupt_main_thread() -> None:
    """Send the main thread SIGINT, as Ctrl+C does; this also ends a blocking system call."""
    if sys.platform == "win32":
        # Windows has no signals to a thread
        signal.raise_signal(signal.SIGINT)
    else:
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
