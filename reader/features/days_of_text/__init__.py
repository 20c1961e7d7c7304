"""Texts of several days: where a text is divided into the issues of its days, each read like a file."""

from reader.i18n import later
from reader.plugs import FileFormat, Plug

_MODULE = "reader.features.days_of_text.day_of_text"

PLUG = Plug(
    "days_of_text",
    answers={"only_issue": f"{_MODULE}:only_issue"},
    formats=(
        FileFormat("day-of-text", later("一个文件里的一天"), f"{_MODULE}:DayOfText", can_be_named=False),
    ),
)
