"""The people whom a newspaper names: recognized, counted, listed, and called otherwise than by their full names."""

from reader.i18n import later, say
from reader.plugs import Action, Command, Plug, SetView, Slot

PLUG = Plug(
    "people",
    title=later("人物"),
    meaning=later("报上有谁、多少篇、什么职务、与谁一起；搜索人名时也找别的称呼。"),
    actions=lambda: (
        Action(
            "person_here",
            say("这里的人物"),
            ("F4",),
            say("查找"),
            "人名 是谁 person people who",
            after="export",
            slots=(Slot.WORDS,),
        ),
        Action(
            "show_people",
            say("人物"),
            ("Ctrl+3",),
            say("窗口"),
            "人名 姓名 people names persons",
            after="show_calendar show_papers",
            slots=(Slot.SIDEBAR,),
            icon="person",
            leaves_page=True,
        ),
        Action(
            "name_list",
            say("查一份名单…"),
            ("Ctrl+Shift+M",),
            say("查找"),
            "人名 批量 names list batch",
            after="person_here",
        ),
    ),
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
    part="reader.features.people.ui.people_part:PeoplePart",
    follows=True,
    analysis="reader.features.people.name_counting:NameCounting",
    room="reader.features.people.room.loading:SIDE",
    answers={
        "PersonNames": "reader.features.people.answers:FoundNames",
        "take_out": "reader.features.people.name_writer:take_out",
    },
)
