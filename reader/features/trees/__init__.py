"""Any JSON, XML or SGML with text, whoever has made it: what a key or a tag stands for is told by its name."""

from reader.i18n import later
from reader.plugs import FileFormat, Plug

_BOXES = "reader.features.trees.tree_file:boxes_of"

PLUG = Plug(
    "trees",
    answers={"pages_in_lines_of_json": "reader.features.trees.tree_file:pages_in_lines_of_json"},
    formats=(
        FileFormat(
            "xml",
            later("别的 XML（NITF、NewsML 等；没有写明文章的，由程序来分）"),
            "reader.features.trees.tree_file:OtherXml",
            (".xml", ".sgml", ".sgm", ".enex", ".rss", ".atom", ".rdf", ".opml"),
            boxes=_BOXES,
        ),
        FileFormat(
            "wiki-dump",
            later("维基的导出（MediaWiki）"),
            "reader.features.trees.wiki_dump:WikiDump",
            (".xml",),
            can_be_named=False,
        ),
        FileFormat(
            "json",
            later("JSON（识别结果、采集的文章；没有写明文章的，由程序来分）"),
            "reader.features.trees.tree_file:JsonFile",
            (".json",),
            boxes=_BOXES,
            can_be_named=False,
        ),
    ),
)
