"""IIIF manifests: an issue of pages whose texts stand beside it or in it; nothing is fetched."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader import formats, parsing
from reader.formats.page_boxes import Box, boxes_of
from reader.formats.reading import SavedFile, is_manifest
from reader.newspaper.article import SourceText
from reader.plugs import all_plugs, answering
from tests.formats import mets_issues as issues
from tests.laws import examples
from tests.parsing.laws import broken_laws

NAME = "雁桥/manifest.json"
BASE = "https://example.org/iiif/19560305"


def version_2(*also: str) -> dict[str, Any]:
    """A manifest whose pages name files of text by these addresses."""
    canvases = [
        {
            "@type": "sc:Canvas",
            "label": f"第{at}版",
            "width": 900,
            "height": 1200,
            "images": [{"resource": {"@id": f"{at}.jpg", "@type": "dctypes:Image"}}],
            "seeAlso": {"@id": address, "format": "application/alto+xml"},
        }
        for at, address in enumerate(also, 1)
    ]
    return {
        "@context": "http://iiif.io/api/presentation/2/context.json",
        "@type": "sc:Manifest",
        "@id": f"{BASE}/manifest.json",
        "label": "雁桥日报 1956-03-05",
        "sequences": [{"@type": "sc:Sequence", "canvases": canvases}],
    }


def version_3(*lines: str) -> dict[str, Any]:
    """A manifest of a page whose text stands in it, line by line."""
    annotations = [
        {
            "type": "Annotation",
            "motivation": "supplementing",
            "body": {"type": "TextualBody", "value": text, "format": "text/plain"},
            "target": f"{BASE}/canvas/1#xywh=10,{30 * at},400,20",
        }
        for at, text in enumerate(lines)
    ]
    picture = {"type": "Annotation", "body": {"id": f"{BASE}/1.jpg", "type": "Image"}}
    canvas = {
        "id": f"{BASE}/canvas/1",
        "type": "Canvas",
        "width": 900,
        "height": 1200,
        "items": [{"type": "AnnotationPage", "items": [picture]}],
        "annotations": [{"type": "AnnotationPage", "items": annotations}],
    }
    return {
        "@context": "http://iiif.io/api/presentation/3/context.json",
        "id": f"{BASE}/manifest.json",
        "type": "Manifest",
        "label": {"zh": ["一期报纸"]},
        "metadata": [{"label": {"zh": ["报名"]}, "value": {"zh": ["雁桥日报"]}}],
        "navDate": "1956-03-05T00:00:00Z",
        "items": [canvas],
    }


def source_of(manifest: dict[str, Any], pages: dict[str, bytes] | None = None) -> SourceText:
    return formats.decode(json.dumps(manifest).encode(), NAME, beside=(pages or {}).get)


PAGES = {name.removeprefix("ALTO/"): page.encode() for name, page in issues.PAGES.items()}


@pytest.mark.parametrize("base", ["", f"{BASE}/alto/"])
def test_texts_that_lie_beside_the_manifest_are_its_pages_however_it_names_them(base: str) -> None:
    source = source_of(version_2(f"{base}1.xml", f"{base}2.xml"), PAGES)
    part = parsing.parse(source)
    assert source.reading is not None
    assert source.reading.format == "iiif"
    assert (part.masthead.title, part.masthead.date) == ("雁桥日报", dt.date(1956, 3, 5))
    assert issues.FIRST[0] in source.lines
    assert issues.AD in source.lines
    assert {article.page for article in part.articles} == {"1", "2"}


def test_what_is_only_to_be_had_by_an_address_is_told_and_not_fetched() -> None:
    source = source_of(version_2("1.xml", f"{BASE}/alto/2.xml"), {"1.xml": PAGES["1.xml"]})
    assert source.reading is not None
    assert source.reading.left_out == ("1 页的文字（不在旁边，或无法读取）",)
    with pytest.raises(formats.NotAnIssue, match="不在旁边"):
        source_of(
            version_2(f"{BASE}/alto/1/text.xml", f"{BASE}/alto/2/text.xml"), {"text.xml": PAGES["1.xml"]}
        )


def test_text_in_the_manifest_is_read_with_its_places() -> None:
    manifest = version_3(issues.HEADLINE, *issues.FIRST)
    source = source_of(manifest)
    part = parsing.parse(source)
    assert (part.masthead.title, part.masthead.date) == ("雁桥日报", dt.date(1956, 3, 5))
    (page,) = boxes_of(SavedFile(NAME, json.dumps(manifest).encode()), source)
    assert (page.picture, page.width) == (f"{BASE}/1.jpg", 900)
    number = source.lines.index(issues.FIRST[1]) + 1
    assert [line.box for line in page.lines if line.line == number] == [Box(10, 60, 410, 80)]


def test_other_files_of_json_are_no_issues() -> None:
    assert formats.is_issue_file(Path("a/manifest.json"))
    with pytest.raises(formats.NotAnIssue, match="JSON"):
        formats.decode(b'{"name": "app", "type": "Manifest"}', "manifest.json")


@pytest.mark.parametrize(
    "text",
    [
        '{"@type": "sc:Manifest", "c": "iiif.io/api/presentation", "sequences": ' + "[" * 100_000,
        '{"@type": "sc:Manifest", "c": "iiif.io/api/presentation", "label": ' + "[" * 900 + "]" * 900 + "}",
        '{"type": "Manifest", "c": "iiif.io/api/presentation", "items": [{"type": "Canvas", "seeAlso": [1]}]}',
        '{"type": "Manifest", "c": "iiif.io/api/presentation", "items": {"type": ["Canvas"], "label": {"zh": []}}}',
        '["type", "Manifest", {"type": "Manifest", "c": "iiif.io/api/presentation"}]',
    ],
)
def test_what_no_manifest_is_like_is_refused(text: str) -> None:
    with pytest.raises(formats.UnreadableFile):
        formats.decode(text.encode(), NAME)


@settings(max_examples=examples(60))
@given(
    mutations=st.lists(
        st.tuples(
            st.floats(0, 0.999), st.sampled_from(["[]", "{}", "null", '"', "1e999", "-1", "xywh", "文"])
        ),
        max_size=4,
    )
)
def test_a_mutated_manifest_loses_no_line_and_raises_nothing_else(mutations: list[tuple[float, str]]) -> None:
    text = json.dumps(version_3(issues.HEADLINE, *issues.FIRST), ensure_ascii=False)
    for at, other in mutations:
        place = int(at * len(text))
        text = text[:place] + other + text[place + len(other) :]
    try:
        source = formats.decode(text.encode(), NAME)
    except formats.UnreadableFile:
        return
    assert broken_laws(source, parsing.parse(source)) == []


def test_annotations_in_a_file_of_their_own_are_the_pages_text() -> None:
    manifest = version_3(issues.HEADLINE, *issues.FIRST)
    canvas = manifest["items"][0]
    lists = canvas["annotations"][0] | {
        "type": "AnnotationPage",
        "partOf": {"type": "Manifest", "id": "http://iiif.io/api/presentation/3"},
    }
    canvas["annotations"] = [{"id": f"{BASE}/anno_1.json", "type": "AnnotationPage"}]
    beside = json.dumps({"type": lists.pop("type")} | lists, ensure_ascii=False).encode()
    assert formats.is_page(beside)
    assert not answering(is_manifest, all_plugs())(beside)
    assert issues.FIRST[0] in source_of(manifest, {"anno_1.json": beside}).lines
    with pytest.raises(formats.NotAnIssue, match="不在旁边"):
        source_of(manifest)
    for broken in (beside[:-9], b'{"type": "AnnotationPage", "items": 1}'):
        with pytest.raises(formats.NotAnIssue):
            source_of(manifest, {"anno_1.json": broken})


def test_paper_and_day_are_those_of_the_manifest_however_they_are_called() -> None:
    manifest = version_2("1.xml") | {"label": "Yanqiao Gazette - 1956-03-05"}
    part = parsing.parse(source_of(manifest, PAGES))
    assert (part.masthead.title, part.masthead.date) == ("Yanqiao Gazette", dt.date(1956, 3, 5))
    assert all(article.source_lines[0][0] > 1 for article in part.articles)
