"""The habits of each newspaper, which its issues are read by: listed, refused and allowed again."""

from reader.i18n import later
from reader.plugs import Command, Plug

PLUG = Plug(
    "profiles",
    title=later("各份报的惯例"),
    meaning=later("列出一份报各期都一样的地方；不对的可以不用。"),
    decided=later("各份报的惯例"),
    decided_number="reader.features.profiles.habits:number_of_habits",
    commands=(
        Command(
            "profile",
            later("一份报各期的惯例：栏目、版名、条目的记号、报头"),
            "reader.features.profiles.cli:Profile",
            heading="mend",
            after="misreadings",
        ),
    ),
    part="reader.features.profiles.ui:HabitsPart",
)
