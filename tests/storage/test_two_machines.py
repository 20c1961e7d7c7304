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
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from reader.newspaper.correction import Anchor, Claim, CorrectionKind
from reader.newspaper.decision import (
    CorrectedCharacter,
    DecisionContent,
    Dossier,
    DossierNote,
    MergedName,
    ReadArticle,
    SavedSearch,
    StruckOutName,
    read_mark_uuid,
)
from reader.newspaper.passage import MarkColor, Passage
from reader.storage.own_machine import OwnMachine
from reader.storage.user_data import UserData
from tests.invented_article import stored

DAY = dt.timedelta(days=1)
KEYS = ("a", "b", "c", "d")
START = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)


@dataclass
class World:
    """The true time, and the words of which somebody saw that they were replaced."""

    chance: random.Random
    now: dt.datetime = START
    written: int = 0
    replaced: set[str] = field(default_factory=set)

    def word(self) -> str:
        self.written += 1
        return f"<{self.written}>"


class Machine:
    def __init__(self, name: str, folder: Path, world: World, wrong_by: dt.timedelta) -> None:
        self.name = name
        self.world = world
        self.folder = folder / name / ".reader"
        self.data = UserData(self.folder, lambda: world.now + wrong_by, OwnMachine(folder / f"{name}-own"))
        self.data.folder.parent.mkdir(parents=True)
        self.data.library_uuid()
        self.following = self.data.following()

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
            self.data.remove_bookmark(self.world.chance.choice(bookmarks).uuid)

    def bring_back(self) -> None:
        if removed := self.data.removed_bookmarks():
            self.data.restore_bookmark(self.world.chance.choice(removed).uuid)

    def decide(self) -> None:
        word, decisions = self.world.word(), self.data.decisions
        dossiers = decisions.all(Dossier)
        contents: list[DecisionContent] = [
            Dossier(word),
            SavedSearch(word, word),
            StruckOutName(word),
            MergedName(word, "何渡生"),
            CorrectedCharacter("a", "a.txt", "柳川晚报", None, word, "囗", "", 3, "口"),
            *(DossierNote(each.uuid, "i", word) for each in dossiers),
            *(DossierNote(each.uuid, "j", word) for each in dossiers),
        ]
        decisions.add(self.world.chance.choice(contents))

    def rewrite(self) -> None:
        if notes := self.data.decisions.all(DossierNote, SavedSearch):
            one = self.world.chance.choice(notes)
            word = self.world.word()
            if isinstance(one.content, DossierNote):
                self.world.replaced.add(one.content.text)
                content: DossierNote | SavedSearch = DossierNote(one.content.dossier, one.content.place, word)
            else:
                assert isinstance(one.content, SavedSearch)
                self.world.replaced.add(one.content.query)
                content = SavedSearch(one.content.name, word)
            self.data.decisions.change(one.uuid, content)

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
        self.data.back_up()
        if backups := self.data.backups():
            backup = self.world.chance.choice(backups)
            plan = self.data.plan_restore(backup)
            self.world.replaced |= {change.before.note for change in plan.replaced if change.before}
            self.world.replaced |= {
                word
                for change in plan.decisions
                if change.before
                for word in _words(repr(change.before.content))
            }
            self.data.restore(backup)

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
        self.data.decisions.settle({read_mark_uuid(key): ReadArticle(key, "柳川晚报", None, key)})


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
            shutil.copyfile(loser.file, machine.folder / f"user.sync-conflict-{self.conflicts}.sqlite")


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
"""Of each of the eight tests: 200 in all."""


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize(
    "wrong_by", [dt.timedelta(0), DAY, -DAY, DAY / 2], ids=["right", "+day", "-day", "half"]
)
def test_nothing_that_was_written_on_either_is_lost(place: Path, seed: int, wrong_by: dt.timedelta) -> None:
    chance = random.Random(f"{seed} {wrong_by}")
    world = World(chance)
    one, other = Machine("one", place, world, dt.timedelta(0)), Machine("other", place, world, wrong_by)
    syncing = Syncing(one, other)
    shutil.copyfile(one.file, other.file)  # the folder was synced once, and is one library
    for _ in range(ROUNDS):
        for machine in (one, other):
            for _ in range(chance.randint(0, 3)):
                machine.act()
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
