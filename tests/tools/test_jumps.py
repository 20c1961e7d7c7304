"""Every kind of jump line that a generated day prints is read."""

import pytest

from reader.parsing import pages
from tools.typesetter import STYLES
from tools.typesetter.jump_lines import JUMP_LINES, JumpLines
from tools.typesetter.jumps import Case, Half, jump_day


@pytest.mark.parametrize("lines", JUMP_LINES, ids=lambda lines: lines.name)
def test_every_kind_of_jump_line_is_printed_and_read(lines: JumpLines) -> None:
    day = jump_day(STYLES[0], Case.ONE, 2, 0, Half.FITTED, lines)
    printed = [line.strip() for sheet in day.sheets for line in sheet.source().lines]
    for (a, m), (b, n) in day.pairs:
        first, second = day.sheets[a].truth.articles[m], day.sheets[b].truth.articles[n]
        assert first.jump_to in {jump.page for line in printed if (jump := pages.jump_to(line))}
        assert second.jump_from in {jump.page for line in printed if (jump := pages.jump_from(line))}
