"""Given a paragraph whose last line is no wider than its indent, when it is read, then that line stays last."""

from reader.features.pdf.layout import PdfLine, blocks_of

BOXES = [(70.0, 100.0, 220.0, 110.0), (50.0, 115.0, 60.0, 125.0), (70.0, 130.0, 160.0, 140.0)]


def test_in_the_blocks_of_a_pdf() -> None:
    lines = [PdfLine(f"{at}", *box, 10.0, []) for at, box in enumerate(BOXES)]
    assert [[line.text for line in block.lines] for block in blocks_of(lines, 10.0)] == [["0", "1", "2"]]
