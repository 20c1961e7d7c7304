"""Whatever a reader makes stays on the printing it was made on, while equal texts stand in other papers and issues."""

import copy
import datetime as dt
import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from msgspec import Struct, field

from reader import parsing
from reader.features.dossiers.dossiers import dossiers_of
from reader.features.people.people import people_of
from reader.language.dates.calendar import weekday_of
from reader.library.character_places import CharacterPlace
from reader.library.library import Library, LibraryError
from reader.newspaper.article import Where
from reader.newspaper.correction import Claim, CorrectionKind
from reader.newspaper.holdings import StoredArticle
from reader.newspaper.passage import Passage
from reader.newspaper.printing import link_to, stored_printing
from reader.storage.platform_folders import places
from tests import homes, rotation

PAPERS = ("江湾日报", "江湾晚报")
DAY = dt.date(1987, 6, 10)
SHARED = "各地轮渡自下月起调整票价，成人票每张一角五分，儿童减半，月票仍按原价，携带自行车者另购车票一张，行李免费。"
"""An opening longer than what the key of a text is made of."""
HEADLINES = ("米市清早开秤", "轮渡票价有了新章程", "桥头添了一盏灯")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    homes.use(monkeypatch, tmp_path / "home")
    monkeypatch.setenv("READER_LANGUAGE", "zh")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "旧报"


def body(number: int) -> str:
    own = ("米市", "茶馆", "井台", "书场", "渡口", "粮站")[number % 6]
    return f"本报讯（记者 尤嘉木）{own}第{number}号柜台昨天清早开张，头一位顾客是撑船来的，买走{number + 2}斤灯油。"


class File(Struct):
    """A file of the library: a day of a paper, of which the head may be missing; its texts in order."""

    path: str
    paper: str
    day: dt.date | None
    texts: list[str]
    opening: str = ""

    def write(self, root: Path) -> None:
        head = [self.paper]
        if self.day is not None:
            head.append(f"{self.day.year}年{self.day.month}月{self.day.day}日 {weekday_of(self.day)}")
        articles = [f"## {headline}\n\n{text}" for headline, text in zip(HEADLINES, self.texts, strict=False)]
        path = root / self.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            "\n\n".join(["\n".join(head), *filter(None, [self.opening]), *articles]) + "\n", "utf-8"
        )


class World(Struct):
    """A library, its files, and what was marked: by the words of each mark the file and text it was made on."""

    root: Path
    files: list[File]
    library: Library
    made: dict[str, tuple[File, str]] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    """Where one stopped, as settings and links tell it."""
    rescanned: list[File] = field(default_factory=list)
    """The files that no longer have the content that such a place tells."""

    def article(self, file: File, text: str) -> StoredArticle:
        """The article of a text in a file, by what the file holds and nothing else."""
        for article_id, _, _ in self.library.derived.catalogue.files.articles_of_file(file.path):
            stored = self.library.articles.article(article_id)
            if stored is not None and any(text in block.text for block in stored.article.blocks):
                return stored
        raise AssertionError((file.path, text))

    def mark(self, file: File, text: str) -> None:
        """Make every kind of mark on an article."""
        library, stored = self.library, self.article(file, text)
        word = f"记号{len(self.made):03}"
        self.made[word] = file, text
        library.notebook.bookmark(stored.id, f"{word}批注", [word])
        library.notebook.bookmark(stored.id, f"{word}标记", passage=Passage(text[4:12], "", ""))
        library.read_marks.mark([stored.id], is_read=True)
        dossier = dossiers_of(library).add(word)
        dossiers_of(library).add_articles(dossier.uuid, [(stored.id, None)])
        at = next(n for n, block in enumerate(stored.article.blocks) if text in block.text)
        place = CharacterPlace(Where.BLOCK, at, stored.article.blocks[at].text.index(text) + 20)
        library.characters.correct(stored.id, place, "垚")
        with suppress(LibraryError):  # of the texts some have no name in them
            people_of(library).split("尤嘉木", word, [self.article(file, text).id])
        self.places[word] = link_to(self.article(file, text).printing)

    def check(self) -> None:
        """Every mark is on the article that it was made on, and there alone."""
        library = self.library
        bookmarks = library.notebook.bookmarks()
        corrected = {each.decision.uuid: each.article_id for each in library.characters.known()}
        assert len(bookmarks) == 2 * len(self.made)
        assert len(corrected) == len(self.made)
        read, seen = library.read_marks.ids(), set()
        labels = people_of(library)._labels("尤嘉木", people_of(library).overlay())
        for word, (file, text) in self.made.items():
            stored = self.article(file, text)
            mine = [each for each in bookmarks if word in each.note]
            assert [each.article_id for each in mine] == [stored.id, stored.id], (word, file, text)
            assert not any(each.is_orphan or each.is_passage_lost for each in mine)
            assert {each.uuid for each in library.notebook.bookmarks_of(stored)} == {
                each.uuid for each in mine
            }
            assert stored.id in read
            dossier = dossiers_of(library).named(word)
            assert dossier is not None
            assert [
                e.bookmark and e.bookmark.article_id for e in dossiers_of(library).entries(dossier.uuid)
            ] == [stored.id]
            assert [reading.read_as for reading in stored.article.readings] == ["垚"]
            if "尤嘉木" in text:
                assert labels[stored.id] == word
            place = stored_printing(self.places[word])
            assert place is not None
            if file not in self.rescanned:
                assert library.articles.printings.article_of(place) == stored.id
            assert stored in library.articles.find(stored.printing.name)
            seen.add(stored.id)
        assert read == seen
        assert len(seen) == len(self.made)


def two_papers(root: Path, chance: random.Random) -> list[File]:
    """Issues of two papers on the same days with a third of their texts in common; some without a day."""
    files, number = [], 0
    for day in (DAY, DAY + dt.timedelta(1), DAY + dt.timedelta(2), None):
        agency = [f"{SHARED}第{number}号" + chance.choice("甲乙丙丁") for _ in range(1)]
        for paper in PAPERS:
            own = [body(number := number + 1) for _ in range(2)]
            name = day.strftime("%Y%m%d") if day else chance.choice(["散页", "无头"]) + str(number)
            texts = own[:1] + agency + own[1:]
            files.append(File(f"{paper}/{name}.txt", paper, day, texts))
    return files


def written(root: Path) -> World:
    files = two_papers(root, random.Random(7))
    for file in files:
        file.write(root)
    library = Library.open(root)
    library.sync()
    return World(root, files, library)


@pytest.fixture
def world(root: Path) -> Iterator[World]:
    made = written(root)
    yield made
    made.library.close()


def shared_of(file: File) -> str:
    return next(text for text in file.texts if text.startswith(SHARED[:10]))


def test_every_kind_of_mark_is_on_one_printing_of_a_text_that_stands_in_eight(world: World) -> None:
    for file in world.files:
        world.mark(file, shared_of(file))
    world.check()
    word, (file, text) = next(iter(world.made.items()))
    for each in world.library.notebook.bookmarks_of(world.article(file, text)):
        world.library.user_data.remove_bookmarks([each.uuid])[0]
    assert all(word not in each.note for each in world.library.notebook.bookmarks())
    assert len(world.library.notebook.bookmarks()) == 2 * (len(world.made) - 1)


def test_marks_follow_an_issue_whose_misread_name_is_told_by_later_ones(world: World) -> None:
    paper = PAPERS[0]
    file = File("散页/3.txt", paper.replace("湾", "弯"), DAY + dt.timedelta(30), [body(90), SHARED, body(91)])
    file.write(world.root)
    world.library.sync()
    for text in file.texts:
        world.mark(file, text)
    assert world.article(file, SHARED).issue.newspaper == file.paper
    for number in range(3):
        day = DAY + dt.timedelta(40 + number)
        File(f"{paper}/{day:%Y%m%d}.txt", paper, day, [body(number), SHARED]).write(world.root)
        world.library.sync()
        world.check()
    assert world.article(file, SHARED).issue.newspaper == paper


def moved(world: World, chance: random.Random) -> None:
    """A file is renamed, or moved into a folder."""
    file = chance.choice(world.files)
    new = f"{Path(file.path).parent}/{chance.choice(['', '抄本/'])}{chance.randrange(10**6)}.txt"
    (world.root / new).parent.mkdir(parents=True, exist_ok=True)
    (world.root / file.path).rename(world.root / new)
    file.path = new


def exchanged(world: World, chance: random.Random) -> None:
    """Two files change names."""
    one, other = chance.sample(world.files, 2)
    for source, target in ((one.path, "x.txt"), (other.path, one.path), ("x.txt", other.path)):
        (world.root / source).rename(world.root / target)
    one.path, other.path = other.path, one.path


def read_again(world: World, chance: random.Random) -> None:
    """A file is scanned anew: it has one more article before the others."""
    file = chance.choice([each for each in world.files if each.day is not None])
    file.opening = f"## 茶馆门口添了两只水缸\n\n{body(chance.randrange(100, 999))}"
    file.write(world.root)
    world.rescanned.append(file)


def dated(world: World, chance: random.Random) -> None:
    """A date is corrected: of one issue, to a day of its own."""
    file = chance.choice(world.files)
    file.day = DAY + dt.timedelta(chance.randrange(20, 4000))
    world.library.corrections.correct_issue([file.path], [Claim(CorrectionKind.DATE, date=file.day)])


def dates_exchanged(world: World, chance: random.Random) -> None:
    """The dates of two issues of a paper are corrected to each other's."""
    paper = chance.choice(PAPERS)
    one, other = chance.sample([each for each in world.files if each.paper == paper and each.day], 2)
    one.day, other.day = other.day, one.day
    for file in (one, other):
        world.library.corrections.correct_issue([file.path], [Claim(CorrectionKind.DATE, date=file.day)])


def named(world: World, chance: random.Random) -> None:
    """A paper's name is corrected."""
    file = chance.choice(world.files)
    name = chance.choice(["江湾新报", "江湾商报"]) + str(chance.randrange(1000))
    world.library.corrections.correct_issue([file.path], [Claim(CorrectionKind.TITLE, title=name)])


def taken_back(world: World, chance: random.Random) -> None:
    """A correction is undone."""
    known = world.library.corrections.known()
    if known:
        each = chance.choice(known)
        world.library.corrections.undo(each.correction.uuid)
        file = next((f for f in world.files if f.path == each.correction.anchor.path), None)
        if file is not None and each.correction.claim.kind is CorrectionKind.DATE:
            file.day = None


def cache_gone(world: World, chance: random.Random) -> None:
    """The library is opened on a machine that has never read it."""
    world.library.close()
    shutil.rmtree(places().cache)
    world.library = Library.open(world.root)


def parsed_anew(world: World, chance: random.Random) -> None:
    """A later version of the program reads every file again."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parsing, "PARSER_VERSION", parsing.PARSER_VERSION + chance.randrange(1, 1000))
        world.library.sync()


def gone_for_a_while(world: World, chance: random.Random) -> None:
    """A file is away during a sync, and comes back."""
    file = chance.choice(world.files)
    aside = world.root.parent / "away.txt"
    (world.root / file.path).rename(aside)
    world.library.sync(accept_missing=True)
    world.check()
    aside.rename(world.root / file.path)


CHURN: tuple[Callable[[World, random.Random], None], ...] = (
    moved,
    exchanged,
    read_again,
    dated,
    dates_exchanged,
    named,
    taken_back,
    cache_gone,
    parsed_anew,
    gone_for_a_while,
)


@pytest.fixture(scope="module")
def marked_once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, World]:
    """The folder of a world in which a text of each file is marked, with its home; and the world, which is closed."""
    folder = tmp_path_factory.mktemp("marked")
    with pytest.MonkeyPatch.context() as patch:
        homes.use(patch, folder / "now" / "home")
        world = written(folder / "now" / "旧报")
        for file in world.files:
            world.mark(file, shared_of(file))
        world.library.close()
    shutil.copytree(folder / "now", folder / "made")
    return folder, world


@pytest.fixture
def marked(marked_once: tuple[Path, World], monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """That world as it was made."""
    folder, world = marked_once
    shutil.rmtree(folder / "now")
    shutil.copytree(folder / "made", folder / "now")
    homes.use(monkeypatch, folder / "now" / "home")
    files, made, places = copy.deepcopy((world.files, world.made, world.places))
    again = World(world.root, files, Library.open(world.root), made, places)
    again.check()
    yield again
    again.library.close()


@pytest.mark.parametrize("change", rotation.in_turn(CHURN, days=2))
def test_marks_follow_their_printing(marked: World, change: Callable[[World, random.Random], None]) -> None:
    world = marked
    for seed in range(3):
        change(world, random.Random(seed))
        world.library.sync(accept_missing=True)
        world.check()


@pytest.mark.slow
@pytest.mark.parametrize("seed", rotation.in_turn(range(5)))
def test_marks_follow_their_printing_through_whatever_happens(world: World, seed: int) -> None:
    chance = random.Random(seed)
    for file in world.files:
        for text in chance.sample(file.texts, 2):
            world.mark(file, text)
    for _ in range(6):
        chance.choice(CHURN)(world, chance)
        world.library.sync(accept_missing=True)
        world.check()


def test_a_mark_of_an_earlier_version_goes_where_its_paper_and_day_say_else_it_is_asked_about(
    world: World,
) -> None:
    """Such a mark tells no file; of two of them one tells neither paper nor day."""
    file = world.files[1]
    stored = world.article(file, shared_of(file))
    notebook, data = world.library.notebook, world.library.user_data
    known, unknown = (
        notebook.bookmark(world.article(each, shared_of(each)).id, note)
        for each, note in ((file, "旧的"), (world.files[4], "不知道的"))
    )
    with sqlite3.connect(data.path) as connection:
        connection.execute("UPDATE bookmark SET file = NULL, path = ''")
        connection.execute("UPDATE bookmark SET newspaper = '', date = NULL WHERE uuid = ?", (unknown.uuid,))
    connection.close()
    world.library.sync()
    found = {each.note: each for each in notebook.bookmarks()}
    assert found["旧的"].article_id == stored.id
    assert found["旧的"].file == stored.sources[0].file
    asked = found["不知道的"]
    assert asked.is_orphan
    assert asked.article == unknown.article
    choices = notebook.elsewhere(asked)
    assert asked.elsewhere == len(choices) == len(world.files)
    notebook.attach(asked, choices[-1].id)
    (attached,) = (each for each in notebook.bookmarks() if each.note == "不知道的")
    assert (attached.article_id, attached.is_orphan, attached.uuid) == (choices[-1].id, False, unknown.uuid)
    assert known.uuid == found["旧的"].uuid


def test_two_issues_whose_days_are_exchanged_are_each_read_and_unread_for_themselves(world: World) -> None:
    one, other = (file for file in world.files[:4] if file.paper == PAPERS[0])
    marks, first = world.library.read_marks, world.article(one, shared_of(one))
    marks.mark([first.id], is_read=True)
    for file, day in ((one, other.day), (other, one.day)):
        world.library.corrections.correct_issue([file.path], [Claim(CorrectionKind.DATE, date=day)])
    ids = [world.article(file, shared_of(file)).id for file in (one, other)]
    assert marks.ids() == {ids[0]}
    marks.mark([ids[1]], is_read=True)
    assert marks.ids() == set(ids)
    marks.mark([ids[0]], is_read=False)
    assert marks.ids() == {ids[1]}
