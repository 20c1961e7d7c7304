"""Downloads of databases: the articles of several days in one file, each with its labelled fields."""

from reader.plugs import Plug

PLUG = Plug(
    "downloads",
    answers={
        "issues_in_download": "reader.features.downloads.download:issues_in_download",
        "article_in_labels": "reader.features.downloads.labelled_article:article_in_labels",
        "labels_in_download": "reader.features.downloads.download:labels_in_download",
    },
)
