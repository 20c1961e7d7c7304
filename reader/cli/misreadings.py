"""`reader misreadings`: characters that may have been misread."""

from typing import Annotated

from reader.cli.characters import misreading_to_json, quoted
from reader.cli.errors import CommandError
from reader.cli.libraries import path_of, ready
from reader.cli.options import Argument, Arguments, AsJson, LibraryPlace
from reader.cli.terminal import faint, print_json, print_warning
from reader.i18n import count, later, say
from reader.library.characters import (
    only_witnessed,
)
from reader.library.corrections import date_in


class Misreadings(Arguments, frozen=True):
    MORE = later(
        "同一篇文字在别处又登，那里印作形近的另一个字、放进这句话也通的，列出来供校对。没有旁证的不猜，所以常常一个也没有。\n"
        "是不是认错由人来定：reader correct character 改正，或加 --dismiss 说没有认错，就不再列出。"
    )
    EXAMPLES = (
        ("reader misreadings 1987-06-12", later("这一天的各期")),
        ("reader misreadings 1987/06/19870612.txt --json", later("一个文件，打印一个数组")),
    )
    JSON = later(
        "打印一个数组，每处一个对象：key path where index at printed read_as form "
        "meant before after witness；\n"
        "form 是印着的，meant 是换了字的，witness 是印作那个字的另一处"
    )
    issue: Annotated[str, Argument("ISSUE|FILE", "哪一天，如 1987-06-12；或资料库里的文件")]
    library: LibraryPlace = None
    as_json: AsJson = False

    def run(self) -> int:
        with ready(self.library) as library:
            characters = library.characters  # it raises where there is no such list
            day, contents = date_in(self.issue), library.contents
            if day is not None:
                issues = (
                    issue for each in contents.newspapers() for issue in contents.issues_on(each.title, day)
                )
                ids = [row.id for issue in issues for row in contents.articles(issue.id)]
            else:
                path = path_of(library, self.issue)
                ids = [article_id for _, article_id in library.kept.catalogue.readings.ids_in_files([path])]
            if not ids:
                raise CommandError(say("资料库里没有 {issue} 的文章。", issue=self.issue))
            systematic = characters.systematic(ids)
            known = {(each.article_id, each.place) for each in systematic}
            likely = [each for found in characters.likely(ids) for each in found]
            listed = [*systematic, *(each for each in likely if (each.article_id, each.place) not in known)]
            if self.as_json:
                print_json([misreading_to_json(library, each) for each in listed])
                return 0
            why = characters.why_incomplete(ids)
            if why:
                print_warning(why)
            if not listed:
                print(say("没有找到有旁证的错字"), only_witnessed(), sep="\n")
                return 0
            print(count(len(listed), "{n} 处可能认错的字"))
            shown: object = None
            for each in listed:
                heading = (each.form, each.meant) if each.is_systematic else each.article_id
                stored = library.articles.article(each.article_id)
                if stored is not None and heading != shown:
                    print(
                        "\n"
                        + (
                            each.witness
                            if each.is_systematic
                            else (f"{stored.article.title()} {faint(stored.article.key)}")
                        )
                    )
                    shown = heading
                ending = ""
                if each.is_systematic:
                    ending = f"{faint(stored.article.key) if stored else ''} {each.doubt()}".rstrip()
                else:
                    ending = (
                        f"{say('或是“{read_as}”', read_as=each.read_as)} {faint(each.meant)} {each.because()}"
                    )
                print(f"    {quoted(each)}　{ending}")
            example = f"reader correct character KEY {listed[0].form} {listed[0].meant}"
            print("\n" + say("是认错了：{command}；不是：后面加 --dismiss", command=example))
            if systematic:
                print(say("各处一起改：后面加 --all；加 --dry-run 先看有哪些"))
        return 0
