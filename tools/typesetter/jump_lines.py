"""How papers have sent their readers to another page, from the twenties to today, on the mainland and elsewhere.

The lines are those of a jump's two ends. Those that are `held_out` are left out of every fitting of weights. Words in
braces are `Jump`'s; {wide} is a full-width figure, {ringed} one in a ring, {front} 头版 for the first page.
"""

from msgspec import Struct

from tools.typesetter.styles import Jump


class JumpLines(Struct, frozen=True):
    """The two lines, and what they are called in tables."""

    name: str
    jump: Jump
    held_out: bool = False


def _in_text(to: str, origin: str) -> Jump:
    return Jump(to, origin, shares_first_line=True, shares_last_line=True)


JUMP_LINES: tuple[JumpLines, ...] = (
    JumpLines("round, arabic", Jump("（下转第{one}版）", "（上接第{one}版）", shares_last_line=True)),
    JumpLines("round, in the text", _in_text("（下转第{han}版）", "（上接第{han}版）")),
    JumpLines("round, no ordinal", _in_text("（下转{two}版）", "（上接{two}版）")),
    JumpLines("lenticular", Jump("【下转{label}版】", "【上接{label}版】")),
    JumpLines("tortoise shell, forties", Jump("〔下接{han}版〕", "〔上接{han}版〕")),
    JumpLines("the rest of the text", _in_text("（下文转入{han}版）", "（上接{han}版）")),
    JumpLines("text turns, Taiwan", Jump("（文转第{han}版）", "（文接第{han}版）", shares_last_line=True)),
    JumpLines("bare label", Jump("下转{label}", "上接{label}")),
    JumpLines("long arrows", Jump("→转{label}版", "←接{label}版")),
    JumpLines("short verbs in brackets", _in_text("（转{one}版）", "（接{one}版）")),
    JumpLines("unfinished, then the page", _in_text("（未完，下转第{han}版）", "（续第{han}版）")),
    JumpLines("follows close", _in_text("（紧转第{han}版）", "（紧接第{han}版）")),
    JumpLines("dots", Jump("……下转第{han}版", "……上接第{han}版")),
    JumpLines("squares and the page's name", Jump("■下转{one}版·综合", "■上接{one}版·要闻")),
    JumpLines("front page by its name", Jump("（下转{front}）", "（上接{front}）")),
    JumpLines("Hong Kong", Jump("▶▶转{label}版", "◀◀接{label}版")),
    # Not fitted on.
    JumpLines("Hong Kong, the whole text", Jump("（全文转{label}）", "（文接{label}）"), held_out=True),
    JumpLines("overseas, leaves", Jump("▶转{label}页", "◀接{label}页"), held_out=True),
    JumpLines("twenties, leaves", _in_text("（下接第{han}页）", "（上接第{han}页）"), held_out=True),
    JumpLines("thirties, sheets", _in_text("（下转第{han}张）", "（上接第{han}张）"), held_out=True),
    JumpLines("turns into, from", Jump("（转入第{han}版）", "（接自第{han}版）"), held_out=True),
    JumpLines("angles", Jump(">>>下转{two}版", "<<<上接{two}版"), held_out=True),
    JumpLines("square brackets, airy", Jump("［下转 {one} 版］", "［上接 {one} 版］"), held_out=True),
    JumpLines("marks of reference", Jump("※未完 转第{one}版", "※续接第{one}版"), held_out=True),
    JumpLines("today's page", _in_text("（下转今日{one}版）", "（上接今日{one}版）"), held_out=True),
    JumpLines("between dashes", Jump("—— 下转{label}版 ——", "—— 上接{label}版 ——"), held_out=True),
    JumpLines("the remaining text", _in_text("（余文转第{han}版）", "（承接第{han}版）"), held_out=True),
    JumpLines("in a ring", Jump("●下转{ringed}版", "●上接{ringed}版"), held_out=True),
    JumpLines("full width", _in_text("（下转第{wide}版）", "（上接第{wide}版）"), held_out=True),
    JumpLines("this paper's page", Jump("（紧接本报第{one}版）", "（上接本报第{one}版）"), held_out=True),
    JumpLines("between bars", Jump("｜下转 {two}｜", "｜上接 {two}｜"), held_out=True),
    JumpLines("to the other part", _in_text("（下半部分转{one}版）", "（接{one}版上半部分）"), held_out=True),
)

FITTED_JUMP_LINES = tuple(lines for lines in JUMP_LINES if not lines.held_out)
HELD_OUT_JUMP_LINES = tuple(lines for lines in JUMP_LINES if lines.held_out)
