"""The same text again: reprints by shingles and an alignment, how two printings differ, series."""

from reader.i18n import later
from reader.plugs import Command, Plug

PLUG = Plug(
    "reprints",
    title=later("转载与连载"),
    meaning=later("同一篇文字在别处又登、连载的各篇：找出来，比一比，结果里折成一条。"),
    commands=(
        Command(
            "similar",
            later("同一篇文字在别处又登"),
            "reader.features.reprints.cli:Similar",
            heading="find",
            after="people",
        ),
    ),
    part="reader.features.reprints.ui:ReprintsPart",
    follows=True,
    analysis="reader.features.reprints.comparing:ReprintComparing",
    answers={"SameTexts": "reader.features.reprints.same_texts:FoundTexts"},
    room="reader.features.reprints.room:SIDE",
)
