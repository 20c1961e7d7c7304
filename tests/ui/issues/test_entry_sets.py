"""A row of the tree lists the articles of the issues below it, whether newspaper and day are known or not."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from reader.library.library import Library
from reader.ui.issues.entry_sets import articles_below, articles_of_issue
from reader.ui.issues.tree_entries import NodeKind, TreeEntry, children_of

LISTED = (NodeKind.NEWSPAPER, NodeKind.YEAR, NodeKind.MONTH, NodeKind.UNDATED)
BODY = "{title}\n\n本报讯（记者 温如岚）{title}，河边的灯一夜没有熄，摆渡的人说，从前也有过这样的夜。\n"
ISSUES = {
    "a/19870612.txt": "柳川晚报\n1987年6月12日 星期五\n\n",
    "a/19870613.txt": "柳川晚报\n1987年6月13日 星期六\n\n",
    "a/19880102.txt": "柳川晚报\n1988年1月2日 星期六\n\n",
    "a/无日.txt": "柳川晚报\n\n",
    "b/19870612.txt": "青石日报\n1987年6月12日 星期五\n\n",
    "b/19870620.txt": "青石日报\n1987年6月20日 星期六\n\n",
    "d/19870612.txt": "新青石日报\n1987年6月12日 星期五\n\n",
    "d/19870613.txt": "新青石日报\n1987年6月13日 星期六\n\n",
    "c/19870612.txt": "",
    "c/19870701.txt": "",
    "c/旧闻.txt": "",
    "a/19870614.txt": "柳川晚报\n1987年6月14日 星期日\n\n",
    "a/19870614晚刊.txt": "柳川晚报\n1987年6月14日 星期日 晚刊\n\n",
    "a/19870614号外.txt": "柳川晚报\n1987年6月14日 星期日 号外\n\n",
}


@pytest.fixture(scope="module", params=["several", "one", "none"])
def library(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folders = {"several": "abcd", "one": "a", "none": "c"}[request.param]
    root = tmp_path_factory.mktemp("旧报")
    for place, (path, head) in enumerate(ISSUES.items()):
        if path[0] in folders:
            (root / path).parent.mkdir(exist_ok=True)
            (root / path).write_text(head + BODY.format(title=f"第{place}盏灯亮了"), encoding="utf-8")
    with closing(Library.open(root)) as opened:
        opened.sync()
        yield opened


def entries(library: Library, parent: TreeEntry | None = None) -> Iterator[TreeEntry]:
    for entry in children_of(library.contents, parent):
        yield entry
        yield from entries(library, entry)


def issues_below(library: Library, entry: TreeEntry) -> list[int]:
    rows = [below.issue for below in entries(library, entry) if below.kind is NodeKind.ISSUE]
    return [row.id for row in rows if row is not None]


def titles_of(library: Library) -> list[str]:
    """The titles of the newspapers, if there are several."""
    titles = [row.title for row in library.contents.newspapers()]
    return titles if len(titles) > 1 else []


def test_a_row_lists_the_articles_of_the_issues_below_it(library: Library) -> None:
    titles = titles_of(library)
    assert titles == [] or {"青石日报", "新青石日报"} < {*titles}
    listed = [entry for entry in entries(library) if entry.kind in LISTED]
    assert len({entry.kind for entry in listed}) > 1
    for entry in listed:
        query = articles_below(entry, titles)
        ids = library.sets.ids(library.sets.of_query(query))
        issues = {article.issue.id for article in library.articles.several(ids)}
        assert issues == {*issues_below(library, entry)}, entry


def test_an_issue_lists_its_own_articles_and_no_other_edition_of_its_day(library: Library) -> None:
    titles = titles_of(library)
    issues = [entry.issue for entry in entries(library) if entry.kind is NodeKind.ISSUE and entry.issue]
    dated = [issue for issue in issues if issue.date is not None]
    assert dated
    if (library.root / "a").exists():
        assert {"晚刊", "号外"} < {issue.edition or "" for issue in dated}
    for issue in dated:
        assert issue.date is not None
        same_month = library.contents.issues(issue.newspaper, issue.date.year, issue.date.month)
        query = articles_of_issue(issue, same_month, titles)
        ids = library.sets.ids(library.sets.of_query(query))
        assert {*ids} == {row.id for row in library.contents.articles(issue.id)}, issue
