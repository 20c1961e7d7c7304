"""What `reader backup` prints as JSON."""

from reader.cli.schemas import Closed
from reader.library.change_summary import Kind
from reader.storage.backups import BackupKind


class Backup(Closed, frozen=True):
    name: str
    kind: BackupKind
    made: str
    path: str


class Change(Closed, frozen=True):
    kind: Kind
    added: int
    changed: int
    removed: int


class Changes(Closed, frozen=True):
    """What restoring a backup changes."""

    backup: Backup
    changes: list[Change]


Backups = list[Backup]
