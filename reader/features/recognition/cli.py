"""`reader recognize`: recognises the text of pictures, so that they are issues of the library; and writes it out."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import escape
from itertools import chain
from pathlib import Path, PurePosixPath
from sqlite3 import OperationalError
from typing import Annotated, Literal
from xml.etree.ElementTree import Element

from reader import formats
from reader.cli.errors import CommandError, sentence_for
from reader.cli.libraries import FAILURES_NAMED, opened, print_failures, summary, synced, unbuffered_stdin
from reader.cli.options import (
    Argument,
    Arguments,
    AsJson,
    LibraryPlace,
    Option,
    Switches,
    WrongArguments,
    only_folder,
    whole_number,
)
from reader.cli.terminal import drawn_bar, print_error, print_json, print_warning
from reader.features.recognition.pace import in_words
from reader.features.recognition.picture_recognition import PictureRecognition
from reader.features.recognition.recognition_process import page_reader, serve
from reader.features.recognition.recognizer import Direction, RecognitionError, RecognitionOptions
from reader.formats import xml_tree
from reader.formats.reading import SavedFile, may_hold_pictures
from reader.formats.reading_quality import undecided_in_words, unknown_script_in_words
from reader.formats.xml_tree import roots_of
from reader.i18n import count, later, say
from reader.library.library import Library
from reader.library.recognized_pictures import RecognizedPictures
from reader.library.sync_events import (
    LibraryBusy,
    RecognitionProgress,
    RecognitionReport,
    SyncReport,
    TooManyLost,
)
from reader.storage.folder import LibraryFolder, library_above
from reader.storage.regular_file import write_whole
from reader.storage.system_paths import for_system, real_path


def _dots(text: str) -> int:
    number = whole_number(text, least=50)
    if number > 1200:
        raise WrongArguments(say("分辨率在 50 到 1200 dpi 之间"))
    return number


class Recognize(Arguments, frozen=True):
    MORE = later(
        "文件夹里的扫描图、照片（JPEG、PNG、TIFF、JPEG 2000、WebP、AVIF、HEIC，ZIP 和 CBZ 里的也是）\n"
        "和没有文字层的 PDF、DjVu，一页一页认成文字，然后照常读入。全在这台机器上做，不用网络。\n"
        "识别好的文字放在资料库的 .reader/recognized 里，图片不动；中断了下次接着做，图片移动、改名后也还认得。\n"
        "没能识别的页逐一列出，不妨碍其余的，再运行时再试。手写、印章、表格的格子不识别。\n"
        "已有文字的图片（同名的识别结果、PDF 的文字层）不再识别。"
    )
    EXAMPLES = (
        (later("reader recognize ~/旧报扫描"), later("识别这个文件夹里的图片，把它作为资料库")),
        (later("reader recognize 1954/03 --vertical"), later("竖排的报；不写时每一处各自判断")),
        (
            later("reader recognize ~/旧报扫描 --write ~/文字 --as hocr"),
            later("把识别好的文字另存一份，给别的程序用"),
        ),
    )
    JSON = later(
        "打印一个对象：recognized kept blank unknown_script undecided damaged with_text failed untried"
    )
    ANSWERS = ("reader.features.recognition.schemas:Recognized",)
    paths: Annotated[tuple[Path, ...], Argument("PATH", "图片、文件夹或压缩包（ZIP、CBZ）")]
    library: LibraryPlace = None
    direction: Annotated[
        Direction,
        Switches(
            (
                ("--auto", Direction.AUTO, later("横排、竖排由每一处自己判断（默认）")),
                ("--horizontal", Direction.HORIZONTAL, later("全是横排")),
                ("--vertical", Direction.VERTICAL, later("全是竖排")),
            )
        ),
    ] = Direction.AUTO
    dpi: Annotated[int, Option("PDF 的页按多高的分辨率来画（dpi，默认 300）", metavar="N", parse=_dots)] = 300
    as_it_is: Annotated[bool, Option("不摊平，不拉直，不匀光，不分开双页")] = False
    again: Annotated[bool, Option("识别过的也重新识别")] = False
    recognizer: Annotated[
        Literal["rapidocr", "tesseract"] | None, Option("用哪个识别程序；不写时用装了的", "--by")
    ] = None
    write: Annotated[Path | None, Option("不识别，把识别好的文字写进这个文件夹", metavar="DIR")] = None
    form: Annotated[Literal["alto", "hocr", "text"], Option("写成什么（默认 alto）", "--as")] = "alto"
    as_json: AsJson = False
    obey_stdin: Annotated[bool, Option(None)] = False

    def run(self) -> int:
        root = _root(self)
        with opened(root) as library:
            if library.is_sample:
                raise CommandError(say("样本里没有要识别的图片。请用 --library 写出自己的文件夹。"))
            paths = [_path_in(library.root, path) for path in self.paths]
            if self.write is not None:
                assert self.write is not None
                try:
                    written = write_out(library.folder, self.write, self.form, tuple(paths))
                except FileExistsError as error:
                    raise CommandError(
                        say("{path} 已经有了，没有覆盖。请换一个文件夹。", path=error.filename)
                    ) from None
                print(say("{words}。", words=count(len(written), "写出了 {n} 个文件")))
                return 0
            if self.obey_stdin:
                how = RecognitionOptions(self.direction, self.dpi)
                return serve(library.folder, paths, how, _threads(), sys.stdout, unbuffered_stdin())
            try:
                how = RecognitionOptions(self.direction, self.dpi, self.again, not self.as_it_is)
                with _progress() as progress, page_reader(_threads(), self.recognizer) as read:
                    report = PictureRecognition(library.folder, read, how, progress).run(paths)
            except RecognitionError as error:
                raise CommandError(str(error)) from None
            synced_report = _synced(library)
            if self.as_json:
                print_json(_as_json(report))
            else:
                print(say("{words}。", words=report.in_words()))
                if synced_report:
                    print(summary(synced_report))
            if synced_report:
                print_failures(synced_report)
            _print_problems(report)
        if report.failed or synced_report is None or library.user_data.found_disk_full:
            return 1
        return 0


def _as_json(report: RecognitionReport) -> dict[str, object]:
    failed = [{"path": failure.path, "message": failure.message} for failure in report.failed]
    return {
        "recognized": report.recognized,
        "kept": report.earlier,
        "blank": report.blank,
        "unknown_script": report.unknown_script,
        "undecided": report.undecided,
        "damaged": report.damaged,
        "with_text": report.with_text,
        "failed": failed,
        "untried": report.untried,
    }


def _synced(library: Library) -> SyncReport | None:
    """Read the texts in; None, and say why, if that can't be done now."""
    try:
        return synced(library)
    except (LibraryBusy, TooManyLost, OSError, OperationalError) as error:
        print_error(sentence_for(error) or str(error))
        return None


def _root(options: Recognize) -> Path:
    """Return the folder of the library: the one given, else the one that holds the first path.

    If no library holds it, the first path itself is returned, or its folder if it is a file. Raises CommandError
    if the first path doesn't exist.
    """
    if (folder := only_folder(options.library)) is not None:
        return folder
    first = options.paths[0].expanduser()
    if not _is_there(real_path(first)):
        raise CommandError(say("找不到 {path}。", path=first))
    return library_above(first / "_") or (first if first.is_dir() else first.parent)


def _path_in(root: Path, typed_path: Path) -> str:
    """Return a path relative to the library, "." for the library itself. Raises CommandError if it is not in there."""
    for path in (typed_path.expanduser(), root / typed_path):
        real = real_path(path)
        if _is_there(real) and real.is_relative_to(root):
            return real.relative_to(root).as_posix()
    raise CommandError(
        say(
            "{path} 不在资料库 {root} 里。请先把图片放进去，或用 --library 写出它所在的资料库。",
            path=typed_path,
            root=root,
        )
    )


def _is_there(path: Path) -> bool:
    """Return whether there is a file or folder at a path, or an archive at its beginning.

    Whether the archive has such a file is found later.
    """
    whole_path = for_system(path)
    return whole_path.exists() or any(
        may_hold_pictures(parent.name) and parent.is_file() for parent in whole_path.parents
    )


def _threads() -> int:
    """Return the number of threads for recognition: half of the processors, since somebody may be reading."""
    return max(1, (os.cpu_count() or 1) // 2)


@contextmanager
def _progress() -> Iterator[Callable[[RecognitionProgress], None]]:
    with drawn_bar() as draw:

        def show(now: RecognitionProgress) -> None:
            words = say("已识别 {done} / {total} 页", done=now.done, total=now.total)
            if now.seconds_left is not None and now.done < now.total:
                words += say("，还要 {time}", time=in_words(now.seconds_left))
            draw(now.done / max(now.total, 1), f"{words}  {now.path}")

        yield show


def _print_problems(report: RecognitionReport) -> None:
    for failure in report.failed[:FAILURES_NAMED]:
        print_error(say("没能识别 {path}：{message}", path=failure.path, message=failure.message))
    for path in report.blank[:FAILURES_NAMED]:
        print_warning(say("{path} 上没有认出文字。", path=path))
    for path in report.unknown_script[:FAILURES_NAMED]:
        print_warning(say("{path}：{reason}", path=path, reason=unknown_script_in_words(1)))
    for path in report.undecided[:FAILURES_NAMED]:
        print_warning(say("{path}：{reason}", path=path, reason=undecided_in_words(1)))
    for path in report.damaged[:FAILURES_NAMED]:
        print_warning(say("{path} 的图片文件不完整，只认了看得到的部分。", path=path))


FORMS = {"alto": ".xml", "hocr": ".hocr", "text": ".txt"}
"""The formats in which a text can be written, with the suffixes of the files."""


def write_out(folder: LibraryFolder, target: Path, form: str, below: tuple[str, ...] = ("",)) -> list[Path]:
    """Write the recognised texts of the pictures at or below these paths of a library into the folder `target`.

    The files have the names and folders of the pictures. Return their paths. Raises OSError; FileExistsError for a file
    that exists already and is not replaced.
    """
    pictures = RecognizedPictures(folder)
    scan = folder.scan(pictures.is_wanted)
    pictures.settle(scan)
    pictures.settle_archives(scan)
    written = []
    for file in scan.files:
        if not any(path in ("", ".", file.path) or file.path.startswith(f"{path}/") for path in below):
            continue
        if (data := pictures.text_of(file.path)) is None:
            continue
        name = target / PurePosixPath(file.path).with_suffix(FORMS[form])
        name.parent.mkdir(parents=True, exist_ok=True)
        write_whole(name, as_form(form, file.path, data), replaces=False)
        written.append(name)
    return written


def as_form(form: str, path: str, alto: bytes) -> bytes:
    """Return the ALTO text of a picture, converted to one of the `FORMS`."""
    if form == "alto":
        return alto
    if form == "hocr":
        return "".join(_hocr(SavedFile(path, alto))).encode()
    try:
        lines = formats.decode(alto, path).lines
    except formats.NotAnIssue:
        lines = ()
    return "".join(f"{line}\n" for line in lines).encode()


def _hocr(file: SavedFile) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<html xmlns="http://www.w3.org/1999/xhtml"><head><title></title>'
    yield '<meta name="ocr-capabilities" content="ocr_page ocr_line ocrx_word"/></head><body>\n'
    image = escape(PurePosixPath(file.name).name.replace('"', ""), quote=True)
    pages = chain.from_iterable(xml_tree.descendants(root, "Page") for root in roots_of(file)[2])
    for number, page in enumerate(pages):
        size = f"0 0 {page.get('WIDTH', '0')} {page.get('HEIGHT', '0')}"
        yield f"<div class='ocr_page' title='image &quot;{image}&quot;; bbox {size}; ppageno {number}'>\n"
        for line in xml_tree.descendants(page, "TextLine"):
            words = "".join(_hocr_words(line))
            yield f"<span class='ocr_line' title='bbox {_corners(line)}'>{words}</span>\n"
        yield "</div>\n"
    yield "</body></html>\n"


def _hocr_words(line: Element) -> Iterator[str]:
    for character in list(line)[:-1]:  # without the space at the end
        if character.tag == "SP":
            yield " "
        else:
            sure = round(100 * (xml_tree.number(character.get("WC")) or 0.0))
            title = f"bbox {_corners(character)}; x_wconf {sure}"
            yield f"<span class='ocrx_word' title='{title}'>{escape(character.get('CONTENT', ''))}</span>"


def _corners(element: Element) -> str:
    left, top, width, height = (
        round(xml_tree.number(element.get(name)) or 0) for name in ("HPOS", "VPOS", "WIDTH", "HEIGHT")
    )
    return f"{left} {top} {left + width} {top + height}"
