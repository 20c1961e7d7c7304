"""Which picture belongs to a text, by the names of files."""

from pathlib import Path

import pytest

from reader.pictures.page_files import Folder, picture_of, picture_of_page, pictures_of_pages

FOLDERS = {
    "": ["1987", "JPG", "images"],
    "1987": ["06", "pic"],
    "JPG": ["06"],
}


def page_found(text: str, page: str, *pictures: str) -> str | None:
    folders = {above.as_posix() for each in pictures for above in Path(each).parents} - {"."}

    def list_folder(path: str) -> Folder:
        files = [each.rpartition("/")[2] for each in pictures if each.rpartition("/")[0] == path]
        below = [each.rpartition("/")[2] for each in folders if each.rpartition("/")[0] == path]
        return Folder(below, files)

    return picture_of_page(text, page, list_folder)


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
        ("A01.txt", "A01.gif"),
        ("1987-06-12-01.txt", "19870612_01.jpg"),
        ("1987-06-12-1.txt", "images/1987061201.jpg"),
        ("1987年6月12日第3版.txt", "19870612-p003.tif"),
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


@pytest.mark.parametrize(
    ("page", "picture"),
    [
        ("2", "1987-06-12-02.jpg"),
        ("2", "1987-06-12_2.PNG"),
        ("2", "19870612第02版.tif"),
        ("2", "1987061202.jpg"),
        ("2", "images/19870612_p002.jpg"),
        ("2", "1987-06-12 A02.jpg"),
        ("A2", "1987-06-12 A02.jpg"),
        ("2", "1987-06-12/02.jpg"),
        ("2", "1987-06-12/第2版.jpg"),
        ("2", "images/19870612/19870612-2.jpg"),
        ("12", "19870612-12.pdf"),
    ],
)
def test_a_page_of_an_issue_has_a_picture_of_its_own(page: str, picture: str) -> None:
    others = [picture.replace("2.", "1."), picture.replace("2.", "3."), "1987-06-13-02.jpg", "02.jpg"]
    assert page_found("1987-06-12.txt", page, picture, *others) == picture


@pytest.mark.parametrize(
    ("text", "page", "picture"),
    [
        ("1987-06-12.txt", "2", "1987-06-12-22.jpg"),
        ("1987-06-12.txt", "A2", "1987-06-12-02.jpg"),  # or B02?
        ("1987-06.txt", "2", "1987-06-02.jpg"),  # of another day
        ("1987.txt", "6", "1987-06.jpg"),
        ("1987-06-12.txt", "2", "1987-06-13/02.jpg"),
    ],
)
def test_a_number_that_is_no_page_s_is_not_taken_for_one(text: str, page: str, picture: str) -> None:
    assert page_found(text, page, picture) is None


def test_of_pictures_of_one_page_a_jpeg_is_taken() -> None:
    assert page_found("1987-06-12.txt", "2", "1987-06-12-2.pdf", "1987-06-12-02.jpg") == "1987-06-12-02.jpg"


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("1987-06-12.txt", ["1987-06-12第02版.jpg", "19870612-01.jpg", "images/19870612_A03.png"]),
        ("1987-06-12.txt", ["1987-06-12/1.jpg", "1987-06-12/2.jpg"]),
        ("1987.txt", []),
        ("夏.txt", []),
    ],
)
def test_pictures_of_any_page_of_a_text_are_known(text: str, others: list[str]) -> None:
    pictures = [*others, "1987-06-13-01.jpg", "1987-06.jpg", "1987-06-12.jpg", "images/图.jpg"]

    def list_folder(path: str) -> Folder:
        folders = {each.rpartition("/")[0] for each in pictures if "/" in each} if not path else set()
        files = [each.rpartition("/")[2] for each in pictures if each.rpartition("/")[0] == path]
        return Folder(sorted(folders), files)

    assert pictures_of_pages(text, list_folder) == others
