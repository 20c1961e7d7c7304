"""What a Linux desktop knows a program by: menu entry, icons, types of files, metadata, manual page."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from xml.sax.saxutils import escape

from reader.changes import LISTS, releases_of
from tools.bundle.checkout import CHECKOUT, IDENTIFIER, VERSION

_SHARE = Path(__file__).with_name("share")
_SIZES = (16, 32, 48, 64, 128, 256, 512)


def install(share: Path) -> None:
    """Put all of it below `share` (…/usr/share)."""
    _copy("yuebao.desktop", share / "applications")
    _copy("yuebao.xml", share / "mime" / "packages")
    metadata = (_SHARE / "metainfo.xml").read_text(encoding="utf-8")
    told = {"IDENTIFIER": IDENTIFIER, "VERSION": VERSION, "DATE": released()}
    for language, name in LISTS.items():
        newest = releases_of((CHECKOUT / name).read_text(encoding="utf-8"))[0]
        told[f"ABOUT-{language.upper()}"] = escape(newest.about)
    for what, is_so in told.items():
        metadata = metadata.replace(f"@{what}@", is_so)
    _write(share / "metainfo" / f"{IDENTIFIER}.metainfo.xml", metadata)
    for name in ("reader", "yuebao"):
        page = manual() if name == "reader" else ".so man1/reader.1\n"
        _write(share / "man" / "man1" / f"{name}.1", page)
        subprocess.run(["gzip", "-9n", share / "man" / "man1" / f"{name}.1"], check=True)
    for size in _SIZES:
        draw_icon(share / "icons" / "hicolor" / f"{size}x{size}" / "apps" / "yuebao.png", size)


def released() -> str:
    """Return the day of the version's release, as CHANGELOG.md has it (`## 0.1.0 · 2026-11-22`), else of the last."""
    changes = (CHECKOUT / "CHANGELOG.md").read_text(encoding="utf-8")
    found = re.search(rf"^## {re.escape(VERSION)} · (\d{{4}}-\d\d-\d\d)$", changes, re.MULTILINE)
    return found[1] if found else "1980-01-01"


def draw_icon(target: Path, size: int) -> None:
    """Draw the seal as PNG, by the program itself in a process without a display."""
    target.parent.mkdir(parents=True, exist_ok=True)
    program = (
        "import sys\nfrom PySide6.QtWidgets import QApplication\napp = QApplication(sys.argv[:1])\n"
        "from reader.ui.widgets import text_painting\n"
        "assert text_painting.seal(int(sys.argv[2])).save(sys.argv[1], 'PNG')\n"
    )
    subprocess.run(
        [sys.executable, "-c", program, target, str(size)],
        check=True,
        cwd=CHECKOUT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    )


def manual() -> str:
    """Return the manual page: what the program says of itself with --help, in English."""
    return _MANUAL.format(version=VERSION)


def _copy(name: str, to: Path) -> None:
    to.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(_SHARE / name, to / name)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


_MANUAL = r""".TH READER 1 "" "Yuebao {version}" "User Commands"
.SH NAME
reader, yuebao \- reader for newspaper archives
.SH SYNOPSIS
.B reader
.RI [ COMMAND ]
.RI [ OPTIONS ]
.br
.B yuebao
.RI [ LINK | FILE ]
.SH DESCRIPTION
.B yuebao
opens the window on the last library, or on the sample; with a link
.RI ( yuebao:... )
it opens the article, with a file the library that was given away in it
.RI ( *.yuebao ),
the reading room whose address it holds
.RI ( *.yuebao-room ),
or what has become of the articles of evidence
.RI ( *.yuebao-evidence ).
.B reader
without a command does the same; without a display it brings the library up to date and prints what it holds.
.PP
A library is any folder of issues of newspapers. Its files are only read. Bookmarks and notes stand beside them in
.IR .reader/user.sqlite .
.SH COMMANDS
.TP
.B reader open \fR[\fIPATH\fR]
open the window on a folder
.TP
.B reader sync \-\-library \fIDIR
read what is new or changed in a folder
.TP
.B reader search \fIQUERY
find every occurrence of a string
.TP
.B reader show \fIKEY
print an article
.TP
.B reader room check \fIADDRESS
try whether a reading room (postgresql://...) is whole
.TP
.B reader \-\-self\-test
try all that the program is made of in a temporary folder
.TP
.B reader \-\-help
list all commands; each has help of its own
.SH EXIT STATUS
0 done, 1 something could not be done (said on the error stream), 2 the command line was wrong.
.SH ENVIRONMENT
.TP
.B READER_HOME
a folder for cache, settings and user data, in place of the platform's
.TP
.B READER_LANGUAGE
zh or en
.SH FILES
.TP
.I ~/.cache/yuebao
catalogue and index; can be deleted at any time
.TP
.I ~/.config/yuebao/settings.json
settings
.TP
.I ~/.local/share/yuebao
notes on libraries that can't be written to, on reading rooms and on what others gave; the log of research, reports of
faults
"""
