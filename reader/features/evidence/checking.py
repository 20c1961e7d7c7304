"""Checks evidence against a library: for each article whether it is the same, changed, gone, new, or read otherwise."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from enum import StrEnum
from functools import cache, cached_property, lru_cache, partial
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from reader import do_nothing, never
from reader.comparison.differences import Difference, as_marked_text
from reader.export.article_text import day_in_words, local_day
from reader.features.evidence.evidence_file import (
    EvidenceArticle,
    EvidenceFile,
    EvidenceQuery,
    Head,
    is_text_of,
    unsealed,
)
from reader.features.evidence.making import (
    Answer,
    EvidenceSource,
    answer,
    as_evidence,
    files_of,
    rules_now,
    text_of,
    without_name,
)
from reader.features.evidence.own_words import are_words_of, has_own_title_and_citation, marks_are_in_text
from reader.i18n import count, later, say
from reader.language.forms import made_visible
from reader.library.files_beside import containers_of, digest_as_read
from reader.library.library import Library
from reader.library.read_share import ReadSoFar, so_far
from reader.library.sync_marks import LEAST_KEPT, LEAST_SHARED, pieces_of, shared
from reader.newspaper.article import Article, ArticleKind, Block, BlockKind, opening_of
from reader.newspaper.facts import Fact, is_on_paper, of_value, unknown, with_remark
from reader.newspaper.holdings import IssueRow, StoredArticle
from reader.newspaper.issue import Masthead
from reader.newspaper.printing import file_mark
from reader.search.documents import SearchCancelled
from reader.storage.givers import Acquaintance, why_unknown

if TYPE_CHECKING:
    from reader.formats import Containers

_AT_ONCE = 200
_MOST_AHEAD = dt.timedelta(days=2)
"""How far the clock of another machine may be ahead."""


class Outcome(StrEnum):
    NOT_IN_FILE = "not what the file says"
    """The paper's file is as it was, read by the same rules, and has never had these words; or a title or a citation
    is not that of the article."""
    CHANGED = "changed"
    GONE = "gone"
    NEW = "new"
    REREAD = "read otherwise"
    """The paper's file is as it was, but the program reads it otherwise, as another version may."""
    CORRECTED = "corrected"
    """The paper's file is as it was, and a reader has corrected what was read from it."""
    UNKNOWN = "not known"
    SAME = "same"

    def in_words(self) -> str:
        return _WORDS[self]()


_WORDS = {
    Outcome.NOT_IN_FILE: later("不是文件里的"),
    Outcome.CHANGED: later("文字变了"),
    Outcome.GONE: later("不在了"),
    Outcome.NEW: later("新有的"),
    Outcome.REREAD: later("读法不同"),
    Outcome.CORRECTED: later("读者更正过"),
    Outcome.UNKNOWN: later("还不知道"),
    Outcome.SAME: later("一样"),
}


class Finding(Struct, frozen=True, dict=True):
    """What became of an article: `was` it is in the evidence, `now` in the library; one of them is None if it is not
    there. The texts are there only if they differ, and both are known.
    """

    outcome: Outcome
    why: str
    was: EvidenceArticle | None = None
    now: EvidenceArticle | None = None
    article_id: int = 0

    @property
    def shown(self) -> EvidenceArticle:
        article = self.was or self.now
        assert article is not None
        return article

    @property
    def citation(self) -> str:
        """The citation for a line of a list; the library's own, if the article is there."""
        return said((self.now or self.shown).citation)

    @cached_property
    def difference(self) -> Difference | None:
        """Both texts with their differences; None if they are the same, or one is not there."""
        if self.was is None or self.now is None or self.was.text == self.now.text:
            return None
        old_lines = list(map(without_name, self.was.text))
        new_lines = list(map(without_name, self.now.text))
        if old_lines == new_lines:  # a headline has become a paragraph
            old_lines = [*self.was.text]
            new_lines = [*self.now.text]
        return Difference.of(_as_stored(self.was, old_lines), _as_stored(self.now, new_lines))

    def marked(self) -> str:
        """Return both texts as one, with the differences in brackets; "" if there are none."""
        difference = self.difference
        if difference is not None:
            return as_marked_text(difference.text, difference.other_text, difference.parts)
        return ""


def _as_stored(article: EvidenceArticle, lines: Iterable[str]) -> StoredArticle:
    blocks = tuple(Block(BlockKind.PARAGRAPH, line, ()) for line in lines)
    plain_article = Article(
        article.key, ArticleKind.ARTICLE, article.page, headline=article.title, blocks=blocks
    )
    issue = IssueRow(0, article.newspaper, article.date, article.month_day, None, None, 1, article.path)
    return StoredArticle(0, plain_article, issue, Masthead(title=article.newspaper), ())


class Checked(Struct, frozen=True):
    """The outcome of a check: those that are not the same first. `queries` are answered anew, in the order of the
    evidence's.
    """

    findings: tuple[Finding, ...]
    queries: tuple[EvidenceQuery, ...]
    read: ReadSoFar
    remarks: tuple[str, ...]
    contradictions: tuple[str, ...] = ()
    """What the evidence says of itself that can't all be so, in sentences, which are among the remarks, too."""

    @property
    def counts(self) -> Mapping[Outcome, int]:
        count_by_outcome = Counter(finding.outcome for finding in self.findings)
        return {outcome: count_by_outcome[outcome] for outcome in Outcome}

    @property
    def is_same(self) -> bool:
        return not self.contradictions and all(finding.outcome is Outcome.SAME for finding in self.findings)

    def counts_in_words(self) -> str:
        counted = (f"{outcome.in_words()} {number:,}" for outcome, number in self.counts.items() if number)
        return say("，").join(counted) or say("里面没有文章")


def said(text: str) -> str:
    """Return words of a file for a sentence of the program: on one line, with control characters visible."""
    return " ".join(made_visible(text).split())


def head_in_words(evidence: EvidenceFile, checked: Checked) -> Iterator[str]:
    """Yield when and by whom the evidence was made, what it is of, then and now, and the remarks."""
    head = evidence.head
    giver = evidence.giver
    yield say(
        "证据做于{made}，{giver}，指纹 {fingerprint}。",
        made=day_in_words(local_day(head.made)),
        giver=said(giver.name) or say("没有署名"),
        fingerprint=giver.fingerprint,
    )
    words_by_acquaintance = {
        Acquaintance.OWN: "",
        Acquaintance.KNOWN: say("签名与以前见过的是同一个人的。"),
        Acquaintance.FIRST: say("这个签名是第一次见到：请与给您的人核对指纹。"),
        Acquaintance.OTHER_KEY: say(
            "署这个名字（或看上去一样的）的，以前是另一把签名：可能是别人做的。请与给您的人核对指纹。"
        ),
        Acquaintance.UNKNOWN: why_unknown(),
    }
    origin = said(head.origin)
    if not head.has_texts:
        yield say(
            "这份证据只有摘要，没有文字：与摘要相合的，就是当时的文字；不合的，只知道不同，不知道是哪里。"
        )
    yield say("签名只说明文件做成以后没有改过；里面写的对不对，看下面与报纸核对的结果。")
    yield from filter(
        None, [words_by_acquaintance[giver.acquaintance], origin and say("出自：{origin}", origin=origin)]
    )
    for then, now in zip(head.query, checked.queries, strict=True):
        number = so_far(checked.read, count(now.total, "{n} 篇"))
        yield say(
            "{query}：当时 {then} 篇，现在 {now}",
            query=said(then.understood_as),
            then=f"{then.total:,}",
            now=number,
        )
        if then.understood_as != now.understood_as:
            words = said(then.understood_as)
            yield say("当时懂成“{then}”，现在懂成“{now}”", then=words, now=now.understood_as)
    yield from checked.remarks


def check(
    library: Library,
    evidence: EvidenceFile,
    progress: Callable[[int, int], object] = do_nothing,
    cancelled: Callable[[], bool] = never,
) -> Checked:
    """Check all articles. Raises EvidenceUnreadable, SearchCancelled, and like `Searcher.search`."""
    queries = tuple(query.typed for query in evidence.head.query)
    source = EvidenceSource(
        queries,
        any(query.as_printed for query in evidence.head.query),
    )
    new_answer = answer(library, source, cancelled)
    findings = list[Finding]()
    with containers_of(library.folder) as containers:
        checking = _Checking(library, evidence, new_answer, containers)
        for finding in checking.findings(progress):
            if cancelled():
                raise SearchCancelled
            findings.append(finding)
    order = list(Outcome)
    findings.sort(key=lambda checked_finding: order.index(checked_finding.outcome))
    contradictions = tuple(contradictions_in(evidence.head, dt.datetime.now(dt.UTC)))
    remarks = (*contradictions, *checking.remarks(), *new_answer.not_counted)
    return Checked(tuple(findings), new_answer.answers, checking.read, remarks, contradictions)


def contradictions_in(head: Head, now: dt.datetime) -> Iterator[str]:
    """Yield what the head of evidence says that can't be so, whatever the newspapers say."""
    for query in head.query:
        if query.total_is_exact and query.total > head.articles:
            yield say(
                "证据自己对不上：“{query}”说是当时有 {then} 篇，里面只有 {n} 篇。",
                query=said(query.understood_as),
                then=f"{query.total:,}",
                n=f"{head.articles:,}",
            )
    most = sum(query.total for query in head.query)
    if head.query and all(query.total_is_exact for query in head.query) and most < head.articles:
        yield say(
            "证据自己对不上：当时一共搜到 {most} 篇，里面却有 {n} 篇。",
            most=f"{most:,}",
            n=f"{head.articles:,}",
        )
    if head.made > now + _MOST_AHEAD:
        yield say("证据自己对不上：做它的日子还没有到。")


class _Lost(NamedTuple):
    """An article that does not stand under its name as it was; what does so now (0 for nothing), and whether that has
    the same key.
    """

    was: EvidenceArticle
    called: int
    has_key: bool


class _Checking:
    """A check of evidence; `new_answer` is what its queries find now."""

    def __init__(
        self, library: Library, evidence: EvidenceFile, new_answer: Answer, containers: Containers
    ) -> None:
        self._library = library
        self._evidence = evidence
        self._found = dict.fromkeys(new_answer.ids)
        self._queries = [articles.query for articles in new_answer.sets]
        understood_then = [query.understood_as for query in evidence.head.query]
        understood_now = [query.understood_as for query in new_answer.answers]
        self._asks_the_same = understood_then == understood_now
        self._containers = containers
        self._catalogue = library.derived.catalogue
        self.read = library.look_at_read()
        self._files = files_of(library)
        self._marks = {file_mark(file.digest): file for file in self._files.values()}
        self._is_other_version = evidence.head.rules != rules_now()
        self._old_files = set[str]()
        self._taken = set[int]()
        self._listed = set[tuple[object, ...]]()
        self._has_files = not (library.is_elsewhere or library.is_in_one_file)
        self._texts = lru_cache(maxsize=8)(self._texts_of_issue)
        self._headings = lru_cache(maxsize=8)(self._headings_of_issue)
        self._stale = cache(self._stale_now)
        self._lines_of_file = lru_cache(maxsize=8)(self._lines_of_file_now)

    def findings(self, progress: Callable[[int, int], object]) -> Iterator[Finding]:
        """Yield what became of each article, and then the new ones.

        No article of the library stands for two, and of several that could stand for one, the most alike does: where
        others with the same opening have changed or went, they have other keys now.
        """
        articles = self._evidence.articles()
        rest = list[_Lost]()
        done = 0
        while some := list(islice(articles, _AT_ONCE)):
            progress(done, self._evidence.head.articles)
            done += len(some)
            some = yield from self._without_repeated(some)
            self._old_files.update(article.file for article in some if article.file)
            called = self._library.articles.printings.articles_of([article.printing for article in some])
            ids = [article.id for article in called if article is not None]
            stored = {article.id: article for article in self._library.articles.several(ids)}
            for old_article, article in zip(some, called, strict=True):
                now = stored.get(article.id) if article is not None else None
                was = self._with_text(old_article, now)
                if now is None:
                    rest.append(_Lost(was, 0, False))
                elif now.id not in self._taken and text_of(now.article) == was.text:
                    yield self._compared(was, now)
                else:
                    rest.append(_Lost(was, now.id, now.article.key == was.key))
        for way in (self._same_text, self._same_key, self._alike, self._same_title, self._called):
            pairs: list[tuple[float, int, int]] = []
            for index, lost_article in enumerate(rest):
                pairs += [(alike, -index, -article_id) for article_id, alike in way(lost_article)]
            matched_places = set[int]()
            for _, at, article_id in sorted(pairs, reverse=True):
                if -at not in matched_places and -article_id not in self._taken:
                    matched_places.add(-at)
                    yield from map(
                        partial(self._compared, rest[-at].was), self._library.articles.several([-article_id])
                    )
            rest = [lost for at, lost in enumerate(rest) if at not in matched_places]
        yield from (self._without(lost.was) for lost in rest)
        yield from self._new([new_id for new_id in self._found if new_id not in self._taken])

    def _without_repeated(
        self, articles: Iterable[EvidenceArticle]
    ) -> Generator[Finding, None, list[EvidenceArticle]]:
        """Yield a finding for each article that the evidence has already listed, and return the others."""
        others: list[EvidenceArticle] = []
        for article in articles:
            name = article.key, article.digest, article.file, article.place
            if name in self._listed:
                why = say("证据里把同一篇列了两次")
                yield Finding(Outcome.NOT_IN_FILE, why, replace(article, text=()))
            else:
                self._listed.add(name)
                others.append(article)
        return others

    def _with_text(self, was: EvidenceArticle, called: StoredArticle | None) -> EvidenceArticle:
        """Return a sealed article with its text, if the article that is called so has it, or one of the same issue."""
        if not was.is_sealed:
            return was
        texts = dict[int, tuple[str, ...]]()
        if called is not None:
            texts[called.id] = text_of(called.article)
        for issue_id in self._issues_of(was):
            texts |= self._texts(issue_id)
        for article_id, text in texts.items():
            if is_text_of(was, text):
                [stored] = self._library.articles.several([article_id])
                return unsealed(was, as_evidence(stored, self._files))
        return was

    def _same_text(self, lost: _Lost) -> Iterator[tuple[int, int]]:
        if lost.was.is_sealed:
            return iter(())
        return (
            (article_id, 1) for article_id, text in self._untaken(lost.was).items() if text == lost.was.text
        )

    def _same_key(self, lost: _Lost) -> Iterator[tuple[int, int]]:
        if lost.has_key:
            return self._called(lost)
        return iter(())

    def _called(self, lost: _Lost) -> Iterator[tuple[int, int]]:
        yield from [(lost.called, 1)] if lost.called else []

    def _alike(self, lost: _Lost) -> Iterator[tuple[int, int]]:
        if lost.was.is_sealed:
            return
        old_pairs = pieces_of(_words(lost.was.text))
        for article_id, text in self._untaken(lost.was).items():
            pairs = pieces_of(_words(text))
            common = len(old_pairs & pairs)
            if shared(old_pairs, pairs) >= LEAST_SHARED and common >= LEAST_KEPT * len(old_pairs):
                yield article_id, common

    def _same_title(self, lost: _Lost) -> Iterator[tuple[int, int]]:
        """Yield the articles of the same issue that have the title of a sealed one, and stand on the same page."""
        if not lost.was.is_sealed:
            return
        for issue_id in self._issues_of(lost.was):
            for article_id, heading in self._headings(issue_id).items():
                if heading == (lost.was.title, lost.was.page) and article_id not in self._taken:
                    yield article_id, 1

    def _headings_of_issue(self, issue_id: int) -> Mapping[int, tuple[str, str | None]]:
        stored = self._library.articles.several([*self._texts(issue_id)])
        return {article.id: (article.article.title(), article.printing.page) for article in stored}

    def _untaken(self, was: EvidenceArticle) -> Mapping[int, tuple[str, ...]]:
        """Return the texts of the articles of an issue that stand for none of the evidence yet, by id."""
        texts = chain.from_iterable(self._texts(issue).items() for issue in self._issues_of(was))
        return {article_id: text for article_id, text in texts if article_id not in self._taken}

    def _issues_of(self, was: EvidenceArticle) -> Sequence[int]:
        """Return the issues of the day of an article of the evidence, and the one of its file."""
        issues = list[int]()
        if was.date:
            issues += [issue.id for issue in self._catalogue.tree.issues_on(was.newspaper, was.date)]
        if was.path in self._files and (at := self._catalogue.files.issue_of_file(was.path)) is not None:
            issues.append(at)
        return [*dict.fromkeys(issues)]

    def _texts_of_issue(self, issue_id: int) -> Mapping[int, tuple[str, ...]]:
        ids = [row.id for row in self._catalogue.tree.articles(issue_id)]
        return {article.id: text_of(article.article) for article in self._library.articles.several(ids)}

    def _compared(self, was: EvidenceArticle, stored: StoredArticle) -> Finding:
        self._taken.add(stored.id)
        now = as_evidence(stored, self._files, self._queries)
        outcome, why = self._outcome(was, now, stored)
        wrong = self._false_claim(was, now)
        if wrong:
            outcome = Outcome.NOT_IN_FILE
            why = wrong
        if was.text == now.text or was.is_sealed:
            was = replace(was, text=())
            now = replace(now, text=())
        return Finding(outcome, why, was, now, stored.id)

    def _outcome(
        self, was: EvidenceArticle, now: EvidenceArticle, stored: StoredArticle
    ) -> tuple[Outcome, str]:
        stale = {self._stale(source.path) for source in stored.own_sources}
        if stored.is_missing or stale == {Outcome.GONE}:
            return Outcome.GONE, say("文件不在了；资料库里还存着它的文字")
        if stale and None not in stale:
            return Outcome.UNKNOWN, say("文件改过，还没有读进来：先 reader sync 一次")
        if (was.text, was.place) == (now.text, now.place):
            if was.corrected != now.corrected:
                return Outcome.CORRECTED, say("报上的文字没变，读者改正过认错的字")
            if self._evidence.head.query and stored.id not in self._found:
                return Outcome.REREAD, say("文字没变，可现在这样搜，搜不到它")
            return Outcome.SAME, ""
        if was.is_sealed:
            return self._outcome_of_sealed(was)
        return self._outcome_of_change(was, now, stored)

    def _outcome_of_change(
        self, was: EvidenceArticle, now: EvidenceArticle, stored: StoredArticle
    ) -> tuple[Outcome, str]:
        what = say("文字") if was.text != now.text else _differing_place(was, now)
        is_same_file = bool(was.file) and was.file == now.file
        if (is_same_file or self._is_present(was.file)) and not self._has_words(was):
            return self._not_in_file(was)
        if is_same_file or self._is_present(was.file):
            if is_same_file and was.corrections != now.corrections:
                return Outcome.CORRECTED, say("文件没变，读者更正过{what}", what=what)
            own_day = _day_of_file(stored)
            if is_same_file and not self._is_other_version and own_day.value not in (None, was.date):
                return Outcome.NOT_IN_FILE, say(
                    "文件没变，上面的日子是 {now}，从来不是证据里的 {was}",
                    now=with_remark(str(own_day.value), own_day),
                    was=was.date or say("不明"),
                )
            return Outcome.REREAD, say("文件没变，{what}读得与当时不同", what=what)
        if self._is_other_version and was.place == now.place and self._is_in_issue(was, stored.issue.id):
            return Outcome.REREAD, say("同样的字都在这一期里，只是另一版的阅报分得不同")
        return Outcome.CHANGED, say("与当时不同：{what}", what=what)

    def _outcome_of_sealed(self, was: EvidenceArticle) -> tuple[Outcome, str]:
        """Return the outcome of an article whose text is not known, as its digest is that of no text of its issue."""
        if self._is_present(was.file):
            if self._marks[was.file].corrections != was.corrections:
                return Outcome.CORRECTED, say(
                    "文件没变，更正变了；读到的没有一篇与摘要相合，证据里没有文字，说不出哪里不同"
                )
            return Outcome.REREAD, say("文件没变，读到的却没有一篇与摘要相合；证据里没有文字，说不出哪里不同")
        if self._is_other_version:
            return Outcome.UNKNOWN, say(
                "文件不是当时的，证据是另一版的阅报做的：只有摘要，不知道是文字变了，还是读得不同"
            )
        return Outcome.CHANGED, say("文字与摘要不合；证据里没有文字，说不出哪里不同")

    def _without(self, was: EvidenceArticle) -> Finding:
        outcome = Outcome.GONE
        why = say("文件或文章不在库里了")
        if was.is_sealed and self._is_present(was.file):
            outcome, why = self._outcome_of_sealed(was)
        elif self._is_present(was.file):
            outcome = Outcome.REREAD
            why = say("文件没变，可现在没有把它读成单独的一篇")
            if self._marks[was.file].corrections != was.corrections:
                outcome = Outcome.CORRECTED
            if not self._has_words(was):
                outcome, why = self._not_in_file(was)
        elif not self.read.is_whole:
            outcome = Outcome.UNKNOWN
            why = say("资料库还没有读完，没有读到它")
        elif self._stale(was.path) is Outcome.UNKNOWN:
            outcome = Outcome.UNKNOWN
            why = say("文件改过，还没有读进来：先 reader sync 一次")
        elif was.is_sealed and self._untaken(was):
            outcome = Outcome.UNKNOWN
            why = say("这一期里没有一篇与摘要相合：证据里没有文字，不知道是文字变了，还是不在了")
        else:
            ids = {article.id for article in self._catalogue.forms.printed([was.key])}
            if ids:
                why = say("不在库里了；开头一样的文字别处有 {n} 篇", n=len(ids))
        wrong = self._false_claim(was, None)
        if wrong:
            outcome = Outcome.NOT_IN_FILE
            why = wrong
        return Finding(outcome, why, replace(was, text=()))

    def _not_in_file(self, was: EvidenceArticle) -> tuple[Outcome, str]:
        """Return the outcome of words that are not in their file; only by the same rules and corrections it is sure."""
        if self._marks[was.file].corrections != was.corrections:
            return Outcome.CORRECTED, say("文件没变，更正变了；证据里有文件里没有的字")
        if self._is_other_version:
            return Outcome.REREAD, say(
                "文件没变，证据里却有文件里没有的字：也许是另一版的阅报读的，也许从来不是"
            )
        return Outcome.NOT_IN_FILE, say("文件没变，里面从来没有证据里的这些字")

    def _has_words(self, was: EvidenceArticle) -> bool:
        """Return whether all words of an article of the evidence are in its file, however they are divided."""
        file = self._marks.get(was.file)
        if file is None:
            return True
        lines = self._lines_of_file(file.path)
        return all(are_words_of(line, lines) for line in map(without_name, was.text))

    def _lines_of_file_now(self, path: str) -> tuple[str, ...]:
        """Return the lines of a file, and those that are read from it."""
        issue_id = self._catalogue.files.issue_of_file(path)
        texts = self._texts(issue_id).values() if issue_id is not None else ()
        read = list(map(without_name, chain.from_iterable(texts)))
        if not self._has_files:
            return tuple(read)
        from reader.formats import UnreadableFile, decode  # not for the window's thread

        with suppress(UnreadableFile):
            read += decode(self._containers.bytes_of(path), path).lines
        return tuple(read)

    def _false_claim(self, was: EvidenceArticle, now: EvidenceArticle | None) -> str:
        """Return what is said of an article's title, citation, key or marks that is not that of its text and fields."""
        if not marks_are_in_text(was):
            return say("证据里标出的字，有的不在它的文字里")
        is_by_same_rules = (
            now is not None
            and (was.text, was.place) == (now.text, now.place)
            and not self._is_other_version
            and was.corrected == now.corrected
        )
        if now is None or not is_by_same_rules:
            return _no_own_words(was, has_own_title_and_citation(was))
        if opening_of(was.key) != opening_of(now.key):
            return say("证据里的编号 {key}，不是这段文字的：它是 {now}", key=said(was.key), now=now.key)
        if self._asks_the_same and was.marks != now.marks:
            return say("证据里标出的字，不是按它的搜索词标的")
        return _no_own_words(was, (was.title, was.citation) == (now.title, now.citation))

    def _is_in_issue(self, was: EvidenceArticle, issue_id: int) -> bool:
        everything = "\n".join(map(_squeezed, self._texts(issue_id).values()))
        return all(_squeezed([line]) in everything for line in was.text)

    def _is_present(self, mark: str) -> bool:
        file = self._marks.get(mark)
        return file is not None and file.state == "present" and not self._stale(file.path)

    def _stale_now(self, path: str) -> Outcome | None:
        """Return GONE if the file is not on the disk, UNKNOWN if its bytes are not those that were read, else None."""
        file = self._files.get(path)
        if file is None or not self._has_files:
            return None
        if file.state == "failed":
            return Outcome.UNKNOWN
        from reader.formats import UnreadableFile  # not for the window's thread

        if not self._library.folder.holding_file(path).is_file():
            return Outcome.GONE
        with suppress(UnreadableFile):
            if digest_as_read(self._containers, path, self._containers.bytes_of(path)) == file.digest:
                return None
        return Outcome.UNKNOWN

    def _new(self, ids: Sequence[int]) -> Iterator[Finding]:
        for at in range(0, len(ids), _AT_ONCE):
            for stored in self._library.articles.several(ids[at : at + _AT_ONCE]):
                now = replace(as_evidence(stored, self._files), text=())
                outcome = Outcome.NEW
                why = ""
                if now.file in self._old_files:
                    is_corrected = bool(now.corrected or now.corrections)
                    if is_corrected:
                        outcome = Outcome.CORRECTED
                    else:
                        outcome = Outcome.REREAD
                    why = say("文件当时就有，那时没有搜到这一篇")
                yield Finding(outcome, why, None, now, stored.id)

    def remarks(self) -> Iterator[str]:
        then = self._evidence.head
        if then.library.get("uuid") != self._library.uuid():
            yield say("证据做自另一个资料库“{name}”。", name=said(str(then.library.get("name", ""))))
        if self._is_other_version:
            yield say(
                "证据是另一版的阅报做的（当时 {then}，现在 {now}）。",
                then=_rules(then.rules),
                now=_rules(rules_now()),
            )
        yield from (say("做证据的时候：{words}", words=said(remark)) for remark in then.not_counted)


def _rules(rules: Mapping[str, str]) -> str:
    return said(" ".join(f"{name} {value}" for name, value in rules.items()))


def _words(text: Iterable[str]) -> str:
    return "\n".join(map(without_name, text))


def _squeezed(text: Iterable[str]) -> str:
    return "".join(_words(text).split())


def _differing_place(was: EvidenceArticle, now: EvidenceArticle) -> str:
    """Return what of the place of an article differs, with what the evidence says: 日期（证据里是 1987-06-12）."""
    day = str(was.date or was.month_day or "")
    now_day = str(now.date or now.month_day or "")
    fields = (
        (say("报纸名"), was.newspaper, now.newspaper),
        (say("日期"), day, now_day),
        (say("版次"), was.edition or "", now.edition or ""),
        (say("版面"), was.page or "", now.page or ""),
    )
    return say("、").join(
        say("{field}（证据里是 {was}）", field=field, was=said(value) or say("不明"))
        for field, value, other in fields
        if value != other
    )


def _day_of_file(stored: StoredArticle) -> Fact[dt.date]:
    """Return the day of an article if its file has it itself.

    Unknown is one that neighbours, a path or a reader tell: it may have been another one, of the same file.
    """
    day = of_value(stored.masthead.facts.day, stored.issue.date)
    if is_on_paper(day):
        return day
    return unknown()


def _no_own_words(article: EvidenceArticle, has_own_words: bool) -> str:
    if has_own_words:
        return ""
    return say(
        "证据里的题名或出处（{title}；{citation}），不是按它的文字和报纸名、日期写的",
        title=said(article.title),
        citation=said(article.citation),
    )
