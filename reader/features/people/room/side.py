"""What people have in a room (`Plug.room`)."""

from reader.features.people.name_table import NameTable
from reader.features.people.people_table import PeopleTable
from reader.features.people.room.loading import PeopleLoad
from reader.features.people.room.people import RoomNames, RoomPeople
from reader.features.people.room.tables import TABLES
from reader.features.room.sides import RoomSide

SIDE = RoomSide(TABLES, load=PeopleLoad, queries={NameTable: RoomNames, PeopleTable: RoomPeople})
