"""Dossiers: articles, passages and the reader's own notes, in an order of the reader's, and documents made of them."""

from reader.i18n import later, say
from reader.plugs import Action, Command, Face, Plug, Preference, Slot


def _actions() -> tuple[Action, ...]:
    return (
        Action(
            "add_to_dossier",
            say("加进专题"),
            ("A",),
            say("收藏与引用"),
            "收集 dossier collection add",
            after="note",
            slots=(Slot.ARTICLE, Slot.TEXT),
        ),
        Action(
            "write_in_dossier",
            say("在专题里写一段"),
            ("Ctrl+Shift+N",),
            say("收藏与引用"),
            "文字 dossier write text",
            after="add_to_dossier",
        ),
    )


def _settings() -> tuple[Preference, ...]:
    return (
        Preference(
            "dossier_marks",
            say("收藏与引用"),
            say("专题里带标记和批注"),
            say("导出的专题里，划过的字带着颜色，批注在脚注里。"),
            keywords="专题 高亮 批注 dossier highlights notes export",
            after="copied_wording",
            default=True,
        ),
    )


PLUG = Plug(
    "dossiers",
    title=later("专题"),
    meaning=later("把文章、剪下的话和自己写的文字收在一起，写成带脚注的文件。"),
    actions=_actions,
    settings=_settings,
    commands=(
        Command(
            "dossier",
            later("专题：文章、剪下的话和自己写的文字，按自己的顺序"),
            "reader.features.dossiers.cli:Dossier",
            heading="keep",
            after="bookmark",
        ),
    ),
    answers={"named": "reader.features.dossiers.dossiers:dossiers_of"},
    part="reader.features.dossiers.ui.dossiers_part:DossiersPart",
    follows=True,
    face=Face("dossiers", "notes", later("专题"), "新专题 dossiers new collection", ("Ctrl+5",)),
)
