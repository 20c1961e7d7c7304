import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pylopdf_fonts_zh_cn
import pytest
from fontTools.ttLib import TTFont
from PySide6.QtGui import QFontDatabase, QFontInfo, QFontMetricsF

from reader import assets
from reader.ui.widgets import theme
from tests import modules
from tests.ui import typeface

ROOT = Path(__file__).parents[3]


@pytest.fixture(autouse=True)
def forgetful(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    typeface.take_off(monkeypatch)
    yield
    theme._families.cache_clear()


def install(monkeypatch: pytest.MonkeyPatch, *families: str, chinese: tuple[str, ...] = ()) -> None:
    """Lets Qt know of these typefaces only; `chinese` are those it takes for Chinese ones."""
    monkeypatch.setattr(QFontDatabase, "families", lambda system=None: list(chinese if system else families))


def test_chinese_families_stand_in_front(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, "Arial", "SimSun", "Microsoft YaHei", "Noto Serif CJK SC")
    assert theme.serif(17).families() == ["Noto Serif CJK SC", "SimSun"]
    assert theme.sans(13, 700).families() == ["Microsoft YaHei"]
    assert (theme.sans(13, 700).pixelSize(), theme.sans(13, 700).weight()) == (13, 700)


def test_a_bundles_own_stand_in_for_what_the_system_lacks_and_before_one_made_for_screens(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "typefaces").mkdir()
    for name in ("NotoSerifSC", "NotoSansSC"):
        (tmp_path / "typefaces" / f"{name}-Regular.otf").touch()
    monkeypatch.setattr(assets, "resource", lambda name: tmp_path / name)
    monkeypatch.setattr(QFontDatabase, "addApplicationFont", lambda file: 0)
    install(monkeypatch, "Arial", "SimSun", "Microsoft YaHei")
    assert theme.serif(17).families() == ["Noto Serif SC", "SimSun"]
    assert theme.sans(13).families() == ["Microsoft YaHei"]


@pytest.mark.skipif(sys.platform != "linux", reason="comes along on Linux alone")
def test_a_linux_without_any_chinese_typeface_has_those_that_come_along(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    install(monkeypatch, "DejaVu Sans")
    assert not theme.is_cjk_missing()
    monkeypatch.undo()
    for font, family in ((theme.serif(20), "Noto Serif SC"), (theme.sans(20), "Noto Sans SC")):
        assert QFontInfo(font).family() == family
        assert all(QFontMetricsF(font).inFont(character) for character in "报報岛島〇“《㐂鎔")


def test_the_window_says_nothing_that_those_lack() -> None:
    words = (ROOT / "resources" / "locale" / "en" / "LC_MESSAGES" / "reader.po").read_text(encoding="utf-8")
    for path, tree in modules.trees().items():
        if not {"ui", "ui.py"} & {*path.parts}:
            continue
        about = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        said = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and node not in about)
        words += "".join(node.value for node in said if isinstance(node.value, str))
    with TTFont(pylopdf_fonts_zh_cn.sans_path(), lazy=True) as typeface:
        lacking = {character for character in words if character.isprintable()} - set(
            map(chr, typeface.getBestCmap())
        )
    assert lacking == {"\ufffd"}  # a box says the same


def without_wheel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(theme, "_typefaces_of_wheel", lambda: iter(()))


def test_without_a_serif_the_sans_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    without_wheel(monkeypatch)
    install(monkeypatch, "Arial", "PingFang SC")
    assert not theme.has_serif()
    assert theme.serif(17).families() == ["PingFang SC"]
    assert not theme.is_cjk_missing()


def test_an_unlisted_chinese_typeface_will_do(monkeypatch: pytest.MonkeyPatch) -> None:
    without_wheel(monkeypatch)
    install(monkeypatch, "Arial", "Unheard Of", chinese=("Unheard Of",))
    assert theme.sans(13).families()[0] == "Unheard Of"
    assert not theme.is_cjk_missing()


def test_no_chinese_typeface_at_all_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    without_wheel(monkeypatch)
    install(monkeypatch, "Arial")
    assert theme.is_cjk_missing()


def test_quotation_marks_are_as_wide_as_characters() -> None:
    for font in (theme.serif(20), theme.sans(20)):
        assert QFontMetricsF(font).horizontalAdvance("“") >= 0.9 * 20


_OF_THEME = {"serif", "sans", "reading_font"}


def test_no_font_that_all_share_is_changed() -> None:
    """Whoever changes one makes a copy: `QFont(theme.sans(12))`."""
    changed = []
    takers = {path for path, call in modules.nodes(ast.Call) if _is_of_theme(call)}
    for path, function in modules.nodes(ast.FunctionDef):
        if path not in takers:
            continue
        shared = {
            target.id
            for node in ast.walk(function)
            if isinstance(node, ast.Assign) and _is_of_theme(node.value)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        calls = (node.func for node in ast.walk(function) if isinstance(node, ast.Call))
        for called in (node for node in calls if isinstance(node, ast.Attribute)):
            holder = called.value
            is_shared = _is_of_theme(holder) or (isinstance(holder, ast.Name) and holder.id in shared)
            if is_shared and called.attr.startswith("set"):
                changed.append(f"{path.name}:{called.lineno}")
    assert changed == []


def _is_of_theme(value: ast.expr) -> bool:
    if not (isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute)):
        return False
    return isinstance(value.func.value, ast.Name) and value.func.attr in _OF_THEME
