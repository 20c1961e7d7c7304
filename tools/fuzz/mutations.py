"""Bytes changed at random: anywhere, or in a file that lies in a ZIP, whose names, sizes and CRCs stay right."""

import io
import random
import zipfile


def mutated(chance: random.Random, data: bytes) -> bytes:
    """Bytes, changed in some places."""
    content = bytearray(data)
    for _ in range(chance.choice([1, 1, 2, 8, 40])):
        at = chance.randrange(len(content) + 1)
        match chance.randrange(5):
            case 0:
                content[at : at + 1] = chance.randbytes(1)
            case 1:
                del content[at : at + chance.choice([1, 10, 1000])]
            case 2:
                content[at:at] = chance.choice(
                    [b"\0", b"\n", b"\xff\xfe", b'"', b"{", b"\x1b[", chance.randbytes(9)]
                )
            case 3:
                begin = chance.randrange(len(content) + 1)
                content[at:at] = content[begin : begin + chance.randrange(600)]
            case _:
                content[at : at + 4] = b"\xff" * len(content[at : at + 4])
    return bytes(content)


def mutated_inside(chance: random.Random, data: bytes) -> bytes:
    """A ZIP in which one of the files is changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [(info.filename, archive.read(info)) for info in archive.infolist()]
    chosen = chance.randrange(len(parts))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for at, (name, part) in enumerate(parts):
            archive.writestr(name, mutated(chance, part) if at == chosen else part)
    return target.getvalue()
