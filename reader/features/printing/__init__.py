"""Printing, and PDF files of what is read."""

from reader.i18n import later, say
from reader.plugs import Action, Command, Plug, Preference, Slot


def _actions() -> tuple[Action, ...]:
    return (
        Action(
            "print",
            say("打印，或存为 PDF…"),
            ("Ctrl+P",),
            say("读报"),
            "纸 print save as pdf paper",
            after="full_screen",
            slots=(Slot.PAGE,),
        ),
        Action(
            "clip",
            say("剪成图片…"),
            ("Ctrl+Shift+I",),
            say("收藏与引用"),
            "剪报 截图 clip picture image",
            after="write_in_dossier note",
            slots=(Slot.ARTICLE, Slot.SELECTION),
            icon="scissors",
        ),
    )


def _settings() -> tuple[Preference, ...]:
    return (
        Preference(
            "paper_size",
            say("打印与 PDF"),
            say("纸张"),
            say("打印和存为 PDF 时先选好的纸。"),
            (("a4", "A4"), ("a3", "A3")),
            "打印 print paper size pdf",
            default="a4",
        ),
        Preference(
            "paper_orientation",
            say("打印与 PDF"),
            say("方向"),
            say("纸竖着还是横着；自动时，哪样放得下用哪样。"),
            (("auto", say("自动")), ("portrait", say("纵向")), ("landscape", say("横向"))),
            "打印 print orientation portrait landscape pdf",
            default="auto",
        ),
        Preference(
            "prints_notes",
            say("打印与 PDF"),
            say("印出标记和批注"),
            say("划过的字带着颜色印出来，批注印在页边。"),
            keywords="打印 高亮 print highlights notes pdf",
            default=True,
        ),
    )


PLUG = Plug(
    "printing",
    title=later("打印、PDF 与剪报"),
    meaning=later("把文章、整版印出来，存为 PDF；把文章、一段话剪成图片。"),
    actions=_actions,
    commands=(
        Command(
            "clip",
            later("把一篇文章、一段话剪成图片"),
            "reader.features.printing.cli:Clip",
            heading="give",
            after="cite",
        ),
    ),
    settings=_settings,
    answers={
        "pdf_of_articles": "reader.features.printing.ui.on_paper:pdf_of_articles",
        "pdf_of_printout": "reader.features.printing.ui.print_job:pdf",
        "begin_pdf": "reader.features.printing.ui.print_job:begin_pdf",
    },
    part="reader.features.printing.ui.printing_part:PrintingPart",
)
