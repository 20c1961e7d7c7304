"""What a new version of the program changes in a library: the files that it reads anew, and the backup before that."""

from collections.abc import Sequence

from reader import parsing
from reader.i18n import count, say
from reader.library.sync_plan import DueFile
from reader.storage.catalogue import Catalogue
from reader.storage.user_data import UserData

READING_SPEED = "reading speed"
"""The key under which the catalogue keeps how many bytes of files the last long sync has read in a second."""
LEAST_MEASURED = 1 << 20
"""The least size of files by which that is measured, in bytes."""
_TYPICAL_SPEED = 500_000
_MINUTE = 60


def prepared(dues: Sequence[DueFile], catalogue: Catalogue, user_data: UserData) -> str:
    """Back up the user's data if files were read by another version of the parser, before anything is changed.

    Return what will be different and how long it takes, in a sentence; "" if this is no update. Raises UserDataError
    if the backup can't be made: the update is not to begin then.
    """
    due = [
        each.file.size
        for each in dues
        if each.before is not None
        and each.before.state == "present"
        and each.before.parser_version != parsing.PARSER_VERSION
    ]
    if not due:
        return ""
    backup = user_data.back_up_before_update(f"parser {parsing.PARSER_VERSION}")
    minutes = sum(due) / int(catalogue.kept(READING_SPEED) or _TYPICAL_SPEED) / _MINUTE
    words = say(
        "阅报换了新版，{files}要重新读一遍，{time}：日期、版次、文章的起止和标题可能与从前不同，"
        "收藏、批注、更正会跟着文章走。",
        files=count(len(due), "{n} 个文件"),
        time=count(round(minutes), "大约 {n} 分钟") if minutes >= 1 else say("用不了 1 分钟"),
    )
    return words + (say("从前的已备份：{name}。", name=backup.name) if backup else "")
