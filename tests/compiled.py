"""Compiled modules are kept from one process to the next, also where Python is told to write none.

With `PYTHONDONTWRITEBYTECODE`, as containers set it, each `reader` that a test starts compiles anew all that it
imports, which takes longer than what it is started for.
"""

import os
import sys
from pathlib import Path


def keep_in(folder: Path) -> None:
    """Let this process and those it starts keep them there, unless Python keeps them beside the sources already."""
    if not sys.dont_write_bytecode:
        return
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(folder)
    sys.dont_write_bytecode = False
    sys.pycache_prefix = str(folder)
