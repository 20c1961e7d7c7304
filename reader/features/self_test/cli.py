"""`reader --self-test`: checks that an installation works on this machine, with all its libraries and data files.

Each check does what a user would do, in a temporary folder; nothing is read or written elsewhere. Child processes are
started as the program itself starts them, so that the checks hold for a checkout, a wheel and a bundle.
"""

import json
import os
import platform
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from msgspec import Struct

from reader import __version__, assets, changes, own_process
from reader.cli.terminal import faint, print_json
from reader.i18n import count, later, say
from reader.plugs import SelfCheck, all_plugs, plugs

_TIMEOUT_SECONDS = 120
"""Maximum running time of a child process."""
_SENTENCE = "渡口的灯是他点的，板车停在码头边。"
_LARGEST_SHARE_OF_A_COLOUR = 0.995
"""The largest share of a window's pixels that may have one colour; an empty window has a larger one."""


class _CheckFailed(Exception):
    """A check failed; the message says what was wrong."""


class _Check(Struct, frozen=True):
    name: str
    title: Callable[[], str]
    run: Callable[["_Sample"], str]
    """Returns a short description of the result. Raises an exception, of any kind, if the check fails."""


def self_test(*, as_json: bool) -> int:
    checks: list[dict[str, object]] = []
    with _sample() as sample:
        for check in _CHECKS:
            begun = time.monotonic()
            is_passed, message = _tried(check, sample)
            seconds = round(time.monotonic() - begun, 2)
            checks.append({"name": check.name, "ok": is_passed, "said": message, "seconds": seconds})
            if not as_json:
                print(f"{'✓' if is_passed else '✗'} {check.title()}  {faint(message)}", flush=True)
    is_passed = all(outcome["ok"] for outcome in checks)
    if as_json:
        print_json(
            {
                "ok": is_passed,
                "version": __version__,
                "frozen": own_process.is_frozen(),
                "python": platform.python_version(),
                "platform": platform.platform(),
                "checks": checks,
            }
        )
    else:
        kind = say("安装包") if own_process.is_frozen() else "Python"
        print(
            say("全部正常。") if is_passed else say("有的不正常，见上面打叉的行。"),
            faint(f"reader {__version__} · {kind} {platform.python_version()} · {platform.platform()}"),
        )
    if is_passed:
        return 0
    return 1


def _tried(check: _Check, sample: "_Sample") -> tuple[bool, str]:
    """Return whether a check passes, and what it says."""
    try:
        return True, check.run(sample)
    except _CheckFailed as failure:
        return False, str(failure)
    except Exception as error:  # whatever goes wrong is what is asked
        return False, f"{type(error).__name__}: {error}"


# -- the library that is checked


class _Sample:
    """A temporary folder with a library that has a small file of each format, and a home of its own.

    `phrases` has for each file a string that occurs in it alone.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.root = folder / "library"
        self.phrases: dict[str, str] = {}
        samples = assets.resource("self-test")
        for name in ("library", *(plug.name for plug in all_plugs())):
            if (samples / name).is_dir():
                shutil.copytree(samples / name, self.root, dirs_exist_ok=True)
                self.phrases |= json.loads((samples / f"{name}.json").read_text(encoding="utf-8"))

    def reader(self, *words: str, **more: Any) -> str:
        """Run a command in a child process. Return its standard output. Raises _CheckFailed with its standard error."""
        done = subprocess.run(
            own_process.command(*words, "--library", str(self.root)),
            capture_output=True,
            check=False,
            timeout=_TIMEOUT_SECONDS,
            # on Windows a console window would open for each command
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            **more,
        )
        if done.returncode:
            raise _CheckFailed(
                done.stderr.decode("utf-8", "replace").strip() or f"{words[0]}: {done.returncode}"
            )
        return str(done.stdout, "utf-8")

    def made(self, name: str, beginning: bytes, *words: str) -> str:
        """Run a command that writes a file. Return the file's name and size in bytes.

        Raises _CheckFailed if the file doesn't begin with `beginning`.
        """
        target = self.folder / name
        self.reader(*words, str(target))
        data = target.read_bytes()
        if not data.startswith(beginning):
            raise _CheckFailed(f"{name}: {data[:8]!r}")
        return f"{name} {len(data):,}"

    @cached_property
    def key(self) -> str:
        answer = json.loads(self.reader("search", self.phrases["text.txt"], "--json"))
        return str(answer["hits"][0]["key"])


@contextmanager
def _sample() -> Iterator[_Sample]:
    with tempfile.TemporaryDirectory(prefix="yuebao-", ignore_cleanup_errors=True) as folder:
        # by the environment, so that child processes use the temporary folder, too
        before = os.environ.get("READER_HOME")
        os.environ["READER_HOME"] = str(Path(folder) / "home")
        try:
            yield _Sample(Path(folder))
        finally:
            if before is None:
                del os.environ["READER_HOME"]
            else:
                os.environ["READER_HOME"] = before


# -- the checks


def _tables(_sample: _Sample) -> str:
    import gettext

    from reader.language import names, scripts

    english = gettext.translation("reader", str(assets.resource("locale")), ["en"]).gettext("收藏")
    sample_words = " · ".join(
        (english, scripts.in_script("理头发", scripts.Script.TRADITIONAL), *names.pinyin_of("祝水芹"))
    )
    if not sample_words.startswith("Bookmark · 理頭") or "shuǐ" not in sample_words:
        raise _CheckFailed(sample_words)
    if changes.releases()[0].number != __version__ or not assets.document("NOTICES.md").is_file():
        raise _CheckFailed(say("有什么新的"))
    return sample_words


def _words(_sample: _Sample) -> str:
    from reader.language import words

    cut = words.words(_SENTENCE)
    of_index = words.cut(_SENTENCE)
    # both ways of cutting have to agree, or the index would lack words that a search looks for
    if "渡口" not in cut or "".join(cut) != _SENTENCE or cut != of_index:
        raise _CheckFailed(f"{cut} {of_index}")
    return " ".join(cut)


def _sync(sample: _Sample) -> str:
    from reader import formats
    from reader.formats.text_kinds import KINDS

    report = json.loads(sample.reader("sync", "--json"))
    # a text whose kind is told by its content needs nothing that plain text does not need
    of_texts = {"text", *(kind.name for kind in KINDS if not kind.ending)}
    of_programs = {name for name, file_format in formats.file_formats().items() if file_format.program}
    file_formats = set(formats.file_formats()) - of_texts - of_programs
    unread = file_formats - set(report["formats"])
    if report["failed"] or unread or report["added"] != len(sample.phrases):
        raise _CheckFailed(
            json.dumps([report["added"], report["failed"], sorted(unread)], ensure_ascii=False)
        )
    return say(
        "{files}，{formats} 种格式",
        files=count(report["added"], "{n} 个文件"),
        formats=len(file_formats),
    )


def _search(sample: _Sample) -> str:
    batch = "\n".join(f'"{phrase}"' for phrase in sample.phrases.values())
    answers = sample.reader("search", "--batch", "-", "--jsonl", input=batch.encode()).splitlines()
    for path, answer in zip(sample.phrases, map(json.loads, answers), strict=True):
        if answer["total"] != 1 or not answer["hits"][0]["path"].startswith(path):
            raise _CheckFailed(f"{path}: {answer['total']}")
    return say("{n} 个词，都在该在的文件里", n=len(answers))


def _pictures(sample: _Sample) -> str:
    from reader.pictures.picture_process import PictureCache, Tile

    seen = []
    names = ("text.jp2", "gb18030.jpg", "alto.tif", "tei.png", "hocr.webp", "page-xml.avif", "pdf.pdf")
    for name in filter(lambda name: (sample.root / name).exists(), names):
        cache = PictureCache(sample.folder / "pictures")
        with (sample.root / name).open("rb") as file, cache.pyramid(file.fileno(), 0) as pyramid:
            if not pyramid.read(Tile(0, 0, 0)):
                raise _CheckFailed(name)
        seen.append(name)
    return " ".join(seen)


def _exports(sample: _Sample) -> str:
    from reader.export.collection import export_forms

    phrase = sample.phrases["text.txt"]
    key = sample.key
    of_features = set()
    for plug in plugs():
        for command in plug.commands:
            of_features.add(command.name)
    summaries = []
    if any(form.suffix == ".epub" for form in export_forms()):
        summaries.append(sample.made("a.epub", b"PK", "export", phrase, "-o"))
    if "dossier" in of_features:
        sample.reader("dossier", "add", "渡口", key)
        summaries.append(sample.made("a.docx", b"PK", "dossier", "export", "渡口"))
    summaries.append(sample.made("a.ris", b"TY", "search", phrase, "-o"))
    if "clip" in of_features:
        summaries.append(sample.made("a.pdf", b"%PDF-", "show", key, "--pdf"))
        summaries.append(sample.made("a.png", b"\x89PNG", "clip", key, "-o"))
    return " · ".join(summaries)


def _window(sample: _Sample) -> str:
    from reader import app

    day = "雁桥日报\n2024年4月1日\n\n石榴渡开船\n\n　　本报讯 石榴渡今天清早开船，船票五分钱一张。\n"
    (sample.root / "later.txt").write_text(day, encoding="utf-8")
    tried = app.try_window(sample.root, "石榴渡")
    if tried.results != 1 or tried.plain_share > _LARGEST_SHARE_OF_A_COLOUR or not tried.tells_apart:
        raise _CheckFailed(str(tried))
    return f"{tried.width} × {tried.height} · {tried.typeface}"


def _of_feature(check: SelfCheck) -> _Check:
    return _Check(check.name, check.title, lambda sample: check.run(sample.folder))


_CHECKS = (
    _Check("tables", later("字表和译文"), _tables),
    _Check("words", later("分词"), _words),
    _Check("sync", later("另一个进程读入各种格式"), _sync),
    _Check("search", later("搜索"), _search),
    _Check("pictures", later("版面图片"), _pictures),
    _Check("exports", later("导出、打印、剪报"), _exports),
    *(_of_feature(plug.check) for plug in plugs() if plug.check is not None),
    _Check("window", later("窗口（不显示出来）"), _window),
)
