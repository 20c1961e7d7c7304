"""Pictures of every view and state of the window, in its themes and languages: `python -m tools.gallery --to DIR`.

They are called SCENE-THEME-LANGUAGE-WIDTHxHEIGHT.png, with @2x before the ending where a pixel is drawn as four.
With `--readme` the pictures of the README are made instead, in their place, in the typefaces that come along.
"""

import argparse
import itertools
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import MappingProxyType

from msgspec import to_builtins
from PIL import Image

from tools.gallery.scenes import SCENES
from tools.gallery.wanted import Picture

LANGUAGES = ("zh", "en")
THEMES = ("paper", "white", "dark")
USUAL_SIZE = (1440, 900)
ROOT = Path(__file__).parents[2]
OF_README = ROOT / "resources" / "pictures"
README = {
    "reading": ("reading", "paper", "zh"),
    "search": ("search", "dark", "zh"),
    "reading-en": ("reading", "paper", "en"),
    "search-en": ("search", "dark", "en"),
}
SCREEN = {"name": "screen", "x": 0, "y": 0, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
PROCESSES = 6 * (os.cpu_count() or 1)
"""That draw at once: each waits most of its time, for a window to settle."""
FRAME = (8, 80)
"""What Qt leaves of a screen to a window's frame when it gives a window its size back."""


def main(words: Sequence[str] | None = None) -> int:
    """Exits with 1 when a picture could not be made; the others are."""
    options = _options(words)
    if options.readme:
        return draw_readme(OF_README)
    options.to.mkdir(parents=True, exist_ok=True)
    languages = options.language or LANGUAGES
    scenes = options.only or list(SCENES)
    processes = max(1, min(PROCESSES // len(languages), len(scenes)))

    def draw_share(share: tuple[str, int]) -> int:
        language, number = share
        wanted = itertools.product(
            scenes[number::processes], options.size or [USUAL_SIZE], options.theme or THEMES
        )
        pictures = [
            Picture(scene, theme, size, str(options.to / _name(scene, theme, language, size, options.scale)))
            for scene, size, theme in wanted
        ]
        return draw(pictures, language, options.scale)

    with ThreadPoolExecutor(len(languages) * processes) as pool:
        return max(pool.map(draw_share, itertools.product(languages, range(processes))))


def draw_readme(folder: Path) -> int:
    """Draw the pictures of the README into a folder, alike on every Linux; return 0, or 1 if one could not be drawn."""
    failed = 0
    with tempfile.TemporaryDirectory() as temporary:
        without_typefaces = Path(temporary) / "fonts.conf"
        without_typefaces.write_text("<fontconfig/>")
        for language in LANGUAGES:
            wanted = [
                Picture(scene, theme, USUAL_SIZE, str(folder / f"{name}.png"))
                for name, (scene, theme, spoken) in README.items()
                if spoken == language
            ]
            failed |= draw(wanted, language, 1, {"FONTCONFIG_FILE": str(without_typefaces)})
        for name in README:
            picture = folder / f"{name}.png"
            with Image.open(picture) as drawn:
                drawn.save(picture, optimize=True)
    return failed


def _name(scene: str, theme: str, language: str, size: tuple[int, int], scale: int) -> str:
    return f"{scene}-{theme}-{language}-{size[0]}x{size[1]}{'@2x' if scale == 2 else ''}.png"


def draw(
    pictures: Sequence[Picture],
    language: str,
    scale: int,
    environment: Mapping[str, str] = MappingProxyType({}),
) -> int:
    """In a process of its own, on a screen that the largest picture fills; 0, or 1 when one could not be made."""
    width = scale * (max(each.size[0] for each in pictures) + FRAME[0])
    height = scale * (max(each.size[1] for each in pictures) + FRAME[1])
    with tempfile.TemporaryDirectory() as folder:
        screen = Path(folder) / "screen.json"
        screen.write_text(json.dumps({"screens": [SCREEN | {"width": width, "height": height}]}))
        return subprocess.run(
            [sys.executable, "-X", "faulthandler", "-m", "tools.gallery.drawing"],
            input=json.dumps([to_builtins(each) for each in pictures]),
            env=os.environ
            | environment
            | {
                "QT_QPA_PLATFORM": f"offscreen:configfile={screen}",
                "QT_SCALE_FACTOR": str(scale),
                "READER_HOME": str(Path(folder) / "home"),
                "READER_LANGUAGE": language,
            },
            encoding="utf-8",
            check=False,
        ).returncode


def _options(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.gallery", description=__doc__)
    parser.add_argument("--to", type=Path, default=Path("gallery"), help="the folder for the pictures")
    parser.add_argument("--only", action="append", choices=SCENES, metavar="SCENE", help="one of the scenes")
    parser.add_argument("--theme", action="append", choices=THEMES)
    parser.add_argument("--language", action="append", choices=LANGUAGES)
    parser.add_argument("--size", action="append", type=_size, metavar="WxH", help="1440x900 unless given")
    parser.add_argument("--scale", type=int, choices=(1, 2), default=1)
    parser.add_argument("--readme", action="store_true", help="the pictures of the README")
    return parser.parse_args(words)


def _size(text: str) -> tuple[int, int]:
    found = re.fullmatch("([0-9]{3,4})x([0-9]{3,4})", text)
    if not found:
        raise argparse.ArgumentTypeError(f"{text} is no size; write it like 1440x900")
    return int(found[1]), int(found[2])


if __name__ == "__main__":
    sys.exit(main())
