"""The first search in a pack that lies on a slow stick: `python -m tools.benchmarks.bench_pack X.yuebao QUERY…`.

Every read of the file is counted, in a process of its own for each query. A stick is taken to give 30 MB/s, and to need
five milliseconds for each read that does not follow the one before; processor time is added. What a system has in
memory of the file plays no part.
"""

import subprocess
import sys
import time
from pathlib import Path

BYTES_A_SECOND, SEEK = 30e6, 0.005


def main() -> None:
    pack, *queries = sys.argv[1:]
    if queries[:1] != ["--one"]:
        for query in queries:
            subprocess.run([sys.executable, "-m", __spec__.name, pack, "--one", query], check=True)
        return
    print(measured(Path(pack), queries[1]))


def measured(path: Path, query: str) -> str:
    """Open the pack, search, and make twenty rows: what a person waits for."""
    from reader.features.packs import older_pack
    from reader.search.documents import Order
    from reader.search.query import parse_query
    from reader.storage import regular_file

    reads: list[tuple[int, int]] = []
    read = regular_file.PositionedFile.read

    def counted(self: regular_file.PositionedFile, length: int, at: int) -> bytes:
        data = read(self, length, at)
        reads.append((at, len(data)))
        return data

    regular_file.PositionedFile.read = counted  # type: ignore[method-assign]
    began = time.process_time()
    library = older_pack.open_pack(path)
    found = library.searcher.search(query, Order.NEWEST, limit=50)
    library.searcher.hits(found.ids[:20], parse_query(query))
    seconds = time.process_time() - began
    ends = [0, *(at + length for at, length in reads)]
    device = sum(
        length / BYTES_A_SECOND + SEEK * (at != end)
        for (at, length), end in zip(reads, ends[:-1], strict=True)
    )
    total = sum(length for _, length in reads)
    return (
        f"{query}: {len(reads)} reads, {total / 1e6:.2f} MB, the device {device:.2f} s,"
        f" processor {seconds:.2f} s; {found.total} found"
    )


if __name__ == "__main__":
    main()
