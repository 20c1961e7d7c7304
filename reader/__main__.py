"""The way in: `python -m reader`, the commands `reader` and `yuebao`, the children, a frozen program.

Python looks for modules in the current folder (`python -m`) and in those of PYTHONPATH before its own: a `json.py`
beside the issues would be run. These folders are taken off the path before anything else is imported. What stands above
that may import nothing but the frozen modules that Python has loaded by then.
"""

import os
import site
import sys

HOME = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
"""The folder that holds the package."""
_GARBAGE = 10_000
"""The objects after which Python looks for cycles. With its own 700 a tenth of a short command's time goes into looking
through what it has just imported."""


def main() -> int:
    """The command line of the process."""
    _leave_foreign_folders()
    import gc

    gc.set_threshold(_GARBAGE)
    from reader.own_process import WORKER

    if sys.argv[1:2] == [WORKER]:
        _work(sys.argv[2])
        return 0
    from reader import cli

    return cli.main()


def window() -> int:
    """The window, without a terminal."""
    _leave_foreign_folders()
    from reader import app

    return app.main()


def frozen() -> int:
    """What a bundle starts with: the window for `yuebao`, without arguments or with a link; else the command line."""
    from reader.newspaper.article_link import is_link
    from reader.own_process import settle_arguments, settle_environment

    settle_environment()
    settle_arguments()
    name = os.path.splitext(os.path.basename(sys.argv[0]))[0]
    return window() if name == "yuebao" and all(map(is_link, sys.argv[1:])) else main()


def _work(name: str) -> None:
    from reader.own_process import Worker

    match Worker(name):
        case Worker.PDF:
            from reader.workers import pdf_worker

            pdf_worker.main()
        case Worker.PICTURE:
            from reader.workers import picture_worker

            picture_worker.main()


def _leave_foreign_folders() -> None:
    """Leave only Python's and this program's folders on the path, the latter last: it hides no module of Python's."""
    if getattr(sys, "frozen", False):
        return
    foreign = _foreign_folders()
    sys.path[:] = [HOME] + [entry for entry in sys.path if entry and _real(entry) not in foreign]
    import reader  # noqa: F401  # while nothing else of that name can be meant

    del sys.path[0]
    if HOME not in map(_real, sys.path):
        sys.path.append(HOME)


def _foreign_folders() -> set[str]:
    told = [] if sys.flags.ignore_environment else os.environ.get("PYTHONPATH", "").split(os.pathsep)
    begun_in = [] if sys.flags.safe_path else sys.path[:1]
    own = [HOME, os.path.dirname(os.__file__), *site.getsitepackages()]
    return {_real(folder) for folder in (os.curdir, *told, *begun_in)} - {_real(folder) for folder in own}


def _real(folder: str) -> str:
    try:
        return os.path.normcase(os.path.realpath(folder))
    except OSError:  # the current folder has been deleted
        return folder


if __name__ == "__main__":
    raise SystemExit(main())
