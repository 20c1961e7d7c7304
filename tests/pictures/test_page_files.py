"""Which picture belongs to a text, by the names of files."""

import pytest

from reader.pictures.page_files import Folder, picture_of

FOLDERS = {
    "": ["1987", "JPG", "images"],
    "1987": ["06", "pic"],
    "JPG": ["06"],
}


def found(text: str, *pictures: str, told: str | None = None) -> str | None:
    def list_folder(path: str) -> Folder:
        files = [each.rpartition("/")[2] for each in pictures if each.rpartition("/")[0] == path]
        return Folder(FOLDERS.get(path, []), files)

    return picture_of(text, list_folder, told)


@pytest.mark.parametrize(
    ("text", "picture"),
    [
        ("A01.txt", "A01.jpg"),
        ("A01.txt", "a01.TIF"),
        ("1987/A01.txt", "1987/A01.png"),
        ("1987/A01.txt", "1987/pic/A01.jpg"),
        ("1987/06/A01.txt", "JPG/06/A01.jpg"),
        ("A01.txt", "images/A01.jp2"),
        ("A01.alto.xml", "A01.jpg"),
        ("A01.jpg.txt", "A01.jpg"),
        ("A01.txt", "A01.pdf"),
        ("19870612.01.xml", "19870612.01.jpg"),
    ],
)
def test_a_picture_is_named_like_the_text(text: str, picture: str) -> None:
    assert found(text, picture) == picture


@pytest.mark.parametrize(
    ("text", "picture"),
    [
        ("A01.txt", "A02.jpg"),
        ("A01.txt", "A01.doc"),
        ("1987/06/A01.txt", "1987/05/A01.jpg"),
        ("1987/06/A01.txt", "JPG/A01.jpg"),  # that of which day?
        ("A0.txt", "A01.jpg"),
    ],
)
def test_another_name_or_place_is_another_page(text: str, picture: str) -> None:
    assert found(text, picture) is None


def test_the_nearest_is_taken_and_of_one_folder_a_jpeg_before_a_pdf() -> None:
    assert found("A01.txt", "images/A01.jpg", "A01.pdf") == "A01.pdf"
    assert found("A01.txt", "A01.pdf", "A01.jpg") == "A01.jpg"


@pytest.mark.parametrize(
    "told", ["a/b/P7.jpg", "file:///x/P7.jpg", r"C:\scans\P7.jpg", "https://x.example/P7.jpg?a=1"]
)
def test_what_the_text_says_is_trusted_in_its_name_only(told: str) -> None:
    assert found("1987/A01.xml", "1987/P7.jpg", "1987/A01.jpg", told=told) == "1987/P7.jpg"
    assert found("1987/A01.xml", "1987/P7.png", told=told) == "1987/P7.png"
    assert found("1987/A01.xml", "a/b/P7.jpg", told=told) is None
