"""The picture of its page beside an article."""

from reader.i18n import later, say
from reader.plugs import Action, Plug


def _actions() -> tuple[Action, ...]:
    return (
        Action(
            "page_picture",
            say("版面图，与文字并排"),
            ("F12",),
            say("读报"),
            "扫描 原图 影像 scan picture image",
            after="whole_page",
        ),
    )


PLUG = Plug(
    "pictures",
    title=later("版面图"),
    meaning=later("把这一版的图放在文章旁边，随文字移动。"),
    actions=_actions,
    part="reader.features.pictures.ui.picture_part:PicturePart",
    follows=True,
)
