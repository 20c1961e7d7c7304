"""The resolution that a picture states is known before it is recognised; without a statement it is unknown."""

from io import BytesIO

import pytest
from PIL import Image

from reader.features.recognition.waiting import stated_dpi
from reader.library.answers import WaitingPicture, waiting_in_words


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
@pytest.mark.parametrize("dpi", [150, 300])
def test_a_picture_states_its_resolution(form: str, dpi: int) -> None:
    written, plain = BytesIO(), BytesIO()
    Image.new("L", (40, 30), 200).save(written, form, dpi=(dpi, dpi))
    Image.new("L", (40, 30), 200).save(plain, form)
    assert stated_dpi(written.getvalue()) == dpi
    assert stated_dpi(plain.getvalue()) is None
    assert stated_dpi(written.getvalue()[:15]) is None


def test_coarse_pictures_and_unknown_resolutions_are_told() -> None:
    pictures = (WaitingPicture("a.png", 300), WaitingPicture("b.png", 150), WaitingPicture("c.png"))
    assert waiting_in_words(pictures) == (
        "3 张图片还没有文字，其中 1 张分辨率低（150 dpi，可能读错），1 张没有写明分辨率"
    )
    assert waiting_in_words(()) == ""
