"""The characters in common use."""


def common_characters() -> str:
    """Return the characters of GB 2312, and of Big5 those of its first level."""
    return "".join(filter(_is_common, map(chr, range(0x4E00, 0xA000))))


def _is_common(character: str) -> bool:
    return (
        bool(character.encode("gb2312", "ignore")) or b"\0" < character.encode("big5", "ignore") < b"\xc6\x80"
    )
