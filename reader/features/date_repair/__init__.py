"""Suggested dates and numbers of issues, inferred from their neighbours."""

from reader.i18n import later
from reader.plugs import Plug

PLUG = Plug(
    "date_repair",
    title=later("日期和期号的建议"),
    meaning=later("日期、期号不详或不合的一期，由前后各期推知，写在文章上方，由您采用。"),
    part="reader.features.date_repair.ui:DateRepairPart",
    follows=True,
    answers={
        "DateRepair": "reader.features.date_repair.suggested:SuggestedRepairs",
        "doubts": "reader.features.date_repair.suggested:contradictions",
    },
)
