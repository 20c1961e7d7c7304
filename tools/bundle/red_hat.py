"""The bundle as a package for Fedora, openSUSE and their relatives, made by rpmbuild of what the one for Debian has."""

import os
import subprocess
import tempfile
from pathlib import Path

from tools.bundle import archive, linux_package
from tools.bundle.checkout import MAINTAINER, PACKAGE, VERSION

_SPEC = """\
Name: {package}
Version: {version}
Release: 1
Summary: Reader for newspaper archives
License: MIT AND LGPL-3.0-only AND OFL-1.1
Packager: {maintainer}
AutoReqProv: no
Requires: libstdc++.so.6(GLIBCXX_3.4.29)(64bit)
Requires: libc.so.6(GLIBC_2.34)(64bit)
Recommends: xdg-utils
%global __os_install_post %{{nil}}
%global _build_id_links none
%global _buildhost localhost
%global _binary_payload w9.xzdio
%global use_source_date_epoch_as_buildtime 1
%global clamp_mtime_to_source_date_epoch 1
%global source_date_epoch_from_changelog 0

%description
Yuebao is pointed at a folder of issues of old newspapers and gives the paper
back: issues by date, articles typeset to read, a search that finds every
occurrence of a name or a term, bookmarks and notes. It works offline.

%install
cp -a "{root}/usr" "%{{buildroot}}/"

%files
%defattr(-,root,root,-)
/usr/bin/reader
/usr/bin/yuebao
/usr/lib/{package}
/usr/share/applications/yuebao.desktop
/usr/share/doc/{package}
/usr/share/icons/hicolor/*/apps/yuebao.png
/usr/share/man/man1/*.1.gz
/usr/share/metainfo/*.xml
/usr/share/mime/packages/yuebao.xml
"""


def make(bundle: Path, target: Path) -> Path:
    """Write the package into the folder `target`, and return it."""
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary) / "root"
        linux_package.install(bundle, root)
        linux_package.settle(root)
        spec = Path(temporary) / f"{PACKAGE}.spec"
        spec.write_text(
            _SPEC.format(package=PACKAGE, version=VERSION, maintainer=MAINTAINER, root=root), encoding="utf-8"
        )
        subprocess.run(
            [
                *("rpmbuild", "-bb", "--quiet", "--target", "x86_64", "--define", f"_topdir {temporary}/rpm"),
                *(
                    "--define",
                    f"_rpmdir {target.resolve()}",
                    "--define",
                    "_rpmfilename %{NAME}-%{VERSION}-%{RELEASE}.%{ARCH}.rpm",
                ),
                spec,
            ],
            check=True,
            env=os.environ | {"SOURCE_DATE_EPOCH": str(archive.TIME)},
        )
    return target / f"{PACKAGE}-{VERSION}-1.x86_64.rpm"
