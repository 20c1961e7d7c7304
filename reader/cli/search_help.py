"""The help of `reader search`: what a query may be, and what is in its JSON."""

from collections.abc import Iterator, Sequence

from reader.cli.terminal import cells_of
from reader.i18n import say
from reader.search.query import fields
from reader.search.query.fields import VALUE_FIELDS


def share_help() -> str:
    return say(
        "read_share 是读了多少（按文件大小，0 到 1）；没读完时 total_is_exact 为 false，\n"
        "另有 failed_files：无法读取的文件数"
    )


def explained_object() -> str:
    return (
        say(
            "打印一个对象：query understood_as total total_is_exact hits seams by_year by_page by_newspaper\n"
            "missing_dates remarks suggestions seconds；total 和 hits 先是文章，后是报头，\n"
            "报头另有 kind（masthead），没有 key，也不分版；\n"
            "seams 是跨版跨篇处：前后两篇各有一半，合起来才有，is_story 说是不是接续的一篇；\n"
            "说得准时另有 estimate：若没有认错的字约有多少篇，low high how；说不准时 no_estimate 是为什么；\n"
            "用 --rungs 时另有 rungs：每级的 rung（shapes、split、misread，人名还有 naming）\n"
            "forms total unseen hits，naming 的每个结果另有 tie：凭什么说是这个人；\n"
            "unseen 是其中上面各级都没有的篇数，各级只数文章、不数报头；\n"
            "人名还没有认完时 naming 另有 analysed_share：认过了多少，0 到 1；\n"
            "用 --rungs 或 --shapes 时每个结果的 rung 说它在哪一级，\n"
            "照原样印着的是 exact；\n"
            '没有日期的记在 "undated" 下，不知哪版、哪报的记在 "unknown" 下；\n'
            "missing_dates 是服务器不在而暂时搜不到的日期，起止成对"
        )
        + "\n"
        + share_help()
        + "\n"
        + say(
            "articles 是文章的篇数，与 --count、timeline 的一样，by_year by_page by_newspaper 加起来就是它；\n"
            "mastheads 是报头里有的文件数；total 是两者之和，也就是 --all 时 hits 有几个"
        )
        + "\n"
        + say(
            "by_edition 是各版次的篇数（不都是平常的一版时才有）；\n"
            "undated without_page without_newspaper 是日期、版面、报纸不明\n"
            "而没有算进来的篇数"
        )
        + "\n"
        + _explained_values()
        + say(
            "by_shape 是每个词的各种字形、写法各有几篇；not_taken 是没有计入的：rung（shapes 别的字形，\n"
            "inside 在更长的词里）forms articles"
        )
        + "\n"
        + say(
            "用 --notes 时另有 notes：每条的 uuid key newspaper date page headline quotation note tags，\n"
            "found_in 说在哪里找到（quotation note tag）；不算在 total 里"
        )
    )


def _explained_values() -> str:
    """Return a line on the counts by what features tell of articles; "" without such a feature."""
    if not VALUE_FIELDS:
        return ""
    keys = " ".join(f"by_{field.english}" for field in VALUE_FIELDS)
    return say("{keys} 是按那一项各有几篇，还没有数时为 null", keys=keys) + "\n"


def explained_search() -> str:
    note = say("每个结果后面是文章的编号，供 show、cite、bookmark 使用。")
    return "\n".join(["", *_in_columns(fields.help_lines()), fields.help_note(), note])


def _in_columns(rows: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Yield the rows as lines of two aligned columns, a Han character being two cells wide on a terminal."""
    width = max(cells_of(left) for left, _ in rows)
    for left, right in rows:
        yield f"  {left}{' ' * (width - cells_of(left) + 2)}{right}"
