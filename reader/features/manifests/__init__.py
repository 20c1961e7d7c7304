"""Issue manifests (METS, IIIF): files that name the files of an issue's pages in the same folder."""

from reader.i18n import later
from reader.plugs import FileFormat, Plug

PLUG = Plug(
    "manifests",
    answers={
        "is_manifest": "reader.features.manifests.mets:is_manifest",
        "is_named_by_manifest": "reader.features.manifests.mets:is_named_by_manifest",
        "pictures_named": "reader.features.manifests.mets:pictures_named",
    },
    formats=(
        FileFormat(
            "mets",
            later("METS（一期的目录和各页的识别结果）"),
            "reader.features.manifests.mets:Mets",
            boxes="reader.features.manifests.mets:boxes_of",
        ),
        FileFormat(
            "iiif",
            later("IIIF 清单（一期的目录和各页）"),
            "reader.features.manifests.iiif:Iiif",
            boxes="reader.features.manifests.iiif:boxes_of",
        ),
    ),
)
