"""The picture of the page next to the article: finding it, cutting it into tiles, scrolling it along with the text."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import cached_property, partial
from itertools import chain
from typing import TYPE_CHECKING

from msgspec import structs
from PySide6.QtCore import QPointF, Qt

from reader import do_nothing
from reader.i18n import say
from reader.library.library import LibraryError
from reader.newspaper.holdings import StoredArticle
from reader.storage.settings import Settings
from reader.ui.desk import Desk, Part
from reader.ui.widgets import wording
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.services import Change, Handlers

if TYPE_CHECKING:
    from reader.features.pictures.ui.picture_pane import PicturePane
    from reader.features.pictures.ui.scroll_sync import ScrollSync, TextPlaces
    from reader.formats.page_boxes import Box
    from reader.library.page_pictures import Absence, PagePicture, PageScan
    from reader.pictures.picture_process import Pyramid


_NAMED = 3
"""The maximum number of pictures that are named."""


def absence_words(absence: Absence | None) -> str:
    if absence is None or absence.is_file_gone:
        return say("这篇文章的文件已不在资料库的文件夹里，找不到它的版面图。")
    if not absence.others:
        return say(
            "这篇文章的文件旁边没有同名的图。把这一版的图放在文件旁边或 images 文件夹里，"
            "与文件同名（如 A01.txt 与 A01.jpg；也可以是 png、tif、jp2、pdf），更新后就能对照着看。"
        )
    names = say("、").join(absence.others[:_NAMED]) + (say("等") if len(absence.others) > _NAMED else "")
    if absence.page is None:
        return say(
            "文件旁边有分版的图（{names}），但这篇文章在哪一版，文件里没有写，不知道是哪一幅。"
            "文件若只有一版，把图改成与文件同名，更新后就能对照着看。",
            names=names,
        )
    return say(
        "文件旁边有别的版的图（{names}），没有{page}的。把这一版的图照样起名，放在一起，更新后就能对照着看。",
        names=names,
        page=wording.page(absence.page),
    )


class PicturePart(Part):
    """Shows the picture of the current article's page in the side pane, until it is closed."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._frame = desk.frame
        self._reading = desk.reading
        self._request = 0
        self._is_clicked = False
        """Whether the next article shown was clicked on the picture, which then does not scroll."""
        self._is_awaited = False
        """Whether to show the next picture that is found."""
        self._found: PagePicture | None = None
        self._absence: Absence | None = None
        """Why no picture was found; None if one was, or if none was looked for."""
        self._scan: PageScan | None = None
        self._places: TextPlaces | None = None
        self._together: ScrollSync | None = None
        self._shown: PagePicture | None = None
        """The picture in the pane."""
        self._token = threading.Event()
        self._needles: Sequence[str] | None = None
        self._others: list[Box] = []
        """The boxes of the hits in the other articles of the page."""
        self._finding = TaskQueue(self)
        self._cutting = TaskQueue(self)
        self._hit_tasks = TaskQueue(self)
        self._reading.shown.connect(self._article_shown)
        self._frame.pane.calls.switch_picture = self.toggle
        self._frame.pane.page.currentHitChanged.connect(self._show_hits)

    def handlers(self) -> Handlers:
        return {"page_picture": self.toggle}

    def restore_shown(self, settings: Settings) -> None:
        """Show the picture as soon as an article with one is shown, if it was shown; the focus does not move."""
        self._is_awaited = settings.page_picture

    def with_shown(self, settings: Settings) -> Settings:
        return structs.replace(settings, page_picture=self.is_shown() or self._is_awaited)

    def finish(self) -> None:
        self._token.set()
        if "pane" in vars(self):
            self.pane.view.store.finish()

    # -- showing and hiding

    def toggle(self) -> None:
        if self.is_shown():
            self.close()
        elif self._reading.article is None:
            self._services.message(say("先选一篇文章，再看它的版面图。"))
        elif not self._finding.is_idle():
            self._finding.run(do_nothing, lambda _: self._open())
        else:
            self._open()

    def _open(self) -> None:
        if self._found is None:
            self._services.message(self._why_absent())
            return
        if self.desk.second.is_open():
            self.desk.second.close()
        self._frame.uncover()
        self._show()
        self.pane.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        self._is_awaited = False
        self._frame.show_side_pane(self.pane, True)
        self._load(self._reading.article)

    def refresh(self, change: Change) -> None:
        if change is not Change.SCAN:
            return
        self._library.pictures.forget_folders()
        if (self.is_shown() and self._shown is None) or self._found is None:
            self._article_shown(self._reading.article)

    def close(self) -> None:
        self._is_awaited = False
        self._token.set()
        self._frame.show_side_pane(self.pane, False)

    def is_shown(self) -> bool:
        return self._frame.area.is_picture_shown()

    @cached_property
    def pane(self) -> PicturePane:
        from reader.features.pictures.ui.picture_pane import PicturePane
        from reader.features.pictures.ui.scroll_sync import ScrollSync

        pane = PicturePane(self.close, self.desk.sync.begin, self._activate, self._make_again)
        self._frame.area.put_picture(pane, pane.view)
        self._together = ScrollSync(self._frame.pane.page, pane.view)
        return pane

    # -- the article shown

    def _article_shown(self, stored: StoredArticle | None) -> None:
        """Look for the picture of the article's page on another thread, and show it if it is wanted."""
        self._request += 1
        request = self._request
        self._places = None
        self._scan = None
        if self._together is not None:
            self._together.set_places(None)
            self._together.lead_by_text()
        if stored is None or not stored.id:
            self._found = None
            self._absence = None
            self._frame.pane.header.set_has_picture(False)
            if self.is_shown():
                self._show_absent(stored)
            return

        def look() -> tuple[PagePicture | None, Absence | None]:
            pictures = self._library.pictures  # what is imported for it here does not block the window
            page_picture = pictures.find(article_id)
            return page_picture, None if page_picture else pictures.absence(article_id)

        def show(looked: tuple[PagePicture | None, Absence | None]) -> None:
            if request != self._request:
                return
            page_picture, self._absence = looked
            self._found = page_picture
            self._frame.pane.header.set_has_picture(page_picture is not None)
            has_room = not self._frame.area.has_side_pane() and not self._frame.is_covered()
            if self.is_shown():
                self._load(stored)
            elif self._is_awaited and page_picture is not None and has_room:
                self._show()

        article_id = stored.id
        self._finding.run(look, show)

    def _load(self, stored: StoredArticle | None) -> None:
        if stored is None or self._found is None:
            self._show_absent(stored)
            return
        request = self._request
        article_id = stored.id
        pictures = self._library.pictures
        title = self._title(stored, self._found)
        page_picture = self._found

        def cut(picture: PagePicture) -> None:
            if self._shown != picture:
                self._shown = None
                self._scan = None
                self.pane.show_waiting(title)
                self._cut(picture, title)

        def show(scan: PageScan | None) -> None:
            if request != self._request:
                return
            if scan is None:
                self._show_absent(stored)
                return
            cut(scan.picture)
            self._scan = scan
            self._show_scan()

        # the picture is known before the text's boxes are read, so the cutting begins meanwhile
        if page_picture.page is not None:
            cut(page_picture)
        elif self._shown is None or self._shown.path != page_picture.path:
            self.pane.show_waiting(title)
        self._finding.run(partial(pictures.scan, article_id), show)

    def _cut(self, picture: PagePicture, title: str) -> None:
        from reader.pictures.picture_process import PictureUnwanted

        self._token.set()
        token = threading.Event()
        self._token = token
        pictures = self._library.pictures

        def show(pyramid: Pyramid) -> None:
            if token.is_set():
                # cut too late: another picture is wanted by now
                pyramid.close()
                return
            self._shown = picture
            self.pane.show_picture(title, pyramid)
            self._show_scan()

        def fail(error: Exception) -> None:
            if isinstance(error, LibraryError) and not token.is_set():
                self.pane.show_absent(title, str(error))

        self._cutting.run(
            partial(pictures.pyramid, picture, token.is_set), show, fail, (LibraryError, PictureUnwanted)
        )

    def _make_again(self) -> None:
        stored = self._reading.article
        self._shown = None
        if self.is_shown() and stored is not None:
            self._article_shown(stored)  # the picture found may be that of an article before it

    def _show_absent(self, stored: StoredArticle | None) -> None:
        self._token.set()
        self._shown = None
        self._scan = None
        self.pane.show_absent(
            self._title(stored, None), self._why_absent(), can_look_again=self._library.wants_sync()
        )

    def _why_absent(self) -> str:
        if self._reading.article is None:
            return say("先选一篇文章，再看它的版面图。")
        return self._library.words.why_no_pictures or absence_words(self._absence)

    def _title(self, stored: StoredArticle | None, picture: PagePicture | None) -> str:
        if stored and stored.article.page:
            page = wording.page(stored.article.page, stored.page_fact)
        else:
            page = ""
        name = picture.path.rpartition("/")[2] if picture else ""
        return wording.GAP.join(filter(None, (page, name))) or say("版面图")

    # -- outlines and hits

    def _show_scan(self) -> None:
        """Outline the articles on the picture, once both the picture and the boxes of the text are loaded."""
        scan = self._scan
        stored = self._reading.article
        pane = self.pane
        if scan is None or stored is None or self._shown != scan.picture:
            return
        from reader.features.pictures.ui.picture_marks import Outline, shape_of
        from reader.features.pictures.ui.scroll_sync import TextPlaces

        view = pane.view
        article_pane = self._frame.pane
        places = TextPlaces(scan, view.picture_size, article_pane.page.blocks, article_pane.parts())
        padding = 0.003 * view.picture_size[0]
        outlines = []
        for article in scan.articles:
            rects = [places.rect_of(region.box) for region in article.regions]
            shape = shape_of(rects, padding, places.polygon_of(article.corners))
            outlines.append(Outline(article.id, article.title, shape))
        view.set_outlines(outlines, stored.id)
        if (
            scan.page is not None and not scan.page.lines
        ):  # without lines, the picture does not scroll with the text
            for outline in outlines:
                if outline.id == stored.id and not self._is_clicked:
                    view.bring_into_view(outline.shape.boundingRect())
        self._is_clicked = False
        self._places = places if scan.page is not None else None
        if self._together is not None:
            self._together.set_places(self._places)
        self._needles = None
        self._show_hits()

    def _show_hits(self) -> None:
        """Draw boxes around the hits of the article, and around the search's hits in the other articles of its page."""
        places = self._places
        scan = self._scan
        stored = self._reading.article
        if not self.is_shown() or places is None or scan is None or stored is None:
            return
        self._box(places)
        needles = tuple(self._reading.needles)
        # the other articles' hits are the same as before, and reading them takes queries
        if needles == self._needles:
            return
        self._needles = needles
        self._others = []
        request = self._request
        pictures = self._library.pictures
        part_ids = {part.id for part in self._frame.pane.parts()}

        def show(found: list[Box]) -> None:
            if request == self._request and needles == self._needles:
                self._others = found
                self._box(places)

        self._hit_tasks.run(partial(pictures.hits, scan, needles, part_ids), show)

    def _box(self, places: TextPlaces) -> None:
        from reader.features.pictures.ui.picture_marks import MOST_HITS

        page = self._frame.pane.page
        hits = page.marked.hits[:MOST_HITS]
        number = page.marked.current_hit
        boxes = list(chain.from_iterable(places.rects_of(hit) for at, hit in enumerate(hits) if at != number))
        others = [places.rect_of(box) for box in self._others[:MOST_HITS]]
        if 0 <= number < len(hits):
            current = places.rects_of(hits[number])
        else:
            current = []
        self.pane.view.set_hits([*boxes, *others], current)

    def _activate(self, article_id: int, place: QPointF) -> None:
        assert self._together is not None
        self._is_clicked = True
        self._together.lead_by_picture(place)
        stored = self._reading.article
        if stored is None or stored.id != article_id:
            self._reading.open_article(article_id, self._reading.needles)
