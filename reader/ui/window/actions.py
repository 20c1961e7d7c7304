"""The actions of the window: their names, their keys, and the words by which the command palette finds them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, groupby

from msgspec import structs
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from reader.i18n import keys_here, say
from reader.library.library import Library
from reader.plugs import Action, Slot, faces_of_features, in_order, plugs, plugs_with_libraries
from reader.ui.frame import CORE_FACES, places
from reader.ui.widgets import menus
from reader.ui.widgets.menus import keys_in_words
from reader.ui.widgets.state_panel import StatePanel

_KEYS_OF_TEXT = ("Ctrl+Z", "Ctrl+Shift+Z", "Ctrl+Y")
"""The keys that undo and redo typing in an input field, and the user's acts elsewhere."""

_WRITES = "why_unchangeable"
"""Refuses what writes to the library's folder or concerns its files."""


def specs() -> tuple[Action, ...]:
    """Return all actions, those of features included, in the order of their purposes."""
    first = _at_first()
    names = {action.name for action in first}
    of_features = (action for plug in plugs() for action in plug.actions() if action.name not in names)
    actions = in_order(first, (action for action in of_features if not action.is_former))
    return tuple(_found_by_ways(action) if action.name == "open_library" else action for action in actions)


def _found_by_ways(opening: Action) -> Action:
    """Return the action that opens, found also by the words of what features open in its dialog."""
    words = " ".join(f"{way.words} {way.keywords}" for way in ways_to_open())
    return structs.replace(opening, keywords=f"{opening.keywords} {words}")


def _former_specs() -> list[Action]:
    """Return what was an action before this version: the faces of the sidebar, and what features have given up."""
    of_faces = [
        Action(f"show_{face.name}", face.words(), face.keys, leaves_page=True, is_former=True)
        for face in (*CORE_FACES, *faces_of_features())
    ]
    of_features = (action for plug in plugs() for action in plug.actions() if action.is_former)
    listed_names = {place.action.name for place in places().values()}
    return [action for action in (*of_faces, *of_features) if action.name not in listed_names]


def _at_first() -> list[Action]:
    core_actions = *_to_read(), *_to_find(), *_to_keep(), *_to_mend(), *_of_library(), *_of_window()
    of_kinds = (action for plug in plugs_with_libraries() for action in plug.actions())
    return in_order(core_actions, (action for action in of_kinds if not action.is_former))


def ways_to_open() -> list[Action]:
    """Return what features open besides folders, each asked for by a button of one dialog."""
    of_features = chain.from_iterable(plug.actions() for plug in plugs())
    return [action for action in of_features if Slot.LIBRARIES in action.slots]


def _to_read() -> tuple[Action, ...]:
    read = say("读报")
    return (
        Action("next_article", say("下一篇"), ("J",), read, "后一篇 next article"),
        Action("previous_article", say("上一篇"), ("K",), read, "前一篇 previous article"),
        Action("next_issue", say("下一期"), ("N",), read, "后一天 第二天 next issue day"),
        Action("previous_issue", say("上一期"), ("P",), read, "前一天 previous issue day"),
        Action("next_page", say("下一版"), ("Ctrl+PgDown",), read, "翻页 next page"),
        Action("previous_page", say("上一版"), ("Ctrl+PgUp",), read, "翻页 previous page"),
        Action("newest_issue", say("最新一期"), (), read, "今天 newest latest issue"),
        Action("back", say("后退"), ("Alt+Left",), read, "返回 back history"),
        Action("forward", say("前进"), ("Alt+Right",), read, "forward history"),
        Action(
            "open_beside", say("在旁边打开"), ("Ctrl+Return", "Ctrl+Enter"), read, "并排 beside side by side"
        ),
        Action("whole_page", say("整版或单篇"), ("V",), read, "版面 whole page single article"),
        _of_size(read),
        Action(
            "script", say("原文、简体、繁体，轮流显示"), ("F9",), read, "简繁 转换 simplified traditional"
        ),
        Action("full_screen", say("全屏阅读"), ("F11",), read, "专心 full screen"),
    )


def _of_size(purpose: str) -> Action:
    ways = (
        Action("larger", say("放大"), ("Ctrl++", "Ctrl+=")),
        Action("smaller", say("缩小"), ("Ctrl+-",)),
        Action("normal_size", say("原来大小"), ("Ctrl+0",)),
    )
    keys = (*ways[0].keys, *ways[1].keys, *ways[2].keys)
    keywords = "字体 larger smaller zoom in out font normal actual size"
    return Action("text_size", say("字号：放大、缩小、原来大小"), keys, purpose, keywords, ways=ways)


def _to_find() -> tuple[Action, ...]:
    find = say("查找")
    return (
        Action(
            "search", say("搜索"), ("Ctrl+K",), find, "查找 检索 全文 search find query", leaves_page=True
        ),
        Action("find", say("在本文中查找"), ("Ctrl+F",), find, "find in article"),
        Action("next_hit", say("下一处"), ("F3",), find, "next hit match occurrence"),
        Action("previous_hit", say("上一处"), ("Shift+F3",), find, "previous hit match occurrence"),
        Action(
            "export", say("导出结果或全文…"), ("Ctrl+Shift+E",), find, "存成 表格 export results csv bibtex"
        ),
    )


def _to_keep() -> tuple[Action, ...]:
    keep = say("收藏与引用")
    return (
        Action(
            "bookmark",
            say("收藏"),
            ("B", "Ctrl+B"),
            keep,
            "书签 星 取消收藏 删除 移除 bookmark star favourite remove delete",
        ),
        Action("highlight", say("标记所选文字"), ("H",), keep, "划线 高亮 highlight mark"),
        Action("note", say("批注"), ("M",), keep, "笔记 注释 标签 note annotate comment tag"),
        Action("copy_article", say("复制全文"), ("Ctrl+Shift+X",), keep, "拷贝 copy whole text"),
        Action(
            "cite", say("复制引文"), ("Ctrl+Shift+C",), keep, "引用 参考文献 出处 cite citation reference"
        ),
        Action("copy_link", say("复制这篇文章的链接"), ("Ctrl+Shift+J",), keep, "网址 copy link url"),
        Action("read_article", say("标为读过，或标为未读"), ("Ctrl+M",), keep, "已读 mark read unread"),
        Action(
            "read_issue", say("整期标为读过，或标为未读"), ("Ctrl+Shift+A",), keep, "已读 mark issue read"
        ),
        Action("undo", say("撤销"), ("Ctrl+Z",), keep, "撤回 反悔 undo"),
        Action("redo", say("重做"), ("Ctrl+Shift+Z", "Ctrl+Y"), keep, "redo"),
        Action("caret", say("用键盘选字"), ("F7",), keep, "光标 select text keyboard caret", is_switch=True),
    )


def _to_mend() -> tuple[Action, ...]:
    mend = say("更正与核对")
    return (
        Action("source_lines", say("查看原文的行"), ("Ctrl+U",), mend, "文件 核对 source lines file check"),
        Action(
            "about_article",
            say("关于这一篇"),
            ("Ctrl+Shift+U",),
            mend,
            "其他刊登 转载 连载 来源 比较 about printings reprints series sources compare",
        ),
        Action(
            "correct_issue",
            say("更正日期、期号、报纸名…"),
            (),
            mend,
            "correct date number newspaper",
            refused_by="why_no_lines",
        ),
    )


def _of_library() -> tuple[Action, ...]:
    library = say("资料库")
    return (
        Action(
            "open_library",
            say("打开…"),
            ("Ctrl+O", "Ctrl+Shift+O"),
            library,
            "资料库 文件夹 报纸 换一个 关闭资料库 最近打开 样本 去掉 忘记 移除"
            " open library folder switch close another recent sample remove forget",
        ),
        Action(
            "rescan",
            say("更新"),
            ("F5",),
            library,
            "重新扫描 刷新 读入 rescan refresh update reload",
            refused_by=_WRITES,
        ),
        Action(
            "name_library",
            say("给资料库起名…"),
            (),
            library,
            "改名 重命名 rename name library",
            refused_by=_WRITES,
        ),
        Action("reveal_folder", say("在文件管理器中打开文件夹"), (), library, "目录 位置 show folder files"),
        Action(
            "open_link", say("打开剪贴板里的链接"), ("Ctrl+Shift+V",), library, "网址 open copied link url"
        ),
    )


def _of_window() -> tuple[Action, ...]:
    window = say("窗口")
    return (
        *(place.action for place in places().values()),
        Action(
            "toggle_sidebar",
            say("显示或隐藏侧栏"),
            ("Ctrl+\\",),
            window,
            "左边 sidebar show hide",
            leaves_page=True,
        ),
        Action("toggle_list", say("显示或隐藏列表"), ("Ctrl+L",), window, "list show hide", leaves_page=True),
        Action("next_pane", say("下一栏"), ("F6",), window, "焦点 next pane focus"),
        Action("previous_pane", say("上一栏"), ("Shift+F6",), window, "焦点 previous pane focus"),
        Action("main_menu", say("菜单"), ("F10",), window, "主菜单 main menu"),
        Action("menu_of_focus", say("打开右键菜单"), menus.KEYS, window, "context menu"),
        Action("new_window", say("新窗口"), ("Ctrl+N",), window, "第二个 再开一个 new second window"),
        Action("close_beside", say("关上旁边的一篇；没有时关闭窗口"), ("Ctrl+W",), window, "close beside"),
        Action("close", say("关闭窗口"), ("Ctrl+Q",), window, "退出 quit exit close"),
        Action("settings", say("设置…"), ("Ctrl+,",), window, "选项 偏好 preferences options settings"),
        Action(
            "help", say("帮助"), ("F1",), window, "快捷键 怎样搜索 按键 keys shortcuts help search syntax"
        ),
        Action("about", say("关于阅报"), (), window, "版本 有什么新的 许可 about version changes licence"),
        Action("escape", say("退回"), ("Esc",), window),
    )


def why_refused(spec: Action, library: Library) -> str:
    """Return why an action can't be done in a library, in words; "" if it can."""
    if spec.refused_by:
        return str(getattr(library.words, spec.refused_by))
    return ""


FORMER = {
    "paper_of_day": "go_to_date",
    "recent_libraries": "open_library",
    "collocates": "keyness",
    "unknown": "show_check",
    "corrections": "show_check",
    "habits": "show_check",
    "offices": "show_offices",
}
"""The names of actions that were given up in this version, and the actions that lead to what took their place."""


class Actions(dict[str, QAction]):
    """The actions by name, in order; they belong to the window, so that their keys work wherever the focus is in it.

    Those of features are made by `complete`: the first picture of the window needs no feature.
    """

    def __init__(self, window: QWidget, act: Callable[[str], object]) -> None:
        """Make the actions that are not of features; `act` does the action of a name."""
        super().__init__()
        self._window = window
        self._act = act
        self._led: dict[str, QAction] = {}
        """What is no action of its own, by name: ways of one, and what nothing lists and has no key, once asked for."""
        self._make(_at_first())
        _KeysOfFocus(window)

    def __missing__(self, name: str) -> QAction:
        """Return what leads to that which took the place of an action, or what is no action of its own."""
        if name in FORMER:
            return self[FORMER[name]]
        if name not in self._led:
            unlisted_specs = {spec.name: spec for spec in _former_specs()}
            self._led[name] = self._made(unlisted_specs[name])
        return self._led[name]

    def complete(self) -> None:
        all_specs = (*specs(), *(spec for spec in _former_specs() if spec.keys))
        for name in self.keys() - {spec.name for spec in all_specs}:
            action = self.pop(name)
            self._window.removeAction(action)
            action.deleteLater()
        self._make(all_specs)
        led_names = {spec.name for spec in _former_specs()}
        for name in [name for name, action in self._led.items() if action.data().is_former]:
            if name not in led_names:
                self._led.pop(name).deleteLater()

    def _make(self, actions: Iterable[Action]) -> None:
        for spec in actions:
            if spec.name in self:
                action = self.pop(spec.name)
            else:
                action = self._made(spec)
            self[spec.name] = action  # each moves to its place in the order

    def _made(self, spec: Action) -> QAction:
        action = QAction(spec.words, self._window)
        action.setObjectName(spec.name)
        action.setData(spec)
        for way in spec.ways:
            self._led[way.name] = self._made(way)
        if not spec.ways:
            action.setShortcuts([QKeySequence(keys_here(key)) for key in spec.keys])
        action.setCheckable(spec.is_switch)
        action.triggered.connect(lambda _=False, name=spec.name: self._act(name))
        self._window.addAction(action)
        return action


class _KeysOfFocus(QObject):
    """Keeps keys for the widget with the focus that would else act in the window.

    An input field keeps those of undo and redo, also those that the platform does not know; a button or another
    control the single letters: these act only where a list or a page has the focus.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._follow)

    def _follow(self, before: QWidget | None, now: QWidget | None) -> None:
        if before is not None:
            before.removeEventFilter(self)
        if now is not None and (_is_field(now) or _is_control(now)):
            now.installEventFilter(self)

    def eventFilter(self, focused: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.ShortcutOverride:
            return False
        key = QKeySequence(event.keyCombination()).toString()
        if _is_field(focused):
            is_of_text = key in _KEYS_OF_TEXT
        else:
            is_of_text = len(key) == 1 and key.isalpha()
        if is_of_text:
            event.accept()
        return is_of_text


def _is_field(widget: QObject) -> bool:
    return isinstance(widget, QLineEdit | QTextEdit | QPlainTextEdit) and not widget.isReadOnly()


def _is_control(widget: QWidget) -> bool:
    """Return whether a widget is neither a list nor a page, nor in what is said in place of one."""
    if widget.focusPolicy() is Qt.FocusPolicy.NoFocus or isinstance(widget, QAbstractScrollArea):
        return False
    panels = widget.window().findChildren(StatePanel)
    return not any(panel is widget or panel.isAncestorOf(widget) for panel in panels)


def retranslate(actions: Mapping[str, QAction]) -> None:
    """Set the words of the actions again after the language of the program has changed."""
    for spec in specs():
        if spec.name in actions:
            actions[spec.name].setText(spec.words)
            actions[spec.name].setData(spec)


def keys_by_purpose() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield each purpose in words, with the words and keys of its actions that have one; last, the page picture's."""
    for purpose, of_purpose in groupby(specs(), lambda spec: spec.purpose):
        yield purpose, [(spec.words, keys_in_words(spec)) for spec in of_purpose if spec.keys]
    yield (
        say("版面图"),
        [
            (say("放大、缩小"), "+  -"),
            (say("整页、整宽、原大"), "0  9  1"),
            (say("移动"), "←  →  ↑  ↓"),
            (say("打开中间的一篇"), "Enter"),
        ],
    )
