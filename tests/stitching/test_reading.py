"""How the parts of a story read as one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.newspaper.article import Block, BlockKind
from reader.stitching.evidence import BlockPart, Seam, seams, stitched
from tests.stitching.invented_story import ENDING, article, first_part, jump, paragraph, second_part


def test_a_sentence_that_runs_on_is_one_paragraph_with_the_seam_marked() -> None:
    first = first_part(paragraph("渡口昨天挂起两口"))
    second = second_part(paragraph("大钟。"), paragraph("钟声很响。"))
    story = stitched(first, second)
    assert [(block.text, block.seams) for block in story.blocks] == [
        ("渡口昨天挂起两口大钟。", (8,)),
        ("钟声很响。", ()),
    ]
    assert story.blocks[0].pieces == (BlockPart(0, 0, 0), BlockPart(1, 1, 8))
    assert story.jump_lines == (BlockPart(0, 1), BlockPart(1, 0))


@pytest.mark.parametrize(
    ("before", "after", "runs_on"),
    [
        ("渡口昨天挂起两口", "大钟。", True),
        ("钟挂好了，", "住户都出来看。", True),
        ("他说：“钟是旧的。", "修好就是新的。”说完就走。", True),
        ("钟挂好了", "，住户都出来看。", True),
        ("钟挂好了。", "住户都出来看。", False),
        ("他说：“不肯。”", "住户都笑。", False),
        ("钟挂好了", "本报讯（记者 罗秀英）早市今天来了六车萝卜。", False),
    ],
)
def test_where_a_sentence_runs_on(before: str, after: str, runs_on: bool) -> None:
    story = stitched(first_part(paragraph(before)), second_part(paragraph(after)))
    assert len(story.blocks) == (1 if runs_on else 2)


def test_a_subhead_at_the_seam_keeps_the_halves_apart() -> None:
    subhead = Block(BlockKind.SUBHEAD, "第一下", ((1, 1),))
    story = stitched(first_part(paragraph("渡口昨天挂起两口")), second_part(subhead, paragraph(ENDING)))
    assert [block.kind for block in story.blocks] == [
        BlockKind.PARAGRAPH,
        BlockKind.SUBHEAD,
        BlockKind.PARAGRAPH,
    ]


def test_pictures_at_the_seam_stand_behind_the_paragraph() -> None:
    caption = Block(BlockKind.CAPTION, "图为渡口的大钟。", ((1, 1),))
    story = stitched(
        first_part(paragraph("渡口昨天挂起两口"), caption), second_part(caption, paragraph("大钟。"))
    )
    assert [block.text for block in story.blocks] == ["渡口昨天挂起两口大钟。", caption.text, caption.text]


def test_a_sentence_may_run_on_over_two_seams() -> None:
    middle = second_part(paragraph("口大"), origin="1")
    story = stitched(
        first_part(paragraph("渡口昨天挂起两")), middle, second_part(paragraph("钟。"), origin="2")
    )
    assert [(block.text, block.seams) for block in story.blocks] == [("渡口昨天挂起两口大钟。", (7, 9))]


@given(
    st.lists(
        st.lists(st.tuples(st.sampled_from(BlockKind), st.text("钟声，。“”a ", min_size=1)), max_size=5),
        min_size=1,
        max_size=4,
    )
)
def test_every_block_of_every_part_stands_in_the_story_once_and_in_order(
    told: list[list[tuple[BlockKind, str]]],
) -> None:
    articles = [article(None, *(Block(kind, text, ((1, 1),)) for kind, text in blocks)) for blocks in told]
    story = stitched(*articles)
    pieces = [piece for block in story.blocks for piece in block.pieces] + list(story.jump_lines)
    places = [(n, at) for n, one in enumerate(articles) for at in range(len(one.blocks))]
    assert sorted((piece.article, piece.block) for piece in pieces) == places
    for block in story.blocks:
        assert block.text == "".join(articles[p.article].blocks[p.block].text for p in block.pieces)
        assert all(
            block.text.startswith(articles[p.article].blocks[p.block].text, p.start) for p in block.pieces
        )


def seam_of(before: str, after: str) -> Seam | None:
    (seam,) = seams(first_part(paragraph(before)), second_part(paragraph(after)))
    return seam


def test_where_a_sentence_runs_on_the_whole_paragraph_and_its_seam_are_told() -> None:
    assert seam_of("钳工罗阿", "满修了钟。") == Seam("钳工罗阿满修了钟。", 4)


def test_where_no_sentence_runs_on_nothing_reads_on_over_the_seam() -> None:
    assert seam_of("钟挂好了。", "住户都出来看。") is None
    assert seams(first_part(jump("▶")), second_part()) == (None,)


def test_every_seam_of_a_story_tells_of_itself() -> None:
    middle, last = second_part(paragraph("满修了。")), second_part(paragraph("钟很响。"))
    assert seams(first_part(paragraph("钳工罗阿")), middle, last) == (Seam("钳工罗阿满修了。", 4), None)


def test_a_paragraph_over_two_seams_stands_at_both() -> None:
    middle, last = second_part(paragraph("满修了")), second_part(paragraph("钟。"))
    whole = "钳工罗阿满修了钟。"
    assert seams(first_part(paragraph("钳工罗阿")), middle, last) == (Seam(whole, 4), Seam(whole, 7))
