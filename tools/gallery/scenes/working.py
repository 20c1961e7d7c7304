"""Work on the papers: what is not known, pages to be proofread or recognised, chronicles, evidence, quotes, backups."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec.structs import replace
from PIL import Image

from reader.features.bookmark.ui.note_dialogs import BackupDialog, TagDialog
from reader.features.bookmark.ui.note_files import NoteFiles
from reader.features.chronicle.chronicles import Chronicles
from reader.features.chronicle.drafting import join
from reader.features.chronicle.ui.chronicle_part import ChroniclePane, ChroniclePart, DraftDialog
from reader.features.claims.ui.claims_part import ClaimsPart
from reader.features.dossiers.ui.dossiers_part import DossiersPart
from reader.features.evidence import EVIDENCE_SUFFIX
from reader.features.evidence.making import EvidenceSource, answer, made
from reader.features.evidence.ui import EvidencePart
from reader.features.foreign_notes.ui import ForeignNotesPart
from reader.features.proofread.ui.proofread_part import ProofreadPart
from reader.features.recognition.ui import RecognitionPart
from reader.library.doubts import DoubtKind
from reader.storage.regular_file import write_whole
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.listing import ListingDialog
from reader.ui.window.screenshot import await_that, await_update, settle
from reader.ui.window.window import MainWindow
from tests import doubtful_library
from tests.features.chronicle.test_drafting import line
from tests.features.proofread import doubtful_page
from tests.invented_runs import issue
from tools.gallery.hands import (
    FIRST_FILE,
    STORY,
    do,
    keep_notes,
    on_copy,
    on_sample,
    opened,
    read,
    scene,
    with_notes,
)

# -- what is not known


@scene
def unknown(folder: Path) -> Iterator[MainWindow]:
    with _doubtful(folder) as window:
        yield window


@scene
def unknown_of_one_kind(folder: Path) -> Iterator[MainWindow]:
    with _doubtful(folder) as window:
        place = window.controller.features.check.place
        row = next(row for row in place.kinds.rows() if row.kind is DoubtKind.UNREAD)
        place.kinds.select(place.kinds.key_of(row))
        place.choose(row)
        await_that(place.is_idle)
        yield window


@contextmanager
def _doubtful(folder: Path) -> Iterator[MainWindow]:
    """The place To check, of a library with one thing of each kind."""
    with opened(doubtful_library.write(folder / "旧报")) as window:
        do(window, "show_check")
        place = window.controller.features.check.place
        await_that(lambda: place.kinds.rows() and place.is_idle())
        yield window


@scene
def habits(folder: Path) -> Iterator[MainWindow]:
    root = folder / "旧报"
    root.mkdir()
    for number in range(3):
        text = "\n".join(line.text for line in issue("tabloid", number))
        (root / f"{number}.txt").write_text(text, encoding="utf-8")
    with opened(root) as window:
        place = window.controller.features.check.place
        place.show_decided("profiles")
        await_that(lambda: place.card.listing().rows())
        yield window


@on_sample
def correcting_files(window: MainWindow) -> None:
    do(window, "correct_files")
    _await_rows(window, "fileList")


def _await_rows(window: MainWindow, name: str) -> None:
    await_that(lambda: window.findChild(ListingDialog, name) is not None)
    dialog = window.findChild(ListingDialog, name)
    assert isinstance(dialog, ListingDialog)
    await_that(lambda: dialog.listing.tasks.is_idle() and dialog.listing.isVisible())


# -- pages of pictures


@scene
def proofreading(folder: Path) -> Iterator[MainWindow]:
    root = folder / "旧报"
    doubtful_page.write(root)
    with opened(root) as window:
        do(window, "proofread")
        part = window.controller.features.parts.of(ProofreadPart)
        await_that(part.view.isVisible)
        await_that(lambda: part.is_idle() and part.view.strips.is_idle())
        yield window


@scene
def pictures_waiting(folder: Path) -> Iterator[MainWindow]:
    root = folder / "旧报"
    root.mkdir()
    for name, dpi in (("1987-06-13-01", 300), ("1987-06-13-02", 150), ("1987-06-14-01", 0)):
        picture = Image.new("L", (400, 300), 230)
        picture.save(root / f"{name}.png", dpi=(dpi, dpi) if dpi else None)
    Image.new("L", (400, 300), 200).save(root / "1987-06-12.pdf", "PDF")
    with opened(root, awaits_update=False) as window:
        await_update(window)
        await_that(window.controller.features.parts.of(RecognitionPart).is_shown)
        yield window


# -- chronicles and evidence


@on_copy
def chronicle_asked_for(window: MainWindow, _root: Path) -> None:
    _ask_for_chronicle(window)


@on_copy
def chronicle(window: MainWindow, _root: Path) -> None:
    asked = _ask_for_chronicle(window)
    asked.first.setText("1900")
    asked._take()
    chronicles = Chronicles(window.controller.library)
    await_that(chronicles.all)
    _chronicle(window)


@on_copy
def chronicle_edited(window: MainWindow, _root: Path) -> None:
    """A line of three sources that differ, one that is not kept, one told in the reader's own words."""
    moved = "3.2万册旧报刊迁往雁桥路17号，历时26天……至此告一段落。"
    differing = [line(moved), line(moved.replace("3.2万", "三万余"), "雁桥晚报"), line(moved, "江城日报")]
    lines = [
        line("市文化局前日任命闻砚秋为江城图书馆馆长。"),
        replace(line("征集旧报启事（第二次），凡藏有旧报者请于月底前送到。"), is_dropped=True),
        replace(line("门刚开，闻砚秋就把第一张阅览证递给了邵静山……"), words="第一张阅览证发给邵静山。"),
        join(differing),
    ]
    chronicles = Chronicles(window.controller.library)
    chronicles.add("江城图书馆迁址始末", "图书馆 专题“江城图书馆”", lines)
    pane = _chronicle(window)
    pane.lines.select(pane.lines.rows()[-1].uuid)


@on_copy
def claims(window: MainWindow, _root: Path) -> None:
    """What is written in a dossier beside the papers: borne out, told otherwise, not found, nothing to check."""
    features = window.controller.features
    part = features.parts.of(ClaimsPart)
    dossiers = features.parts.of(DossiersPart)
    row = dossiers.dossiers.add("渡口旧事")
    text = (
        "1987年6月12日起，渡口每日加开早班船，比原来提前40分钟。"
        "江城图书馆迁址时，3.2万册旧报刊历时36天迁往雁桥路17号。"
        "1990年7月，渡口新建灯塔一座。渡口的变迁，是一座城的缩影。"
    )
    dossiers.dossiers.add_note(row.uuid, text)
    features.results.enter_query("专题:渡口旧事")
    features.views.show("claims")
    await_that(part.is_idle)
    await_that(part.face.lines.rows)
    part.face.lines.select(0)
    await_that(part.is_idle)


@on_copy
def claims_asked_for(window: MainWindow, _root: Path) -> None:
    do(window, "claims")


def _ask_for_chronicle(window: MainWindow) -> DraftDialog:
    do(window, "chronicle")
    window.controller.features.parts.of(ChroniclePart).draft()
    (asked,) = window.findChildren(DraftDialog)
    return asked


def _chronicle(window: MainWindow) -> ChroniclePane:
    """The only chronicle, among the dossiers."""
    features = window.controller.features
    (row,) = Chronicles(window.controller.library).all()
    features.show_collection(row.uuid)
    pane = features.parts.of(ChroniclePart).pane
    await_that(lambda: pane.isVisible() and pane.lines.rows())
    return pane


@on_copy
def evidence_checked(window: MainWindow, root: Path) -> None:
    """One article has changed, and one is gone."""
    library = window.controller.library
    target = root.parent / f"渡口{EVIDENCE_SUFFIX}"
    asked = EvidenceSource(("渡口",))
    write_whole(target, made(library, asked, "", answer(library, asked)), replaces=False)
    changed = root / FIRST_FILE
    changed.write_text(changed.read_text(encoding="utf-8").replace("渡口", "老渡口"), encoding="utf-8")
    (root / "1987/06/19870614.txt").unlink()
    library.sync(accept_missing=True)
    part = window.controller.features.parts.of(EvidencePart)
    part.check(target)
    await_that(part.is_shown)


# -- notes


@on_copy
def quotes_without_place(window: MainWindow, root: Path) -> None:
    """One quote of three has a place."""
    excerpts = root.parent / "摘录.md"
    quotes = (
        "旧报不是废纸",
        "渡口",
        "没有一份报这样写过，这一句是从别处抄来的，抄的人也不记得是哪一天的哪一版",
    )
    excerpts.write_text("\n\n".join(f"> {quote}\n\n查一查" for quote in quotes), encoding="utf-8")
    window.controller.features.parts.of(ForeignNotesPart).import_file(excerpts)
    await_that(lambda: window.findChild(ListingDialog, "unanchored") is not None)


@with_notes
def backups(window: MainWindow) -> None:
    user_data = window.controller.library.user_data
    assert user_data.backups.make() is not None
    for bookmark in user_data.bookmarks():
        user_data.edit_bookmark(bookmark.uuid, f"再看：{bookmark.note}", bookmark.tags)
    window.controller.features.parts.of(NoteFiles).show_backups()
    dialog = window.findChild(BackupDialog)
    assert isinstance(dialog, BackupDialog)
    await_that(dialog.restore_button.isEnabled)


@with_notes
def tags(window: MainWindow) -> None:
    window.controller.features.parts.of(NoteFiles).show_tags()
    dialog = window.findChild(TagDialog)
    assert isinstance(dialog, TagDialog)
    await_that(lambda: all(queue.is_idle() for queue in dialog.findChildren(TaskQueue)))


@on_copy
def mark_lost(window: MainWindow, root: Path) -> None:
    """A highlight whose words are not found any more; the likeliest places are offered."""
    keep_notes(window.controller.library)
    file = root / FIRST_FILE
    changed = file.read_text(encoding="utf-8").replace("旧报不是废纸，是这座城", "旧报不是故纸，是这个城")
    file.write_text(changed, encoding="utf-8")
    window.controller.library.sync()
    read(window, STORY)
    bookmarks = window.controller.features.bookmarks
    bookmarks.read()
    await_that(lambda: any(each.is_passage_lost for each in bookmarks.bookmarks))
    bookmarks.check(next(each for each in bookmarks.bookmarks if each.is_passage_lost))
    place = window.controller.features.check.place
    await_that(lambda: place.list.current() is not None and place.is_idle())
    settle()
