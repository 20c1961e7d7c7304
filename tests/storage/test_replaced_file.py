"""The file of one machine is put over that of the other, at any instant, and nothing keeps a conflict copy.

As a network drive, a stick, rsync, or a client for which the later file wins does it; or a person who puts an older one
back. Meanwhile the program runs, is closed, or is killed, and files are emptied and deleted. What a write was
acknowledged for is never lost, on either machine.
"""

import datetime as dt
import itertools
import random
import shutil
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import pytest

from reader.storage.user_data import UserData, UserDataError
from reader.storage.user_file import Changed, Stamp
from reader.storage.user_repair import Following, repair_and_merge
from tests import laws
from tests.storage.test_two_machines import DAY, START, Machine, World, place

pytestmark = pytest.mark.slow

__all__ = ["place"]

ROUNDS = 67
"""Of each of the ten tests, fewer where there are three machines: 20, with `--hypothesis-profile=thorough` 201."""


class Killed(Exception):
    """The process is gone."""


class RestartedMachine(Machine):
    """A machine on which the program is closed, killed and opened again."""

    def act(self) -> None:
        """Do something; what is not acknowledged may be there or not."""
        before = self.world.written
        try:
            super().act()
        except (UserDataError, Killed) as error:
            self.world.replaced |= {f"<{number}>" for number in range(before + 1, self.world.written + 1)}
            if isinstance(error, Killed):
                self.open()

    def open(self) -> None:
        """Open the library as a process does that knows nothing of the one before."""
        self.data = UserData(self.folder, self.data._clock, self.data.machine)
        repair_and_merge(self.data)
        self.data.library_uuid()
        self.following = Following(self.data)

    def at_a_commit(self, happens: Callable[[], object], *, after: bool) -> None:
        """Have something happen once, just before a write is in the file, or just after."""
        mirror, file = self.data.mirror, self.data.file

        def reset() -> None:
            file.keeper = mirror
            happens()

        def changed(connection: sqlite3.Connection) -> Sequence[Changed]:
            reset()
            return mirror.changes(connection)

        def kept(made: Sequence[Changed], before: Stamp | None, stamp: Stamp | None) -> None:
            reset()
            mirror.keep(made, before, stamp)

        file.keeper = SimpleNamespace(
            begin=mirror.begin,
            changes=mirror.changes if after else changed,
            keep=kept if after else mirror.keep,
        )


class Replacing:
    """What puts files over files. `former` are the bytes of some that were there once."""

    def __init__(self, machines: Sequence[RestartedMachine], chance: random.Random) -> None:
        self.machines = machines
        self.chance = chance
        self.former: list[bytes] = []

    def put(self, source: RestartedMachine, target: RestartedMachine) -> None:
        if source.file.exists():
            self.write(source.file.read_bytes(), target)

    def write(self, data: bytes, target: RestartedMachine) -> None:
        if target.file.exists():
            self.former = [*self.former[-5:], target.file.read_bytes()]
        if self.chance.random() < 0.5:
            target.file.write_bytes(data)  # cp
            return
        part = target.file.with_name("syncing.tmp")
        part.write_bytes(data)
        part.replace(target.file)

    def happen(self) -> None:
        """Do something to one of the files."""
        chance = self.chance
        one, other = chance.sample(self.machines, 2)
        if not one.file.exists():
            return
        match chance.randrange(12):
            case 0:
                if self.former:
                    self.write(chance.choice(self.former), one)
            case 1:
                one.file.write_bytes(b"")
            case 2:
                one.file.write_bytes(one.file.read_bytes()[: chance.randint(1, 9000)])
            case 3:
                one.file.unlink()
            case 4:
                one.at_a_commit(lambda: self.replace(one, other), after=chance.random() < 0.5)
            case 5:
                one.at_a_commit(_kill, after=chance.random() < 0.5)
            case _:
                self.put(one, other)

    def replace(self, source: RestartedMachine, target: RestartedMachine) -> None:
        """Put a file over another by renaming: who has that open writes on into what nobody sees any more."""
        if source.file.exists():
            part = target.file.with_name("syncing.tmp")
            shutil.copyfile(source.file, part)
            part.replace(target.file)


def _kill() -> None:
    raise Killed


def live(machine: RestartedMachine) -> None:
    """Some moments of a machine: the person writes, the window looks, the program is closed or killed."""
    chance = machine.world.chance
    for _ in range(chance.randint(0, 2)):
        machine.act()
    try:
        match chance.randrange(6):
            case 0:
                with suppress(UserDataError):  # there may be no file any more
                    machine.data.backups.make_of_changes()
                machine.open()
            case 1:
                machine.open()
            case 2 | 3:
                machine.look()
    except Killed:
        machine.open()


def settle(replacing: Replacing) -> None:
    """Nobody does anything any more, until the files of all are the same and stay so."""
    machines = replacing.machines
    for machine in machines:
        machine.open()
    for _ in range(10):
        machines[0].world.now += dt.timedelta(minutes=1)
        for source, target in (*itertools.pairwise(machines), (machines[-1], machines[0])):
            replacing.put(source, target)
            target.look(), target.look()
        if len({machine.file.read_bytes() for machine in machines}) == 1:
            break
    else:
        raise AssertionError("the machines change the file of each other for ever")
    settled = machines[0].file.read_bytes()
    for source, target in itertools.permutations(machines, 2):
        replacing.put(source, target)
        target.open()
        target.look(), target.look()
        assert target.file.read_bytes() == settled, "a further exchange changes nothing"


Clocks = Callable[[random.Random, int], dt.timedelta]
"""By how much the clock of a machine (its number) is wrong in a round."""


def _wrong_by(*days: int) -> Clocks:
    return lambda _, number: days[number] * DAY


def _jumping(chance: random.Random, _: int) -> dt.timedelta:
    return chance.randint(-30 * 365, 30 * 365) * DAY


@pytest.mark.parametrize(
    ("seed", "number_of_machines", "clocks"),
    [
        (1, 2, _wrong_by(0, 0)),
        (2, 2, _wrong_by(0, 0)),
        (3, 2, _wrong_by(0, 1)),
        (4, 2, _wrong_by(0, -1)),
        (5, 2, _wrong_by(0, 3 * 365)),
        (6, 2, _wrong_by(-30 * 365, 30 * 365)),
        (7, 2, _jumping),
        (8, 2, _jumping),
        (9, 3, _jumping),
        (10, 3, _wrong_by(-30 * 365, 0, 30 * 365)),
    ],
    ids=["one", "two", "+day", "-day", "years", "sixty years", "jumps", "jumps again", "three jump", "three"],
)
def test_nothing_acknowledged_is_lost(
    place: Path, seed: int, number_of_machines: int, clocks: Clocks
) -> None:
    chance = random.Random(seed)
    world = World(chance, START)
    machines = [
        RestartedMachine(name, place, world, clocks(chance, number))
        for number, name in enumerate(("one", "other", "third")[:number_of_machines])
    ]
    for machine in machines[1:]:  # the folder was synced once, and is one library
        shutil.copyfile(machines[0].file, machine.file)
    for machine in machines:
        machine.data.backups.make()
        machine.open()
    replacing = Replacing(machines, chance)
    for number in range(rounds := laws.examples(ROUNDS * 2 // number_of_machines)):
        for at, machine in enumerate(machines):
            if chance.random() < 0.3:
                machine.wrong_by = clocks(chance, at)
            live(machine)
            if chance.random() < 0.6:
                replacing.happen()
        if chance.random() < 0.1 or number == rounds - 1:
            settle(replacing)
            assert all(machine.state() == machines[0].state() for machine in machines)
            for machine in machines:
                assert not lost_on(machine), (
                    number,
                    machine.name,
                    [each.data.library_uuid() for each in machines],
                )


def lost_on(machine: Machine) -> set[str]:
    found = machine.words()
    written = {f"<{number}>" for number in range(1, machine.world.written + 1)}
    return {word for word in written - _gone(machine.world) if word not in found}


def _gone(world: World) -> set[str]:
    return {f"<{part.split('>')[0]}>" for text in world.replaced for part in text.split("<")[1:]}
