"""Downloads of databases: the articles of several days in one file, each with its labelled fields."""

from reader.plugs import Plug

PLUG = Plug(
    "downloads",
    answers={"Downloads": "reader.features.downloads.download:FoundDownloads"},
)
