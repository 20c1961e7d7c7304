"""What macOS knows the program by: the property list of the .app."""

from typing import Any

from tools.bundle.checkout import IDENTIFIER

_LIBRARY = f"{IDENTIFIER}.library"
_ROOM = f"{IDENTIFIER}.room"
_EVIDENCE = f"{IDENTIFIER}.evidence"


def information(version: str) -> dict[str, Any]:
    """Return the property list, as far as it is not PyInstaller's: names, files and links that are opened."""
    return {
        "CFBundleName": "阅报",
        "CFBundleDisplayName": "阅报",
        "CFBundleExecutable": "yuebao",
        "CFBundleShortVersionString": version,
        "CFBundleVersion": version,
        "CFBundleDevelopmentRegion": "zh_CN",
        "CFBundleLocalizations": ["zh_CN", "en"],
        "CFBundleURLTypes": [
            {
                "CFBundleURLName": f"{IDENTIFIER}.link",
                "CFBundleURLSchemes": ["yuebao"],
                "CFBundleTypeRole": "Viewer",
            }
        ],
        "CFBundleDocumentTypes": [
            _opened(_LIBRARY, "阅报资料包"),
            _opened(_ROOM, "阅报阅览室"),
            _opened(_EVIDENCE, "阅报的证据"),
        ],
        "UTExportedTypeDeclarations": [
            _declared(_LIBRARY, "阅报资料包", "yuebao", "public.data"),
            _declared(_ROOM, "阅报阅览室", "yuebao-room", "public.plain-text"),
            _declared(_EVIDENCE, "阅报的证据", "yuebao-evidence", "public.plain-text"),
        ],
        "LSApplicationCategoryType": "public.app-category.reference",
        "LSMinimumSystemVersion": "13.0",
        "NSHighResolutionCapable": True,
        "NSHumanReadableCopyright": "MIT",
    }


def _opened(kind: str, words: str) -> dict[str, Any]:
    return {
        "CFBundleTypeName": words,
        "CFBundleTypeRole": "Viewer",
        "LSHandlerRank": "Owner",
        "LSItemContentTypes": [kind],
    }


def _declared(kind: str, words: str, ending: str, conforms_to: str) -> dict[str, Any]:
    return {
        "UTTypeIdentifier": kind,
        "UTTypeDescription": words,
        "UTTypeConformsTo": [conforms_to],
        "UTTypeTagSpecification": {"public.filename-extension": [ending]},
    }
