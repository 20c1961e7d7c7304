"""The habits of papers: how each sets a masthead, a headline, a credit, a jump, and what OCR made of its pages.

A style that is `held_out` is left out of every fitting of weights, so that its row tells how the parser does on a paper
it has never seen.

Templates hold words in braces; a part in ⟦⟧ is printed only where all its words are there. A line end in a credit is
a line end on the page.
"""

from enum import Enum

from msgspec import Struct, field
from msgspec.structs import replace

from tools.typesetter.inventing import Contents


class Place(Enum):
    TOP = "top"
    MIDDLE = "middle"
    """After the first or second article, where a page's columns made OCR read it late."""
    END = "end"
    NONE = "none"


class Where(Enum):
    """Where a credit stands."""

    OPENING = "before the first words"
    OWN_LINE = "above the text"
    END = "below the text"
    TAIL = "after the last words"


class Caption(Enum):
    """How a caption and its credit stand below a picture."""

    ONE_LINE = "on one line"
    CREDIT_BELOW = "the credit on a line of its own"
    NARROW = "in a narrow column, the credit on a line of its own"


class Halves(Enum):
    """How a kicker and the halves of a headline share lines."""

    SPACED = "on one line, with a space between"
    BROKEN = "each half on a line"
    MIXED = "now so, now so"


class Paper(Struct, frozen=True):
    """`cn` "" where it has none; only 00-0000 is in the register of papers."""

    title: str
    short: str
    city: str
    romanised: str = ""
    cn: str = ""
    years: tuple[int, int] = (2015, 2024)


class Masthead(Struct, frozen=True):
    """`lines` are templates over {title} {roman} {city}, {y} {m} {d} (in Han digits {hy} {hm} {hd}), {wd} {lunar},
    {no} {pages} (in Han digits {hno} {hpages}) and {cn}.
    """

    lines: tuple[str, ...]
    place: Place = Place.TOP
    heading: str = ""
    is_airy: bool = True
    """Whether a blank line follows each line but the last two."""


class Credit(Struct, frozen=True):
    """A template over {short} {city} {m} {d} {hm} {hd} {r} (reporters) {c} (correspondents) {k} (the
    reporters, called correspondents) {w} (the reporters, called nothing) {a} (author) {agency}.
    """

    template: str
    where: Where = Where.OPENING
    joiner: str = " "


class Credits(Struct, frozen=True):
    """The forms a paper uses for each kind of article; one is chosen for each article."""

    own: tuple[Credit, ...]
    unsigned: tuple[Credit, ...]
    dispatch: tuple[Credit, ...] = (Credit("新华社{city}{m}月{d}日电（记者{r}）", joiner="、"),)
    wire: tuple[Credit, ...] = (Credit("据{agency}电　"), Credit("据{agency}{city}{m}月{d}日电　"))
    author: tuple[Credit, ...] = (Credit("{a}", Where.OWN_LINE),)
    edited: tuple[Credit, ...] = (Credit("（本报记者 {r}⟦ 通讯员 {c}⟧ 整理）", Where.END),)
    photo: tuple[str, ...] = ("记者/{p} 摄", "本报记者 {p} 摄")
    nobody: tuple[str, ...] = ("受访者供图", "通讯员供图", "资料图片")


class Jump(Struct, frozen=True):
    """Spellings over {two} (02), {one} (2), {han} (二), {label} (A04, 02), and those of `jump_lines`."""

    to: str
    origin: str
    shares_first_line: bool = False
    shares_last_line: bool = False


class Headings(Struct, frozen=True):
    """Markdown marks, "" for none; `noisy` is how often a plain line (deck, section, caption) got one by mistake."""

    headline: str = ""
    subhead: str = ""
    section: str = ""
    kicker_with_headline: float = 0.0
    halves: Halves = Halves.SPACED
    noisy: float = 0.0


class Setting(Struct, frozen=True):
    """Blank lines, indents, width and what the columns did."""

    is_airy: bool = True
    """Whether blank lines stand between the lines of text; without them only `between_articles` stand."""
    between_articles: int = 1
    indent: str = ""
    punctuation: str = "full"
    """"full", "half" or "mixed"."""
    wrap: tuple[int, int] | None = None
    """Least and most characters a printed line, where OCR kept the lines of the columns."""
    column_breaks: float = 0.2
    """How often a paragraph was cut by the end of a column."""
    is_caption_apart: bool = True
    """Whether a caption stands between additional blank lines, where the picture was."""
    spaced_names: float = 0.15
    strays: float = 0.0
    """How often a headline stands in the text of the article before it, where OCR read the columns out of order."""
    captions: tuple[Caption, ...] = (Caption.ONE_LINE,)
    picture: str = ""
    """What stands where the picture was."""
    rule: str = ""
    """What stands between articles."""
    page_numbers: float = 0.0
    """How often a page's number stands within an article, where a page of the scan ended."""


class Style(Struct, frozen=True):
    name: str
    paper: Paper
    masthead: Masthead
    credits: Credits
    jump: Jump
    headings: Headings = Headings()
    setting: Setting = Setting()
    contents: Contents = field(default_factory=Contents)
    file_name: str = "{y}{m2}{d2}.txt"
    page_label: str = ""
    """A template over {label} {two} {one} {han} {section} {y} {m} {d} {wd}; "" where pages aren't labelled."""
    page_foot: str = ""
    bullets: tuple[str, ...] = ("·",)
    encoding: str = "utf-8"
    newline: str = "\n"
    is_traditional: bool = False
    """Whether the paper prints traditional characters."""
    held_out: bool = False


MODERN = (
    "{title}", "{y}年{m}月{d}日 {wd}", "{lunar} 第{no}期 今日{pages}版", "国内统一连续出版物号CN {cn}",
)  # fmt: skip
CLIENT = (
    "{roman}", "{title}", "掌上{city}", "客户端", "{y}年{m}月{d}日 {wd}", "{lunar} 第{no}期 今日{pages}版",
    "国内统一连续出版物号CN {cn}",
)  # fmt: skip
OLD = ("{title}", "{y}年{m}月{d}日 {wd}", "{lunar} 第{no}期 今日{hpages}版", "国内统一刊号CN{cn}")
HAN = ("{title}", "{hy}年{hm}月{hd}日　{wd}", "农历{lunar}　第{hno}号", "今日{hpages}版")

ALL_MEDIA = Credits(
    own=(
        Credit("{short}讯（全媒体记者/{r}⟦ 通讯员/{c}⟧）"),
        Credit("{short}讯（全媒体记者/{r}⟦ 通讯员/{c}⟧）"),
        Credit("{short}全媒体记者/{r}⟦\n通讯员/{c}⟧", Where.OWN_LINE),
    ),
    unsigned=(Credit("{short}讯 "), Credit("")),
    edited=(Credit("（{short}全媒体记者/{r}⟦ 通讯员/{c}⟧ 整理）", Where.END),),
    photo=("记者/{p} 摄",),
)
PLAIN = Credits(
    own=(
        Credit("本报讯（记者 {r}⟦ 通讯员 {c}⟧）"),
        Credit("本报讯（记者 {r}⟦ 通讯员 {c}⟧）"),
        Credit("本报记者 {r}⟦ 通讯员 {c}⟧", Where.OWN_LINE),
    ),
    unsigned=(Credit("本报讯 "), Credit("")),
)
ARROWS = Jump("▶▶下转{two}版", "◀◀上接{two}版")
ROUND = Jump("（下转第{han}版）", "（上接第{han}版）")

LABELS = (
    "灯下漫谈", "老街新语", "江畔夜航", "一周集锦", "我与江城", "街坊议事厅", "江城工匠谱", "奔跑吧，青春",
    "新时代 新作为", "水乡纪事", "身边的小事", "百日攻坚看变化", "记者走村", "市民来电", "书香满城", "解码新赛道",
    "红旗渠畔", "“一把手”谈落实", "学思践悟", "光影江城",
)  # fmt: skip
OTHER_LABELS = (
    "巷口茶话", "晨风", "白杨树下", "四季歌", "读城", "帮你问", "小城大事", "先锋在身边", "问计于民", "生活小百科",
    "旧照新说", "夜读", "奋斗正当时", "乡音", "在现场", "图说", "三分钟法庭", "稻花香里", "“村晚”来了", "一线",
)  # fmt: skip

YANQIAO = Paper("雁桥日报", "雁桥日报", "雁桥", "YANQIAO RIBAO", "00-0000")

CITY_MARKDOWN = Style(
    "city markdown",
    YANQIAO,
    Masthead(CLIENT, heading="# "),
    ALL_MEDIA,
    ARROWS,
    Headings("## ", kicker_with_headline=1.0),
    file_name="{y}/{m2}/{y}{m2}{d2}.txt",
)

STYLES: tuple[Style, ...] = (
    CITY_MARKDOWN,
    Style(
        "city plain, half width",
        YANQIAO,
        Masthead((*MODERN[:1], "掌上{city}", "客户端", *MODERN[1:]), Place.MIDDLE),
        ALL_MEDIA,
        Jump("▶▶下转{two}版", "◀◀上接{two}版", shares_first_line=True),
        Headings(kicker_with_headline=0.1),
        Setting(punctuation="half"),
    ),
    Style(
        "city page, no masthead",
        YANQIAO,
        Masthead((), Place.NONE),
        replace(
            ALL_MEDIA,
            author=(Credit("{city}大学 {a}", Where.OWN_LINE), Credit("{a}", Where.OWN_LINE)),
        ),
        Jump("▶▶下转{two}版", "◀◀上接{two}版", shares_first_line=True),
        setting=Setting(punctuation="mixed"),
        contents=Contents(pages=("2",), notices=0.8, slogan=0.2, subheads=0.4, edited=0.12),
        file_name="page-{n}.txt",
    ),
    Style(
        "old daily",
        replace(YANQIAO, years=(1980, 1992)),
        Masthead(OLD),
        PLAIN,
        ROUND,
        Headings(halves=Halves.MIXED),
        Setting(indent="　　", column_breaks=0.1),
        newline="\r\n",
    ),
    Style(
        "national daily",
        Paper("中州日报", "中州日报", "北京", "ZHONGZHOU RIBAO", "00-0101", (2000, 2024)),
        Masthead(
            (
                "{roman}",
                "{title}",
                "{y}年{m}月{d}日 {wd}",
                "{lunar}",
                "国内统一连续出版物号 CN {cn} 代号1—901",
                "第{no}期 今日{pages}版",
                "网址：http://www.example.cn",
            )
        ),
        Credits(
            own=(
                Credit("本报{city}{m}月{d}日电　（记者{r}）", joiner="、"),
                Credit("本报{city}{m}月{d}日电　（记者{r}⟦ 通讯员{c}⟧）", joiner="、"),
                Credit("本报记者　{r}", Where.OWN_LINE, "　"),
            ),
            unsigned=(Credit("本报{city}{m}月{d}日电　"),),
            photo=("本报记者　{p}摄", "{p}摄（新华社发）"),
            nobody=("影像中国",),
        ),
        Jump("（下转第{one}版）", "（上接第{one}版）", shares_last_line=True),
        Headings(halves=Halves.MIXED),
        Setting(is_airy=False, indent="　　", column_breaks=0.05, spaced_names=0.5),
        Contents(sober=0.6, kicker=0.4, deck=0.4, agency=0.3, articles=(5, 8)),
        page_label="第{one}版：{section}",
        encoding="gb18030",
    ),
    Style(
        "county paper, masthead at the end",
        Paper("竹山报", "竹山报", "竹山", years=(1993, 2012)),
        Masthead(
            (
                "{title}",
                "{y}年{m}月{d}日 {wd} 总第{no}期 本期{pages}版",
                "准印证号：（竹）字第0{pages}号 内部资料 免费交流",
            ),
            Place.END,
        ),
        Credits(
            own=(
                Credit("■本报记者 {r}⟦ 通讯员 {c}⟧", Where.OWN_LINE),
                Credit("□记者 {r}⟦ 通讯员 {c}⟧", Where.OWN_LINE),
                Credit("本报讯 （记者 {r}⟦ 通讯员 {c}⟧） "),
            ),
            unsigned=(Credit("本报讯 "), Credit("")),
            author=(Credit("□{a}", Where.OWN_LINE), Credit("■ {a}", Where.OWN_LINE)),
            photo=("{p} 摄",),
        ),
        Jump("▲下转{one}版", "▲上接{one}版"),
        bullets=("△", "◆"),
    ),
    Style(
        "markdown, subheads ##, headlines ####",
        replace(YANQIAO, title="云溪晚报", short="云溪晚报", city="云溪", cn="00-0102"),
        Masthead(MODERN, heading="# ", is_airy=False),
        replace(PLAIN, own=(Credit("本报讯（记者 {r}⟦ 通讯员 {c}⟧）"), Credit("本报讯 记者 {r} 报道："))),
        ROUND,
        Headings("#### ", "## ", halves=Halves.MIXED),
        file_name="{title}{y}年{m}月{d}日.md",
    ),
    Style(
        "one day a Markdown file, dated by its name",
        Paper("青枫商报", "青枫商报", "青枫", years=(2008, 2024)),
        Masthead((), Place.NONE),
        replace(
            PLAIN,
            own=(
                Credit("商报讯（记者 {r}⟦ 通讯员 {c}⟧）"),
                Credit("文/记者 {r} 图/受访者", Where.OWN_LINE),
                Credit("商报记者 {r}", Where.OWN_LINE),
            ),
        ),
        Jump("（下转{label}版）", "（上接{label}版）"),
        Headings("## ", "### ", halves=Halves.MIXED, noisy=0.1),
        Setting(column_breaks=0.05),
        Contents(pages=("A1", "A2", "A3", "A4", "B1")),
        file_name="青枫商报_{y}-{m2}-{d2}.md",
        page_label="# {label}版 {section}",
        page_foot="本版责编：{e}　校对：{f}",
    ),
    Style(
        "one day a Markdown file, dated by its first heading",
        Paper("白鹭时报", "白鹭时报", "白鹭", years=(2010, 2024)),
        Masthead(("{title} {y}年{m}月{d}日 {wd}",), heading="# "),
        PLAIN,
        Jump("（紧接第{one}版）", "（紧接第{one}版）"),
        Headings("### ", "#### ", halves=Halves.SPACED),
        Setting(column_breaks=0.0),
        file_name="issue-{no}.md",
        page_label="## 第{two}版 {section}",
    ),
    Style(
        "one article a file, with front matter",
        Paper("临港新报", "临港新报", "临港", years=(2012, 2024)),
        Masthead(
            ("---", "报纸: {title}", "日期: {y}-{m2}-{d2}", "期号: {no}", "版次: {one}", "---"), is_airy=False
        ),
        PLAIN,
        ROUND,
        Headings("# ", "## "),
        Setting(column_breaks=0.05),
        Contents(articles=(1, 1), notices=0.0, jump=0.2),
        file_name="{y}-{m2}-{d2}/{n}.md",
    ),
    Style(
        "hard-wrapped columns",
        Paper("石坡日报", "石坡日报", "石坡", cn="00-0103", years=(1985, 2005)),
        Masthead(OLD, is_airy=False),
        PLAIN,
        ROUND,
        Headings(halves=Halves.BROKEN),
        Setting(is_airy=False, indent="　　", wrap=(14, 22), column_breaks=0.0, is_caption_apart=False),
        Contents(articles=(4, 7), paragraphs=(2, 5)),
    ),
    Style(
        "dense, no blank lines",
        Paper("风帆日报", "风帆日报", "风帆", cn="00-0104", years=(1998, 2020)),
        Masthead(MODERN, is_airy=False),
        replace(PLAIN, own=(*PLAIN.own, Credit("本报{m}月{d}日讯 记者{r}报道：", joiner="、"))),
        Jump("下转第{han}版", "上接第{han}版"),
        setting=Setting(is_airy=False, between_articles=0, is_caption_apart=False, column_breaks=0.1),
    ),
    Style(
        "columns read out of order",
        replace(YANQIAO, years=(2018, 2024)),
        Masthead(CLIENT, Place.MIDDLE),
        ALL_MEDIA,
        ARROWS,
        Headings(halves=Halves.MIXED),
        Setting(column_breaks=0.4, strays=0.15),
        encoding="utf-16",
    ),
    Style(
        "letters and supplement",
        replace(YANQIAO, years=(1984, 2024)),
        Masthead((), Place.NONE),
        replace(PLAIN, author=(Credit("{a}", Where.OWN_LINE), Credit("（{a}）", Where.TAIL))),
        ROUND,
        contents=Contents(
            pages=("4",), essay=0.6, verse=0.15, section=0.3, subheads=0.05, kicker=0.1, speaking_kicker=0.0
        ),
        file_name="散页-{n}.txt",
        encoding="utf-8-sig",
    ),
    Style(
        "evening paper",
        Paper("江城晚报", "晚报", "江城", cn="00-0105", years=(2003, 2022)),
        Masthead(
            ("{title}", "{y}年{m}月{d}日 {wd} {lunar}", "第{no}期 今日{pages}版 零售价1.00元", "CN {cn}")
        ),
        Credits(
            own=(
                Credit("晚报讯（记者 {r}⟦ 通讯员 {c}⟧）"),
                Credit("本报讯（记者 {r} 实习生 张小禾⟦ 通讯员 {c}⟧）"),
                Credit("文/记者 {r} 图/高山", Where.OWN_LINE),
                Credit("记者 {r}⟦\n通讯员 {c}⟧", Where.OWN_LINE),
            ),
            unsigned=(Credit("晚报讯 "), Credit("")),
            author=(Credit("文/{a}", Where.OWN_LINE), Credit("◎{a}", Where.OWN_LINE)),
            photo=("晚报记者 {p} 摄", "{p} 摄影"),
        ),
        Jump("(下转 {label})", "(上接 {label})"),
        Headings(halves=Halves.MIXED),
        Setting(punctuation="mixed"),
        Contents(pages=("A1", "A2", "A4", "A7"), section=0.3, slogan=0.15, picture=0.4),
        page_label="{label}版 {section}",
        page_foot="责任编辑 {e} 美术编辑 {f} 校对 {g}",
        bullets=("●", "·", ""),
        held_out=True,
    ),
    Style(
        "daily of the fifties",
        Paper("长岭日报", "长岭日报", "长岭", years=(1953, 1964)),
        Masthead(HAN, is_airy=False),
        Credits(
            own=(
                Credit("【本报讯】记者{r}报道：", joiner="、"),
                Credit("·本报记者 {r}·", Where.OWN_LINE),
                Credit("【本报讯】", Where.OPENING),
            ),
            unsigned=(Credit("【本报讯】"), Credit("本报讯　")),
            dispatch=(Credit("【新华社{city}{hd}日电】"),),
            wire=(Credit("新华社{city}{hd}日电　"), Credit("据{agency}讯　")),
            author=(Credit("·{a}·", Where.OWN_LINE), Credit("（{a}）", Where.TAIL)),
            edited=(Credit("（本报记者　{r}）", Where.END),),
            photo=("（本报记者　{p}摄）", "{p}摄"),
            nobody=("（新华社稿）",),
        ),
        Jump("（下转第{han}版）", "（上接第{han}版）", shares_last_line=True),
        Headings(halves=Halves.BROKEN),
        Setting(is_airy=False, indent="　　", column_breaks=0.1, spaced_names=0.6, is_caption_apart=False),
        Contents(sober=0.05, subheads=0.1),
        held_out=True,
    ),
    Style(
        "trade paper, dated by its running heads",
        Paper("中华渡运报", "渡运报", "上海", years=(2005, 2023)),
        Masthead((), Place.NONE),
        Credits(
            own=(
                Credit("本报讯 记者{r}报道 ", joiner="、"),
                Credit("□ 本报记者 {r}⟦ 通讯员 {c}⟧", Where.OWN_LINE),
                Credit("本报{city}讯（记者{r}⟦ 通讯员{c}⟧）", joiner="、"),
                Credit("（{w}）", Where.TAIL),
            ),
            unsigned=(Credit("本报讯 "),),
            photo=("{p}/摄", "本报记者 {p}/摄"),
        ),
        Jump("下转{one}版▶", "◀上接{one}版"),
        Headings(halves=Halves.SPACED),
        Setting(column_breaks=0.3),
        Contents(sober=0.5, deck=0.5),
        file_name="zhdy-{no}.txt",
        page_label="{one} {section} {y}年{m}月{d}日 {wd}",
        page_foot="编辑 {e} 版式 {f} 电话：021-5550{one}88",
        encoding="gb18030",
        newline="\r\n",
        held_out=True,
    ),
    Style(
        "narrow columns of a small daily",
        Paper("松岭日报", "松岭日报", "松岭", cn="00-0106", years=(1979, 1995)),
        Masthead(
            ("{title}", "SONGLING DAILY", "第{no}号 {y}年{m}月{d}日", "{wd} {lunar}", "CN{cn}"), Place.MIDDLE
        ),
        replace(PLAIN, own=(*PLAIN.own, Credit("本报讯 通讯员{k}报道：", joiner="、"))),
        Jump("△下转第{one}版", "△上接第{one}版"),
        Headings(halves=Halves.BROKEN),
        Setting(wrap=(11, 15), column_breaks=0.0, is_airy=True, punctuation="half"),
        Contents(articles=(4, 6), paragraphs=(2, 4)),
        held_out=True,
    ),
    Style(
        "city markdown, boxes and pictures",
        YANQIAO,
        Masthead(CLIENT, heading="# "),
        replace(ALL_MEDIA, nobody=("通讯员供图", "", "")),
        ARROWS,
        Headings("## ", kicker_with_headline=0.7, noisy=0.1),
        Setting(captions=(Caption.ONE_LINE, Caption.CREDIT_BELOW, Caption.NARROW)),
        Contents(asides=0.5, labels=LABELS, picture=0.4, section=0.1),
        file_name="{y}{m2}{d2}.md",
    ),
    Style(
        "city plain, boxes and pictures",
        YANQIAO,
        Masthead((*MODERN[:1], "掌上{city}", "客户端", *MODERN[1:]), Place.MIDDLE),
        replace(ALL_MEDIA, nobody=("受访者供图", "", "")),
        Jump("▶▶下转{two}版", "◀◀上接{two}版", shares_first_line=True),
        Headings(kicker_with_headline=0.2, halves=Halves.MIXED),
        Setting(
            punctuation="half",
            captions=(Caption.ONE_LINE, Caption.CREDIT_BELOW, Caption.NARROW),
            column_breaks=0.3,
        ),
        Contents(asides=0.5, labels=LABELS, picture=0.4, section=0.1),
    ),
    Style(
        "inner pages, boxes and pictures, no blank lines",
        YANQIAO,
        Masthead((), Place.NONE),
        replace(ALL_MEDIA, nobody=("受访者供图", "")),
        Jump("▶▶下转{two}版", "◀◀上接{two}版", shares_first_line=True),
        Headings(halves=Halves.MIXED),
        Setting(
            is_airy=False,
            between_articles=0,
            is_caption_apart=False,
            captions=(Caption.ONE_LINE, Caption.NARROW),
        ),
        Contents(asides=0.6, labels=LABELS, picture=0.4, pages=("2", "3"), essay=0.2),
        file_name="{y}{m2}{d2}-{n}.txt",
        page_label="{two} {section}",
        page_foot="责任编辑/{e} 版式/{f} 校对/{g}",
    ),
    Style(
        "digest, Markdown of a converter",
        Paper("百叶文摘", "百叶文摘", "江城", years=(2005, 2022)),
        Masthead(("{title} {y}年{m}月{d}日 {wd} 第{no}期",), heading="# "),
        replace(
            PLAIN, author=(Credit("{a}", Where.OWN_LINE), Credit("（摘自《江城晚钟》 {a}/文）", Where.END))
        ),
        ROUND,
        Headings("### ", "#### ", section="## ", noisy=0.05),
        Setting(picture="![](images/a1.jpg)", rule="---", column_breaks=0.05, page_numbers=0.1),
        Contents(asides=0.6, labels=LABELS, essay=0.6, section=0.4, notices=0.1, jump=0.0, kicker=0.05),
        file_name="{title}第{no}期.md",
    ),
    Style(
        "paper in traditional characters",
        Paper("碧港日報", "本報", "碧港", years=(1951, 2002)),
        Masthead(("{title}", "{hy}年{hm}月{hd}日 {wd}", "农历{lunar} 第{hno}号 今日{hpages}版")),
        Credits(
            own=(
                Credit("【本报讯】（记者{r}）", joiner="、"),
                Credit("【记者{r}{city}报导】", joiner="、"),
                Credit("〔本报讯〕记者{r}报道：", joiner="、"),
            ),
            unsigned=(Credit("【本报讯】"), Credit("")),
            author=(Credit("⊙{a}", Where.OWN_LINE), Credit("{a}", Where.OWN_LINE)),
            photo=("（记者{p}摄）", "{p} 摄"),
            nobody=("（资料图片）", ""),
        ),
        Jump("（下转第{han}版）", "（上接第{han}版）"),
        Headings(halves=Halves.MIXED),
        Setting(page_numbers=0.1),
        Contents(asides=0.4, labels=LABELS, agency=0.0, essay=0.2),
        is_traditional=True,
    ),
    Style(
        "evening paper, boxes and pictures",
        Paper("河湾晚报", "晚报", "河湾", cn="00-0107", years=(2001, 2019)),
        Masthead(
            ("{title}", "{y}年{m}月{d}日 {wd} 农历{lunar}", "第{no}期 今日{pages}版", "CN {cn}"), Place.TOP
        ),
        Credits(
            own=(
                Credit("晚报讯（记者 {r}⟦ 通讯员 {c}⟧）"),
                Credit("晚报讯 记者 {r} 报道 "),
                Credit("晚报记者 {r}", Where.OWN_LINE),
                Credit("文/{r}", Where.OWN_LINE),
            ),
            unsigned=(Credit("晚报讯 "), Credit("")),
            author=(Credit("文/{a}", Where.OWN_LINE), Credit("◎{a}", Where.OWN_LINE)),
            photo=("晚报记者 {p} 摄", "摄影/{p}"),
            nobody=("网友供图", ""),
        ),
        Jump("（下转{label}版）", "（上接{label}版）"),
        Headings(halves=Halves.MIXED),
        Setting(captions=(Caption.ONE_LINE, Caption.CREDIT_BELOW, Caption.NARROW), page_numbers=0.05),
        Contents(asides=0.6, labels=OTHER_LABELS, pages=("A1", "A2", "A4"), section=0.1, picture=0.4),
        page_label="{label} {section} {y}年{m}月{d}日",
        page_foot="编辑 {e} 美编 {f}",
        held_out=True,
    ),
    Style(
        "weekly of a county, Markdown, boxes and pictures",
        Paper("白杨周报", "白杨周报", "白杨", years=(2012, 2024)),
        Masthead(
            ("{title}", "{y}年{m}月{d}日 {wd} 总第{no}期 本期{pages}版 内部资料 免费赠阅"), heading="# "
        ),
        Credits(
            own=(
                Credit("本报讯（记者 {r}⟦ 通讯员 {c}⟧）"),
                Credit("□本报记者 {r}⟦ 通讯员 {c}⟧", Where.OWN_LINE),
                Credit("（{w}）", Where.TAIL),
            ),
            unsigned=(Credit("本报讯 "), Credit("")),
            photo=("{p} 摄", "（{p} 摄）"),
            nobody=("", "资料图"),
        ),
        Jump("▲下转{one}版", "▲上接{one}版"),
        Headings("## ", "#### ", section="### ", halves=Halves.MIXED),
        Setting(captions=(Caption.ONE_LINE, Caption.CREDIT_BELOW), picture="![](img/1.png)", rule="* * *"),
        Contents(asides=0.6, labels=OTHER_LABELS, section=0.1),
        file_name="by-{no}.md",
        page_label="## 第{one}版：{section}",
        held_out=True,
    ),
)
