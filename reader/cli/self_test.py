"""`reader --self-test`: does all that the program is made of work on this machine?

Each check does what a person would do, in a temporary folder: nothing is read or written elsewhere. What starts itself
as a child is started so, and what is looked for is looked for, in a checkout, a wheel and a bundle alike.
"""

import json
import os
import platform
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from reader import __version__, assets, changes, own_process
from reader.cli.arguments.options import Options
from reader.cli.terminal import faint, print_json
from reader.i18n import count, say
from reader.library.wings import SelfCheck, wings

_SECONDS = 120
"""That a child may take."""
_SENTENCE = "渡口的灯是他点的，板车停在码头边。"
_MOST_COLOURLESS = 0.995
"""The share of a window's pixels that may be of one colour; a window that shows nothing has more."""


class _Fails(Exception):
    """A check fails; the message says at what."""


@dataclass(frozen=True, slots=True)
class _Check:
    name: str
    title: Callable[[], str]
    run: Callable[["_Bench"], str]
    """Return what was found. Raises any exception if it fails."""


@dataclass(frozen=True, slots=True)
class _Result:
    name: str
    title: str
    is_passed: bool
    said: str
    seconds: float


def run(options: Options) -> int:
    """Run all checks and print what came of each; 0 if all passed, else 1."""
    results: list[_Result] = []
    with _bench() as bench:
        for check in _CHECKS:
            results.append(_result(check, bench))
            if not options.as_json:
                print(_line(results[-1]), flush=True)
    is_passed = all(result.is_passed for result in results)
    if options.as_json:
        print_json(_to_json(results))
    else:
        print(say("全部正常。") if is_passed else say("有的不正常，见上面打叉的行。"), faint(_about()))
    return 0 if is_passed else 1


def _result(check: _Check, bench: "_Bench") -> _Result:
    begun = time.monotonic()
    try:
        said, is_passed = check.run(bench), True
    except _Fails as failure:
        said, is_passed = str(failure), False
    except Exception as error:  # whatever goes wrong is what is asked
        said, is_passed = f"{type(error).__name__}: {error}", False
    return _Result(check.name, check.title(), is_passed, said, round(time.monotonic() - begun, 2))


def _line(result: _Result) -> str:
    sign = "✓" if result.is_passed else "✗"
    return f"{sign} {result.title}  {faint(result.said)}"


def _to_json(results: Sequence[_Result]) -> dict[str, object]:
    return {
        "ok": all(result.is_passed for result in results),
        "version": __version__,
        "frozen": own_process.is_frozen(),
        "python": platform.python_version(),
        "platform": platform.platform(),
        "checks": [
            {
                "name": result.name,
                "ok": result.is_passed,
                "said": result.said,
                "seconds": result.seconds,
            }
            for result in results
        ],
    }


def _about() -> str:
    kind = say("安装包") if own_process.is_frozen() else "Python"
    return f"reader {__version__} · {kind} {platform.python_version()} · {platform.platform()}"


# -- where it is tried


class _Bench:
    """A temporary home, and in it a library with a small made-up file of every format."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.root = folder / "library"
        shutil.copytree(assets.resource("self-test") / "library", self.root)

    @cached_property
    def phrases(self) -> Mapping[str, str]:
        """What stands in each file, and in no other."""
        told: dict[str, str] = json.loads(
            (assets.resource("self-test") / "phrases.json").read_text(encoding="utf-8")
        )
        return told

    def reader(self, *words: str, **more: Any) -> str:
        """Return what a child says that runs a command. Raises _Fails, with its complaint."""
        done = subprocess.run(
            own_process.command(*words, "--library", str(self.root)),
            capture_output=True,
            check=False,
            timeout=_SECONDS,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            **more,
        )
        if done.returncode:
            raise _Fails(done.stderr.decode("utf-8", "replace").strip() or f"{words[0]}: {done.returncode}")
        return str(done.stdout, "utf-8")

    def made(self, name: str, beginning: bytes, *words: str) -> str:
        """Return the name and size of a file that a command writes. Raises _Fails if it does not begin so."""
        target = self.folder / name
        self.reader(*words, str(target))
        data = target.read_bytes()
        if not data.startswith(beginning):
            raise _Fails(f"{name}: {data[:8]!r}")
        return f"{name} {len(data):,}"

    @cached_property
    def key(self) -> str:
        """The key of the article in text.txt."""
        told = json.loads(self.reader("search", self.phrases["text.txt"], "--json"))
        return str(told["hits"][0]["key"])


@contextmanager
def _bench() -> Iterator[_Bench]:
    with tempfile.TemporaryDirectory(prefix="yuebao-", ignore_cleanup_errors=True) as folder:
        before = os.environ.get("READER_HOME")
        os.environ["READER_HOME"] = str(Path(folder) / "home")
        try:
            yield _Bench(Path(folder))
        finally:
            if before is None:
                del os.environ["READER_HOME"]
            else:
                os.environ["READER_HOME"] = before


# -- what is tried


def _tables(_bench: _Bench) -> str:
    import gettext

    from reader.language import names, scripts

    english = gettext.translation("reader", str(assets.resource("locale")), ["en"]).gettext("收藏")
    told = " · ".join(
        (english, scripts.in_script("理头发", scripts.Script.TRADITIONAL), *names.pinyin_of("祝水芹"))
    )
    if not told.startswith("Bookmark · 理頭") or "shuǐ" not in told:
        raise _Fails(told)
    if changes.releases()[0].number != __version__ or not assets.document("NOTICES.md").is_file():
        raise _Fails(say("有什么新的"))
    return told


def _words(_bench: _Bench) -> str:
    from reader.language import words

    cut, of_index = words.words(_SENTENCE), words.cut(_SENTENCE)
    if "渡口" not in cut or "".join(cut) != _SENTENCE or cut != of_index:
        raise _Fails(f"{cut} {of_index}")
    return " ".join(cut)


def _sync(bench: _Bench) -> str:
    from reader import formats

    report = json.loads(bench.reader("sync", "--json"))
    unread = set(formats.FORMAT_NAMES) - {"text"} - set(report["formats"])
    if report["failed"] or unread or report["added"] != len(bench.phrases):
        raise _Fails(json.dumps([report["added"], report["failed"], sorted(unread)], ensure_ascii=False))
    return say(
        "{files}，{formats} 种格式",
        files=count(report["added"], "{n} 个文件"),
        formats=len(formats.FORMAT_NAMES),
    )


def _search(bench: _Bench) -> str:
    batch = "\n".join(f'"{phrase}"' for phrase in bench.phrases.values())
    answers = bench.reader("search", "--batch", "-", "--jsonl", input=batch.encode()).splitlines()
    for path, answer in zip(bench.phrases, map(json.loads, answers), strict=True):
        if answer["total"] != 1 or not answer["hits"][0]["path"].startswith(path):
            raise _Fails(f"{path}: {answer['total']}")
    return say("{n} 个词，都在该在的文件里", n=len(answers))


def _pictures(bench: _Bench) -> str:
    from reader.pictures.picture_process import PictureCache
    from reader.pictures.pyramid import Tile

    seen = []
    for name in ("text.jp2", "gb18030.jpg", "alto.tif", "tei.png", "hocr.webp", "pdf.pdf"):
        cache = PictureCache(bench.folder / "pictures")
        with (bench.root / name).open("rb") as file, cache.pyramid(file.fileno(), 0) as pyramid:
            if not pyramid.read(Tile(0, 0, 0)):
                raise _Fails(name)
        seen.append(name)
    return " ".join(seen)


def _exports(bench: _Bench) -> str:
    from reader.library.library import Library

    phrase, key = bench.phrases["text.txt"], bench.key
    with closing(Library.open(bench.root)) as library:
        article, *_ = library.articles.find(key)
        library.dossiers.add_articles(library.dossiers.add("渡口").uuid, [(article.id, None)])
    return " · ".join(
        [
            bench.made("a.epub", b"PK", "export", phrase, "-o"),
            bench.made("a.docx", b"PK", "dossier", "export", "渡口"),
            bench.made("a.ris", b"TY", "search", phrase, "-o"),
            bench.made("a.pdf", b"%PDF-", "show", key, "--pdf"),
            bench.made("a.png", b"\x89PNG", "clip", key, "-o"),
        ]
    )


def _window(bench: _Bench) -> str:
    from reader import app

    day = "雁桥日报\n2024年4月1日\n\n石榴渡开船\n\n　　本报讯 石榴渡今天清早开船，船票五分钱一张。\n"
    (bench.root / "later.txt").write_text(day, encoding="utf-8")
    tried = app.try_window(bench.root, "石榴渡")
    if tried.results != 1 or tried.plain_share > _MOST_COLOURLESS:
        raise _Fails(str(tried))
    return f"{tried.width} × {tried.height} · {tried.typeface}"


def _of_wing(check: SelfCheck) -> _Check:
    return _Check(check.name, check.title, lambda bench: check.run(bench.folder))


_CHECKS = (
    _Check("tables", lambda: say("字表和译文"), _tables),
    _Check("words", lambda: say("分词"), _words),
    _Check("sync", lambda: say("另一个进程读入各种格式"), _sync),
    _Check("search", lambda: say("搜索"), _search),
    _Check("pictures", lambda: say("版面图片"), _pictures),
    _Check("exports", lambda: say("导出、打印、剪报"), _exports),
    *(_of_wing(wing.check) for wing in wings() if wing.check is not None),
    _Check("window", lambda: say("窗口（不显示出来）"), _window),
)
