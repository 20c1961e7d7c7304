"""What texts downloaded from databases add to the program."""

from reader.plugs import Plug

PLUG = Plug(
    "downloads",
    answers={"Downloads": "reader.features.downloads.download:FoundDownloads"},
)
