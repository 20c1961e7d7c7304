"""`reader clip`: an article, or words of it, as a picture."""

from pathlib import Path

from reader.cli.arguments.options import STDOUT, Options, ending_of
from reader.cli.errors import CommandError
from reader.cli.libraries import ready
from reader.cli.named_articles import found
from reader.cli.terminal import print_json, print_warning
from reader.cli.written_files import check_target, citation_style, new_target, write_or_print
from reader.export.forms import Wording
from reader.export.readings import worded
from reader.i18n import say
from reader.library.clippings import clipping_of


def run(options: Options) -> int:
    from reader import app, display

    target = new_target(options.target, (".png", ".svg", ".pdf"))
    with ready(options.library) as library:
        stored = found(library, options.key, options.path)
        story = library.articles.chain(stored.id) or (stored,)
        if options.wording is Wording.RECOGNISED:
            story = tuple(worded(part, options.wording) for part in story)
        passage = library.notebook.quote(stored.id, options.quote) if options.quote is not None else None
        clipping = clipping_of(story, passage, citation_style())
        bookmarks = library.notebook.as_printed(story) if options.has_marks else []
    try:
        files = app.clipping_files(
            clipping,
            bookmarks,
            form="card" if options.is_card else "paper",
            colors=options.theme,
            scale=options.scale,
            kind=ending_of(target, ".png").removeprefix("."),
        )
    except display.NoWindow as error:
        raise CommandError(str(error)) from error
    if target == STDOUT and options.as_json:
        raise CommandError(say("--json 不能与 -o - 同用"))
    if target == STDOUT and len(files) > 1:
        raise CommandError(
            say("一张放不下，要做成 {n} 张：请存成文件，或用 --text 只剪一段话。", n=len(files))
        )
    targets = [_numbered(target, number) for number in range(len(files))]
    for each in targets[1:]:
        check_target(each)
    for each, data in zip(targets, files, strict=True):
        write_or_print(data, each, is_quiet=options.as_json)
    if options.as_json:
        print_json({"files": [str(each) for each in targets], "citation": clipping.citation})
    elif len(files) > 1:
        print_warning(say("一张放不下，做成了 {n} 张；--text 只剪一段话。", n=len(files)))
    return 0


def _numbered(target: Path, number: int) -> Path:
    """Return the name of picture `number` (from 0): 剪报.png, 剪报 2.png."""
    return target if number == 0 else target.with_name(f"{target.stem} {number + 1}{target.suffix}")
