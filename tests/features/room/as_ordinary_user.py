"""Runs `reader` as an ordinary user, also where the tests are run by root: PostgreSQL refuses to be run by that.

The program is loaded first, since the other user may not be allowed to read where it is installed.
"""

import os
import pwd
import sys
from importlib import import_module
from pkgutil import walk_packages

from reader import cli, i18n

USER = "postgres"
PARTS = ("cli", "formats", "library", "features.packs", "features.room", "storage")
"""The packages that the commands of a room need."""

if __name__ == "__main__":
    i18n.say("阅览室")
    for part in PARTS:
        package = import_module(f"reader.{part}")
        for module in walk_packages(package.__path__, f"{package.__name__}."):
            import_module(module.name)
    if os.geteuid() == 0:
        other = pwd.getpwnam(USER)
        os.setgroups([])
        os.setgid(other.pw_gid)
        os.setuid(other.pw_uid)
        os.chdir("/")
    sys.exit(cli.main(sys.argv[1:]))
