"""`reader pack`: a library in one file, to give away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from reader.cli.errors import WrongArguments
from reader.cli.options import STDOUT, Argument, Arguments, AsJson, LibraryPlace, Option, target_option
from reader.cli.terminal import print_json, progress_bar
from reader.features.packs import PACK_SUFFIX
from reader.i18n import count, later, say

if TYPE_CHECKING:
    from reader.library.sync_events import Progress

_STEPS = 1000


class Pack(Arguments, frozen=True, kw_only=True):
    MORE = later(
        "一个 .yuebao 文件，里面是全部文章的文字、目录、索引；原来的文件和图片不在内，收藏和批注不写明就不带。\n"
        "收到的人双击它，或 reader open 它，就能读、能搜，不用解开；它是只读的。资料库一点也不改。\n"
        "包上有签名：改动过一个字节就打不开；换了签名，指纹就不一样。打完印出的指纹，请另用电话之类告诉对方核对。"
    )
    EXAMPLES = (
        (later("reader pack ~/旧报 -o 旧报.yuebao --giver 王芳"), later("打包 ~/旧报，注明是王芳送的")),
        (
            later("reader pack ~/旧报 -o 旧报.yuebao --notes bookmarks dossiers"),
            later("连收藏、标记、批注和专题一起送"),
        ),
    )
    JSON = later("打印一个对象：path size articles notes fingerprint")
    ANSWERS = ("reader.features.packs.schemas:Packed",)
    root: Annotated[Path | None, Argument("LIBRARY", "资料库文件夹；不写就是上次打开的")] = None
    target: Annotated[Path, target_option("存成哪个文件，以 .yuebao 结尾；已经有的不会盖掉")]
    giver: Annotated[str, Option("送的人：对方打开时看得到的名字", metavar="NAME")] = ""
    notes: Annotated[
        tuple[Literal["bookmarks", "dossiers", "corrections", "people", "searches"], ...],
        Option(
            "自己写的也带上：收藏标记批注、专题、更正、人物的认定、已保存的搜索；不写则一条不带", nargs="+"
        ),
    ] = ()
    tag: Annotated[
        str | None, Option("收藏里只带有这个标签的（与 --notes bookmarks 同用）", metavar="TAG")
    ] = None
    library: LibraryPlace = None
    as_json: AsJson = False

    def run(self) -> int:
        from reader.cli.libraries import ready
        from reader.cli.written_files import new_target
        from reader.features.packs.packing_up import GivenNotes, PackChoice, pack_up

        if self.tag and GivenNotes.BOOKMARKS not in self.notes:
            raise WrongArguments(say("--tag 要和 --notes bookmarks 一起用：标签是收藏的。"))
        target = new_target(self.target, (PACK_SUFFIX,))
        if target == STDOUT:
            raise WrongArguments(say("资料包写不到标准输出，请写一个文件名。"))
        choice = PackChoice(self.giver, frozenset(map(GivenNotes, self.notes)), self.tag or "")
        with ready(self.root or self.library) as library, progress_bar() as draw:
            packed = pack_up(library, target, choice, progress=_drawn(draw))
        if self.as_json:
            numbers = {"size": packed.size, "articles": packed.articles, "notes": packed.notes}
            print_json({"path": str(packed.path), **numbers, "fingerprint": packed.fingerprint})
            return 0
        print(
            say(
                "已打包 {path}：{articles}，{size}，{notes}。",
                path=packed.path,
                articles=count(packed.articles, "{n} 篇"),
                size=packed.size_in_words(),
                notes=count(packed.notes, "{n} 条自己的记录") if packed.notes else say("没有带自己的记录"),
            )
        )
        print(say("您的指纹：{fingerprint}。请另外告诉对方，打开时核对。", fingerprint=packed.fingerprint))
        return 0


def _drawn(draw: Callable[[Progress], None]) -> Callable[[float], None]:
    from reader.library.sync_events import Progress

    def draw_share(share: float) -> None:
        draw(Progress(round(share * _STEPS), _STEPS, "", 0))

    return draw_share
