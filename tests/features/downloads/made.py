"""Invented articles as the downloads of many databases have them: a make is a template of labels and separators."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct


class Story(Struct, frozen=True):
    """An article, with the fields that a download may tell of it."""

    title: str
    author: str
    day: dt.date
    paper: str
    page: str
    section: str
    text: tuple[str, ...]

    @property
    def p(self) -> str:
        """The text, a paragraph a line."""
        return "\n".join(self.text)

    @property
    def pp(self) -> str:
        """The text, with blank lines between the paragraphs."""
        return "\n\n".join(self.text)

    @property
    def one(self) -> str:
        """The text in one line."""
        return "".join(self.text)

    @property
    def cn(self) -> str:
        return f"{self.day.year}年{self.day.month}月{self.day.day}日"

    @property
    def en(self) -> str:
        return f"{self.day:%B} {self.day.day}, {self.day.year}"

    @property
    def count(self) -> int:
        return len(self.one)


STORIES = (
    Story(
        "白石滩渡船加开夜班",
        "顾知远",
        dt.date(2024, 3, 5),
        "雁桥日报",
        "2",
        "要闻",
        (
            "三月四日起，白石滩渡船每晚加开两班，末班船开到十点。",
            "船工老周说，夜里过河的多是下班的工人和上晚自习的学生。",
            "县交通局将在两岸装上路灯。",
        ),
    ),
    Story(
        "谁来给南坪小学添书？",
        "温如岚",
        dt.date(2024, 3, 6),
        "雁桥日报",
        "3",
        "教育",
        (
            "记者：您为什么捐这批书？",
            "日期：那天是开学的日子，孩子们都来了。",
            "校长沈若谷说，图书室周末也向村民开放。",
        ),
    ),
    Story(
        "茶价回落 茶农盼雨",
        "顾知远",
        dt.date(2024, 3, 14),
        "雁桥日报",
        "2",
        "经济",
        (
            "今年春茶上市以来，鲜叶价格较上月回落一成，茶农盼望一场透雨。",
            "县农技站建议各合作社错峰采摘，避免集中上市造成压价。",
        ),
    ),
    Story(
        "江心的雪",
        "沈若谷",
        dt.date(2024, 3, 14),
        "江城晚报",
        "A4",
        "副刊",
        ("雪下了一夜。", "早上江面白茫茫一片，看不见对岸。"),
    ),
)

Make = Callable[[int, Story], str]


def _rows(*rows: str) -> str:
    return "\n".join(rows)


def _nexis(at: int, s: Story, day: str, page: str) -> str:
    return (
        f"\n\n                      {at} of 4 DOCUMENTS\n\n\n                         {s.paper}\n\n"
        f"                  {day}\n\n{s.title}\n\nBYLINE: {s.author}\n\nSECTION: {s.section}; {page}\n\n"
        f"LENGTH: {s.count} words\n\n{s.pp}\n\nLOAD-DATE: March 20, 2024\n\nLANGUAGE: CHINESE; 中文\n\n"
        f"                 Copyright 2024 {s.paper}\n                      All Rights Reserved\n"
    )


def _factiva_codes(at: int, s: Story) -> str:
    first, *others = s.text
    values = {
        "SE": s.section,
        "HD": s.title,
        "BY": s.author,
        "WC": f"{s.count} 字",
        "PD": s.cn,
        "SN": s.paper,
    }
    values |= {"SC": "YQRB", "PG": s.page, "LA": "简体中文", "CY": f"(c) 2024 {s.paper}社", "LP": first}
    values |= {"TD": "\n\n".join(others), "AN": f"文件 YQRB0000{at}ek3500001"}
    return "\n\n".join(f"{code}\n{value}" for code, value in values.items())


MAKES: Mapping[str, tuple[Make, str]] = {
    "RIS": (
        lambda at, s: _rows(
            *("TY  - NEWS", f"AU  - {s.author}", f"TI  - {s.title}", f"JO  - {s.paper}", "PY  - 2024"),
            *(f"DA  - {s.day:%Y/%m/%d}", f"SP  - {s.page}", "KW  - 渡口", f"N2  - {s.p}", "ER  - "),
        ),
        "\n\n",
    ),
    "EndNote": (
        lambda at, s: _rows(
            *("%0 Newspaper Article", f"%A {s.author}", f"%T {s.title}", f"%J {s.paper}", f"%8 {s.day}"),
            *(f"%P 00{s.page}" if s.page.isdigit() else f"%P {s.page}", f"%X {s.p}", "%W CNKI"),
        ),
        "\n\n",
    ),
    "NoteExpress": (
        lambda at, s: _rows(
            *("{Reference Type}: Newspaper Article", f"{{Title}}: {s.title}", f"{{Author}}: {s.author}"),
            *(f"{{Journal}}: {s.paper}", "{Year}: 2024", f"{{Date}}: {s.day}", f"{{Pages}}: {s.page}"),
            *(f"{{Abstract}}: {s.p}", "{Database Provider}: CNKI"),
        ),
        "\n\n",
    ),
    "RefWorks": (
        lambda at, s: _rows(
            *("RT News", f"A1 {s.author}", f"T1 {s.title}", f"JF {s.paper}", "YR 2024", f"FD {s.day}"),
            *(f"SP {s.page}", f"AB {s.p}", "DS CNKI"),
        ),
        "\n\n",
    ),
    "BibTeX": (
        lambda at, s: _rows(
            *(f"@article{{k{at},", f"  title = {{{s.title}}},", f"  author = {{{s.author}}},"),
            *(f"  journal = {{{s.paper}}},", f"  date = {{{s.day}}},", f"  pages = {{{s.page}}},"),
            *(f"  abstract = {{{s.one}}},", "}"),
        ),
        "\n\n",
    ),
    "CNKI": (
        lambda at, s: _rows(
            *("SrcDatabase-来源库: 报纸", f"Title-题名: {s.title}", f"Author-作者: {s.author}"),
            *(f"Source-报纸名称: {s.paper}", f"PubTime-发表时间: {s.day}", f"Page-版次: {s.page}"),
            f"Summary-摘要: {s.one}",
        ),
        "\n\n",
    ),
    "brackets": (
        lambda at, s: _rows(
            *(
                f"【标题】{s.title}",
                f"【来源】{s.paper} {s.cn} 第{s.page}版",
                f"【日期】{s.day}",
                f"【版次】第{s.page}版",
            ),
            *(
                f"【作者】{s.author}",
                "【正文】",
                s.p,
                "【关键词】渡船；茶叶",
                f"【链接】https://p.example/{at}",
            ),
        ),
        "\n\n\n",
    ),
    "dense brackets": (
        lambda at, s: _rows(
            *(f"〔报名〕{s.paper}", f"〔日期〕{s.day}", f"〔版面〕{s.page}", f"〔栏目〕{s.section}"),
            *(f"〔标题〕{s.title}", f"〔作者〕{s.author}", f"〔正文〕{s.p}", f"〔字数〕{s.count}"),
        ),
        "\n",
    ),
    "an optional first label": (
        lambda at, s: _rows(
            *([f"【引题】{s.section}新闻"] if at % 2 else []),
            *(f"【标题】{s.title}", f"【报纸】{s.paper}", f"【日期】{s.cn}", f"【版次】{s.page}"),
            *(f"【作者】{s.author}", "【正文】", s.p),
        ),
        "\n\n",
    ),
    "colons and rules": (
        lambda at, s: _rows(
            *(f"标 题：{s.title}", f"报纸名称：{s.paper}", f"出版日期：{s.cn}", f"版 次：{s.page}"),
            *(f"版 名：{s.section}", f"作 者：{s.author}", f"字 数：{s.count}", "", s.p),
        ),
        "\n" + "-" * 40 + "\n",
    ),
    "colons, dense": (
        lambda at, s: _rows(
            *(
                f"标题：{s.title}",
                f"作者：{s.author}",
                f"报纸：{s.paper}",
                f"日期：{s.day}",
                f"版次：{s.page}",
            ),
            *("正文：", s.p),
        ),
        "\n",
    ),
    "tabs": (
        lambda at, s: _rows(
            *(
                f"标题\t{s.title}",
                f"作者\t{s.author}",
                f"报纸\t{s.paper}",
                f"日期\t{s.day}",
                f"版次\t{s.page}",
            ),
            f"正文\t{s.p}",
        ),
        "\n\n",
    ),
    "labels on their own lines": (
        lambda at, s: _rows(
            *("标题", s.title, "作者", s.author, "报纸", s.paper, "日期", s.cn, "版次", s.page, "正文", s.p)
        ),
        "\n\n",
    ),
    "English labels": (
        lambda at, s: _rows(
            *(f"ID: {at}", f"Newspaper: {s.paper}", f"Date: {s.day.day} {s.day:%B} 2024", f"Page: {s.page}"),
            *(f"Headline: {s.title}", f"Byline: {s.author}", f"Word count: {s.count}", "Text:", s.p),
        ),
        "\n=====\n",
    ),
    "Japanese labels": (
        lambda at, s: _rows(
            *(f"見出し：{s.title}", f"掲載日：{s.day:%Y.%m.%d}", f"紙名：{s.paper}", f"面名：{s.section}"),
            *(f"ページ：{s.page}", f"文字数：{s.count}", f"著者：{s.author}", f"本文：{s.p}"),
        ),
        "\n\n",
    ),
    "Factiva": (
        lambda at, s: (
            f"{s.title}\n\n{s.author}\n{s.count} 字\n{s.cn}\n{s.paper}\nYQRB\n第 {s.page} 版\n简体中文\n"
            f"(c) 2024 {s.paper}社\n\n{s.pp}\n\n文件 YQRB0000{at}20240305ek3500001\n"
        ),
        "\n\n",
    ),
    "Factiva's codes": (_factiva_codes, "\n\n\n"),
    "Nexis": (lambda at, s: _nexis(at, s, f"{s.cn} 星期二", f"第{s.page}版"), "\n\n"),
    "Nexis, in English": (lambda at, s: _nexis(at, s, f"{s.en} Tuesday", f"Pg. {s.page}"), "\n\n"),
    "Nexis Uni": (
        lambda at, s: _rows(
            *(s.title, s.paper, f"{s.en} Tuesday", "", f"Copyright 2024 {s.paper} All Rights Reserved", ""),
            *(f"Section: {s.section}; Pg. {s.page}", f"Length: {s.count} words", f"Byline: {s.author}", ""),
            *("Body", "", s.pp, "", "Load-Date: March 20, 2024", "", "", "End of Document"),
        ),
        "\n",
    ),
    "WiseSearch": (
        lambda at, s: _rows(
            *(s.title, f"{s.paper} | {s.day}", f"报章 | {s.page} | {s.section} | By {s.author}", s.p),
            f"文章编号: 2024030500{at}",
        ),
        "\n\n",
    ),
    "WiseSearch, headline below": (
        lambda at, s: _rows(
            *(
                f"{at}.",
                s.paper,
                f"{s.page} | {s.section} | {s.day} | By {s.author} | 字數：{s.count}",
                "",
                s.title,
            ),
            *("", s.pp, "", f"文章編號: 2024030500{at}", "文章內容之版權歸原作者/版權擁有人所有。"),
        ),
        "\n\n",
    ),
    "ProQuest": (
        lambda at, s: (
            "\n\n".join(
                [
                    *(f"Title: {s.title}", f"Author: {s.author}", f"Publication title: {s.paper}"),
                    *(f"Pages: {s.page}", "Publication year: 2024", f"Publication date: {s.en}"),
                    *(f"Section: {s.section}", "ISSN: 12345678", f"ProQuest document ID: 29{at}"),
                    *("Copyright: Copyright 2024", f"Full text: {s.pp}", "Last updated: 2024-03-20"),
                ]
            )
            + "\n"
        ),
        "\n" + "_" * 60 + "\n\n",
    ),
    "a preamble": (
        lambda at, s: _rows(
            *(["检索结果", "检索式：渡船", "导出时间：2024-03-20", "共 4 篇", ""] if at == 1 else []),
            *(f"【篇名】{s.title}", f"【作者】{s.author}", f"【报纸名】{s.paper}", f"【日期】{s.day}"),
            *(f"【版号】{s.page}", f"【全文】{s.p}"),
        ),
        "\n\n",
    ),
}


def download(make: str, stories: Sequence[Story] = STORIES) -> str:
    """Return the text of a download of stories by a make."""
    template, separator = MAKES[make]
    return separator.join(template(at, story) for at, story in enumerate(stories, 1))
