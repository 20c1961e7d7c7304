"""What else to search for: other readings of a query, and others where it finds nothing."""

from reader.plugs import Plug

_MODULE = "reader.features.suggestions.suggestions"
PLUG = Plug(
    "suggestions",
    answers={name: f"{_MODULE}:{name}" for name in ("other_readings", "suggestions", "next_step")},
)
