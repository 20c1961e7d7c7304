"""Applying the reader's latest decisions to catalogue and index without a full sync, and the rules after one."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING

from reader.library import sync
from reader.library.answers import Misread
from reader.library.derived_data import DerivedData
from reader.library.sync import Decided
from reader.library.sync_events import LibraryBusy
from reader.newspaper.decision import CharacterRule
from reader.plugs import all_plugs, answering
from reader.search.documents import IndexDamaged
from reader.storage.act_recording import moving
from reader.storage.catalogue import CatalogueDamaged
from reader.storage.disk_errors import LibraryError, explain
from reader.storage.folder import LibraryFolder
from reader.storage.platform_folders import places
from reader.storage.user_data import UserData, UserDataError

if TYPE_CHECKING:
    from reader.library.characters import Characters


def follow_rules(user_data: UserData, characters: Callable[[], Characters]) -> None:
    """Apply the reader's rules for misread characters to the present articles.

    If that fails, the message is stored in `user_data.complaint`, and a later sync tries again.
    """
    try:
        if user_data.decisions.all(CharacterRule):
            with moving():
                made = characters()
                answering(Misread, all_plugs())(made.derived).follow_rules(made)
    except LibraryBusy:
        return
    except (UserDataError, LibraryError) as error:
        user_data.complaint = str(error)
    except (OSError, sqlite3.Error) as error:
        user_data.complaint = explain(error, places().cache)


def applied(decided: Decided, folder: LibraryFolder, derived: DerivedData, user_data: UserData) -> bool:
    """Apply the decisions of one kind; return whether that was possible. If not, the next sync applies them.

    The decisions are committed before: whatever fails here, they are made. It is not possible while another process
    syncs, if catalogue or index are damaged or can't be written; `user_data.unapplied` has a message on the latter.
    """
    user_data.commit()
    user_data.unapplied = None
    try:
        with moving():
            sync.apply(decided, folder, derived.catalogue, derived.engine, user_data, derived.lock)
    except (LibraryBusy, IndexDamaged, CatalogueDamaged):
        return False
    except (OSError, sqlite3.Error) as error:
        user_data.unapplied = explain(error, places().cache)
        return False
    except (UserDataError, LibraryError) as error:
        user_data.unapplied = str(error)
        return False
    return True
