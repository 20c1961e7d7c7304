"""`reader evidence`: makes signed evidence of searches, and checks it against a library."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Annotated

from msgspec import to_builtins

from reader.cli.errors import Status, WrongArguments
from reader.cli.libraries import ready, synced
from reader.cli.options import (
    STDOUT,
    Argument,
    Arguments,
    AsJson,
    AsPrinted,
    LibraryPlace,
    Option,
    target_option,
)
from reader.cli.queries import warn_of
from reader.cli.terminal import bold, print_json, print_warning
from reader.cli.written_files import new_target, write_or_print
from reader.features.evidence import EVIDENCE_SUFFIX
from reader.features.evidence.checking import Checked, Finding, Outcome, check, head_in_words
from reader.features.evidence.evidence_file import EvidenceFile
from reader.features.evidence.making import EvidenceSource, answer, made
from reader.i18n import count, later, say
from reader.library.library import Library
from reader.library.read_share import so_far
from reader.library.sync_events import LibraryBusy, TooManyLost
from reader.storage.givers import fingerprint_of, own_key


class Make(Arguments, frozen=True):
    SHORT = later("把搜到的文章存成证据")
    MORE = later(
        "每个 QUERY 是一个搜索，有空格的请加引号。文件是文字，打开就能读：搜索是怎样懂的、各有多少篇、\n"
        "每篇的出处和当时的文字、程序和资料库的状况、什么没能数进去；末尾是签名，与资料包的是同一把。"
    )
    EXAMPLES = (
        (later("reader evidence make 渡口 -o 渡口.yuebao-evidence"), later("搜到的每一篇，连同现在的文字")),
        (
            later('reader evidence make 渡口 "戏台 日期:1990" -o 两样.yuebao-evidence'),
            later("两个搜索，存在一起"),
        ),
        (
            later("reader evidence make 渡口 --digests -o 渡口.yuebao-evidence"),
            later("只有摘要，没有文字，可以公开"),
        ),
    )
    JSON = later("打印一个对象：path articles has_texts queries fingerprint total_is_exact read_share")
    ANSWERS = ("reader.features.evidence.schemas:Made",)
    queries: Annotated[tuple[str, ...], Argument("QUERY", "要找什么；有空格的加引号，几个就是几个搜索")]
    target: Annotated[Path, target_option("存成哪个文件，以 .yuebao-evidence 结尾；已经有的不会盖掉")]
    giver: Annotated[str, Option("谁做的：核对的人看得到的名字", metavar="NAME")] = ""
    digests: Annotated[
        bool,
        Option(
            "不存文字，每篇只存文字的摘要：文字不能公开的也可以给人；有同样报纸的人照样能核对",
        ),
    ] = False
    library: LibraryPlace = None
    as_printed: AsPrinted = False
    as_json: AsJson = False

    def run(self) -> int:
        target = new_target(self.target, (EVIDENCE_SUFFIX,))
        if target == STDOUT:
            raise WrongArguments(say("证据写不到标准输出，请写一个文件名。"))
        with ready(self.library) as library:
            source = EvidenceSource(self.queries, self.as_printed, has_texts=not self.digests)
            library_answer = answer(library, source)
            for articles, query_answer in zip(library_answer.sets, library_answer.answers, strict=True):
                warn_of(library, articles, query_answer.total)
            write_or_print(made(library, source, self.giver, library_answer), target, is_quiet=True)
            read = library.read
        fingerprint = fingerprint_of(bytes(own_key().verify_key))
        if self.as_json:
            print_json(
                {
                    "path": str(target),
                    "articles": len(library_answer.ids),
                    "has_texts": source.has_texts,
                    "queries": [to_builtins(query_answer) for query_answer in library_answer.answers],
                    "fingerprint": fingerprint,
                    **read.to_json(),
                }
            )
            return 0
        for query_answer in library_answer.answers:
            number = so_far(read, count(query_answer.total, "{n} 篇"))
            print(say("{query}：{number}", query=query_answer.understood_as, number=number))
        print(
            say("已存到 {path}：{articles}。", path=target, articles=count(len(library_answer.ids), "{n} 篇"))
        )
        if not source.has_texts:
            print(say("里面没有文字，只有摘要；题名和出处都在里面。"))
        print(say("您的指纹：{fingerprint}。请另外告诉对方，打开时核对。", fingerprint=fingerprint))
        return 0


class Check(Arguments, frozen=True):
    SHORT = later("核对一份证据")
    MORE = later(
        "每篇说是哪一样：一样、文字变了（连同变处）、不在了、新有的、读法不同（文件没变，另一版的程序读得不同）、\n"
        "读者更正过（报纸没变）、还不知道（资料库没有读完，或文件改过还没读）、\n"
        "不是文件里的（文件没变，里面从来没有这些字；或题名、出处不是它的）。资料库先更新一次。\n"
        "签名只说明文件做成以后没有改过，不担保做的人。\n"
        "退出码：0 全都一样，1 有不一样的，或核对不了。"
    )
    EXAMPLES = (
        (later("reader evidence check 渡口.yuebao-evidence"), later("哪些变了，哪些还一样")),
        (later("reader evidence check 渡口.yuebao-evidence --library ~/旧报 --json"), later("给程序用")),
    )
    JSON = later(
        "打印一个对象：file made giver fingerprint signed_by origin has_texts queries counts articles remarks\n"
        "total_is_exact read_share；每篇的 outcome（same、changed、gone、new、read otherwise、corrected、not known、\n"
        "not what the file says）why title\n"
        "citation was now difference"
    )
    ANSWERS = ("reader.features.evidence.schemas:Checked",)
    file: Annotated[Path, Argument("FILE", "证据文件")]
    library: LibraryPlace = None
    as_json: AsJson = False

    def run(self) -> int:
        evidence = EvidenceFile(self.file)
        with ready(self.library) as library:
            _bring_up_to_date(library)
            checked = check(library, evidence)
        if self.as_json:
            print_json(_to_json(evidence, checked))
        else:
            print("\n".join(_lines(evidence, checked)))
        if checked.is_same:
            return Status.DONE
        return Status.NOT_DONE


def _bring_up_to_date(library: Library) -> None:
    """Sync a library that was read whole; what can't be synced now is told for each article."""
    if library.wants_sync() and library.look_at_read().is_whole:
        try:
            with suppress(LibraryBusy):
                synced(library)
        except TooManyLost as error:
            print_warning(str(error))


def _lines(evidence: EvidenceFile, checked: Checked) -> Iterator[str]:
    yield from head_in_words(evidence, checked)
    for finding in checked.findings:
        if finding.outcome is not Outcome.SAME:
            yield f"{bold(finding.outcome.in_words())}  {finding.citation}"
            yield from (f"    {line}" for line in [finding.why, *finding.marked().split("\n")] if line)
    yield checked.counts_in_words()


def _to_json(evidence: EvidenceFile, checked: Checked) -> dict[str, object]:
    head = evidence.head
    giver = evidence.giver
    pairs = zip(head.query, checked.queries, strict=True)
    queries = [{"was": to_builtins(was), "now": to_builtins(now)} for was, now in pairs]
    counts = {outcome.value: number for outcome, number in checked.counts.items()}
    return {
        "file": str(evidence.path),
        "made": head.made.isoformat(),
        "giver": giver.name,
        "fingerprint": giver.fingerprint,
        "signed_by": giver.acquaintance.value,
        "origin": head.origin or None,
        "has_texts": head.has_texts,
        "queries": queries,
        "counts": counts,
        "articles": [_finding_to_json(finding) for finding in checked.findings],
        "remarks": [*checked.remarks],
        **checked.read.to_json(),
    }


def _finding_to_json(finding: Finding) -> dict[str, object]:
    was, now = (
        article and {"printing": article.printing.name, "digest": article.digest}
        for article in (finding.was, finding.now)
    )
    return {
        "outcome": finding.outcome.value,
        "why": finding.why or None,
        "title": finding.shown.title,
        "citation": finding.shown.citation,
        "was": was,
        "now": now,
        "difference": finding.marked() or None,
    }


class Evidence(Arguments, frozen=True):
    MORE = later("证据给别人，或隔一年自己再看：搜到过什么，现在还是不是那样。")
    EXAMPLES = (Make.EXAMPLES[0], Check.EXAMPLES[0])
    ACTIONS = (Make, Check)
