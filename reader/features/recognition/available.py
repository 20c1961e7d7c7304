"""The installed recognizers, and the choice of the best one."""

from collections.abc import Callable, Mapping

from reader.features.recognition.recognizer import RecognitionError, Recognizer
from reader.i18n import say


def _rapid(threads: int) -> Recognizer | None:
    from reader.features.recognition import rapid

    return rapid.RapidRecognizer(threads) if rapid.is_there() else None


def _tesseract(threads: int) -> Recognizer | None:
    from reader.features.recognition import tesseract

    program = tesseract.program()
    return tesseract.TesseractRecognizer(program, threads) if program else None


RECOGNIZERS: Mapping[str, Callable[[int], Recognizer | None]] = {"rapidocr": _rapid, "tesseract": _tesseract}
"""Functions by name, the best first: each takes a number of threads, and returns its recognizer, or None if that
is not installed.
"""


def recognizer(threads: int, name: str | None = None) -> Recognizer:
    """Return the recognizer `name`, or the best one that is installed. Raises RecognitionError if there is none."""
    for each in [name] if name else RECOGNIZERS:
        if (found := RECOGNIZERS[each](threads)) is not None:
            return found
    if name == "tesseract":
        raise RecognitionError(
            say("这台机器上没有 tesseract，或者它没有中文数据（chi_sim、chi_tra）。装好以后再试。")
        )
    raise RecognitionError(
        say(
            '还没有装识别图片的部件。请运行 pip install "yuebao-reader[ocr]"（约 100 MB，装好以后不再用网络），'
            "或者装 tesseract 和它的中文数据。"
        )
    )
