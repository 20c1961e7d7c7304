"""The actions of the window: their names, keys and places in the menu."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from reader.i18n import say
from reader.library.library import Library
from reader.library.wings import Action, wings
from reader.ui.frame.frame import Tab
from reader.ui.widgets import menus

_KEYS_OF_TEXT = ("Ctrl+Z", "Ctrl+Shift+Z", "Ctrl+Y")
"""The keys that undo and redo typing in an input field, and the user's acts elsewhere."""

_WRITES = frozenset(("rescan", "import_files", "show_failures", "missing_files", "name_library"))
"""Actions that write to the library's folder or concern its files."""
_CHARACTERS = frozenset(("correct_character", "misreadings"))


class Menu(StrEnum):
    FILE = "文件"
    GO = "前往"
    ARTICLE = "文章"
    VIEW = "视图"
    HELP = "帮助"


@dataclass(frozen=True, slots=True)
class Spec:
    """The specification of an action.

    The first of `keys` is the one shown. Qt ignores shortcuts of a single letter while text is being typed. Actions
    with `at_hand` are in the window's menu, those `with_recent` in that of the recent libraries; the command palette
    lists all actions, each under the name of its `menu`.
    """

    name: str
    words: str
    keys: tuple[str, ...] = ()
    menu: Menu | None = None
    group: str = ""
    is_switch: bool = False
    at_hand: bool = False
    with_recent: bool = False


def specs() -> tuple[Spec, ...]:
    """Return all actions in the order of the menus."""
    of_wings = [each for wing in wings() for each in wing.actions()]
    return tuple(
        each
        for spec in _own_specs()
        for each in (spec, *(_spec_of(action, spec) for action in of_wings if action.after == spec.name))
    )


def _spec_of(action: Action, before: Spec) -> Spec:
    return Spec(
        action.name,
        action.words,
        menu=before.menu,
        at_hand=action.at_hand,
        with_recent=action.with_recent,
    )


def _own_specs() -> tuple[Spec, ...]:
    return (
        Spec("open_library", say("打开资料库…"), ("Ctrl+O",), Menu.FILE, at_hand=True),
        Spec("open_link", say("打开剪贴板里的链接"), ("Ctrl+Shift+V",), Menu.FILE),
        Spec("recent_libraries", say("最近打开的资料库…"), ("Ctrl+Shift+O",), Menu.FILE),
        Spec("open_sample", say("打开样本《雁桥日报》"), (), Menu.FILE),
        Spec("import_files", say("导入文件…"), ("Ctrl+I",), Menu.FILE, at_hand=True),
        Spec("rescan", say("重新扫描文件夹"), ("F5",), Menu.FILE),
        Spec("show_failures", say("未能读入的文件…"), (), Menu.FILE),
        Spec("missing_files", say("已不在的文件…"), (), Menu.FILE),
        Spec("name_library", say("给资料库起名…"), (), Menu.FILE),
        Spec("reveal_folder", say("在文件管理器中打开文件夹"), (), Menu.FILE),
        Spec("export_results", say("导出结果…"), ("Ctrl+Shift+E",), Menu.FILE),
        Spec("export_library", say("导出整个资料库的全文…"), (), Menu.FILE),
        Spec("export_notes", say("导出全部收藏与批注…"), (), Menu.FILE),
        Spec("import_notes", say("导入收藏与批注…"), (), Menu.FILE),
        Spec("removed_notes", say("最近删除…"), (), Menu.FILE),
        Spec("close_beside", say("关上旁边的一篇；没有时关闭窗口"), ("Ctrl+W",), Menu.FILE),
        Spec("close", say("关闭窗口"), ("Ctrl+Q",), Menu.FILE),
        Spec("back", say("后退"), ("Alt+Left",), Menu.GO),
        Spec("forward", say("前进"), ("Alt+Right",), Menu.GO),
        Spec("next_article", say("下一篇"), ("J",), Menu.GO),
        Spec("previous_article", say("上一篇"), ("K",), Menu.GO),
        Spec("next_issue", say("下一期"), ("N",), Menu.GO),
        Spec("previous_issue", say("上一期"), ("P",), Menu.GO),
        Spec("next_page", say("下一版"), ("Ctrl+PgDown",), Menu.GO),
        Spec("previous_page", say("上一版"), ("Ctrl+PgUp",), Menu.GO),
        Spec("newest_issue", say("最新一期"), (), Menu.GO, at_hand=True),
        Spec("go_to_date", say("到某一天…"), ("Ctrl+D",), Menu.GO, at_hand=True),
        Spec("paper_of_day", say("打开生日那天的报纸…"), ("Ctrl+Shift+D",), Menu.GO, at_hand=True),
        Spec("riffle", say("按年翻阅"), ("Ctrl+G",), Menu.GO, at_hand=True),
        Spec("riffle_forward", say("往后翻阅，按住不放"), ("Shift+N",), Menu.GO),
        Spec("riffle_back", say("往前翻阅，按住不放"), ("Shift+P",), Menu.GO),
        Spec("search", say("搜索"), ("Ctrl+K",), Menu.GO),
        Spec("save_search", say("存下这个搜索"), ("Ctrl+Shift+S",), Menu.GO),
        Spec("fold_printings", say("同一篇文字的结果折成一条"), (), Menu.GO, is_switch=True),
        Spec("forget_searches", say("清除搜索记录"), (), Menu.GO),
        Spec("keep_log", say("记研究日志"), (), Menu.GO, is_switch=True),
        Spec("research_log", say("研究日志…"), (), Menu.GO),
        Spec("find", say("在本文中查找"), ("Ctrl+F",), Menu.GO),
        Spec("concordance", say("逐处列出"), ("Ctrl+Shift+L",), Menu.GO),
        Spec("next_hit", say("下一处"), ("F3",), Menu.GO),
        Spec("previous_hit", say("上一处"), ("Shift+F3",), Menu.GO),
        Spec("person_here", say("这里的人物"), ("F4",), Menu.GO),
        Spec("name_list", say("查一份名单…"), ("Ctrl+Shift+M",), Menu.GO),
        Spec("look_up", say("查词典"), ("F8",), Menu.GO),
        Spec("open_beside", say("在旁边打开"), ("Ctrl+Return", "Ctrl+Enter"), Menu.GO),
        Spec("next_pane", say("下一栏"), ("F6",), Menu.GO),
        Spec("menu_of_focus", say("打开右键菜单"), menus.KEYS, Menu.GO),
        Spec("bookmark", say("收藏"), ("B", "Ctrl+B"), Menu.ARTICLE),
        Spec("caret", say("用键盘选字"), ("F7",), Menu.ARTICLE, is_switch=True),
        Spec("highlight", say("标记所选文字"), ("H",), Menu.ARTICLE),
        Spec("note", say("批注"), ("M",), Menu.ARTICLE),
        Spec("add_to_dossier", say("加进专题"), ("A",), Menu.ARTICLE),
        Spec("write_in_dossier", say("在专题里写一段"), ("Ctrl+Shift+N",), Menu.ARTICLE),
        Spec("new_dossier", say("新专题"), (), Menu.ARTICLE),
        Spec("clip", say("剪成图片…"), ("Ctrl+Shift+I",), Menu.ARTICLE),
        Spec("undo", say("撤销"), ("Ctrl+Z",), Menu.ARTICLE),
        Spec("redo", say("重做"), ("Ctrl+Shift+Z", "Ctrl+Y"), Menu.ARTICLE),
        Spec("read_article", say("标为读过，或标为未读"), ("Ctrl+M",), Menu.ARTICLE),
        Spec("read_issue", say("整期标为读过，或标为未读"), ("Shift+U",), Menu.ARTICLE),
        Spec("source_lines", say("查看原文的行"), ("Ctrl+U",), Menu.ARTICLE),
        Spec(
            "compare_printings",
            say("与另一处刊登逐字比较…"),
            ("Ctrl+Shift+K",),
            Menu.ARTICLE,
        ),
        Spec("sources", say("这一篇的几种来源…"), ("Ctrl+Shift+U",), Menu.ARTICLE),
        Spec("next_part", say("连载的下一篇"), ("Alt+PgDown",), Menu.ARTICLE),
        Spec("previous_part", say("连载的上一篇"), ("Alt+PgUp",), Menu.ARTICLE),
        Spec("print", say("打印…"), ("Ctrl+P",), Menu.ARTICLE, at_hand=True),
        Spec("save_pdf", say("存为 PDF…"), (), Menu.ARTICLE),
        Spec("copy_article", say("复制全文"), ("Ctrl+Shift+X",), Menu.ARTICLE),
        Spec("cite", say("复制引文"), ("Ctrl+Shift+C",), Menu.ARTICLE),
        Spec("copy_link", say("复制这篇文章的链接"), ("Ctrl+Shift+J",), Menu.ARTICLE),
        Spec("correct_issue", say("更正日期、期号、报名…"), (), Menu.ARTICLE),
        Spec("corrections", say("更正一览…"), (), Menu.ARTICLE, at_hand=True),
        Spec("correct_character", say("所选的字认错了…"), ("Ctrl+H",), Menu.ARTICLE),
        Spec("misreadings", say("可能认错的字…"), ("Ctrl+Shift+R",), Menu.ARTICLE),
        Spec("whole_page", say("整版或单篇"), ("V",), Menu.VIEW, at_hand=True),
        Spec("page_picture", say("版面图，与文字并排"), ("I",), Menu.VIEW),
        Spec("show_papers", say("报纸"), (_key_of(Tab.PAPERS),), Menu.VIEW),
        Spec("show_calendar", say("日历"), (_key_of(Tab.CALENDAR),), Menu.VIEW),
        Spec("show_people", say("人物"), (_key_of(Tab.PEOPLE),), Menu.VIEW),
        Spec("show_bookmarks", say("书签"), (_key_of(Tab.BOOKMARKS),), Menu.VIEW),
        Spec("show_dossiers", say("专题"), (_key_of(Tab.DOSSIERS),), Menu.VIEW),
        Spec("toggle_sidebar", say("显示或隐藏侧栏"), ("Ctrl+\\",), Menu.VIEW),
        Spec("toggle_list", say("显示或隐藏列表"), ("Ctrl+L",), Menu.VIEW),
        Spec("larger", say("放大"), ("Ctrl++", "Ctrl+="), Menu.VIEW),
        Spec("smaller", say("缩小"), ("Ctrl+-",), Menu.VIEW),
        Spec("normal_size", say("原来大小"), ("Ctrl+0",), Menu.VIEW),
        Spec("script", say("原文、简体、繁体，轮流显示"), ("F9",), Menu.VIEW),
        Spec("theme_system", say("跟随系统"), (), Menu.VIEW, "theme"),
        Spec("theme_paper", say("纸"), (), Menu.VIEW, "theme"),
        Spec("theme_white", say("白"), (), Menu.VIEW, "theme"),
        Spec("theme_dark", say("夜"), (), Menu.VIEW, "theme"),
        Spec("reduced_motion", say("减少动画"), (), Menu.VIEW, is_switch=True),
        Spec("settings", say("设置…"), ("Ctrl+,",), Menu.VIEW, at_hand=True),
        Spec("full_screen", say("全屏阅读"), ("F11",), Menu.VIEW, at_hand=True),
        Spec("palette", say("所有操作…"), ("Ctrl+Shift+P",), Menu.HELP),
        Spec("search_help", say("怎样搜索"), (), Menu.HELP, at_hand=True),
        Spec("keys", say("快捷键"), ("F1",), Menu.HELP, at_hand=True),
        Spec("whats_new", say("有什么新的"), (), Menu.HELP),
        Spec("about", say("关于阅报"), (), Menu.HELP, at_hand=True),
        Spec("escape", say("退回"), ("Esc",)),
    )


def why_refused(name: str, library: Library) -> str:
    """Return why an action can't be done in a library, in words; "" if it can."""
    if name in _WRITES:
        return library.why_unchangeable()
    if name in _CHARACTERS:
        return library.words.why_no_characters
    is_on_lines = name == "correct_issue" and library.why_unchangeable()
    return library.corrections.why_no_lines() if is_on_lines else ""


def _key_of(tab: Tab) -> str:
    """Return the shortcut of a sidebar tab, Ctrl with its number: derived, so that no tab lacks one."""
    return f"Ctrl+{list(Tab).index(tab) + 1}"


def make_actions(window: QWidget) -> Mapping[str, QAction]:
    """Return the actions by name; they belong to the window, so that their keys work wherever the focus is in it."""
    actions: dict[str, QAction] = {}
    groups: dict[str, QActionGroup] = {}
    for spec in specs():
        action = QAction(spec.words, window)
        action.setObjectName(spec.name)
        action.setShortcuts([QKeySequence(key) for key in spec.keys])
        action.setCheckable(spec.is_switch)
        if spec.group:
            group = groups.setdefault(spec.group, QActionGroup(window))
            action.setCheckable(True)
            group.addAction(action)
        window.addAction(action)
        actions[spec.name] = action
    window.installEventFilter(_TextKeys(window))
    return actions


class _TextKeys(QObject):
    """Passes the keys of undo and redo to a focused input field, also those that the platform does not know."""

    def eventFilter(self, _: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride:
            field = QApplication.focusWidget()
            is_text = isinstance(field, QLineEdit | QTextEdit | QPlainTextEdit) and not field.isReadOnly()
            if is_text and QKeySequence(event.keyCombination()).toString() in _KEYS_OF_TEXT:
                event.accept()
                return True
        return False


def retranslate(actions: Mapping[str, QAction]) -> None:
    """Set the texts of the actions again after the language of the program has changed."""
    for spec in specs():
        actions[spec.name].setText(spec.words)


def keys_in_words(spec: Spec) -> str:
    """Return the keys of an action in the notation of the platform; "" if it has none."""
    native = QKeySequence.SequenceFormat.NativeText
    return "  ".join(QKeySequence(key).toString(native) for key in spec.keys)


def keys_as_rows() -> list[tuple[str, str]]:
    """Return the words and keys of each action that has a key, and of the keys of the page picture."""
    return [
        *((spec.words, keys_in_words(spec)) for spec in specs() if spec.keys),
        (say("在版面图上：放大、缩小"), "+  -"),
        (say("在版面图上：整页、整宽、原大"), "0  9  1"),
        (say("在版面图上：移动"), "←  →  ↑  ↓"),
        (say("在版面图上：打开中间的一篇"), "Enter"),
    ]
