"""Two machines, one folder that something else keeps equal: what a person has written on either is never lost.

A round is: each machine does a few things at random, by a clock of its own; then the folder is synced as sync clients
and people with sticks do it; then both look what has come. Every text has a word of its own, by which it is looked for
at the end: it may be in force, removed, undone or an earlier version, on both machines. Only what somebody has replaced
who saw it may be gone.
"""

import datetime as dt
import os
import random
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Literal

import msgspec
import pytest

from reader.newspaper.correction import Anchor, Claim, CorrectionKind
from reader.newspaper.decision import (
    ChosenSource,
    CorrectedCharacter,
    DecisionContent,
    DismissedMisreading,
    Dossier,
    DossierArticle,
    DossierNote,
    MergedName,
    NamedLibrary,
    ReadArticle,
    SavedSearch,
    SearchLook,
    SplitPerson,
    StruckOutName,
    read_mark_uuid,
)
from reader.newspaper.passage import MarkColor, Passage
from reader.newspaper.printing import Printing
from reader.storage.mirror import OwnMachine
from reader.storage.user_data import UserData
from reader.storage.user_repair import Following
from tests import rotation
from tests.invented_article import stored

pytestmark = pytest.mark.slow

DAY = dt.timedelta(days=1)
YEAR = 365 * DAY
KEYS = ("a", "b", "c", "d")
START = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)


class World(msgspec.Struct):
    """The true time, and the words of which somebody saw that they were replaced."""

    chance: random.Random
    now: dt.datetime = START
    written: int = 0
    replaced: set[str] = msgspec.field(default_factory=set)

    def word(self) -> str:
        self.written += 1
        return f"<{self.written}>"


class Machine:
    def __init__(self, name: str, folder: Path, world: World, wrong_by: dt.timedelta) -> None:
        self.name = name
        self.world = world
        self.wrong_by = wrong_by
        self.folder = folder / name / ".reader"
        self.data = UserData(
            self.folder, lambda: world.now + self.wrong_by, OwnMachine(folder / f"{name}-own")
        )
        self.data.folder.parent.mkdir(parents=True)
        self.data.library_uuid()
        self.following = Following(self.data)

    @property
    def file(self) -> Path:
        return self.data.path

    def look(self) -> bool:
        """What the window does every few seconds: twice, since it leaves alone what is being written."""
        self.following.look()
        return self.following.look().is_changed

    def words(self) -> str:
        """All that a person can find of what was written: in force, removed, undone, an earlier version."""
        records = self.data.records()
        versions = [each.bookmark for b in records.bookmarks for each in self.data.versions_of(b.uuid)]
        assert not records.unreadable
        notes = [(b.note, b.tags) for b in (*records.bookmarks, *versions)]
        return repr((notes, records.corrections, [each.content for each in records.decisions]))

    def state(self) -> tuple[object, ...]:
        """What is in force."""
        records = self.data.records()
        return (
            sorted(
                (b.key, b.passage.exact if b.passage else "", b.note, sorted(b.tags))
                for b in records.bookmarks
                if b.deleted is None
            ),
            sorted((c.uuid, repr(c.claim)) for c in records.corrections if not c.undone),
            sorted((d.uuid, repr(d.content)) for d in records.decisions if not d.undone),
        )

    # -- what a person does

    def act(self) -> None:
        chance = self.world.chance
        self.world.now += dt.timedelta(minutes=chance.randint(1, 90))
        chance.choice(
            (
                *(self.mark, self.mark, self.edit, self.edit, self.remove, self.bring_back, self.decide),
                *(self.decide, self.rewrite, self.undo, self.correct, self.back_up_and_restore),
                *(self.undo_step, self.read),
            )
        )()

    def mark(self) -> None:
        chance, word = self.world.chance, self.world.word()
        passage = None
        if chance.random() < 0.5:
            passage = Passage(chance.choice(("两盏马灯", "老戏台")), "", "", chance.choice([*MarkColor]))
        key = chance.choice(KEYS)
        self.world.replaced |= {
            each.note
            for each in self.data.records().bookmarks
            if each.key == key and _same(each.passage, passage)
        }
        self.data.add_bookmark(stored(key=key), word, [chance.choice(("船", "家史"))], passage)

    def edit(self) -> None:
        if bookmarks := self.data.bookmarks():
            one = self.world.chance.choice(bookmarks)
            more = self.world.chance.random() < 0.5
            if not more:
                self.world.replaced.add(one.note)
            self.data.edit_bookmark(one.uuid, (one.note if more else "") + self.world.word(), one.tags)

    def remove(self) -> None:
        if bookmarks := self.data.bookmarks():
            self.data.remove_bookmarks([self.world.chance.choice(bookmarks).uuid])[0]

    def bring_back(self) -> None:
        if removed := self.data.removed_bookmarks():
            self.data.restore_bookmarks([self.world.chance.choice(removed).uuid])[0]

    def decide(self) -> None:
        word, decisions = self.world.word(), self.data.decisions
        dossiers = decisions.all(Dossier)
        contents: list[DecisionContent] = [
            Dossier(word),
            NamedLibrary(word),
            SavedSearch(word, word),
            StruckOutName(word),
            MergedName(word, "何渡生"),
            SplitPerson("何渡生", word, ("a", "b")),
            ChosenSource("柳川晚报", START.date(), "pdf", word),
            CorrectedCharacter("a", "a.txt", "柳川晚报", None, word, "囗", "", 3, "口"),
            DismissedMisreading("a", "a.txt", "柳川晚报", None, word, "囗", "", 3, "口"),
            *(DossierNote(each.uuid, "i", word) for each in dossiers),
            *(DossierNote(each.uuid, "j", word) for each in dossiers),
            *(_in_dossier(each.uuid, word) for each in dossiers),
            *(SearchLook(each.uuid, self.name, word.encode()) for each in decisions.all(SavedSearch)),
        ]
        decisions.add(self.world.chance.choice(contents))
        self._note_looks()

    def rewrite(self) -> None:
        """Change what was decided: its words, or only how or where it stands."""
        decisions = self.data.decisions
        known = decisions.all(Dossier, DossierNote, SavedSearch, DossierArticle, SplitPerson, SearchLook)
        known = [
            each
            for each in known
            if not isinstance(each.content, SearchLook) or each.content.place == self.name
        ]
        if known:
            one = self.world.chance.choice(known)
            word = self.world.word()
            changed: DecisionContent
            match one.content:
                case DossierNote():
                    changed = msgspec.structs.replace(one.content, text=word)
                case SavedSearch() if self.world.chance.random() < 0.5:
                    changed = msgspec.structs.replace(one.content, query=word)
                case SavedSearch():
                    order: Literal["newest", "oldest"] = self.world.chance.choice(("newest", "oldest"))
                    changed = msgspec.structs.replace(one.content, name=word, order=order, all_shapes=True)
                case DossierArticle():
                    changed = msgspec.structs.replace(one.content, place=self.world.chance.choice("hkm"))
                case Dossier():
                    changed = Dossier(word)
                case SplitPerson():
                    changed = msgspec.structs.replace(one.content, label=word)
                case SearchLook():
                    changed = msgspec.structs.replace(one.content, seen=word.encode())
                case _:
                    raise AssertionError(one)
            self.world.replaced |= {word, *_words(repr(one.content))} - set(_words(repr(changed)))
            decisions.change(one.uuid, changed)
            self._note_looks()

    def _note_looks(self) -> None:
        """What was seen of a saved search is no text of a person: where the other restores an older one, that holds."""
        looks = self.data.decisions.all(SearchLook)
        self.world.replaced |= {
            each.content.seen.decode() for each in looks if isinstance(each.content, SearchLook)
        }

    def undo(self) -> None:
        if decisions := self.data.decisions.all():
            one = self.world.chance.choice(decisions)
            self.data.decisions.undo(one.uuid)
            if self.world.chance.random() < 0.5:
                self.data.decisions.redo(one.uuid)

    def correct(self) -> None:
        made = self.data.corrections.add(
            Anchor("a.txt", self.world.word(), "", "", 1), Claim(CorrectionKind.STARTS)
        )
        if self.world.chance.random() < 0.3:
            self.data.corrections.undo(made.uuid)

    def back_up_and_restore(self) -> None:
        self.data.backups.make()
        if backups := self.data.backups.all():
            backup = self.world.chance.choice(backups)
            plan = self.data.backups.plan_restore(backup)
            self.world.replaced |= {change.before.note for change in plan.replaced if change.before}
            self.world.replaced |= {
                word
                for change in plan.decisions
                if change.before
                for word in _words(repr(change.before.content))
            }
            self.data.backups.restore(backup)

    def undo_step(self) -> None:
        step = self.data.last_step()
        if step is not None:
            before = {each.uuid: each for each in self.data.records().bookmarks}
            decided = {each.uuid: each for each in self.data.records().decisions}
            self.data.undo_step(step)
            after = {each.uuid: each for each in self.data.records().bookmarks}
            self.world.replaced |= {b.note for u, b in before.items() if after[u].note != b.note}
            now = {each.uuid: each for each in self.data.records().decisions}
            self.world.replaced |= {
                word
                for u, d in decided.items()
                if now[u].content != d.content
                for word in _words(repr(d.content))
            }

    def read(self) -> None:
        key = self.world.chance.choice(KEYS)
        content = ReadArticle(key, "柳川晚报", None, key)
        self.data.decisions.settle({read_mark_uuid(Printing(key, "柳川晚报")): content})


def _in_dossier(dossier: str, word: str) -> DossierArticle:
    of = stored()
    return DossierArticle(
        dossier, "i", of.article.key, word, START.date(), None, 12, "1", "a.txt", of.article
    )


def _same(one: Passage | None, other: Passage | None) -> bool:
    return (one and one.identity) == (other and other.identity)


def _words(text: str) -> Iterator[str]:
    for part in text.split("<")[1:]:
        yield f"<{part.split('>')[0]}>"


# -- how a folder is synced


class Syncing:
    """What keeps the files of two machines equal. `had` are the bytes that both had last."""

    def __init__(self, one: Machine, other: Machine) -> None:
        self.machines = one, other
        self.had: bytes | None = None
        self.conflicts = 0

    def litter(self, chance: random.Random) -> None:
        """Leave beside a file what a client leaves that copies what it finds: journals and logs of another moment, half
        a file under a name of its own.
        """
        one, other = chance.sample(self.machines, 2)
        journal = _journal_in_the_middle(one.file)
        size = chance.choice((len(journal), len(journal) // 2, 700))
        match chance.randrange(4):
            case 0 | 1:
                Path(f"{other.file}-journal").write_bytes(journal[:size])
            case 2:
                Path(f"{other.file}-wal").write_bytes(chance.randbytes(4000))
                Path(f"{other.file}-shm").write_bytes(bytes(32768))
            case _:
                name = chance.choice(("~syncthing~user.sqlite.tmp", ".user.sqlite.~1f", "user.sqlite.part"))
                (other.folder / name).write_bytes(one.file.read_bytes()[: -chance.randint(1, 9000)])

    def sync(self, chance: random.Random) -> None:
        one, other = self.machines
        ours, theirs = one.file.read_bytes(), other.file.read_bytes()
        if ours == theirs:
            self.had = ours
            return
        if self.had in (ours, theirs):
            winner = one if self.had == theirs else other
        else:
            winner = chance.choice(self.machines)
            if chance.random() < 0.6:  # a client that keeps the other as a conflict copy, on both machines
                self._keep_both(winner)
        loser = other if winner is one else one
        self.had = winner.file.read_bytes()
        part = loser.file.with_name("syncthing.tmp")
        part.write_bytes(self.had)
        part.replace(loser.file)

    def _keep_both(self, winner: Machine) -> None:
        self.conflicts += 1
        for machine in self.machines:
            loser = next(each for each in self.machines if each is not winner)
            name = CONFLICTS[self.conflicts % len(CONFLICTS)].format(self.conflicts)
            shutil.copyfile(loser.file, machine.folder / name)


CONFLICTS = (
    "user.sync-conflict-20261201-{:06}-ABCDEFG.sqlite",
    "user (one's conflicted copy {}).sqlite",
    "user-DESKTOP-{}.sqlite",
    "user(冲突_何苇_{}).sqlite",
    "USER ({}).SQLITE",
    "user.sqlite.conflict{}",
)
"""As Syncthing, Dropbox and Nextcloud, OneDrive, 坚果云, a disk without small letters, and rclone call them."""


def _journal_in_the_middle(file: Path) -> bytes:
    """The journal of a change, as it is while the file is written."""
    with tempfile.TemporaryDirectory(dir=file.parent.parent) as folder:
        copy = shutil.copy(file, folder)
        with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
            connection.execute("PRAGMA cache_size = 1")
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("UPDATE meta SET value = value || ' '")
            connection.executemany(
                "INSERT INTO meta VALUES (?, ?)", [(f"x{n}", "y" * 3000) for n in range(30)]
            )
            return Path(f"{copy}-journal").read_bytes()


def settle(syncing: Syncing, chance: random.Random) -> None:
    """Nobody does anything any more, until the files of both are the same and stay so."""
    for _ in range(12):
        syncing.machines[0].world.now += dt.timedelta(minutes=1)
        for machine in syncing.machines:
            machine.look()
        if syncing.machines[0].file.read_bytes() == syncing.machines[1].file.read_bytes():
            return
        syncing.sync(chance)
    raise AssertionError("the machines change the file of each other for ever")


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """In memory where the system has such a place: a disk would be waited for some thousand times."""
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        yield Path(folder)


ROUNDS = 25
"""Of each of the eight tests of a day: 200 in all."""


@pytest.mark.parametrize("seed", rotation.in_turn([1, 2]))
@pytest.mark.parametrize(
    ("one_by", "other_by"),
    [
        (0 * DAY, 0 * DAY),
        (0 * DAY, DAY),
        (0 * DAY, -DAY),
        (0 * DAY, DAY / 2),
        (-DAY, DAY),
        (-20 * DAY, 366 * DAY),
        (0 * DAY, 3 * YEAR),
        (-30 * YEAR, 30 * YEAR),
    ],
    ids=["right", "+day", "-day", "half", "apart", "year", "three years", "sixty years"],
)
def test_nothing_that_was_written_on_either_is_lost(
    place: Path, seed: int, one_by: dt.timedelta, other_by: dt.timedelta
) -> None:
    chance = random.Random(f"{seed} {other_by}")
    world = World(chance)
    one, other = Machine("one", place, world, one_by), Machine("other", place, world, other_by)
    syncing = Syncing(one, other)
    shutil.copyfile(one.file, other.file)  # the folder was synced once, and is one library
    for _ in range(ROUNDS):
        for machine in (one, other):
            for _ in range(chance.randint(0, 3)):
                machine.act()
            machine.look()
        if chance.random() < 0.3:
            syncing.litter(chance)
            for machine in (one, other):
                machine.look()
        syncing.sync(chance)
        for machine in (one, other):
            machine.look()
        if chance.random() < 0.3:
            settle(syncing, chance)
            assert one.state() == other.state()
    settle(syncing, chance)
    assert one.state() == other.state()
    gone = set().union(*map(_words, world.replaced))
    for machine in (one, other):
        found = set(_words(machine.words()))
        lost = {f"<{number}>" for number in range(1, world.written + 1)} - found - gone
        assert not lost, (machine.name, lost)
