"""What else to search for: other readings of a query, and others where it finds nothing."""

from reader.plugs import Plug

PLUG = Plug(
    "suggestions", answers={"Suggestions": "reader.features.suggestions.suggestions:FoundSuggestions"}
)
