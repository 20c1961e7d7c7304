"""The bundle as a package for Debian and Ubuntu, made by dpkg-deb: nothing of it is compiled, so nothing is built."""

import subprocess
import tempfile
from pathlib import Path

from tools.bundle import archive, linux_package
from tools.bundle.checkout import CHECKOUT, MAINTAINER, PACKAGE, VERSION

ARCHITECTURE = "amd64"

_CONTROL = """\
Package: {package}
Version: {version}
Architecture: {architecture}
Maintainer: {maintainer}
Installed-Size: {size}
Depends: libc6 (>= 2.34), libgcc-s1, libstdc++6 (>= 11)
Recommends: libegl1, libfontconfig1, libgl1, libglib2.0-0 | libglib2.0-0t64, libdbus-1-3, libxcb-cursor0, xdg-utils
Suggests: fonts-noto-cjk, ibus
Section: text
Priority: optional
Description: reader for newspaper archives
 Yuebao (阅报) is pointed at a folder of issues of old newspapers (text of OCR,
 PDF with a text layer, saved web pages, ALTO, PAGE XML, hOCR, EPUB, Word,
 tables, archives of these) and gives the paper back: issues by date, articles
 typeset to read, a search that finds every occurrence of a name or a term,
 bookmarks and notes that outlive everything else.
 .
 It works offline; the files stay as they are.
"""

_COPYRIGHT = """\
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: Yuebao

Files: *
Copyright: Yuebao developers
License: Expat
Comment: What the program is made of, and under which licences, stands in
 /usr/share/doc/yuebao/NOTICES.md.gz; that of the libraries for systems that
 lack them in /usr/lib/yuebao/_internal/fallback/COPYRIGHT.gz.

License: Expat
{licence}
"""

_OVERRIDES = """\
# The program comes with the libraries that it is tested with, for systems that have none or others.
yuebao: embedded-library *
# They are in a folder of the program's own, and find each other there.
yuebao: custom-library-search-path *
# Wheels are stripped as their makers leave them; what can be stripped without harm is.
yuebao: unstripped-binary-or-object *
# Built by their makers, who chose how.
yuebao: hardening-no-pie *
yuebao: hardening-no-bindnow *
yuebao: hardening-no-fortify-functions *
yuebao: library-not-linked-against-libc *
# A sample in each form that is read, among them a TAR and a text in GB 18030.
yuebao: package-contains-timestamped-gzip *
yuebao: national-encoding *
yuebao: shared-library-lacks-prerequisites *
yuebao: shared-library-is-executable *
# Names of other people's files, and of samples in every form that is read.
yuebao: package-contains-documentation-outside-usr-share-doc *
yuebao: extra-license-file *
# The project has no host of its own yet; whoever releases it gives an address that is read.
yuebao: bogus-mail-host *
yuebao: bogus-mail-host-in-debian-changelog *
# There is no bug that it closes: it is no part of Debian.
yuebao: initial-upload-closes-no-bugs *
yuebao: no-changelog *
"""

_AFTER = """\
#!/bin/sh
set -e
case "$1" in
{states})
	if command -v update-desktop-database >/dev/null; then
		update-desktop-database -q /usr/share/applications || true
	fi
	if command -v update-mime-database >/dev/null; then
		update-mime-database /usr/share/mime || true
	fi
	;;
esac
"""


def make(bundle: Path, target: Path) -> Path:
    """Write the package into the folder `target`, and return it."""
    package = target / f"{PACKAGE}_{VERSION}_{ARCHITECTURE}.deb"
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary) / PACKAGE
        size = linux_package.install(bundle, root)
        _describe(root, size)
        linux_package.settle(root)
        subprocess.run(
            ["dpkg-deb", "--root-owner-group", "-Zxz", "-z9", "--build", root, package],
            check=True,
            stdout=subprocess.DEVNULL,
            env={"SOURCE_DATE_EPOCH": str(archive.TIME), "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"},
        )
    return package


def _describe(root: Path, size: int) -> None:
    control = root / "DEBIAN"
    control.mkdir()
    told = _CONTROL.format(
        package=PACKAGE,
        maintainer=MAINTAINER,
        version=VERSION,
        architecture=ARCHITECTURE,
        size=-(-size // 1024),
    )
    _write(control / "control", told)
    licence = (CHECKOUT / "LICENSE").read_text(encoding="utf-8").partition("\n\n")[2]
    indented = "\n".join(f" {line}" if line else " ." for line in licence.strip().splitlines())
    documents = root / "usr" / "share" / "doc" / PACKAGE
    _write(documents / "copyright", _COPYRIGHT.format(licence=indented))
    changes = f"{PACKAGE} ({VERSION}) unstable; urgency=medium\n\n  * See CHANGELOG.md.gz.\n\n"
    changes += f" -- {MAINTAINER}  Tue, 01 Jan 1980 00:00:00 +0000\n"
    (documents / "changelog.gz").write_bytes(linux_package.packed(changes.encode()))
    overrides = root / "usr" / "share" / "lintian" / "overrides"
    overrides.mkdir(parents=True)
    _write(overrides / PACKAGE, _OVERRIDES)
    for name, states in (("postinst", "configure"), ("postrm", "remove|purge")):
        _write(control / name, _AFTER.format(states=states))
        (control / name).chmod(0o755)
    sums = subprocess.run(
        "find usr -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum",
        shell=True,
        cwd=root,
        capture_output=True,
        check=True,
    )
    (control / "md5sums").write_bytes(sums.stdout)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
