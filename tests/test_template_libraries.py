"""Given a library that was written once, when it is laid elsewhere, then it is one of its own, as if written there."""

from contextlib import closing
from pathlib import Path

from reader.library import doubt_sources
from reader.library.library import Library
from tests import doubtful_library, template_libraries
from tests.shelf import keys_found, tree_of


def _told(library: Library) -> list[object]:
    kinds = doubt_sources.look(library, with_apart=True).kinds
    doubts = [(found.kind, [(each.words, each.path, each.why) for each in found.doubts]) for found in kinds]
    return [*tree_of(library), *keys_found(library, "江上有雾"), *doubts]


def test_a_library_that_is_laid_is_as_one_that_is_written_and_is_not_read_in_again(tmp_path: Path) -> None:
    doubtful_library.make(tmp_path / "written" / "旧报")
    told = []
    identities = set()
    for name in ("written", "first", "second"):
        root = tmp_path / name / "旧报"
        if name != "written":
            doubtful_library.write(root)
        with closing(Library.open(root)) as library:
            report = library.sync()
            assert (report.added, report.changed, report.renamed, report.missing) == (0, 0, 0, 0)
            told.append(_told(library))
            identities.add(library.local.catalogue.identity())
    assert len(told[0]) > len(doubtful_library.KINDS)
    assert told[0] == told[1] == told[2]
    assert len(identities) == 3


def test_what_is_changed_in_one_is_not_in_the_next(tmp_path: Path) -> None:
    def write(root: Path) -> None:
        root.mkdir(parents=True)
        (root / "19870601.txt").write_text(
            "雁桥日报\n1987年6月1日\n\n# 井\n\n老井昨天淘干了。\n", encoding="utf-8"
        )
        with closing(Library.open(root)) as library:
            library.sync()

    first = template_libraries.lay(tmp_path / "first" / "旧报", write)
    (first / "19870601.txt").write_text("改了\n", encoding="utf-8")
    with closing(Library.open(first)) as library:
        library.sync()
    second = template_libraries.lay(tmp_path / "second" / "旧报", write)
    with closing(Library.open(second)) as library:
        assert "老井" in (second / "19870601.txt").read_text(encoding="utf-8")
        assert len(keys_found(library, "老井")) == 1
