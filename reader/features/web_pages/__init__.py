"""Saved web pages: articles of digital papers (数字报), and any other page with an article."""

from reader.i18n import later
from reader.plugs import FileFormat, Plug

_ENDINGS = (".htm", ".html", ".xhtml", ".shtml", ".mht", ".mhtml")

PLUG = Plug(
    "web_pages",
    answers={
        "page_in_archive": "reader.features.web_pages.archive:page_in_archive",
        "PageMaps": "reader.features.web_pages.maps_of_papers:MapsOfPapers",
    },
    formats=(
        FileFormat(
            "digital-paper",
            later("数字报网页"),
            "reader.features.web_pages.digital_paper:DigitalPaper",
            _ENDINGS,
        ),
        FileFormat(
            "web-page",
            later("一般网页（读出正文、标题和日期）"),
            "reader.features.web_pages.web_page:WebArticle",
            _ENDINGS,
            may_hold_days=True,
        ),
    ),
)
