"""The people whom a newspaper names: recognized, counted, listed, and called otherwise than by their full names."""

from reader.i18n import later, say
from reader.plugs import Action, Command, Face, Plug, SetView, Slot


def _actions() -> tuple[Action, ...]:
    return (
        Action(
            "person_here",
            say("这里的人物"),
            ("F4",),
            say("查找"),
            "人名 是谁 person people who",
            after="export",
            slots=(Slot.WORDS,),
        ),
        Action("name_list", "", ("Ctrl+Shift+M",), leaves_page=True, is_former=True),
    )


PLUG = Plug(
    "people",
    title=later("人物"),
    meaning=later("报上有谁、多少篇、什么职务、与谁一起；搜索人名时也找别的称呼。"),
    actions=_actions,
    commands=(
        Command(
            "people",
            later("报上的人物：有谁、多少篇、什么职务、与谁一起"),
            "reader.features.people.cli:People",
            heading="find",
            after="collocates kwic timeline saved search",
        ),
    ),
    views=(SetView("people", later("人物"), "people_of_set", after="events words years context list"),),
    decided=later("改过的人物"),
    decided_number="reader.features.people.people:number_of_decisions",
    part="reader.features.people.ui.people_part:PeoplePart",
    follows=True,
    face=Face("people", "people", later("人名"), "名字 姓名 名单 people names persons list"),
    analysis="reader.features.people.name_counting:NameCounting",
    room="reader.features.people.room.loading:SIDE",
    answers={
        "PersonNames": "reader.features.people.answers:FoundNames",
        "names_as_words": "reader.features.people.answers:names_as_words",
        "take_out": "reader.features.people.name_writer:take_out",
    },
)
