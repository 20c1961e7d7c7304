"""`reader check`: whether the derived data are what they should be."""

from reader.cli.arguments import Options
from reader.cli.libraries import make_ready, opened, tell_failures
from reader.cli.terminal import complain, print_json, progress_bar
from reader.library import Library
from reader.messages import say

STRINGS = 300


def run(options: Options) -> int:
    with opened(options.library) as library:
        problems = remaining = _problems(library)
        if options.repair:
            with progress_bar() as progress:
                tell_failures(library.rebuild(progress))
            remaining = _problems(library)
        articles = library.counts().articles
    if options.as_json:
        print_json(
            {"problems": problems, "repaired": options.repair, "articles": articles, "strings": STRINGS}
        )
    else:
        _tell(problems, options.repair, articles)
    for problem in remaining:
        complain(problem)
    return 1 if remaining else 0


def _tell(problems: list[str], repaired: bool, articles: int) -> None:
    if problems:
        print(say("发现问题："))
        for problem in problems:
            print("    " + problem)
    else:
        print(say("目录和索引都是好的：{articles} 篇文章，随意取的字串都搜得到。", articles=articles))
    if repaired:
        print(say("已重建目录和索引。"))
    elif problems:
        print(say("请运行 reader check --repair 重建。收藏和批注不受影响。"))


def _problems(library: Library) -> list[str]:
    """What is wrong. Strings are looked for only where the catalogue and the index seem sound."""
    if found := library.problems():
        return found
    make_ready(library)
    return [
        say("搜不到文章 {key} 里的“{string}”。", key=key, string=string)
        for key, string in library.unfound(STRINGS)
    ]
