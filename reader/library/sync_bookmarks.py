"""Bookmarks, dossiers and read marks after a sync: they follow articles whose keys have changed, and are backed up."""

from collections.abc import Mapping

from reader.library import dossiers
from reader.library.bookmark_anchors import new_keys_of
from reader.library.read_marks import follow_marks
from reader.search.engine import Engine
from reader.storage.catalogue import Catalogue
from reader.storage.user_data import UserData, UserDataError


def follow_articles(
    catalogue: Catalogue, engine: Engine, user_data: UserData, keys_moved: Mapping[str, str]
) -> str | None:
    """Let bookmarks, dossiers and read marks follow articles whose keys have changed, and back the user's data up.

    `keys_moved` are the changes by corrections; an undone correction restores a key, and its bookmark with it. A
    bookmark on a source that is no longer shown moves to the one that is. Return why that failed, in words, or what was
    wrong with the user's data.
    """
    try:
        user_data.follow_keys({old: new for old, new in keys_moved.items() if not catalogue.ids_of_key(old)})
        back = {b.uuid: b.article.key for b in user_data.bookmarks() if b.key != b.article.key}
        user_data.anchor_again({uuid: key for uuid, key in back.items() if catalogue.forms.shown(key)})
        hidden = [b for b in user_data.bookmarks() if not catalogue.forms.shown(b.key)]
        shown = {b.uuid: catalogue.forms.key_shown(b.key, b.date) for b in hidden}
        user_data.anchor_again({uuid: key for uuid, key in shown.items() if key is not None})
        lost = [b for b in user_data.bookmarks() if not catalogue.ids_of_key(b.key)]
        user_data.anchor_again(new_keys_of(lost, catalogue, engine))
        in_dossiers = dossiers.kept_articles(user_data, catalogue)
        lost = [b for b in in_dossiers if not catalogue.ids_of_key(b.key)]
        moved = new_keys_of(lost, catalogue, engine)
        user_data.follow_keys({b.key: moved[b.uuid] for b in lost if b.uuid in moved})
        follow_marks(catalogue, user_data)
        user_data.back_up()
    except UserDataError as error:
        return str(error)
    return user_data.complaint
