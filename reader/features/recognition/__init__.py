"""Recognising the text of pictures, so that they are issues of the library."""

from reader.i18n import later
from reader.plugs import Action, Command, Plug


def _actions() -> tuple[Action, ...]:
    return (Action("waiting_pictures", "", leaves_page=True, is_former=True),)


PLUG = Plug(
    "recognition",
    title=later("识别图片里的文字"),
    meaning=later("扫描的图片认成文字，就能读、能搜。"),
    commands=(
        Command(
            "recognize",
            later("识别图片里的文字，让扫描的旧报也能读"),
            "reader.features.recognition.cli:Recognize",
            heading="read",
            after="import",
            alias="recognise",
        ),
    ),
    actions=_actions,
    part="reader.features.recognition.ui:RecognitionPart",
    follows=True,
    answers={
        "WaitingPictures": "reader.features.recognition.waiting_pictures:FoundWaiting",
        "SecondReader": "reader.features.recognition.second_reading:LinesReadAgain",
        "doubts": "reader.features.recognition.waiting_pictures:pictures_in_doubt",
    },
)
