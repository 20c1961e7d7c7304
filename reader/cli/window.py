"""`reader` alone, `reader open`, `reader --screenshot`: the window; a summary of the library if there is no display."""

import os
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from reader.cli.libraries import opened, print_failures, print_waiting, synced
from reader.cli.options import Argument, Arguments, TypedBefore, library_place, window_root
from reader.cli.terminal import bold, faint, print_warning
from reader.i18n import later, say
from reader.library.answers import WaitingPictures
from reader.library.library import Library
from reader.library.read_share import so_far
from reader.library.sync_events import LibraryBusy, TooManyLost
from reader.newspaper.article import ArticleKind, page_as_printed
from reader.newspaper.facts import with_brackets, with_remark
from reader.newspaper.printing import BadLink, is_link, parse_link
from reader.plugs import Document, all_plugs, answering, document_of, documents, library_kinds

HEADLINES = 12


def has_display() -> bool:
    """Return whether a window can probably be opened. Qt may still refuse to."""
    if sys.platform in ("win32", "darwin"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def run(library: Path | str | None) -> int:
    """Run `reader` without a command: open the window, or print a summary of the library. Return the exit status."""
    from reader import app, display

    if has_display():
        try:
            return app.run(window_root(library))
        except display.NoWindow as error:
            print_warning(str(error))
    return _greet(library)


def _folder_or_link(text: str) -> Path | str:
    if is_link(text):
        return text
    return library_place(text)


def _path_help() -> str:
    others = [library_kind.help() for library_kind in library_kinds()]
    others += [document.help() for _, document in documents()]
    return say(
        "资料库文件夹{others}；或一个 yuebao: 链接，在有那篇文章的窗口或资料库里打开它",
        others="".join(others),
    )


class Open(Arguments, frozen=True):
    MORE = later("没有图形界面、或缺少它要的系统库时，说明缺什么并以 1 退出。")
    EXAMPLES = (
        ("reader open", later("打开上次的资料库")),
        (later("reader open ~/旧报"), later("把 ~/旧报 作为资料库打开，下次也从它开始")),
    )
    root: Annotated[
        Path | str | None,
        Argument("PATH", _path_help, _folder_or_link),
    ] = None
    """A folder, a file that a feature opens, or a link."""
    library: Annotated[Path | str | None, TypedBefore()] = None

    def run(self) -> int:
        from reader import app, display

        try:
            if isinstance(self.root, str) and is_link(self.root):
                return _open_link(self.root, window_root(self.library))
            if self.root is None:
                owned = None
            else:
                owned = document_of(self.root)
            if owned is not None:
                return _open_document(Path(str(self.root)), owned[1], window_root(self.library))
            return app.run(window_root(self.root or self.library))
        except display.NoWindow as error:
            print_warning(str(error))
            return 1


def _open_link(text: str, library: Path | None) -> int:
    """Open a link in a window. Return the exit status: 0 if the article was found, 2 for a malformed link.

    Without a display, print the command that shows the article in the terminal, and raise NoWindow.
    """
    from reader import app, display

    try:
        link = parse_link(text)
    except BadLink as error:
        print_warning(str(error))
        return 2
    try:
        code = app.open_link(link, library)
    except display.NoWindow:
        print_warning(say("在终端里读这一篇：reader show {key}", key=link.key))
        raise
    if code:
        print_warning(say("没有找到链接所指的文章，打开着的窗口里写明了找过哪里。"))
    return code


def _open_document(path: Path, kind: Document, library: Path | None) -> int:
    """Open a file in the part of its feature. Return the exit status.

    Without a display, print the command that takes it in the terminal, and raise NoWindow.
    """
    from reader import app, display

    try:
        return app.run(library, path.absolute())
    except display.NoWindow:
        print_warning(say("在终端里：{command}", command=f"{kind.at_terminal} {shlex.quote(str(path))}"))
        raise


def _greet(location: Path | str | None) -> int:
    with opened(location) as library:
        if library.wants_sync():
            code = _bring_up_to_date(library)
        else:
            code = 0
        print("\n".join(_holdings(library)))
        waiting = answering(WaitingPictures, all_plugs())(library.folder)
        print_waiting(waiting.look(library.contents.wordless()), waiting.hint())
    return code


def _bring_up_to_date(library: Library) -> int:
    try:
        report = synced(library)
    except LibraryBusy as busy:
        print_warning(str(busy))
    except TooManyLost as lost:
        print_warning(str(lost))
        return 1
    else:
        print_failures(report)
    return 0


def _holdings(library: Library) -> Iterator[str]:
    counts = library.contents.counts()
    yield bold(say("阅报 · {name}", name=library.name))
    yield faint(library.words.place)
    yield from library.words.about
    words = say("{issues} 期，{articles} 篇文章。", issues=counts.issues, articles=counts.articles)
    yield so_far(library.look_at_read(), words)
    newest = library.contents.newest_issue()
    if newest is not None:
        if newest.date:
            date = newest.date.isoformat()
        else:
            date = newest.label
        day = newest.with_edition(with_remark(date, newest.facts.day))
        newspaper = with_remark(newest.newspaper, newest.facts.title)
        yield ""
        yield say("最新一期：{newspaper} {date}", newspaper=newspaper, date=day)
        why_none_is_newer = library.contents.why_none_is_newer(newest)
        if why_none_is_newer:
            yield faint(why_none_is_newer)
        headed = [row for row in library.contents.articles(newest.id) if row.kind is ArticleKind.ARTICLE]
        for row in headed[:HEADLINES]:
            if row.page:
                page = with_brackets(page_as_printed(row.page), row.page_fact)
            else:
                page = "  "
            yield f"  {page}  {row.title}"
        if len(headed) > HEADLINES:
            yield faint(say("  ……还有 {count} 篇", count=len(headed) - HEADLINES))
    yield ""
    yield say("搜索：reader search 词语　　读一篇：reader show 编号　　全部命令：reader --help")
    yield say("自己的文件夹：reader sync --library 文件夹，再 reader search 词语 --library 文件夹")
    yield say("窗口要在有图形界面的地方打开：在桌面的终端里运行 reader open，远程登录可用 ssh -X。")
