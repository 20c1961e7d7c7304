"""The composition root of the window: starts Qt, opens the library, shows it."""

import gc
import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from reader import __version__, assets, display, i18n
from reader.i18n import say
from reader.storage.system_paths import real_path

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from reader.newspaper.printing import Printing
    from reader.storage.settings import LoadedSettings
    from reader.ui.window.screenshot import TriedWindow
    from reader.ui.window.window import MainWindow

_SWITCH_SECONDS = 0.001
"""The longest time that a thread may hold Python's lock (GIL); with the default of 5 ms the window reacts slowly."""


def main() -> int:
    """Open the window on the link or the path in the arguments, or on the usual library; return the exit code."""
    from reader.language.forms import made_visible
    from reader.newspaper.printing import BadLink

    word = next(iter(sys.argv[1:]), "")
    try:
        return _opened_on(word)
    except BadLink as error:
        print(made_visible(str(error)), file=sys.stderr)
        return 2
    except display.NoWindow as error:
        print(made_visible(str(error)), file=sys.stderr)
        return 1


def _opened_on(word: str) -> int:
    """Open the window on a link, a path or, for "", the usual library; return the exit code.

    What a path names need not be there: the window says so. Raises BadLink and NoWindow.
    """
    from reader.newspaper.printing import is_link, parse_link
    from reader.plugs import document_of

    if not word:
        return run(None)
    if is_link(word):
        _choose_language()
        return open_link(parse_link(word), None)
    path = Path(word).absolute()
    if document_of(path) is not None:
        return run(None, path)
    return run(path)


def show_failure(words: str) -> None:
    """Show in a window of its own why the program could not do what it was started for, until that is closed.

    Without Qt, Windows shows it; elsewhere nothing can.
    """
    try:
        display.probe()
        app = _application()
    except display.NoWindow:
        if sys.platform == "win32":
            import ctypes

            ctypes.windll.user32.MessageBoxW(None, words, say("阅报"), _WARNING)
        return
    from reader.ui.window.failure_notice import FailureNotice

    notice = FailureNotice(words)
    notice.show()
    app.exec()


_WARNING = 0x10030
"""Of Windows' own windows: with the sign of a warning, in front of all others."""


def _choose_language() -> "LoadedSettings":
    """Load the settings, and set the language of the program to theirs."""
    from reader.storage import settings

    settings.hand_down()
    loaded = settings.load()
    i18n.choose(loaded.settings.language)
    return loaded


def run(root: Path | None, document: Path | None = None) -> int:
    """Open the window on `root`, else on the last library, else on the sample; return the exit code when it is closed.

    `document` is a file that is then opened in the part of its feature. Raises NoWindow if there is no display.
    """
    app, loaded = _started()
    window = _registered(_window(root, loaded))
    if document is not None:
        from reader.ui.widgets.background_tasks import do_soon

        do_soon(partial(window.open_given, document), window)
    return _until_closed(app, window)


def open_link(link: "Printing", root: Path | None) -> int:
    """Open a link in a window that already shows a library with the article, else in a new window; return the exit
    code.

    With `root`, only that library is searched. Returns at once if another process has taken the link: 0, or 1 if that
    process could only say that no library has the article. Else returns when the new window is closed. Raises NoWindow.
    """
    app, loaded = _started()

    from reader.library.linked_articles import holder_of, link_candidates
    from reader.newspaper.printing import link_to
    from reader.ui.window.link_handover import hand_over

    saved = loaded.settings
    chosen_roots = [real_path(root.expanduser())] if root else []
    roots = chosen_roots or link_candidates(saved.library, saved.recent, assets.sample_library())
    if hand_over(link_to(link), roots):
        return 0
    holder = holder_of(link, roots).root
    if holder is None and hand_over(link_to(link), roots, tells=True):
        return 1
    from reader.ui.widgets.background_tasks import do_soon

    window = _registered(_window(holder or root, loaded))
    do_soon(partial(window.links.open, link_to(link)), window)
    return _until_closed(app, window)


def _until_closed(app: "QApplication", window: "MainWindow") -> int:
    window.show()
    window.links.listen_soon()
    _open_files_and_links(app)
    return app.exec()


_BESIDE = 32
"""How far right of a window and below it another one is opened, in pixels."""
_windows: "list[MainWindow]" = []
"""The open windows, the latest last."""


def _registered(window: "MainWindow") -> "MainWindow":
    """Keep a window until it is closed, and let it open others on the library that it shows."""
    from shiboken6 import isValid

    def tell_others() -> None:
        for other in _windows:
            if other is not window and isValid(other):
                other.follow(window)

    def forget() -> None:
        if window in _windows:  # a window can be closed more than once
            _windows.remove(window)
        if _windows:
            _windows[-1].links.listen_soon()

    _windows.append(window)
    window.open_another = _another
    window.closed = forget
    window.settings.chosen.connect(tell_others)
    return window


def _another(beside: "MainWindow", link: str = "") -> "MainWindow":
    """Open another window on the library of a window, on its place or on the article of a link."""
    from msgspec import structs
    from PySide6.QtCore import Qt

    from reader.storage.settings import LoadedSettings
    from reader.ui.widgets.background_tasks import do_soon

    beside.settings.save()
    settings = beside.settings.saved
    if link:  # else the results of the search would stand beside the article
        settings = structs.replace(settings, search_shown={})
    window = _registered(_window(beside.controller.library.root, LoadedSettings(settings)))
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    window.move(beside.x() + _BESIDE, beside.y() + _BESIDE)
    window.show()
    if link:
        do_soon(partial(window.links.open, link), window)
    return window


def _open_files_and_links(app: "QApplication") -> None:
    """Make the latest window open the files and links that the system hands to the running program, as macOS does."""
    from reader.newspaper.printing import is_link
    from reader.ui.widgets.application import Application

    def open_it(file_or_link: str) -> None:
        window = _windows[-1]
        window.activateWindow()
        if is_link(file_or_link):
            window.links.open(file_or_link)
        else:
            window.open_given(Path(file_or_link))

    if isinstance(app, Application):
        app.open_with(open_it)


def open_window(library: Path | None) -> "MainWindow":
    """Open a window on the folder `library` (None: on the last one), start its sync and return it.

    For tests, which run Qt's event loop themselves.
    """
    _, loaded = _started()
    window = _registered(_window(library, loaded))
    window.show()
    return window


def _started() -> tuple["QApplication", "LoadedSettings"]:
    """Load the settings, set the language of the program to theirs, and start Qt. Raises NoWindow."""
    gc.disable()  # `collect_garbage` takes its place; while modules are imported there is nothing to collect
    display.probe()
    loaded = _choose_language()
    return _application(), loaded


def _application() -> "QApplication":
    """Return the QApplication; create it and set it up if there is none."""
    display.load_qt()
    from PySide6.QtCore import QCoreApplication, QTimer
    from PySide6.QtWidgets import QApplication

    from reader.storage.platform_folders import places
    from reader.ui.widgets import application, menus, text_painting, theme
    from reader.ui.widgets.application import Application
    from reader.ui.widgets.background_tasks import COLLECTING, collect_garbage

    _drop_relative_plugin_paths()
    application.fix_plugin_path()
    application.keep_qt_settings(places().settings.parent)
    sys.setswitchinterval(_SWITCH_SECONDS)
    running_app = QApplication.instance()
    if isinstance(running_app, QApplication):
        app = running_app
    else:
        app = Application(sys.argv[:1])
    if app.findChild(QTimer, COLLECTING) is None:
        collect_garbage(app)
    QCoreApplication.setApplicationName("yuebao")
    app.setDesktopFileName("yuebao")
    menus.install_style(app)
    application.tell_widgets(app)
    text_painting.measure_again_for(app)
    _speak()
    app.setFont(theme.sans(13))
    theme.use(theme.current().name)
    app.setWindowIcon(text_painting.seal_icon())
    return app


def without_display() -> None:
    """Start Qt without a display. Raises NoWindow if its libraries are missing, or if there is no typeface."""
    if sys.platform == "linux":
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    # Elsewhere Qt's offscreen finds no typefaces; the system's own platform shows no window by itself.
    _application()
    from reader.ui.widgets import theme

    if not theme.has_typefaces():
        raise display.NoWindow(say("这里一种字体也没有，排不出字来。请装一种中文字体再试。"))


def _drop_relative_plugin_paths() -> None:
    """Remove relative folders from Qt's plugin paths, because anybody may write into the current folder.

    Absolute ones stay: an input method may need them.
    """
    for name in ("QT_PLUGIN_PATH", "QT_QPA_PLATFORM_PLUGIN_PATH"):
        paths = os.environ.get(name, "").split(os.pathsep)
        if not all(map(os.path.isabs, paths)):
            os.environ[name] = os.pathsep.join(filter(os.path.isabs, paths))


def _speak() -> None:
    """Set the program's display name in its language, and install Qt's own translations."""
    from PySide6.QtWidgets import QApplication

    from reader.ui.widgets import application

    app = QApplication.instance()
    assert isinstance(app, QApplication)
    app.setApplicationDisplayName(say("阅报"))
    application.install_translations(app)


def _window(root: Path | None, loaded: "LoadedSettings") -> "MainWindow":
    """Create the window on `root` or on the last library; if that can't be opened, on the sample, with a message."""
    from msgspec import structs

    from reader.library.library import Library, LibraryError
    from reader.storage import settings
    from reader.ui.window.library_opening import opened_at_start
    from reader.ui.window.window import MainWindow

    trouble = loaded.complaint
    last = loaded.settings.library
    absent = False
    wanted = root or (Path(last) if last else assets.sample_library())
    try:
        library = opened_at_start(wanted)
    except LibraryError as error:
        library = Library.sample()
        trouble = str(error)
        absent = True

    before = loaded.settings

    def keep(now: settings.Settings) -> None:
        """Save the settings; a last library that could not be opened at this start stays the last one."""
        nonlocal before
        if now.library is None and trouble:
            wanted = structs.replace(now, library=last)
        else:
            wanted = now
        settings.save(wanted, before)
        before = wanted

    window = MainWindow(library, loaded.settings, keep)
    window.languageChanged.connect(_speak)
    if trouble and absent:
        window.show_library_absent(trouble, wanted)
    elif trouble:
        window.services.message(trouble)
    if window.settings.saved.version != __version__:
        report_version(window)
    return window


def report_version(window: "MainWindow") -> None:
    """Show in a new window that the version is later than the last one reported; do nothing at the very first start.

    It is said at the foot of the page until it is answered or closed, and is never repeated.
    """
    from msgspec import structs

    before = window.settings.saved.version
    if before == __version__:
        return
    if before:
        from reader import changes

        if not changes.is_later(__version__, before):
            return
    window.settings.keep(structs.replace(window.settings.saved, version=__version__))
    if before:
        window.services.ask(
            say("阅报已经是 {version} 版，上次是 {before}。", version=__version__, before=before),
            say("有什么新的"),
            partial(_show_changes, window, before),
        )


def _show_changes(window: "MainWindow", before: str) -> None:
    from reader.ui.window import dialogs

    dialogs.show_changes(window, before)


def screenshot(
    target: Path,
    *,
    library: Path,
    size: tuple[int, int] = (1440, 900),
    theme: str = "paper",
    view: str = "reading",
    query: str = "",
    scale: float = 1,
) -> None:
    """Save a picture of the window as a PNG of `size` × `scale` pixels, without a display.

    `view` is reading, page, search, typing, calendar, bookmarks or welcome.

    Raises LibraryError, TooManyLost, LibraryBusy, and OSError if the picture can't be written.
    """
    os.environ["QT_SCALE_FACTOR"] = str(scale)
    without_display()
    from reader.library.library import Library
    from reader.ui.window.screenshot import take

    opened = Library.open(library)
    if opened.wants_sync():
        opened.sync()
    picture = take(opened, size, theme, view, query)
    if not picture.save(str(target), "PNG"):
        raise OSError(say("图片写不进 {path}。", path=target))


def try_window(root: Path, query: str) -> "TriedWindow":
    """Open a window on `root` without a display, wait for its sync, search for `query`, and return what was shown.

    Raises NoWindow if Qt's libraries are missing, and TimeoutError.
    """
    without_display()
    window = open_window(root)
    from reader.ui.window.screenshot import try_out

    return try_out(window, query)


# -- what a window needs of the machine
