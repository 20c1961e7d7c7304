"""The field of the query language for the kind of an article."""

from reader.features.kinds.kind import Kind, kind_of
from reader.features.kinds.kind_table import KindTable
from reader.i18n import later, say
from reader.newspaper.holdings import ArticleValue
from reader.newspaper.value_field import Option, ValueField


def _help() -> tuple[tuple[str, str, str], ...]:
    words = say(
        "讣告；还有 类:启事、类:天气物价、类:诗词、类:图片。看格式认的，有把握才算；多数文章不归哪一类"
    )
    return (("类:讣告", "kind:obituary", words),)


FIELD = ValueField(
    "类",
    "kind",
    ArticleValue("kind", kind_of, KindTable),
    (
        Option(Kind.OBITUARY, ("讣告", "obituary", "讣闻", "obituaries", "death")),
        Option(Kind.NOTICE, ("启事", "notice", "公告", "通告", "告示", "声明", "notices")),
        Option(Kind.WEATHER, ("天气物价", "weather", "天气", "物价", "行情", "气象", "prices")),
        Option(Kind.VERSE, ("诗词", "verse", "诗", "诗歌", "poem", "poems", "poetry")),
        Option(Kind.PICTURE, ("图片", "picture", "图片新闻", "photo", "pictures")),
    ),
    later("类"),
    _help,
    spellings=("类别", "体裁", "genre"),
    almost=("种类", "类型", "type"),
)
