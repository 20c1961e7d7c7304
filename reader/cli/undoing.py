"""The action `undo` of commands: it takes back what they did last."""

from typing import ClassVar

from reader.cli.libraries import opened
from reader.cli.options import Arguments, LibraryPlace
from reader.i18n import Words, later
from reader.library.change_summary import step_in_words


class UndoLast(Arguments, frozen=True):
    SHORT = later("撤销最近一次在终端里做的")
    MORE = later("收进去的取出来，新建的删掉；后来又改过的不动。窗口里做的在窗口里撤销。")
    KINDS: ClassVar[tuple[str, ...]] = ()
    """The kinds of the steps that it undoes: the command; without any, imports and the like (`UserData.last_step`)."""
    NOTHING: ClassVar[Words] = later("没有可以撤销的。")
    library: LibraryPlace = None

    def run(self) -> int:
        with opened(self.library) as library:
            undone = library.notebook.undo_last_step(*self.KINDS)
            print(step_in_words(*undone) if undone else type(self).NOTHING())
        return 0
