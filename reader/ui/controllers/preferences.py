"""The settings: the meaning and the choices of each, and their window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from msgspec import to_builtins
from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QLineEdit, QScrollArea, QSizePolicy, QWidget

from reader import do_nothing, i18n
from reader.export.forms import Style, Wording
from reader.export.notes import NoteOrder
from reader.i18n import say
from reader.language.scripts import Script
from reader.plugs import FEATURES, Outside, Preference, Value, all_plugs, in_order, plugs
from reader.search.documents import Order
from reader.storage.outside_features import why_off
from reader.storage.settings import Settings
from reader.ui.article.article_header import script_words
from reader.ui.article.pane_calls import ReadingSettings
from reader.ui.article.style_panel import face_words, leading_words
from reader.ui.article.typesetting import LEADINGS, MEASURES, SIZES
from reader.ui.search.search_field import QueryField
from reader.ui.widgets import text_painting, theme
from reader.ui.widgets.controls import (
    IconButton,
    Label,
    SegmentedControl,
    Wide,
    column_layout,
    fill_with_rules,
    row_layout,
    stacked,
)
from reader.ui.widgets.dialog import Dialog
from reader.ui.widgets.menus import DropChip
from reader.ui.widgets.theme import Face


def default_of(preference: Preference) -> Value:
    value_by_name = {**to_builtins(Settings()), **ReadingSettings().values()}
    usual: Value = value_by_name.get(preference.name, preference.default)
    return usual


def in_words(preference: Preference, value: Value) -> str:
    if preference.is_text:
        return str(value) or say("没有写")
    if not preference.choices:
        if value:
            return say("开")
        return say("关")
    return dict(preference.choices)[value]


def preferences() -> tuple[Preference, ...]:
    core_preferences = (*_of_window(), *_of_page(), *_of_search(), *_of_notes())
    return (
        *in_order(core_preferences, (preference for plug in plugs() for preference in plug.settings())),
        *_of_features(),
    )


def of_outside_features(features: Sequence[Outside]) -> tuple[Preference, ...]:
    """Return the switches of the features of other packages; they are off until a person switches them on."""
    plug_of = {plug.name: plug for plug in all_plugs()}
    rows = []
    for feature in features:
        words = feature.name
        meaning = feature.summary
        plug = plug_of.get(feature.name)
        if plug is not None:
            words = plug.title()
            meaning = plug.meaning()
        sentences = (
            meaning,
            say("装自 {package}，不是阅报自带的。", package=feature.package),
            why_off(feature.name) or say("它的搜索字段从下次打开阅报起有。"),
        )
        rows.append(
            Preference(
                feature.name,
                say("外来的部件"),
                words,
                " ".join(filter(None, sentences)),
                keywords=f"部件 功能 外来 插件 parts features plugins outside {feature.package}",
                is_feature=True,
            )
        )
    return tuple(rows)


def matching(listed: Sequence[Preference], typed: str) -> list[Preference]:
    words = typed.casefold().split()
    preferences: list[Preference] = []
    for preference in listed:
        preference_words = preference.all_words().casefold()
        if all(word in preference_words for word in words):
            preferences.append(preference)
    return preferences


def _of_window() -> tuple[Preference, ...]:
    group = say("窗口")
    return (
        Preference(
            "language",
            group,
            say("界面语言"),
            say("环境变量 READER_LANGUAGE 规定了语言，这里改不了。")
            if i18n.is_set_by_environment()
            else say("菜单、按钮和提示用什么语言。报上的文字从不翻译。"),
            ((i18n.SYSTEM, say("跟随系统")), ("zh", "中文"), ("en", "English")),
            "语言 中文 英文 汉语 language Chinese English locale",
        ),
        Preference(
            "theme",
            group,
            say("主题"),
            say("窗口和纸面的颜色。跟随系统时，随桌面的深浅变。"),
            (
                (theme.SYSTEM, say("跟随系统")),
                ("paper", say("纸")),
                ("white", say("白")),
                ("dark", say("夜")),
            ),
            "颜色 深色 浅色 夜间 护眼 theme colour color dark light night appearance",
        ),
        Preference(
            "reduced_motion",
            group,
            say("减少动画"),
            say("菜单和提示不再展开、淡入，光标不再闪。"),
            keywords="动画 动效 闪烁 motion animation blink accessibility",
        ),
    )


def _of_page() -> tuple[Preference, ...]:
    group = say("版式")
    # the default among them even if another face stands in for it
    faces = tuple((face.value, face_words(face)) for face in Face if face in (Face.SONG, *theme.faces()))
    sizes = tuple((size, say("{size} 像素", size=size)) for size in SIZES)
    measures = tuple((measure, say("每行 {n} 字", n=measure)) for measure in MEASURES)
    scripts = tuple((script.value, script_words(script)) for script in Script)
    return (
        Preference(
            "face",
            group,
            say("字体"),
            say("正文用什么字体；这台电脑上有的才列出来。"),
            faces,
            "宋体 黑体 楷体 font typeface serif sans",
        ),
        Preference(
            "body_size",
            group,
            say("字号"),
            say("正文的大小，标题随着变。Ctrl++ 和 Ctrl+- 也改它。"),
            sizes,
            "字体大小 放大 缩小 font size zoom larger smaller",
        ),
        Preference(
            "measure",
            group,
            say("栏宽"),
            say("一行最多多少字。窗口窄时自动少些。"),
            measures,
            "行宽 每行 column width measure line length",
        ),
        Preference(
            "leading",
            group,
            say("行距"),
            say("行与行之间空多少。"),
            tuple(zip(LEADINGS, leading_words(), strict=True)),
            "行间距 leading line spacing height",
        ),
        Preference(
            "script",
            group,
            say("简繁"),
            say("正文显示成原文、简体还是繁体；复制、引用和导出的都是原文。"),
            scripts,
            "简体 繁体 简繁 转换 simplified traditional script characters convert",
        ),
    )


def _of_search() -> tuple[Preference, ...]:
    group = say("搜索")
    return (
        Preference(
            "search_order",
            group,
            say("结果的次序"),
            say("新的搜索按什么排列。结果上方也能改。"),
            (
                (Order.RELEVANCE.value, say("相关")),
                (Order.NEWEST.value, say("日期 新→旧")),
                (Order.OLDEST.value, say("日期 旧→新")),
                (Order.SUREST.value, say("识别置信度 高→低")),
                (Order.LEAST_SURE.value, say("识别置信度 低→高")),
            ),
            "排序 顺序 sort order results",
        ),
        Preference(
            "as_printed",
            group,
            say("词也只照原样找"),
            say("不选时，没加引号的“台湾”也找到“臺灣”，“12”也找到“十二”；加了引号的总是照原样找。"),
            keywords="字形 简繁 variants traditional simplified shapes characters",
        ),
        Preference(
            "folds_printings",
            group,
            say("同一篇文字的结果折成一条"),
            say("登在几处的同一篇文字，结果里只占一条；篇数仍是全部文章的。"),
            keywords="重复 转载 折叠 fold duplicates reprints",
        ),
        Preference(
            "own_words",
            group,
            say("用户词典"),
            say(
                "字典里没有的名字和术语，用空格隔开；也可以写一个文件的路径，一行一个词，同 jieba 的。关上设置时生效。"
            ),
            keywords="自定义词典 分词 生词 人名 地名 jieba dictionary words names terms segmentation",
            is_text=True,
        ),
    )


def _of_notes() -> tuple[Preference, ...]:
    group = say("收藏与引用")
    styles = tuple((style.value, style.label) for style in Style)
    wordings = tuple((wording_kind.value, wording_kind.label) for wording_kind in Wording)
    return (
        Preference(
            "citation_style",
            group,
            say("引文格式"),
            say("Ctrl+Shift+C 复制的、导出和拖出去的引文按它写；终端里也是。"),
            styles,
            "引用 参考文献 著录 citation cite bibliography style export",
        ),
        Preference(
            "copies_source",
            group,
            say("复制时附上出处"),
            say("复制的文字后面加一行：报纸名、日期、版、标题。"),
            keywords="剪贴板 来源 copy source clipboard",
        ),
        Preference(
            "copied_wording",
            group,
            say("复制和导出时，改正过的字"),
            say("校注写明识别作什么；终端里是 --corrected 和 --as-recognised。专题的脚注里总有。"),
            wordings,
            "剪贴板 更正 认错 校注 copy corrected recognised characters clipboard notes",
        ),
        Preference(
            "bookmark_order",
            group,
            say("收藏的次序"),
            say("收藏夹按什么排列。在那里也能改。"),
            (
                (NoteOrder.ADDED.value, say("新加的在前")),
                (NoteOrder.NEWEST.value, say("报纸日期 新→旧")),
                (NoteOrder.OLDEST.value, say("报纸日期 旧→新")),
            ),
            "收藏 排序 bookmarks sort order notes",
        ),
    )


def _of_features() -> tuple[Preference, ...]:
    return tuple(
        Preference(
            plug.name,
            say("部件"),
            plug.title(),
            say("{meaning}关掉后，按钮、菜单、快捷键里都不再有它；存下的东西都在。", meaning=plug.meaning()),
            keywords=f"部件 功能 关掉 parts features switch off {plug.name}",
            is_feature=True,
            default=True,
        )
        for plug in all_plugs()
        if plug.title() and plug.name in FEATURES
    )


def nearest_choice(preference: Preference, stored_value: Value, usual: Value) -> Value:
    """Return a stored value if it is a choice; of a number the nearest choice, of any other value the usual one."""
    if preference.is_text:
        if isinstance(stored_value, str):
            return stored_value
        return usual
    choice_values = [value for value, _ in preference.choices] or [False, True]
    if stored_value in choice_values:
        return stored_value
    numbers = [value for value in choice_values if isinstance(value, int | float)]
    if isinstance(stored_value, int | float) and numbers:
        return min(numbers, key=lambda number: abs(number - stored_value))
    return usual


Choose = Callable[[str, Value], object]
"""Sets the setting of this name, and has it saved."""


_WIDTH = 40
_HEIGHT = 22
_AROUND = 4


class Switch(QCheckBox):
    """A check box drawn as a switch; `name` is its accessible name. A tick distinguishes on from off without colour."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH + 2 * _AROUND, _HEIGHT + 2 * _AROUND)

    minimumSizeHint = sizeHint

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(_AROUND, _AROUND, -_AROUND, -_AROUND)
        side = box.height() - 6
        knob = QRectF(box.left() + 3, box.top() + 3, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.isChecked():
            knob.moveRight(box.right() - 3)
            text_painting.draw_box(painter, box, box.height() / 2, "accent", None)
            painter.setBrush(theme.color("on_accent"))
            painter.drawEllipse(knob)
            theme.draw_icon(painter, "check", "accent", knob.center().x() - 6, knob.center().y() - 6, 12)
        else:
            text_painting.draw_box(painter, box, box.height() / 2, "track", "rule2")
            painter.setBrush(theme.color("rule2"))
            painter.drawEllipse(knob)
        if self.hasFocus():
            text_painting.draw_focus(painter, QRectF(self.rect()), self.height() / 2)


_SIZE = (760, 620)
_WIDTH_OF_FIELD = 220
"""The width of a line of text, in pixels."""
_MAX_SEGMENTS = 330
"""Choices that are wider than this side by side are offered in a menu, in pixels."""


class SettingsWindow(Dialog):
    """Shows the settings in groups; a change is applied and saved at once."""

    def __init__(
        self,
        parent: QWidget,
        value_of: Callable[[Preference], Value],
        choose: Choose,
        first: str = "",
        outside: Sequence[Outside] = (),
    ) -> None:
        """Make the window; `first` is the name of the setting that gets the focus, "" gives it to the filter."""
        super().__init__(parent, say("设置"), "settingsWindow", tint="list")
        listed = (*preferences(), *of_outside_features(outside))
        self.rows = {preference.name: PreferenceRow(preference, value_of, choose) for preference in listed}
        self.field = QueryField(say("搜索设置"), say("找一项设置，如“字号”“引文”“language”"))
        self.field.line.textChanged.connect(self._filter)
        self.field.line.installEventFilter(self)
        self._groups: list[tuple[QWidget, list[PreferenceRow]]] = []
        self._nothing = Label("", theme.sans(14), "ink2", wraps=True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._body = stacked(self._scrolled(self._list()), self._nothing)
        note = Label(say("改动马上生效，也马上存下。"), theme.sans(12), "ink3")
        close = self.leave_button()
        close.setAutoDefault(False)
        title = Label(say("设置"), theme.serif(18, 700))
        head = row_layout(title, Wide(self.field), margins=(20, 14, 20, 12), spacing=20)
        foot = row_layout(Wide(note), close, margins=(20, 8, 20, 10))
        fill_with_rules(self, [head], self._body, foot)
        space = parent.window().size()
        self.resize(min(_SIZE[0], space.width() - 40), min(_SIZE[1], space.height() - 60))
        theme.signals.changed.connect(self.rows["theme"].refresh)
        if first:
            self.rows[first].focus()
        else:
            self.field.line.setFocus()

    def _list(self) -> QWidget:
        listed = QWidget()
        theme.tint(listed, "list")
        column = column_layout(of=listed, margins=(20, 4, 20, 16), spacing=0)
        by_group: dict[str, list[PreferenceRow]] = {}
        for row in self.rows.values():
            by_group.setdefault(row.preference.group, []).append(row)
        for group, rows in by_group.items():
            heading = Label(group, theme.sans(12, 700), "ink2")
            heading.setFixedHeight(40)
            heading.setContentsMargins(0, 14, 0, 4)
            column.addWidget(heading)
            self._groups.append((heading, rows))
            for row in rows:
                column.addWidget(row)
        column.addStretch(1)
        return listed

    def _scrolled(self, listed: QWidget) -> QScrollArea:
        area = QScrollArea()
        self._area = area
        area.setWidget(listed)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        theme.tint(area, "list")
        theme.slim(area)
        for row in self.rows.values():
            row.focused = partial(area.ensureWidgetVisible, row, 0, 24)
        return area

    def shown(self) -> list[str]:
        return [name for name, row in self.rows.items() if not row.isHidden()]

    def _filter(self, typed: str) -> None:
        preferences = [row.preference for row in self.rows.values()]
        matching_names = {preference.name for preference in matching(preferences, typed)}
        for name, row in self.rows.items():
            row.setVisible(name in matching_names)
        for heading, rows in self._groups:
            heading.setVisible(any(row.preference.name in matching_names for row in rows))
        self._nothing.setText(say("没有说到“{words}”的设置。", words=typed.strip()))
        self._body.setCurrentIndex(0 if matching_names else 1)
        self._area.verticalScrollBar().setValue(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move from the filter to the first setting on Down, and clear a filter with text on Esc."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Down and self.shown():
                self.rows[self.shown()[0]].focus()
                return True
            if event.key() == Qt.Key.Key_Escape and self.field.line.text():
                self.field.set_text("")
                return True
        return super().eventFilter(watched, event)


class PreferenceRow(QWidget):
    """A setting: its name, its meaning, its control, and a button that restores the default."""

    def __init__(
        self, preference: Preference, value_of: Callable[[Preference], Value], choose: Choose
    ) -> None:
        super().__init__()
        self.focused: Callable[[], object] = do_nothing
        self.preference = preference
        self._value_of = value_of
        self._choose = choose
        self.setAccessibleName(preference.words)
        self.usual_button = IconButton(
            "undo",
            say(
                "{name}：恢复为“{value}”",
                name=preference.words,
                value=in_words(preference, default_of(preference)),
            ),
            act=self._restore,
        )
        self._show: Callable[[Value], None]
        self.control = self._make_control()
        words = Label(preference.words, theme.sans(14))
        meaning = Label(preference.meaning, theme.sans(12), "ink3", wraps=True)
        policy = self.usual_button.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.usual_button.setSizePolicy(policy)
        left = column_layout(words, meaning, spacing=2)
        row_layout(Wide(left), 16, self.control, self.usual_button, of=self, margins=(0, 9, 0, 9), spacing=8)
        for widget in (self.usual_button, *self._stops()):
            widget.installEventFilter(self)
        if preference.name == "language" and i18n.is_set_by_environment():
            self.control.setEnabled(False)
        self.refresh()

    def refresh(self) -> None:
        value = self._value_of(self.preference)
        self._show(value)
        self.usual_button.setVisible(value != default_of(self.preference) and self.control.isEnabled())

    def focus(self) -> None:
        stops = self._stops()
        checked = [stop for stop in stops if getattr(stop, "isChecked", bool)()]
        (checked or stops)[0].setFocus(Qt.FocusReason.TabFocusReason)

    def choose(self, value: Value) -> None:
        if value != self._value_of(self.preference):
            self._choose(self.preference.name, value)
            self._show(value)
            self.usual_button.setVisible(value != default_of(self.preference))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self.focused()
        return False

    def _stops(self) -> list[QWidget]:
        if isinstance(self.control, SegmentedControl):
            return list(self.control.segments())
        return [self.control]

    def _make_field(self) -> QWidget:
        field = QLineEdit()
        theme.frame(field)
        field.setFont(theme.sans(13))
        field.setFixedWidth(_WIDTH_OF_FIELD)
        field.setAccessibleName(self.preference.words)
        field.setAccessibleDescription(self.preference.meaning)
        field.textEdited.connect(self.choose)

        def show(value: Value) -> None:
            if field.text() != value:
                field.setText(str(value))

        self._show = show
        return field

    def _restore(self) -> None:
        self.choose(default_of(self.preference))
        self.focus()

    def _make_control(self) -> QWidget:
        preference = self.preference
        if preference.is_text:
            return self._make_field()
        values = [value for value, _ in preference.choices]
        if not values:
            switch = Switch(preference.words)
            switch.setAccessibleDescription(preference.meaning)
            switch.clicked.connect(self.choose)
            self._show = lambda value: switch.setChecked(bool(value))
            return switch
        labels = [words for _, words in preference.choices]
        width = sum(text_painting.width_of(label, theme.sans(13, 700)) + 22 for label in labels)
        if width <= _MAX_SEGMENTS:
            segments = SegmentedControl(preference.words, labels, lambda at: self.choose(values[at]))
            segments.setAccessibleDescription(preference.meaning)
            segments.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            segments.setFixedWidth(round(width) + 4)
            self._show = lambda value: segments.set_current(values.index(value))
            return segments
        chip = DropChip(preference.words, [(str(at), words) for at, words in enumerate(labels)])
        chip.setAccessibleDescription(preference.meaning)
        chip.chosen.connect(lambda key: self.choose(values[int(key)]))
        self._show = lambda value: chip.set_key(str(values.index(value)))
        return chip
