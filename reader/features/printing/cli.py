"""`reader clip`: an article, or words of it, as a picture."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

from reader.cli.errors import CommandError, WrongArguments
from reader.cli.libraries import ready
from reader.cli.named_articles import article_named
from reader.cli.options import (
    STDOUT,
    Arguments,
    AsJson,
    InFile,
    Key,
    LibraryPlace,
    Option,
    Recognised,
    ending_of,
    target_option,
    whole,
)
from reader.cli.terminal import print_json, print_warning
from reader.cli.written_files import check_target, citation_style, new_target, start_drawing, write_or_print
from reader.export.forms import Wording
from reader.export.readings import worded
from reader.features.printing.clippings import Clipping, clipping_of, numbered
from reader.i18n import later, say
from reader.newspaper.holdings import Bookmark


class Clip(Arguments, frozen=True, kw_only=True):
    MORE = later(
        "带报头、日期和引文，照报纸的样子排。一张放不下就做成几张：剪报.png、剪报 2.png……已有的文件不会盖掉。"
    )
    EXAMPLES = (
        (later("reader clip tze25a2vmsg5zpia -o 剪报.png"), later("整篇，像从报上剪下来的")),
        (
            later('reader clip tze25a2vmsg5zpia --text "{words}" --card -o 卡片.png', words="一辆板车"),
            later("这几个字，做成发在聊天里的卡片"),
        ),
    )
    JSON = later("打印一个对象：files citation")
    ANSWERS = ("reader.features.printing.schemas:Clipped",)
    key: Key
    library: LibraryPlace = None
    path: InFile = None
    target: Annotated[Path, target_option("存到哪里：.png，放多大都清楚的 .svg，或可以印的 .pdf")]
    quote: Annotated[str | None, Option("只要文中的这段话；同样的话取第一处", "--text", "TEXT", whole)] = None
    is_card: Annotated[bool, Option("三比四的卡片，大字；不写则像一条剪报", "--card")] = False
    theme: Annotated[Literal["paper", "white", "dark"], Option("配色，默认 paper")] = "paper"
    scale: Annotated[Literal[1, 2, 3], Option(".png 的缩放倍数，默认 2")] = 2
    has_marks: Annotated[bool, Option("画上自己标的颜色；不写则不画", "--marks")] = False
    wording: Recognised = Wording.CORRECTED
    as_json: AsJson = False

    def run(self) -> int:
        target = new_target(self.target, (".png", ".svg", ".pdf"))
        with ready(self.library) as library:
            stored = article_named(library, self.key, self.path)
            story = library.articles.chain(stored.id) or (stored,)
            if self.wording is Wording.RECOGNISED:
                story = tuple(worded(part, self.wording) for part in story)
            if self.quote is not None:
                passage = library.notebook.quote(stored.id, self.quote)
            else:
                passage = None
            clipping = clipping_of(story, passage, citation_style())
            if self.has_marks:
                bookmarks = library.notebook.as_printed(story)
            else:
                bookmarks = []
        files = self._files(clipping, bookmarks, ending_of(target, ".png"))
        if target == STDOUT and self.as_json:
            raise WrongArguments(say("--json 不能与 -o - 同用"))
        if target == STDOUT and len(files) > 1:
            raise CommandError(
                say("一张放不下，要做成 {n} 张：请存成文件，或用 --text 只剪一段话。", n=len(files))
            )
        others = (target.with_stem(numbered(target.stem, number)) for number in range(1, len(files)))
        targets = [target, *others]
        for path in targets[1:]:
            check_target(path)
        for path, data in zip(targets, files, strict=True):
            write_or_print(data, path, is_quiet=self.as_json)
        if self.as_json:
            print_json({"files": [str(path) for path in targets], "citation": clipping.citation})
        elif len(files) > 1:
            print_warning(say("一张放不下，做成了 {n} 张；--text 只剪一段话。", n=len(files)))
        return 0

    def _files(self, clipping: Clipping, bookmarks: Sequence[Bookmark], ending: str) -> list[bytes]:
        start_drawing()
        from reader.features.printing.ui import print_job
        from reader.features.printing.ui.clipping_dialog import ClippingForm, ClippingPrintout

        if self.is_card:
            form = ClippingForm.CARD
        else:
            form = ClippingForm.PAPER
        printout = ClippingPrintout(clipping, form, self.theme, bookmarks=bookmarks)
        match ending:
            case ".pdf":
                return [print_job.pdf(printout, clipping.about())]
            case ".svg":
                return print_job.svgs(printout, clipping.title, clipping.as_text())
            case _:
                return print_job.pictures(printout, self.scale)
