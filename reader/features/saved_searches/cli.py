"""`reader saved`: saved searches, and the articles that each finds now and didn't when it was last looked at."""

from collections.abc import Iterator
from functools import partial
from typing import Annotated

from reader.cli.errors import CommandError
from reader.cli.hits import article_lines, records_of
from reader.cli.libraries import UndoLast, ready, with_repair
from reader.cli.options import (
    Argument,
    Arguments,
    AsJson,
    AsPrinted,
    LibraryPlace,
    Option,
    QueryWords,
    whole,
)
from reader.cli.queries import said_of, to_json, warn_of
from reader.cli.terminal import bold, faint, print_json, print_warning
from reader.export.records import hit_fields
from reader.features.saved_searches.saved_searches import Look, Saved, SavedCount, searches_of
from reader.i18n import count, later, say
from reader.library.article_set import ArticleSet
from reader.library.library import Library
from reader.library.read_share import ReadSoFar, none_so_far, so_far
from reader.library.search_hits import SearchHit
from reader.search.documents import Order


def _hits(
    library: Library, look: Look, article_set: ArticleSet, limit: int, *, is_new: bool
) -> list[SearchHit]:
    """Return the first `limit` hits of a saved search, only new ones if `is_new`."""
    searcher = library.searcher
    if is_new:
        narrowed_set = library.sets.narrowed(article_set, among=look.new)
    else:
        narrowed_set = article_set
    results = searcher.search(narrowed_set, look.saved.order, limit=limit, exact=True, with_suggestions=False)
    return searcher.hits(results.ids, article_set.query)


def _lines(
    saved: Saved, counted: SavedCount, read: ReadSoFar, article_set: ArticleSet | None = None
) -> Iterator[str]:
    new = say("新 {n}", n=counted.new) if counted.new else ""
    numbers = [so_far(read, count(counted.total, "{n} 篇")), new]
    yield " · ".join(
        [
            bold(saved.name),
            *filter(None, numbers),
            faint(article_set.in_words() if article_set else saved.query),
        ]
    )
    words = counted.trouble_in_words()
    if words:
        yield "    " + words


def _to_json(
    library: Library, saved: Saved, counted: SavedCount, article_set: ArticleSet
) -> dict[str, object]:
    return {
        "name": saved.name,
        "uuid": saved.uuid,
        "query": saved.query,
        "order": saved.order,
        "all_shapes": saved.all_shapes,
        "total": counted.total,
        **library.read.to_json(),
        "new": counted.new,
        "trouble": counted.trouble_in_words() or None,
        **to_json(library, article_set, counted.total),
    }


class _Listed(Arguments, frozen=True):
    """Listing the searches; its options may stand before the action `list`, too, or without it."""

    ANSWERS = ("reader.features.saved_searches.schemas:Searches",)
    library: LibraryPlace = None
    is_new: Annotated[bool, Option("只列有新文章的，并列出这些文章", "--new", is_inherited=True)] = False
    marks: Annotated[bool, Option("列出后即视为已看；不写则下次还是新的", "--mark", is_inherited=True)] = (
        False
    )
    as_json: Annotated[
        bool,
        Option(
            "打印一个数组：name uuid query order all_shapes total new trouble；用 --new 时还有 hits，\n"
            "每条同 search；trouble 是找不了的原因，没有则是 null",
            "--json",
            is_inherited=True,
        ),
    ] = False

    is_quiet: Annotated[
        bool, Option("什么也不打印；没有要列的以 1 退出", "-q --quiet", is_inherited=True)
    ] = False

    def run(self) -> int:
        with ready(self.library) as library:
            return self.status(has_found=with_repair(library, partial(self._list, library)))

    def _list(self, library: Library) -> bool:
        """Print the searches. Return whether there is any."""
        searches = searches_of(library)
        rows = list(searches.counts())
        if self.is_new:
            rows = [(saved, counted) for saved, counted in rows if counted.new]
        listed = []
        several = library.contents.has_several_newspapers()
        for saved, counted in rows:
            look = searches.look(saved, marks=self.marks) if self.is_new or self.marks else None
            article_set = searches.articles(saved)
            hits = _hits(library, look, article_set, counted.new, is_new=True) if look and self.is_new else []
            if self.as_json:
                row = _to_json(library, saved, counted, article_set)
                if self.is_new:
                    ids = [hit.article.id for hit in hits]
                    row["hits"] = list(map(hit_fields, records_of(library, ids, article_set.query)))
                listed.append(row)
            else:
                print("\n".join(_lines(saved, counted, library.read)))
                for sentence in said_of(library, article_set, 1):
                    print_warning(sentence)
                for hit in hits:
                    print("\n".join(article_lines(hit, names_newspaper=several)))
        if self.as_json:
            print_json(listed)
        elif not rows and self.is_new:
            print(none_so_far(library.read, say("没有新的。"), say("目前还没有新的。")))
        elif not rows:
            print(say("还没有保存的搜索。在窗口里搜索以后按 Ctrl+Shift+S 存一个。"))
        return bool(rows)


class List(_Listed, frozen=True):
    SHORT = later("列出，连同篇数")
    MORE = later("总数，和上次看过以后新的。什么也没变的不会再数一遍。")
    EXAMPLES = (
        ("reader saved list", later("列出全部")),
        ("reader saved list --new", later("只列有新文章的")),
    )


class Show(Arguments, frozen=True):
    SHORT = later("打开一个：列出它找到的文章，新的标出来")
    MORE = later("看过的就不再是新的。")
    EXAMPLES = (
        (later("reader saved show 渡口"), later("列出，标出新的")),
        (later("reader saved show 渡口 --new --peek"), later("只列新的，并且不算看过")),
    )
    JSON = later(
        "打印一个对象：name uuid query understood_as total new trouble hits；每条同 search，另有 new"
    )
    ANSWERS = ("reader.features.saved_searches.schemas:Shown",)
    name: Annotated[str, Argument("NAME", "它的名字，或 UUID 的前八位（list --json 里有）", whole)]
    library: LibraryPlace = None
    as_json: AsJson = False
    is_new: Annotated[bool, Option("只列新的", "--new")] = False
    peeks: Annotated[bool, Option("不算看过", "--peek")] = False
    limit: Annotated[int, Option("最多列多少篇，默认 50", metavar="N")] = 50

    def run(self) -> int:
        with ready(self.library) as library:
            return with_repair(library, partial(self._show, library))

    def _show(self, library: Library) -> int:
        searches = searches_of(library)
        saved = searches.named(self.name)
        if saved is None:
            raise CommandError(say("没有叫“{name}”的搜索。reader saved 列出全部。", name=self.name))
        look = searches.look(saved, marks=not self.peeks)
        article_set = searches.articles(saved)
        hits = _hits(library, look, article_set, self.limit, is_new=self.is_new)
        warn_of(library, article_set, look.count.total)
        if self.as_json:
            records = records_of(library, [hit.article.id for hit in hits], article_set.query)
            print_json(
                {
                    **_to_json(library, saved, look.count, article_set),
                    "understood_as": article_set.in_words(),
                    "hits": [
                        {**hit_fields(record), "new": record.stored.id in look.new} for record in records
                    ],
                }
            )
            return 0
        print("\n".join(_lines(saved, look.count, library.read, article_set)))
        several = library.contents.has_several_newspapers()
        total = look.count.new if self.is_new else look.count.total
        if len(hits) < total:
            print(faint(say("这里是前 {n} 篇；--limit 多列一些，--new 只列新的", n=len(hits))))
        for hit in hits:
            print()
            lines = article_lines(hit, names_newspaper=several)
            print(next(lines) + (bold(say(" · 新")) if hit.article.id in look.new else ""))
            print("\n".join(lines))
        return 0


class Add(Arguments, frozen=True):
    SHORT = later("保存一个搜索")
    MORE = later("现在找得到的算看过；以后新找到的是新的。")
    EXAMPLES = (
        (later("reader saved add 渡口 渡口 日期:1987"), later("名字叫“渡口”，找 1987 年的“渡口”")),
        (later('reader saved add 板车 "板车 -独轮"'), later("找有“板车”、没有“独轮”的文章")),
    )
    name: Annotated[str, Argument("NAME", "它的名字", whole)]
    query: QueryWords
    library: LibraryPlace = None
    order: Annotated[
        Order, Option("次序：relevance（默认）、newest、oldest、surest、least-sure", "--sort")
    ] = Order.RELEVANCE
    as_printed: AsPrinted = False

    def run(self) -> int:
        query = " ".join(self.query)
        with ready(self.library) as library:
            searches = searches_of(library)
            shapes = not self.as_printed
            old_search = searches.of(query, all_shapes=shapes)
            if old_search:
                print(say("这个搜索已经存过，叫“{name}”。", name=old_search.name))
                return 0
            add = partial(searches.add, self.name, query, self.order, all_shapes=shapes)
            saved = library.user_data.act(
                "saved", add, lambda search: say("保存搜索“{name}”", name=search.name)
            )
            warn_of(library, searches.articles(saved), 1)
            print(say("已保存“{name}”", name=saved.name))
            print(say("要撤销：reader saved undo"))
        return 0


class Join(Arguments, frozen=True):
    SHORT = later("把同名的几个合并成一个")
    MORE = later(
        "两台电脑上各存了一个同名的：合成一个，找到其中任何一个找到的；在任何一个里看过的都算看过。可以一步撤销。"
    )
    EXAMPLES = ((later("reader saved join 渡口"), later("合并几个叫“渡口”的")),)
    name: Annotated[str, Argument("NAME", "它们的名字", whole)]
    library: LibraryPlace = None

    def run(self) -> int:
        with ready(self.library) as library:
            join = partial(searches_of(library).join_namesakes, self.name)
            library.user_data.act("saved", join, say("合并几个“{name}”", name=self.name))
            print(say("已把几个“{name}”合并成一个", name=self.name))
            print(say("要撤销：reader saved undo"))
        return 0


class Undo(UndoLast, frozen=True):
    EXAMPLES = (("reader saved undo", later("撤销最近的一次")),)
    KINDS = ("saved",)


class SavedCommand(_Listed, frozen=True):
    MORE = later(
        "不写 ACTION 就是 list。“新”是准的：现在找得到、上次看的时候找不到的文章；\n"
        "看过什么与收藏存在一起，缓存删了、文件改了名、在另一台电脑上看过，都照样算。\n"
        "改名、删掉在窗口里（右键菜单）；存下用 add，或在窗口里按 Ctrl+Shift+S。"
    )
    EXAMPLES = (
        (later("reader saved show 渡口"), later("列出，标出新的")),
        (
            "reader saved --new --mark --json",
            later("放进 cron：只列有新文章的，连同这些文章，列出后即视为已看"),
        ),
    )
    ACTIONS = (List, Show, Add, Join, Undo)
    NEEDS_ACTION = False
