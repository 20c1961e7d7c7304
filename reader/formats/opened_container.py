"""A container of issue files, opened by the format that its name tells."""

from collections.abc import Sequence
from typing import IO

from reader.formats.other_kinds import LONGEST_SIGN, comparable, kind_by_sign, what_to_do_with
from reader.formats.reading import (
    OF_GZIP,
    OF_TAR,
    OF_ZIP,
    Container,
    UnreadableFile,
    is_table,
    open_table,
    open_tar,
)
from reader.newspaper.decision import ColumnChoice
from reader.plugs import all_plugs, answering


def opened(path: str, file: IO[bytes], choices: Sequence[ColumnChoice]) -> Container:
    """Return the container that an open file is. Raises UnreadableFile; the file is closed then."""
    try:
        if is_table(path):
            return answering(open_table, all_plugs())(file, path, choices)
        _refuse_other(file)
        if comparable(path).endswith(OF_ZIP):
            from reader.formats.zip_file import ZipContainer

            return ZipContainer(file)
        if comparable(path).endswith(OF_GZIP) and not comparable(path).endswith(OF_TAR):
            from reader.formats.gzip_file import packed

            return packed(file, path)
        return answering(open_tar, all_plugs())(file, path)
    except BaseException:
        file.close()
        raise


def _refuse_other(file: IO[bytes]) -> None:
    """Raise UnreadableFile for a file whose first bytes tell that it is of a kind that is not read."""
    kind = kind_by_sign(file.read(LONGEST_SIGN))
    file.seek(0)
    if kind is not None:
        raise UnreadableFile(what_to_do_with(kind))
