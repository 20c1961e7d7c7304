"""The menu of what a text of an article can be said to be: its role, where an article begins, who wrote it."""

import re
from collections.abc import Callable
from functools import partial

from msgspec import Struct
from PySide6.QtWidgets import QMenu

from reader.export.article_text import PageBlockKind
from reader.i18n import say
from reader.newspaper.article import Role
from reader.newspaper.correction import About, Claim, CorrectedRole, CorrectionKind, role_in_words
from reader.ui.widgets.menus import named_menu

_FIRST_ROLES = (CorrectedRole.HEADLINE, CorrectedRole.PARAGRAPH)
"""The roles that are offered in the menu itself; the others are in a list."""
_OTHER_ROLES = (
    CorrectedRole.KICKER,
    CorrectedRole.DECK,
    CorrectedRole.SUBHEAD,
    CorrectedRole.CAPTION,
    CorrectedRole.SECTION,
    CorrectedRole.BYLINE,
)
_FIRST_CLAIMS = (CorrectionKind.STARTS, CorrectionKind.JOINED)
_WHO = (Role.REPORTER, Role.CORRESPONDENT, Role.PHOTOGRAPHER, Role.AUTHOR)
_OF_PICTURES = re.compile("(?:摄影?|供图|图片?|[Pp]hoto[a-z]*)[^。！？]{0,12}$")


class LineActs(Struct, frozen=True):
    """What is done with a text: a claim is made of it, or names or the day that begins there are asked for."""

    correct: Callable[[Claim], object]
    ask_names: Callable[[Role], object]
    ask_day: Callable[[], object]


def fill_with_roles(menu: QMenu, text: str, present: PageBlockKind, acts: LineActs) -> None:
    """Add what a text can be said to be; a tick marks the role that it has at `present`.

    Who took a picture is asked for in the menu itself where the text is that of a picture, else in the list of credits.
    """
    for role in _FIRST_ROLES:
        _add_role(menu, role, present, acts)
    for kind in _FIRST_CLAIMS:
        _add(menu, Claim(kind), acts)
    if present is PageBlockKind.CAPTION or _OF_PICTURES.search(text):
        _add_credit(menu, Role.PHOTOGRAPHER, acts)
    others = named_menu(menu, say("别的身份"))
    for role in _OTHER_ROLES:
        _add_role(others, role, present, acts)
    others.addSeparator()
    for kind in CorrectionKind:
        if kind.about is About.BLOCK and kind not in _FIRST_CLAIMS:
            _add(others, Claim(kind), acts)
    others.addAction(say("这里开始另一天的报…"), acts.ask_day)
    of_credits = named_menu(menu, say("署名"))
    for who in _WHO:
        _add_credit(of_credits, who, acts)


def _add_role(menu: QMenu, role: CorrectedRole, present: PageBlockKind, acts: LineActs) -> None:
    _add(menu, Claim(CorrectionKind.ROLE, role), acts)
    added = menu.actions()[-1]
    added.setCheckable(role.value == present.value)
    added.setChecked(role.value == present.value)


def _add_credit(menu: QMenu, who: Role, acts: LineActs) -> None:
    menu.addAction(say("署名是{who}…", who=role_in_words(who)), partial(acts.ask_names, who))


def _add(menu: QMenu, claim: Claim, acts: LineActs) -> None:
    menu.addAction(claim.words, partial(acts.correct, claim))
