"""An invented page of three articles, as programs of many makes write it."""

import json
import re
from collections.abc import Mapping

HEADLINES = ("渡口加开夜班船", "粮站清早开秤收粮", "春笋上市价钱回落")
TEXTS = (
    "本报讯昨晚起，雁桥渡口加开夜班船，两岸居民过江不必再等天亮，摆渡工人轮班值守到清晨五点钟。船票照旧每人两分，骑车过江另加一分，渡口茶棚也跟着开到半夜，灯火映得江面一片通红。",
    "本报讯城东粮站今年提早半月开秤，农民清早挑粮进城，不到晌午便可领款回家，比往年省去大半天。粮站添了两台大秤，又请来六名过秤员，仓门外搭起凉棚，备下茶水，供排队的人歇脚。",
    "本报讯连日阴雨之后山里春笋大量上市，菜场价钱比上月回落两成，主妇们说今年的笋又嫩又便宜。供销社收购点天天排起长队，竹器厂也派人进山收料，预计今年可多编三千只竹篮。",
)
_HEADER = "雁桥日报 1987年3月5日 第02版"
_IN_LINE, _SIZE, _LARGE = 20, 20, 44
Row = tuple[str, list[int]]
"""A line and its box: left, top, right, bottom."""


def _blocks() -> list[tuple[str, list[Row]]]:
    found: list[tuple[str, list[Row]]] = [("header", [(_HEADER, [50, 20, 430, 40])])]
    top = 100
    for headline, text in zip(HEADLINES, TEXTS, strict=True):
        found.append(("title", [(headline, [50, top, 50 + _LARGE * len(headline), top + _LARGE])]))
        rows: list[Row] = []
        for at in range(0, len(text), _IN_LINE):
            line = text[at : at + _IN_LINE]
            left, down = 50 + (0 if at else 2 * _SIZE), top + 60 + at // _IN_LINE * 26
            rows.append((line, [left, down, left + _SIZE * len(line), down + _SIZE]))
        found.append(("text", rows))
        top = rows[-1][1][3] + 40
    return found


BLOCKS = _blocks()
ROWS = [row for _, rows in BLOCKS for row in rows]
PAPER, DAY = "雁桥日报", "1987-03-05"
_NAME = f"{PAPER}_19870305_02"


def _four(box: list[int]) -> list[list[int]]:
    left, top, right, bottom = box
    return [[left, top], [right, top], [right, bottom], [left, bottom]]


def _eight(box: list[int]) -> list[int]:
    return [side for corner in _four(box) for side in corner]


def _points(box: list[int]) -> list[dict[str, int]]:
    return [{"x": left, "y": top} for left, top in _four(box)]


def _around(rows: list[Row]) -> list[int]:
    sides = list(zip(*(box for _, box in rows), strict=True))
    return [min(sides[0]), min(sides[1]), max(sides[2]), max(sides[3])]


def _whole(rows: list[Row]) -> str:
    return "".join(text for text, _ in rows)


def _signs(row: Row) -> list[Row]:
    """The characters of a row, and its words of ASCII, each with its box."""
    text, (left, top, right, bottom) = row
    width = (right - left) / len(text)
    return [
        (found[0], [int(left + found.start() * width), top, int(left + found.end() * width), bottom])
        for found in re.finditer(r"[!-~]+|[^ -~]", text)
    ]


def _relative(box: list[int]) -> dict[str, float]:
    left, top, right, bottom = box
    return {
        "Left": left / 1000,
        "Top": top / 1400,
        "Width": (right - left) / 1000,
        "Height": (bottom - top) / 1400,
    }


def _labelled(names: Mapping[str, str]) -> list[tuple[int, str, str, list[int]]]:
    return [(at, names[kind], _whole(rows), _around(rows)) for at, (kind, rows) in enumerate(BLOCKS)]


PADDLE = {"header": "header", "title": "paragraph_title", "text": "text"}
DOCLING = {"header": "page_header", "title": "section_header", "text": "text"}
AZURE = {"header": "pageHeader", "title": "sectionHeading", "text": ""}

JSON: Mapping[str, object] = {
    "PaddleOCR 2": [[[_four(box), [text, 0.98]] for text, box in ROWS]],
    "EasyOCR, RapidOCR": [[_four(box), text, 0.98] for text, box in ROWS],
    "PaddleOCR 3": {
        "input_path": f"{_NAME}.png",
        "dt_polys": [_four(box) for _, box in ROWS],
        "rec_texts": [text for text, _ in ROWS],
        "rec_scores": [0.98 for _ in ROWS],
        "rec_boxes": [box for _, box in ROWS],
    },
    "characters": {
        "lines": [
            {"bbox": row[1], "chars": [{"char": sign, "bbox": box} for sign, box in _signs(row)]}
            for row in ROWS
        ]
    },
    "PP-Structure 2": [
        {
            "type": kind,
            "bbox": _around(rows),
            "res": [{"text": text, "confidence": 0.9, "text_region": _four(box)} for text, box in rows],
        }
        for kind, rows in BLOCKS
    ],
    "PP-StructureV3": {
        "input_path": f"{_NAME}.png",
        "parsing_res_list": [
            {"block_label": label, "block_content": text, "block_bbox": box, "block_order": at or None}
            for at, label, text, box in _labelled(PADDLE)
        ],
        "overall_ocr_res": {"rec_texts": [text for text, _ in ROWS], "rec_boxes": [box for _, box in ROWS]},
    },
    "MinerU, middle": {
        "pdf_info": [
            {
                name: [
                    {
                        "type": kind,
                        "bbox": _around(rows),
                        "lines": [
                            {"bbox": box, "spans": [{"bbox": box, "type": "text", "content": text}]}
                            for text, box in rows
                        ],
                    }
                    for kind, rows in (BLOCKS[:1] if name == "discarded_blocks" else BLOCKS[1:])
                ]
                for name in ("preproc_blocks", "para_blocks", "discarded_blocks")
            }
            | {"page_idx": 0, "page_size": [1000, 1400]}
        ]
    },
    "MinerU, content list": [
        {"type": "header" if kind == "header" else "text", "text": _whole(rows), "page_idx": 0}
        | ({"text_level": 1} if kind == "title" else {})
        for kind, rows in BLOCKS
    ],
    "Docling": {
        "schema_name": "DoclingDocument",
        "name": "x",
        "texts": [
            {
                "label": label,
                "text": text,
                "orig": text,
                "prov": [
                    {
                        "page_no": 1,
                        "bbox": {
                            "l": box[0],
                            "t": 1400 - box[1],
                            "r": box[2],
                            "b": 1400 - box[3],
                            "coord_origin": "BOTTOMLEFT",
                        },
                    }
                ],
            }
            for _, label, text, box in _labelled(DOCLING)
        ],
        "body": {"children": [{"$ref": f"#/texts/{at}"} for at in range(len(BLOCKS))]},
    },
    "Google Vision": {
        "responses": [
            {
                "textAnnotations": [{"description": "\n".join(text for text, _ in ROWS)}]
                + [{"description": text, "boundingPoly": {"vertices": _points(box)}} for text, box in ROWS],
                "fullTextAnnotation": {
                    "pages": [
                        {
                            "blocks": [
                                {
                                    "paragraphs": [
                                        {
                                            "words": [
                                                {
                                                    "symbols": [
                                                        {
                                                            "text": sign,
                                                            "boundingBox": {"vertices": _points(box)},
                                                        }
                                                        | (
                                                            {
                                                                "property": {
                                                                    "detectedBreak": {"type": "LINE_BREAK"}
                                                                }
                                                            }
                                                            if at == len(_signs(row)) - 1
                                                            else {}
                                                        )
                                                    ]
                                                }
                                                for row in rows
                                                for at, (sign, box) in enumerate(_signs(row))
                                            ]
                                        }
                                    ]
                                }
                                for _, rows in BLOCKS
                            ]
                        }
                    ],
                    "text": "\n".join(text for text, _ in ROWS),
                },
            }
        ]
    },
    "Azure Read": {
        "analyzeResult": {
            "readResults": [
                {
                    "page": 1,
                    "width": 1000,
                    "height": 1400,
                    "lines": [
                        {
                            "boundingBox": _eight(box),
                            "text": text,
                            "words": [{"boundingBox": _eight(box), "text": text}],
                        }
                        for text, box in ROWS
                    ],
                }
            ]
        }
    },
    "Azure Document Intelligence": {
        "analyzeResult": {
            "content": "\n".join(text for text, _ in ROWS),
            "pages": [
                {"pageNumber": 1, "lines": [{"content": text, "polygon": _eight(box)} for text, box in ROWS]}
            ],
            "paragraphs": [
                {
                    "role": role,
                    "content": text,
                    "boundingRegions": [{"pageNumber": 1, "polygon": _eight(box)}],
                }
                for _, role, text, box in _labelled(AZURE)
            ],
        }
    },
    "Textract": {
        "Blocks": [
            {"BlockType": kind, "Text": text, "Geometry": {"BoundingBox": _relative(box)}}
            for kind in ("LINE", "WORD")
            for text, box in ROWS
        ]
    },
    "Umi-OCR": {
        "code": 100,
        "data": [{"text": text, "score": 0.9, "box": _four(box), "end": "\n"} for text, box in ROWS],
    },
    "pytesseract": {
        "text": [text for text, _ in ROWS],
        "left": [box[0] for _, box in ROWS],
        "top": [box[1] for _, box in ROWS],
        "width": [box[2] - box[0] for _, box in ROWS],
        "height": [box[3] - box[1] for _, box in ROWS],
    },
    "annotations": {
        "type": "AnnotationPage",
        "items": [
            {
                "type": "Annotation",
                "body": {"type": "TextualBody", "value": f"<p>{text}</p>", "format": "text/html"},
                "target": f"https://e.org/1#xywh={box[0]},{box[1]},{box[2] - box[0]},{box[3] - box[1]}",
            }
            for text, box in ROWS
        ],
    },
}


def _sides(names: str, box: list[int]) -> str:
    return " ".join(f'{name}="{side}"' for name, side in zip(names.split(), box, strict=True))


def _abbyy(row: Row) -> str:
    signs = "".join(f"<charParams {_sides('l t r b', box)}>{sign}</charParams>" for sign, box in _signs(row))
    return f"<line {_sides('l t r b', row[1])}><formatting>{signs}</formatting></line>"


def _djvu(row: Row) -> str:
    words = "".join(
        f'<WORD coords="{box[0]},{box[3]},{box[2]},{box[1]}">{sign}</WORD>' for sign, box in _signs(row)
    )
    return f"<LINE>{words}</LINE>"


XML: Mapping[str, str] = {
    "ABBYY": '<document><page width="1000" height="1400">'
    + "".join(
        f'<block blockType="Text" {_sides("l t r b", _around(rows))}><text><par>'
        f"{''.join(map(_abbyy, rows))}</par></text></block>"
        for _, rows in BLOCKS
    )
    + "</page></document>",
    "DjVu": '<DjVuXML><HEAD>file://localhost/x.djvu</HEAD><BODY><OBJECT height="1400" width="1000">'
    '<PARAM name="PAGE" value="x.djvu"/><HIDDENTEXT><PAGECOLUMN><REGION>'
    + "".join(f"<PARAGRAPH>{''.join(map(_djvu, rows))}</PARAGRAPH>" for _, rows in BLOCKS[1:])
    + "</REGION></PAGECOLUMN></HIDDENTEXT></OBJECT></BODY></DjVuXML>",
    "DjVu, other head": '<DjVuXML><HEAD>file</HEAD><BODY><OBJECT height="1400" width="1000">'
    + "".join(f"<PARAGRAPH>{''.join(map(_djvu, rows))}</PARAGRAPH>" for _, rows in BLOCKS[1:])
    + "</OBJECT></BODY></DjVuXML>",
    "NDLOCR": f'<OCRDATASET><PAGE IMAGENAME="{_NAME}.jpg" WIDTH="1700" HEIGHT="1500">'
    + "".join(
        f'<LINE TYPE="本文" X="{1500 - 40 * at}" Y="100" WIDTH="30" HEIGHT="{30 * len(text)}" STRING="{text}"'
        f' ORDER="{at}"/>'
        for at, (text, _) in enumerate(ROWS)
    )
    + "</PAGE></OCRDATASET>",
    "pdfminer": '<pages><page id="1" bbox="0,0,1000,1400">'
    + "".join(
        "<textbox>"
        + "".join(
            "<textline>"
            + "".join(
                f'<text bbox="{box[0]},{1400 - box[3]},{box[2]},{1400 - box[1]}">{sign}</text>'
                for sign, box in _signs(row)
            )
            + "</textline>"
            for row in rows
        )
        + "</textbox>"
        for _, rows in BLOCKS
    )
    + "</page></pages>",
}
PAGES: Mapping[str, tuple[str, bytes]] = {
    **{make: ("1.json", json.dumps(value).encode()) for make, value in JSON.items()},
    **{make: ("1.xml", text.encode()) for make, text in XML.items()},
}
"""The name and the bytes of a file of each make."""


def _body(text: str) -> str:
    return f"<p>{text[:20]}</p><p>{text[20:]}</p>"


def _each(pattern: str, *, is_escaped: bool = False) -> str:
    bodies = [_body(text).replace("<", "&lt;") if is_escaped else _body(text) for text in TEXTS]
    rows = zip(HEADLINES, TEXTS, bodies, (5, 6, 7), strict=True)
    return "".join(
        pattern.format(title=title, text=text, body=body, day=day) for title, text, body, day in rows
    )


_ENEX = "http://xml.evernote.com/pub/"
RECORDS: Mapping[str, tuple[str, str]] = {
    "RSS": (
        "1.rss",
        "<rss><channel><title>雁桥日报</title><link>https://e.org</link>"
        + _each(
            "<item><title>{title}</title><pubDate>Thu, 0{day} Mar 1987 08:00:00 +0800</pubDate>"
            "<description><![CDATA[{body}]]></description></item>"
        )
        + "</channel></rss>",
    ),
    "WordPress": (
        "1.xml",
        '<rss xmlns:content="c" xmlns:excerpt="e" xmlns:wp="w"><channel><title>雁桥日报</title>'
        + _each(
            "<item><title>{title}</title><pubDate>Thu, 05 Mar 1987 00:00:00 +0000</pubDate>"
            "<content:encoded><![CDATA[{body}]]></content:encoded><excerpt:encoded>短</excerpt:encoded>"
            "<wp:post_date>1987-03-0{day} 08:00:00</wp:post_date></item>"
        )
        + "</channel></rss>",
    ),
    "Atom": (
        "1.atom",
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>雁桥日报</title>'
        + _each(
            "<entry><title>{title}</title><published>1987-03-0{day}T08:00:00+08:00</published>"
            '<updated>2020-01-01T00:00:00Z</updated><content type="html">{body}</content></entry>',
            is_escaped=True,
        )
        + "</feed>",
    ),
    "RDF": (
        "1.rdf",
        '<r:RDF xmlns:r="r" xmlns="p" xmlns:dc="d"><channel><title>雁桥日报</title></channel>'
        + _each(
            "<item><title>{title}</title><dc:date>1987-03-0{day}</dc:date><description>{text}</description></item>"
        )
        + "</r:RDF>",
    ),
    "Gale": (
        "1.xml",
        _each(
            "<issue><pf>1987030{day}</pf><jn>雁桥日报</jn><page id='0002'><article><id>0</id><ti>{title}</ti><text>"
            "<text.title><p><wd>{title}</wd></p></text.title><text.cr><p><wd pos='1,2,3,4'>{text}</wd></p></text.cr>"
            "</text></article></page></issue>"
        ).join(("<GALENP><Newspaper>", "</Newspaper></GALENP>")),
    ),
    "ProQuest": (
        "1.xml",
        _each(
            "<Record><RecordTitle>{title}</RecordTitle><Publication><Title>雁桥日报 (1980-1990)</Title></Publication>"
            "<NumericPubDate>1987030{day}</NumericPubDate><FullText>{text}</FullText></Record>"
        ).join(("<Records>", "</Records>")),
    ),
    "crawler": (
        "1.json",
        json.dumps(
            {
                "newspaper": PAPER,
                "data": [
                    {
                        "meta": {"title": title, "publish_date": {"$date": f"1987-03-0{day}T16:00:00Z"}},
                        "content": [text],
                    }
                    for title, text, day in zip(HEADLINES, TEXTS, (4, 5, 6), strict=True)
                ],
            }
        ),
    ),
    "JSON Feed": (
        "1.json",
        json.dumps(
            {
                "title": PAPER,
                "items": [
                    {
                        "title": title,
                        "content_html": _body(text),
                        "date_published": f"1987-03-0{day}T08:00:00+08:00",
                    }
                    for title, text, day in zip(HEADLINES, TEXTS, (5, 6, 7), strict=True)
                ],
            }
        ),
    ),
}
"""The name and the text of a file of three days of each make."""
WITHOUT_PAPER: Mapping[str, tuple[str, str]] = {
    "Evernote": (
        "1.enex",
        f'<!DOCTYPE en-export SYSTEM "{_ENEX}evernote-export4.dtd"><en-export export-date="20200101T000000Z">'
        + _each(
            f'<note><title>{{title}}</title><content><![CDATA[<!DOCTYPE en-note SYSTEM "{_ENEX}enml2.dtd">'
            "<en-note>{body}</en-note>]]></content><created>1987030{day}T080000Z</created>"
            "<updated>20200101T000000Z</updated><note-attributes><source>web.clip</source></note-attributes></note>"
        )
        + "</en-export>",
    ),
    "TREC": (
        "1.sgml",
        _each(
            "<DOC>\n<DOCNO> YQ-{day} </DOCNO>\n<DATE>\n<P>\nMarch {day}, 1987\n</P>\n</DATE>\n<HEADLINE>\n{title}\n"
            "</HEADLINE>\n<TEXT>\n<P>\n{text}\n</TEXT>\n</DOC>\n"
        ),
    ),
    "Gigaword": (
        "1.sgml",
        _each(
            '<DOC id="YQ_CMN_1987030{day}.0001" type="story" >\n<HEADLINE>\n{title}\n</HEADLINE>\n<TEXT>\n<P>\n{text}\n'
            "</P>\n</TEXT>\n</DOC>\n"
        ),
    ),
}
