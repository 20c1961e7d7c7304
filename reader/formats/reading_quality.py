"""How sure a recogniser was of the characters of a file, and of what pictures they are: as stated, and in words."""

from reader.i18n import count, say
from reader.newspaper.article import Quality

_MOST_DPI = 5_000


def picture_quality(
    dpi: float | None,
    *,
    is_estimated: bool = False,
    knows_script: bool = True,
    is_decided: bool = True,
) -> Quality | None:
    """Return the quality of a page of which its file states the resolution in dots per inch, an unknown script, or that
    it was not decided how it lies.
    """
    if dpi is not None and 1 <= dpi <= _MOST_DPI:
        resolution = round(dpi)
    else:
        resolution = None
    if resolution is None and knows_script and is_decided:
        return None
    return Quality(
        dpi=resolution,
        is_dpi_estimated=is_estimated,
        unknown_script=int(not knows_script),
        undecided=int(not is_decided),
    )


def quality_in_words(quality: Quality) -> str:
    """Return in words how sure the recogniser was of the characters, and the resolution of the picture.

    What is likely to be wrong comes first, as there may be no room for all.
    """
    words = []
    if quality.unknown_script:
        words.append(unknown_script_in_words(quality.unknown_script))
    if quality.undecided:
        words.append(undecided_in_words(quality.undecided))
    if quality.over_columns:
        words.append(count(quality.over_columns, "{n} 行可能跨了栏，先后未必对"))
    if quality.mean is not None:
        words.append(say("识别的字平均把握 {percent:.1f}%", percent=100 * quality.mean))
        words.append(count(quality.unsure or 0, "没有把握的 {n} 字"))
    if quality.dpi:
        words.append(
            say("约 {dpi} dpi", dpi=quality.dpi) if quality.is_dpi_estimated else f"{quality.dpi} dpi"
        )
    return say("，").join(words)


def unknown_script_in_words(pages: int) -> str:
    if pages == 1:
        return say("这一页的字识别引擎不认识（别的文字，或者图太糊），认出的多半不对")
    return count(pages, "{n} 页的字识别引擎不认识（别的文字，或者图太糊），认出的多半不对")


def undecided_in_words(pages: int) -> str:
    if pages == 1:
        return say("看不出这一页是正是倒，认出的字可能不对")
    return count(pages, "看不出 {n} 页是正是倒，认出的字可能不对")
