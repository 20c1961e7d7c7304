"""A paper of three articles, for the files in which strangers keep it, and what is read of such a file."""

from reader import formats, parsing
from reader.newspaper.article import ArticleKind
from reader.newspaper.issue import IssuePart

PAPER = "芦洼日报"
DAY = "1987-06-07"
HEADLINES = ["芦洼渡口改建新桥", "石埠镇夜校开课", "春汛之前加固堤坝"]
AUTHORS = ["佟守田", "蔺青", "祁福海"]
PARAGRAPHS = [
    [
        "昨日清早，芦洼渡口的旧木船全部上岸，用了四十四年的渡口改建成一座石拱桥。",
        "桥工佟守田说，桥面宽六米，两辆板车可以并行，孩子上学再也不必等船。",
    ],
    [
        "石埠镇夜校昨晚在粮站仓库开课，头一批学员有九十七人，课本由镇上的印刷所赶印。",
        "教员蔺青说，学员白天收麦，晚上识字，煤油灯要点到十点才熄。",
    ],
    [
        "县水利局抽调民工三百人，在春汛之前把南岸的土堤加高半米，用去草袋两万只。",
        "老堤长祁福海每天沿堤走两趟，他说今年的柳桩打得比往年都深。",
    ],
]


def articles_in(form: str, between: str = "\n\n") -> str:
    """Return the articles, each in a form with `headline`, `author`, `text` (two lines), `first` and `second`."""
    return between.join(
        form.format(
            headline=headline,
            author=author,
            first=first,
            second=second,
            text=f"{first}\n{second}",
            number=number,
        )
        for number, (headline, author, (first, second)) in enumerate(
            zip(HEADLINES, AUTHORS, PARAGRAPHS, strict=True), 1
        )
    )


PLAIN = articles_in("{headline}\n{text}")


def read(text: str | bytes, name: str = "芦洼.txt") -> IssuePart:
    """Return what is read of a file that holds one issue."""
    data = text.encode() if isinstance(text, str) else text
    source = formats.decode(data, name)
    return parsing.in_file(parsing.parse(source), source)


def texts_of(part: IssuePart) -> list[list[str]]:
    """Return the paragraphs of each article."""
    return [[block.text for block in article.blocks] for article in part.articles]


def headlines_of(part: IssuePart) -> list[str | None]:
    return [article.headline for article in part.articles if article.kind is not ArticleKind.UNPLACED]


def is_whole(part: IssuePart) -> bool:
    """Return whether paper, day, headlines and paragraphs are read, and nothing else."""
    return (
        part.masthead.title == PAPER
        and str(part.masthead.date) == DAY
        and headlines_of(part) == HEADLINES
        and texts_of(part) == PARAGRAPHS
    )
