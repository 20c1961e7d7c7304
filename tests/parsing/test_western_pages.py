"""Pages in Western letters: the masthead, and where articles begin, however the text is laid out. All is invented."""

import datetime as dt
import textwrap
from collections.abc import Callable

import pytest

from reader.newspaper.article import SourceText
from reader.newspaper.issue import IssuePart
from reader.parsing import parse
from reader.parsing.printed_lines import runs_of
from reader.parsing.rows import rows_of

ENGLISH = """\
THE WILLOW ADVERTISER
A Paper for the Evening
Willow Ferry, Monday, June 15, 1931
Vol. XII. No. 3,214

FIRE AT THE OLD WHARF

Last night at eleven a fire broke out at the old wharf. It took the firemen two hours to put it out. Nobody was hurt, \
but forty bales of cotton were lost, and the watchman's hut burned to the ground.

The cause is not known. The harbour master will hear the watchman on Tuesday.

NEW SCHOOL IN ELM STREET

On Sunday the new school in Elm Street was opened by the mayor before many neighbours. It has six rooms and a garden, \
and will take two hundred children in the autumn.

FERRY RUNS UNTIL ELEVEN

From the first of July the ferry will run until eleven at night. The company has bought a second lamp for the landing.
"""
SPANISH = """\
EL FARO DEL PUERTO
Puerto Gris, lunes 15 de junio de 1931
Año XII — Núm. 3.214

INCENDIO EN EL MUELLE VIEJO

Anoche, a las once, se declaró un incendio en el muelle viejo. Los bomberos tardaron dos horas en apagarlo y no hubo \
víctimas.

NUEVA ESCUELA EN SAN TELMO

El domingo se inauguró la nueva escuela de San Telmo, con asistencia del alcalde y de muchos vecinos.
"""
ITALIAN = """\
LA GAZZETTA DI RIVALTA
Rivalta, mercoledì 4 marzo 1925
Anno III - N. 54

IL PONTE NUOVO APERTO AL TRAFFICO

Ieri mattina il ponte nuovo fu aperto al traffico davanti a una grande folla venuta dai paesi vicini.

LA PIENA DEL FIUME

Dopo tre giorni di pioggia il fiume è salito di due metri e la strada bassa resta chiusa.
"""
GERMAN = """\
Der Rheintaler Bote
Nr. 112. Montag, den 15. Mai 1911. 23. Jahrgang

BRAND IN DER ALTEN MÜHLE

In der Nacht zum Sonntag brach in der alten Mühle ein Brand aus, der erst nach drei Stunden gelöscht werden konnte.

NEUES SCHULHAUS

Am Samstag wurde das neue Schulhaus in der Gartenstraße eingeweiht. Der Bürgermeister dankte den Handwerkern.
"""
RUSSIAN = """\
ВЕСТНИК РЕЧНОЙ
Пятница, 12 июня 1931 г.
№ 160

ПОЖАР НА ПРИСТАНИ

Вчера вечером на старой пристани случился пожар. Пожарные тушили его два часа, жертв нет.

НОВАЯ ШКОЛА

В воскресенье на Садовой улице открыли новую школу. В ней шесть комнат и сад, учиться будут двести детей.
"""
PAGES = {
    "english": (ENGLISH, "THE WILLOW ADVERTISER", dt.date(1931, 6, 15), 3214),
    "spanish": (SPANISH, "EL FARO DEL PUERTO", dt.date(1931, 6, 15), 3214),
    "italian": (ITALIAN, "LA GAZZETTA DI RIVALTA", dt.date(1925, 3, 4), 54),
    "german": (GERMAN, "Der Rheintaler Bote", dt.date(1911, 5, 15), 112),
    "russian": (RUSSIAN, "ВЕСТНИК РЕЧНОЙ", dt.date(1931, 6, 12), 160),
}


def wrapped(text: str) -> str:
    lines = [textwrap.wrap(line, 38) if len(line) > 50 else [line] for line in text.splitlines()]
    return "\n".join(line for wrapped_lines in lines for line in wrapped_lines)


def without_blank_lines(text: str) -> str:
    return "\n".join(filter(None, wrapped(text).splitlines()))


LAYOUTS: tuple[Callable[[str], str], ...] = (str, wrapped, without_blank_lines)


def source(text: str) -> SourceText:
    return SourceText(path="a.txt", encoding="utf-8", lines=tuple(text.splitlines()))


def parsed(text: str) -> IssuePart:
    return parse(source(text))


@pytest.mark.parametrize("layout", LAYOUTS, ids=["whole", "wrapped", "dense"])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_its_masthead_and_its_articles(page: str, layout: Callable[[str], str]) -> None:
    text, title, day, number = PAGES[page]
    part = parsed(layout(text))
    masthead = part.masthead
    assert (masthead.title, masthead.date, masthead.number) == (title, day, number)
    headings = [line for line in text.split("\n\n")[1:] if line.isupper()]
    assert [article.headline for article in part.articles] == headings


@pytest.mark.parametrize("page", PAGES)
def test_wrapped_paragraphs_are_whole(page: str) -> None:
    text = PAGES[page][0]
    paragraphs = [line for line in text.split("\n\n")[1:] if not line.isupper()]
    blocks = [block.text for article in parsed(wrapped(text)).articles for block in article.blocks]
    assert blocks == [paragraph.strip() for paragraph in paragraphs]


def test_headings_in_small_letters_are_told_by_the_white_space_around_them() -> None:
    head, *body = ENGLISH.split("\n\n")
    small = "\n\n".join([head, *(text.capitalize() if text.isupper() else text for text in body)])
    headings = ["Fire at the old wharf", "New school in elm street", "Ferry runs until eleven"]
    assert [article.headline for article in parsed(small).articles] == headings


def test_the_lines_of_a_poem_stay_lines() -> None:
    poem = [
        "The river runs, the river runs,",
        "It never asks me why;",
        "I carry fathers, carry sons,",
        "Beneath the evening sky.",
    ]
    rows = rows_of(source("\n".join(["THE FERRYMAN'S SONG", "", *poem, "", *reversed(poem)])))
    assert len(runs_of(rows, {})) == len(rows)


def test_a_headline_on_top_that_has_a_word_of_papers_is_one() -> None:
    texts = [text for text in ENGLISH.split("\n\n")[1:] if not text.isupper()]
    headings = ["POST OFFICE ROBBED", "FERRY CLOSED", "SCHOOL OPENED AT LAST"]
    page = "\n\n".join(f"{heading}\n\n{text}" for heading, text in zip(headings, texts, strict=False))
    assert [article.headline for article in parsed(page).articles] == headings


def test_no_article_begins_with_the_first_line_of_a_paragraph() -> None:
    fire, _, school, _ = (text for text in ENGLISH.split("\n\n")[1:] if not text.isupper())
    lines = ["Reverend William Henry Jones", "by a large majority was elected.", ""]
    part = parsed("\n".join([fire, "", *lines, school, "", *lines]))
    assert all(article.headline != lines[0] for article in part.articles)


def test_short_headings_in_capitals_begin_articles_and_those_below_each_other_are_one() -> None:
    text = """\
        THE HARBOUR EVENING MAIL
        Friday, October 14, 1921. Price One Penny.
        TRAM STRIKE ENDS
        MEN RETURN TO-MORROW
        ADVANCE OF TWO SHILLINGS GRANTED
        The strike of tramwaymen, which has kept the town on foot for nine days, came to an end last night.
        The first cars will leave the depot at five in the morning.
        LOST CHILD FOUND ON STEAMER
        A boy of six, missing since Wednesday, was found asleep in a lifeboat of the steamer Marigold.
        SPORT
        The Harbour eleven beat Wexcombe by two goals to one.
        TO-DAY'S WEATHER
        Fresh westerly winds; showers; cool.
        """
    assert begins_of(text) == [3, 8, 10, 12]


def test_headings_without_blank_lines_around_them_stand_between_texts() -> None:
    text = """\
        THE LOWER FORD GAZETTE
        Saturday, March 3, 1894
        New Bridge to Open in May
        The county commissioners met on Monday and agreed that the new iron bridge will be opened on the first of May.
        A band has been engaged, and the school children will sing.
        Mr. Platt's Barn Burned
        A fire broke out in the barn of Mr. Platt on Tuesday night. Two horses were saved, but all the hay was lost.
        The loss is put at four hundred dollars.
        Church Notes
        The ladies' society will meet on Thursday at the home of Mrs. Weller.
        Rev. Hart will preach on Sunday morning.
        """
    assert begins_of(text) == [3, 6, 9]


@pytest.mark.parametrize(
    "head",
    [
        "Saturday, March 3, 1894",
        "Lower Ford, Saturday, March 3, 1894\nVol. XII. No. 3,214",
        "A PAPER FOR THE EVENING\nLower Ford, Saturday, March 3, 1894\nVol. XII. No. 3,214",
    ],
)
def test_the_first_heading_stands_below_a_masthead_of_any_number_of_lines(head: str) -> None:
    text = f"""\
THE LOWER FORD GAZETTE
{head}
Fire at the Old Wharf
Last night at eleven a fire broke out at the old wharf. It took two hours to put it out.
New School in Elm Street
On Sunday the new school in Elm Street was opened by the mayor before many neighbours.
Ferry Runs Until Eleven
From the first of July the ferry will run until eleven at night, as the company says.
"""
    headlines = [article.headline for article in parsed(text).articles]
    assert headlines == ["Fire at the Old Wharf", "New School in Elm Street", "Ferry Runs Until Eleven"]


def test_a_heading_below_who_signs_the_text_above_is_a_headline() -> None:
    text = """\
        THE LOWER FORD GAZETTE
        Saturday, March 3, 1894
        New Bridge to Open in May
        The county commissioners met on Monday and agreed that the new iron bridge will be opened on the first of May.
        Edwin Weller
        Church Notes
        The ladies' society will meet on Thursday at the home of Mrs. Weller.
        """
    assert parsed(textwrap.dedent(text)).articles[-1].headline == "Church Notes"


def begins_of(text: str) -> list[int]:
    source = SourceText("a.txt", "utf-8", tuple(textwrap.dedent(text).split("\n")))
    return [article.source_lines[0][0] for article in parse(source).articles]
