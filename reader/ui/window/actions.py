"""The actions of the window: their names, their keys, and the words by which the command palette finds them."""

from collections.abc import Iterator, Mapping
from itertools import groupby

from msgspec import Struct
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from reader.i18n import say
from reader.library.library import Library
from reader.library.wings import wings
from reader.ui.frame.frame import Tab
from reader.ui.widgets import menus

_KEYS_OF_TEXT = ("Ctrl+Z", "Ctrl+Shift+Z", "Ctrl+Y")
"""The keys that undo and redo typing in an input field, and the user's acts elsewhere."""

_WRITES = frozenset(("rescan", "import_files", "name_library"))
"""Actions that write to the library's folder or concern its files."""
_CHARACTERS = frozenset(("correct_character", "misreadings"))


class Spec(Struct, frozen=True):
    """The specification of an action.

    The first of `keys` is the one shown. Qt ignores shortcuts of a single letter while text is being typed. The
    command palette finds an action by `words` and by `keywords`, which include its words in the other language.
    `purpose` says what a person wants to do; the list of keys groups the actions by it.
    """

    name: str
    words: str
    keys: tuple[str, ...] = ()
    purpose: str = ""
    keywords: str = ""
    is_switch: bool = False


def specs() -> tuple[Spec, ...]:
    """Return all actions, in the order of their purposes; those of the wings are the last of the library's."""
    of_wings = (
        Spec(each.name, each.words, (), say("资料库"), each.keywords)
        for wing in wings()
        for each in wing.actions()
    )
    return *_to_read(), *_to_find(), *_to_keep(), *_to_mend(), *_of_library(), *of_wings, *_of_window()


def _to_read() -> tuple[Spec, ...]:
    read = say("读报")
    return (
        Spec("next_article", say("下一篇"), ("J",), read, "后一篇 next article"),
        Spec("previous_article", say("上一篇"), ("K",), read, "前一篇 previous article"),
        Spec("next_issue", say("下一期"), ("N",), read, "后一天 第二天 next issue day"),
        Spec("previous_issue", say("上一期"), ("P",), read, "前一天 previous issue day"),
        Spec("next_page", say("下一版"), ("Ctrl+PgDown",), read, "翻页 next page"),
        Spec("previous_page", say("上一版"), ("Ctrl+PgUp",), read, "翻页 previous page"),
        Spec("newest_issue", say("最新一期"), (), read, "今天 newest latest issue"),
        Spec("go_to_date", say("到某一天…"), ("Ctrl+D",), read, "日期 跳到 date day go to"),
        Spec(
            "paper_of_day", say("打开生日那天的报纸…"), ("Ctrl+Shift+D",), read, "纪念日 birthday paper day"
        ),
        Spec("riffle", say("按年翻阅"), ("Ctrl+G",), read, "快翻 浏览 riffle browse leaf through years"),
        Spec("back", say("后退"), ("Alt+Left",), read, "返回 back history"),
        Spec("forward", say("前进"), ("Alt+Right",), read, "forward history"),
        Spec(
            "open_beside", say("在旁边打开"), ("Ctrl+Return", "Ctrl+Enter"), read, "并排 beside side by side"
        ),
        Spec("whole_page", say("整版或单篇"), ("V",), read, "版面 whole page single article"),
        Spec("page_picture", say("版面图，与文字并排"), ("I",), read, "扫描 原图 影像 scan picture image"),
        Spec("larger", say("放大"), ("Ctrl++", "Ctrl+="), read, "字号 字体 larger zoom in font size"),
        Spec("smaller", say("缩小"), ("Ctrl+-",), read, "字号 字体 smaller zoom out font size"),
        Spec("normal_size", say("原来大小"), ("Ctrl+0",), read, "字号 normal actual size zoom"),
        Spec("script", say("原文、简体、繁体，轮流显示"), ("F9",), read, "简繁 转换 simplified traditional"),
        Spec("full_screen", say("全屏阅读"), ("F11",), read, "专心 full screen"),
        Spec("print", say("打印，或存为 PDF…"), ("Ctrl+P",), read, "纸 print save as pdf paper"),
    )


def _to_find() -> tuple[Spec, ...]:
    find = say("查找")
    return (
        Spec("search", say("搜索"), ("Ctrl+K",), find, "查找 检索 全文 search find query"),
        Spec("find", say("在本文中查找"), ("Ctrl+F",), find, "find in article"),
        Spec("next_hit", say("下一处"), ("F3",), find, "next hit match occurrence"),
        Spec("previous_hit", say("上一处"), ("Shift+F3",), find, "previous hit match occurrence"),
        Spec(
            "concordance",
            say("逐处列出"),
            ("Ctrl+Shift+L",),
            find,
            "语境 上下文 索引行 搭配 words in context concordance kwic collocates",
        ),
        Spec("save_search", say("存下这个搜索"), ("Ctrl+Shift+S",), find, "保存 订阅 save search"),
        Spec(
            "export", say("导出结果或全文…"), ("Ctrl+Shift+E",), find, "存成 表格 export results csv bibtex"
        ),
        Spec("person_here", say("这里的人物"), ("F4",), find, "人名 是谁 person people who"),
        Spec("name_list", say("查一份名单…"), ("Ctrl+Shift+M",), find, "人名 批量 names list batch"),
        Spec("look_up", say("查词典"), ("F8",), find, "字典 生词 dictionary look up word"),
        Spec("research_log", say("研究日志…"), (), find, "记录 历史 查过什么 research log history"),
        Spec("forget_searches", say("清除搜索记录"), (), find, "历史 隐私 forget clear search history"),
    )


def _to_keep() -> tuple[Spec, ...]:
    keep = say("收藏与引用")
    return (
        Spec("bookmark", say("收藏"), ("B", "Ctrl+B"), keep, "书签 星 bookmark star favourite"),
        Spec("highlight", say("标记所选文字"), ("H",), keep, "划线 高亮 highlight mark"),
        Spec("note", say("批注"), ("M",), keep, "笔记 注释 note annotate comment"),
        Spec("add_to_dossier", say("加进专题"), ("A",), keep, "收集 dossier collection add"),
        Spec("write_in_dossier", say("在专题里写一段"), ("Ctrl+Shift+N",), keep, "文字 dossier write text"),
        Spec("clip", say("剪成图片…"), ("Ctrl+Shift+I",), keep, "剪报 截图 clip picture image"),
        Spec("copy_article", say("复制全文"), ("Ctrl+Shift+X",), keep, "拷贝 copy whole text"),
        Spec("cite", say("复制引文"), ("Ctrl+Shift+C",), keep, "引用 参考文献 出处 cite citation reference"),
        Spec("copy_link", say("复制这篇文章的链接"), ("Ctrl+Shift+J",), keep, "网址 copy link url"),
        Spec("read_article", say("标为读过，或标为未读"), ("Ctrl+M",), keep, "已读 mark read unread"),
        Spec("read_issue", say("整期标为读过，或标为未读"), ("Shift+U",), keep, "已读 mark issue read"),
        Spec("undo", say("撤销"), ("Ctrl+Z",), keep, "撤回 反悔 undo"),
        Spec("redo", say("重做"), ("Ctrl+Shift+Z", "Ctrl+Y"), keep, "redo"),
        Spec("caret", say("用键盘选字"), ("F7",), keep, "光标 select text keyboard caret", is_switch=True),
    )


def _to_mend() -> tuple[Spec, ...]:
    mend = say("更正与核对")
    return (
        Spec("source_lines", say("查看原文的行"), ("Ctrl+U",), mend, "文件 核对 source lines file check"),
        Spec(
            "about_article",
            say("关于这一篇"),
            ("Ctrl+Shift+U",),
            mend,
            "其他刊登 转载 连载 来源 比较 about printings reprints series sources compare",
        ),
        Spec("correct_issue", say("更正日期、期号、报名…"), (), mend, "correct date number newspaper"),
        Spec("corrections", say("更正一览…"), (), mend, "改过的 list of corrections"),
        Spec(
            "correct_character", say("所选的字认错了…"), ("Ctrl+H",), mend, "错字 校对 替换 correct character"
        ),
        Spec("misreadings", say("可能认错的字…"), ("Ctrl+Shift+R",), mend, "错字 识别 OCR misreadings"),
    )


def _of_library() -> tuple[Spec, ...]:
    library = say("资料库")
    return (
        Spec("open_library", say("打开资料库…"), ("Ctrl+O",), library, "文件夹 报纸 open library folder"),
        Spec("recent_libraries", say("最近打开的资料库…"), ("Ctrl+Shift+O",), library, "样本 recent sample"),
        Spec("rescan", say("更新"), ("F5",), library, "重新扫描 刷新 读入 rescan refresh update reload"),
        Spec(
            "import_files",
            say("导入文件、识别图片…"),
            ("Ctrl+I",),
            library,
            "添加 加入 扫描 照片 OCR import add files recognise pictures scans",
        ),
        Spec("name_library", say("给资料库起名…"), (), library, "改名 重命名 rename name library"),
        Spec("reveal_folder", say("在文件管理器中打开文件夹"), (), library, "目录 位置 show folder files"),
        Spec("open_link", say("打开剪贴板里的链接"), ("Ctrl+Shift+V",), library, "网址 open copied link url"),
    )


def _of_window() -> tuple[Spec, ...]:
    window = say("窗口")
    kept = "导出 导入 备份 恢复 最近删除 批注 收藏 bookmarks export import backup removed"
    return (
        Spec("show_papers", say("报纸"), (_key_of(Tab.PAPERS),), window, "目录 各期 papers issues tree"),
        Spec("show_calendar", say("日历"), (_key_of(Tab.CALENDAR),), window, "日期 月份 calendar month"),
        Spec("show_people", say("人物"), (_key_of(Tab.PEOPLE),), window, "人名 姓名 people names persons"),
        Spec("show_bookmarks", say("书签"), (_key_of(Tab.BOOKMARKS),), window, kept),
        Spec(
            "show_dossiers", say("专题"), (_key_of(Tab.DOSSIERS),), window, "新专题 dossiers new collection"
        ),
        Spec("toggle_sidebar", say("显示或隐藏侧栏"), ("Ctrl+\\",), window, "左边 sidebar show hide"),
        Spec("toggle_list", say("显示或隐藏列表"), ("Ctrl+L",), window, "list show hide"),
        Spec("next_pane", say("下一栏"), ("F6",), window, "焦点 next pane focus"),
        Spec("menu_of_focus", say("打开右键菜单"), menus.KEYS, window, "context menu"),
        Spec("close_beside", say("关上旁边的一篇；没有时关闭窗口"), ("Ctrl+W",), window, "close beside"),
        Spec("close", say("关闭窗口"), ("Ctrl+Q",), window, "退出 quit exit close"),
        Spec("palette", say("所有操作…"), ("Ctrl+Shift+P",), window, "命令 commands palette"),
        Spec("settings", say("设置…"), ("Ctrl+,",), window, "选项 偏好 preferences options settings"),
        Spec("help", say("帮助"), ("F1",), window, "快捷键 怎样搜索 按键 keys shortcuts help search syntax"),
        Spec("about", say("关于阅报"), (), window, "版本 有什么新的 许可 about version changes licence"),
        Spec("escape", say("退回"), ("Esc",), window),
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
    for spec in specs():
        action = QAction(spec.words, window)
        action.setObjectName(spec.name)
        action.setShortcuts([QKeySequence(key) for key in spec.keys])
        action.setCheckable(spec.is_switch)
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
    return "  ".join(dict.fromkeys(QKeySequence(key).toString(native) for key in spec.keys))


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
