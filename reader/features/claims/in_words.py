"""What became of sentences, in words: for the terminal, the window and footnotes."""

from collections import Counter
from collections.abc import Iterable, Sequence

from reader.features.claims.weighing import Difference, Kind, Outcome
from reader.features.claims.witnesses import Checked, Held, Source, Witness
from reader.i18n import count, say
from reader.library.read_share import WHOLE, ReadSoFar, none_so_far
from reader.newspaper.article import page_in_words
from reader.newspaper.facts import of_value, with_remark


def outcome_in_words(outcome: Outcome, read: ReadSoFar = WHOLE) -> str:
    """Return an outcome; while the library is being read, what is not found is so only up to now."""
    words = {
        Outcome.BORNE_OUT: say("有据"),
        Outcome.OTHERWISE: say("报上另有说法"),
        Outcome.MAY_BE: say("可能说的是这一件"),
        Outcome.NOT_FOUND: none_so_far(read, say("库里没有找到"), say("目前还没有找到")),
        Outcome.NOTHING: say("无可查的"),
    }
    return words[outcome]


def kind_in_words(kind: Kind) -> str:
    words = {
        Kind.FIGURE: say("数目"),
        Kind.DAY: say("日子"),
        Kind.NAME: say("名字"),
        Kind.PLACE: say("地方"),
        Kind.WORDS: say("字句"),
    }
    return words[kind]


def difference_in_words(difference: Difference) -> str:
    """Return what differs, side by side: 数目：文中 三千人，报上 3,126人."""
    kind = kind_in_words(difference.kind)
    if difference.printed:
        return say(
            "{kind}：文中“{stated}”，报上“{printed}”",
            kind=kind,
            stated=difference.stated,
            printed=difference.printed,
        )
    return say("{kind}：文中“{stated}”，报上未见", kind=kind, stated=difference.stated)


def source_in_words(source: Source) -> str:
    """Return paper, day, page and headline of a source, each with a mark if it is not printed."""
    printing = source.printing
    day = printing.date.isoformat() if printing.date else say("日期不详")
    page = say("{page}版", page=page_in_words(printing.page)) if printing.page else ""
    words = [
        with_remark(printing.newspaper, of_value(source.facts.title, printing.newspaper or None)),
        with_remark(day, of_value(source.facts.day, printing.date)),
        with_remark(page, of_value(source.page, printing.page)),
        say("《{title}》", title=source.headline),
    ]
    return " ".join(filter(None, words))


def sources_in_words(witness: Witness) -> str:
    """Return where a witness is printed, and where it is reprinted."""
    reprints = say("；").join(source_in_words(source) for source in witness.reprints)
    first = source_in_words(witness.source)
    if reprints:
        return say("{source}（又见 {others}）", source=first, others=reprints)
    return first


def held_in_words(days_held: Held) -> str:
    """Return of how many of some days an issue is held."""
    if days_held.first == days_held.last:
        days = days_held.first.isoformat()
    else:
        days = f"{days_held.first.isoformat()} – {days_held.last.isoformat()}"
    return say(
        "那段时间（{days}）的 {all}，库里有 {held}的报",
        days=days,
        all=count(days_held.all_days, "{n} 天"),
        held=count(days_held.days, "{n} 天"),
    )


def remarks_on(checked: Checked) -> list[str]:
    """Return what else is to be said of a sentence: a day without a year, days that are not held."""
    remarks = []
    if checked.asks_year:
        remarks.append(say("未写是哪一年，各年的都算"))
    if checked.held is not None:
        remarks.append(held_in_words(checked.held))
    return remarks


def footnote(checked: Checked, read: ReadSoFar = WHOLE) -> str:
    """Return the footnote to a sentence; "" if there is nothing to be said of it."""
    if checked.outcome is Outcome.NOTHING:
        return ""
    if checked.outcome is Outcome.NOT_FOUND:
        return say("。").join([outcome_in_words(checked.outcome, read), *remarks_on(checked)])
    notes = [_note(witness) for witness in checked.witnesses]
    return say("。").join([*notes, *remarks_on(checked)])


def _note(witness: Witness) -> str:
    sources = sources_in_words(witness)
    if witness.outcome is Outcome.BORNE_OUT:
        return say("见 {sources}：“{words}”", sources=sources, words=witness.words)
    differences = say("；").join(map(difference_in_words, witness.differences))
    if witness.outcome is Outcome.OTHERWISE:
        return say(
            "报上另有说法：{differences}。{sources}：“{words}”",
            differences=differences,
            sources=sources,
            words=witness.words,
        )
    return say("可能说的是这一件：{sources}：“{words}”", sources=sources, words=witness.words)


def counts_in_words(rows: Iterable[Checked], read: ReadSoFar = WHOLE) -> str:
    """Return how many sentences became what: 有据 12 句，报上另有说法 2 句; "" for none."""
    number_by_outcome = Counter(row.outcome for row in rows)
    counted = [
        say(
            "{outcome} {n}",
            outcome=outcome_in_words(outcome, read),
            n=count(number_by_outcome[outcome], "{n} 句"),
        )
        for outcome in Outcome
        if number_by_outcome[outcome]
    ]
    return say("，").join(counted)


def nothing_to_check(rows: Sequence[Checked]) -> str:
    """Return why there is nothing to check in a text; "" if there is something."""
    if not rows:
        return say("文字是空的。")
    if all(row.outcome is Outcome.NOTHING for row in rows):
        return say("无可查的：里面不见日子、名字和数目。")
    return ""
