"""What finding the parts of stories adds to the program."""

from reader.plugs import Plug

PLUG = Plug("continued", answers={"Evidence": "reader.features.continued.evidence:FoundEvidence"})
