"""What a bundle has of all that PyInstaller finds: what nothing uses stays out, and what the system has better."""

import re
import sys
from collections.abc import Sequence, Set
from pathlib import PurePosixPath

from PIL import _plugins as _formats_of_pillow

_DECODED_BY_PILLOW = "Jpeg2KImagePlugin"
"""The one of Pillow's formats that `picture_worker.py` has it decode; libvips reads the others."""

_DISTUTILS = () if sys.version_info >= (3, 12) else ("distutils",)
"""No part of Python since 3.12; PyInstaller then takes it for a part of `setuptools`, which is left out."""

LEFT_OUT_MODULES = (
    *(f"PIL.{name}" for name in _formats_of_pillow if name != _DECODED_BY_PILLOW),
    "PySide6.QtDBus",
    "PIL.ImageCms",
    "PIL.ImageQt",
    "PIL.ImageTk",
    "PIL.ImageShow",
    "PIL.PdfImagePlugin",
    "PIL.PdfParser",
    # of the extra `ocr`, 100 MB packed: a bundle recognises by Tesseract
    *("rapidocr", "onnxruntime", "cv2"),
    *("pi_heif", "_pi_heif"),  # of the extra `heic`, 3.6 MB: photographs of telephones can be saved as JPEG
    "yaml",  # msgspec would read YAML with it, and finds it where `rapidocr` has brought it
    "jieba",  # rjieba is in it; where that has no wheel, `language.words` cuts alike by itself
    "_curses",
    "_hashlib",
    "cffi.recompiler",
    "cffi.vengine_cpy",
    "cffi.vengine_gen",
    *_DISTUTILS,
    "doctest",
    "_ssl",
    "cryptography",
    "ensurepip",
    # kinds of locks that are imported when they are asked for; not `_soft`, to which a system without flock falls back
    *(
        f"filelock.{kind}"
        for kind in ("_async", "_async_read_write", "_lease", "_read_write", "_soft_rw", "_strict")
    ),
    "filelock.asyncio",
    "concurrent.futures.process",
    "ftplib",
    "http.cookiejar",
    "lib2to3",
    "lxml.ElementInclude",
    "lxml.doctestcompare",
    "lxml.isoschematron",
    "lxml.objectify",
    "more_itertools",
    "multiprocessing",
    "numpy._core._add_newdocs",
    "numpy._core._add_newdocs_scalars",
    "numpy.ctypeslib",
    "numpy.distutils",
    "numpy.f2py",
    "numpy.fft",
    "numpy.lib.recfunctions",
    "numpy.ma",
    "numpy.polynomial",
    "numpy.testing",
    "lxml.html",
    "pdb",
    "pylopdf_fonts_zh_cn",  # in its place stand smaller ones in `resources/typefaces`
    "psycopg.pq._pq_ctypes",
    "psycopg.pq.pq_ctypes",
    "packaging",
    "pip",
    "pycparser",
    "pydoc",
    "pydoc_data",
    "pyvips.pyvips_build",
    "readline",
    "secretstorage.dhcrypto",
    "setuptools",
    "ssl",
    "test",
    "tkinter",
    "unittest",
    "whoosh.lang.snowball",
    "whoosh.qparser",
    "xmlrpc",
    "zstandard.backend_cffi",
)
"""Modules that are imported by name somewhere, and never by this program."""

CIPHERS = (
    "cryptography",
    "cryptography.hazmat",
    "cryptography.hazmat.backends",
    "cryptography.hazmat.primitives",
    "cryptography.hazmat.primitives.ciphers",
)
"""What SecretStorage imports of `cryptography`, for which something stands in."""

_QT_PLUGINS = (
    "iconengines/qsvgicon",
    "imageformats/qjpeg",
    "imageformats/qsvg",
    "platforminputcontexts/",
    "platforms/qcocoa",
    "platforms/qoffscreen",
    "platforms/qwayland",
    "platforms/qwindows",
    "platforms/qxcb",
    "platformthemes/qxdgdesktopportal",
    "printsupport/",
    "styles/",
    "wayland-decoration-client/",
    "wayland-shell-integration/xdg-shell",
)
"""The plugins of Qt that the window uses. Not GTK's theme, which brings GTK with it; the program has its own."""

_OWN_LEFT_OUT = re.compile(r"reader/_bundled/resources/(pictures/.*|locale/.*\.pot?)")
_QT_LIBRARIES = frozenset(
    (
        *("Core", "DBus", "Gui", "Network", "PrintSupport", "Svg"),
        *("WaylandClient", "Widgets", "WlShellIntegration", "XcbQpa"),
    )
)

_LEFT_OUT = (
    # Python's own does as well here; on Windows they lie beside the program
    r"(python3[.\d]*/lib-dynload/)?_(asyncio|decimal|wmi|zoneinfo)\..*",
    # OpenGL without a graphics card: nothing here draws by OpenGL
    r"(PySide6/)?opengl32sw\.dll",
    # kept for programs that are built with a package, or for people
    r".*\.(a|c|h|pxd|pxi|pyi|pyx|la|lib|cmake|pc|html|po|pot)",
    r"(.*/)?(tests?|examples?|include|cmake|pkgconfig|bin)/.*",
    r".*\.dist-info/(RECORD|INSTALLER|REQUESTED|WHEEL|entry_points\.txt|top_level\.txt|direct_url\.json)",
    # of what only modules that are left out use
    r"PIL/_(avif|imagingcms|imagingft|imagingtk|imagingmath|webp)\..*",
    r"pillow\.libs/lib(avif|freetype|harfbuzz|brotli|lcms2|sharpyuv|webp|png16).*",
    r"lxml/(objectify|sax|builder|_difflib|html/.*)\..*",
    r"zstandard/_cffi\..*",
    r"rapidfuzz/(fuzz|process|utils).*_(cpp|impl).*",
    r"numpy/(fft|linalg|random|_core)/.*_(tests|rational_tests|umath_tests|operand_flag_tests|struct_ufunc_tests)\..*",
    r"numpy/_core/_(simd|multiarray_tests)\..*",
    r"numpy/random/mtrand\..*",
    r"docx/templates/default-docx-template/.*",
    r"rapidfuzz/distance/metrics_cpp_(avx2|sse2)\..*",
    # of conversions that are not asked for
    r"opencc/clib/share/opencc/(JP|HK|.*hk|.*jp|.*TWPhrases|TWVariantsRev).*",
)
_LEFT_OUT_PATTERN = re.compile("|".join(f"(?:{each})" for each in _LEFT_OUT))

_SOLVERS = re.compile(r"numpy/linalg/_umath_linalg\..*")
"""What of NumPy needs the LAPACK that is left out for Linux (`products.py`)."""
_OF_PYTHON = re.compile(r"lib(python3|ffi|sqlite3|bz2|lzma|z|mpdec)[.-].*")
"""What Python itself needs of a Linux that its system may not have; all else of it is a fallback."""


def is_kept(name: str, *, is_linux: bool) -> bool:
    """Return whether a bundle has a file, by its path in it."""
    path = PurePosixPath(name.replace("\\", "/"))
    if is_linux and _SOLVERS.fullmatch(str(path)):
        return False
    if path.is_relative_to("reader/_bundled"):
        return not _OWN_LEFT_OUT.fullmatch(str(path))
    if _LEFT_OUT_PATTERN.fullmatch(str(path)):
        return False
    if path.parts[0] == "PySide6":
        return _is_of_qt_kept(path)
    return not (is_linux and len(path.parts) == 1 and _is_library_of_system(path.name))


def _is_library_of_system(name: str) -> bool:
    return ".so" in name and name.startswith("lib") and not _OF_PYTHON.match(name)


def _is_of_qt_kept(path: PurePosixPath) -> bool:
    parts = path.parts
    if "plugins" in parts:
        plugin = "/".join(parts[parts.index("plugins") + 1 :]).replace("/lib", "/")
        return plugin.startswith(_QT_PLUGINS)
    if "translations" in parts:
        return path.name == "qtbase_zh_CN.qm"
    if found := re.fullmatch(r"(?:lib)?Qt6(\w+?)(?:\.so.*|\.dll)", path.name):
        return found[1] in _QT_LIBRARIES
    return not {"qml", "resources", "typesystems", "glue", "scripts"} & set(parts)


def kept(files: Sequence[tuple[str, str, str]], *, is_linux: bool) -> list[tuple[str, str, str]]:
    """Return of PyInstaller's table of contents (name, source, kind) what a bundle has.

    A library of Windows that its package finds in its own folder is not in the bundle once more, beside the program.
    """
    paths = [PurePosixPath(name.replace("\\", "/")) for name, _, _ in files]
    in_packages = {path.name for path in paths if path.parent.name.endswith(".libs")}
    return [
        entry
        for entry, path in zip(files, paths, strict=True)
        if is_kept(entry[0], is_linux=is_linux) and not _is_once_more(path, in_packages)
    ]


def _is_once_more(path: PurePosixPath, in_packages: Set[str]) -> bool:
    return len(path.parts) == 1 and path.suffix == ".dll" and path.name in in_packages
