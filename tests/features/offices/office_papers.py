"""Invented issues that tell who holds which office."""

from collections.abc import Mapping
from pathlib import Path

TOLD = {
    "1984-01-09": "雁桥市市长陈海涛昨天到粮站。雁桥市副市长戴汝舟主持。",
    "1985-03-15": "雁桥市市长陈海涛、雁桥市副市长乔立本到会。",
    "1987-03-11": "雁桥市代市长戴汝舟在会上说，堤已修好。",
    "1987-06-12": "雁桥市市长陈海涛到馆察看。",
    "1990-05-01": "雁桥市市长戴汝舟植树。原雁桥市市长陈海涛也来了。中共雁桥市委书记段敬之讲话。",
}


def write_papers(root: Path, told: Mapping[str, str] = TOLD, *, title: str = "雁桥日报") -> Path:
    root.mkdir()
    for day, words in told.items():
        year, month, of_month = map(int, day.split("-"))
        head = f"{title}\n{year}年{month}月{of_month}日\n第01版\n"
        (root / f"{day}.txt").write_text(f"{head}## 要闻\n本报讯　{words}\n", encoding="utf-8")
    return root
