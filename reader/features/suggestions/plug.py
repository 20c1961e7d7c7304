"""What the suggestion of other queries adds to the program."""

from reader.plugs import Plug

PLUG = Plug(
    "suggestions", answers={"Suggestions": "reader.features.suggestions.suggestions:FoundSuggestions"}
)
