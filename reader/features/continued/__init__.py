"""Articles that go on on another page: what tells which of a day belong together."""

from reader.plugs import Plug

PLUG = Plug("continued", answers={"Evidence": "reader.features.continued.evidence:FoundEvidence"})
