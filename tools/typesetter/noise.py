"""What OCR does to a page, at a rate: look-alike characters, stray spaces, punctuation lost, doubled or of the other
width, lines broken in two and lines run together. The lines keep their marks, so the truth keeps in step.

What the truth tells by its value and not by its print (dates and numbers of a masthead, pages of a jump, agencies)
gets only such noise as a reader sees through.
"""

import random
from collections.abc import Sequence
from functools import cache

from msgspec.structs import replace

from tools.typesetter.lines import BLANK, Char, Field, Line, Role, Text
from tools.typesetter.setting import may_break

LOOK_ALIKES = (
    "己已巳 未末 土士 日曰目 人入八 大太犬 王玉主 州洲 桥挢侨 报扳极 讯汛迅 记纪 者著 电申由甲 "
    "员贝 间问闻 市巿 版板 上土 下卞 转传 接按 本木 干千于 天夫无 力刀 风凤 东车 今令 体休 免兔 "
    "处外 广厂 办为 历厉 几儿九 口囗 田由 白自 百白 米来 朱未 牛午 小少 水永 氷水 木术 林材 "
    "村材 活话 语话 说讹 时吋 明朋 期朗 站沾 船般 渡度 江汇 河何 海侮 会公 全金 合台 名各 同向 "
    "后启 周固 图囹 园国 场扬 城诚 长张 弓引 张帐 陈阵 阳阴 刘到 杨扬 杜社 李季 宋末 吴吕 徐除 "
    "孙孔 何河 高商 谢射 郑邓 唐庸 第弟 笫第 年午 月用 星皇 正止 新薪 拆折 析折 折拆 拔拨 哀衰 "
    "侯候 戍戌戊 辨辩 裁栽 竟竞 管菅 厘匣 一- 、丶 丨1 Oo0 l1I S5 B8 ，,. 。.o ：； “” （〈 "
    "）〉 ·. "
)
_PUNCTUATION = "，。、：；！？“”‘’（）《》·—…,.:;!?()"
_WIDTHS = dict(zip("，。：；！？（）,:;!?()", ",.:;!?(),：；！？（）", strict=False)) | {",": "，"}
_SEEN_THROUGH = {"0": "O", "1": "l"}
_VALUES = frozenset({Field.MASTHEAD, Field.PAGE, Field.AGENCY})
_BREAKING = frozenset({Role.PARAGRAPH, Role.HEADLINE, Role.DECK, Role.CAPTION, Role.NOTICE})


def ocr(rng: random.Random, lines: Sequence[Line], rate: float, *, garbles_title: bool) -> list[Line]:
    """The lines as OCR reads them. `rate` is the share of characters it gets wrong; lines are broken or run together
    at twice the rate. `garbles_title`: whether one character of the paper's name is misread, which the register of
    papers mends.
    """
    if not rate:
        return list(lines)
    misread = [
        _misread_title(rng, line) if garbles_title and rng.random() < rate * 20 else line for line in lines
    ]
    return _broken(rng, _run_together(rng, [_noisy(rng, line, rate) for line in misread], rate), rate)


@cache
def _alike() -> dict[str, str]:
    alike: dict[str, str] = {}
    for group in LOOK_ALIKES.split():
        for glyph in group:
            alike[glyph] = alike.get(glyph, "") + group.replace(glyph, "")
    return alike


@cache
def _neighbours(glyph: str) -> str:
    """Common characters near by in Unicode's order, which is by radical: most look a little alike."""
    near = [chr(ord(glyph) + step) for step in (-3, -2, -1, 1, 2, 3)]
    return "".join(other for other in near if "一" <= other <= "龥" and _is_common(other))


def _is_common(glyph: str) -> bool:
    try:
        return bool(glyph.encode("gb2312"))
    except UnicodeEncodeError:
        return False


def misread(rng: random.Random, glyph: str) -> str:
    """A character that looks like `glyph`, or itself where none does."""
    others = _alike().get(glyph) or (_neighbours(glyph) if "一" <= glyph <= "龥" else "")
    return rng.choice(others) if others else glyph


def _noisy(rng: random.Random, line: Line, rate: float) -> Line:
    text: list[Char] = []
    for char in line.text:
        if rng.random() >= rate:
            text.append(char)
            continue
        is_value = char.mark is not None and char.mark.field in _VALUES
        is_title = char.mark is not None and char.mark.field is Field.TITLE
        fate = rng.random()
        if fate < 0.25 and text:
            text += [Char(" ", char.mark if text[-1].mark == char.mark else None), char]
        elif is_value or is_title:
            text.append(
                Char(_SEEN_THROUGH.get(char.glyph, char.glyph) if is_value else char.glyph, char.mark)
            )
        elif char.glyph in _PUNCTUATION:
            text += _punctuation(rng, char)
        else:
            text.append(Char(misread(rng, char.glyph), char.mark))
    return replace(line, text=tuple(text)) if any(not char.glyph.isspace() for char in text) else line


def _punctuation(rng: random.Random, char: Char) -> Text:
    match rng.randrange(4):
        case 0:
            return ()
        case 1:
            return (char, char)
        case 2:
            return (Char(_WIDTHS.get(char.glyph, char.glyph), char.mark),)
        case _:
            return (Char(misread(rng, char.glyph), char.mark),)


def _misread_title(rng: random.Random, line: Line) -> Line:
    places = [at for at, char in enumerate(line.text) if char.mark and char.mark.field is Field.TITLE]
    if not places:
        return line
    at = rng.choice(places[:-1])
    char = line.text[at]
    return replace(
        line, text=(*line.text[:at], Char(misread(rng, char.glyph), char.mark), *line.text[at + 1 :])
    )


def _run_together(rng: random.Random, lines: list[Line], rate: float) -> list[Line]:
    """Runs a line and the next of its kind and article together; two paragraphs become one."""
    done: list[Line] = []
    blanks = 0
    same: dict[int, int] = {}
    for line in lines:
        if line.role is None:
            blanks += 1
            continue
        unit = same.get(line.unit, line.unit)
        before = done[-1] if done else BLANK
        is_alike = line.role is before.role and line.article == before.article and line.text[0].glyph != " "
        if is_alike and line.role in (Role.PARAGRAPH, Role.HEADLINE) and rng.random() < rate * 2:
            same[line.unit] = before.unit
            done[-1] = replace(before, text=before.text + line.text)
        else:
            done += [*[BLANK] * blanks, replace(line, unit=unit)]
        blanks = 0
    return [*done, *[BLANK] * blanks]


def _broken(rng: random.Random, lines: list[Line], rate: float) -> list[Line]:
    done: list[Line] = []
    for line in lines:
        cuts = [at for at in range(4, len(line.text) - 3) if may_break(line.text, at)]
        if line.role in _BREAKING and cuts and rng.random() < rate * 2:
            cut = rng.choice(cuts)
            blank = [BLANK] if rng.random() < 0.5 else []
            done += [
                replace(line, text=line.text[:cut]),
                *blank,
                replace(line, text=line.text[cut:], opening=""),
            ]
        else:
            done.append(line)
    return done
