"""A source of LaTeX or Typst is read as what it prints: paper, day, articles, and no command."""

import pytest

from reader.formats import text_kinds
from tests.formats.stranger_papers import AUTHORS, PAPER, PARAGRAPHS, articles_in, is_whole, read

SOURCES = {
    "LaTeX with commands of its own": (
        "\\documentclass[a4paper]{article}\n\\usepackage{xeCJK} % 字体\n\\setCJKmainfont{宋体}\n"
        "\\newcommand{\\biaoti}[1]{\\section*{#1}}\n\\begin{document}\n"
        f"\\begin{{center}}{{\\LARGE {PAPER}}}\\\\ 1987年6月7日\\end{{center}}\n\\begin{{multicols}}{{3}}\n"
        + articles_in("\\biaoti{{{headline}}}\n\\textbf{{{first}}}% 录入\n\n{second}\\par\n", "\n")
        + "\\end{multicols}\n\\end{document}\n"
    ),
    "LaTeX of papers": (
        "\\documentclass{newspaper}\n\\date{1987年6月7日}\n\\currentvolume{3}\n"
        f"\\SetPaperName{{{PAPER}}}\n\\begin{{document}}\n\\maketitle\n"
        + articles_in(
            "\\begin{{article}}{{{headline}}}\n\\label{{a{number}}}\n{first}\n\n{second}\n\\end{{article}}\n"
        )
        + "\\end{document}\n"
    ),
    "Typst": (
        '#set page(paper: "a4", columns: 2)\n#set text(font: "Noto Serif CJK SC", lang: "zh")\n'
        f"#show heading: it => block(it.body)\n\n#align(center)[= {PAPER}]\n#align(center)[1987年6月7日]\n\n"
        + articles_in("== {headline}\n\n#text(size: 9pt)[{first}]\n\n*{second}* // 核过")
        + "\n\n#pagebreak()\n"
    ),
    "Typst with a template": (
        '#import "@preview/paper:0.1.0": *\n#show: paper.with(\n'
        f'  title: "{PAPER}",\n  date: datetime(year: 1987, month: 6, day: 7),\n)\n\n'
        + articles_in("= {headline} <a{number}>\n\n{first} \\\n\n{second}")
    ),
}


@pytest.mark.parametrize("name", SOURCES)
def test_a_source_is_read_as_what_it_prints(name: str) -> None:
    assert is_whole(read(SOURCES[name]))


def test_each_line_keeps_its_place_in_the_file() -> None:
    text = SOURCES["Typst with a template"]
    first = next(block for article in read(text).articles for block in article.blocks)
    (number, _) = first.source_lines[0]
    assert text.split("\n")[number - 1].startswith(PARAGRAPHS[0][0])


def test_the_arguments_of_an_unknown_command_are_words_and_signs_are_themselves() -> None:
    body = f"\\byline{{本报记者 {AUTHORS[0]}}}\n{PARAGRAPHS[0][0]}占了50\\%，写作``桥''。\n"
    part = read(
        f"\\documentclass{{ctexart}}\n\\begin{{document}}\n\\section{{新桥}}\n{body}\\end{{document}}\n"
    )
    (article,) = part.articles
    assert [credit.names for credit in article.credits] == [(AUTHORS[0],)]
    assert article.blocks[-1].text == f"{PARAGRAPHS[0][0]}占了50%，写作“桥”。"


@pytest.mark.parametrize(
    "text",
    [
        f"#set 是什么\n{PARAGRAPHS[0][0]}\n",
        f"#show\n{PARAGRAPHS[0][0]}\n",
        f"\\section{{新桥}}\n{PARAGRAPHS[0][0]}\n",
        f"# 新桥\n{PARAGRAPHS[0][0]}\n",
    ],
)
def test_a_text_with_a_mark_or_two_is_no_source(text: str) -> None:
    assert "typeset-text" not in {kind.name for kind in text_kinds.kinds_of(text.split("\n"))}
