"""The chronicles that are kept, as they stand among the dossiers."""

from collections import Counter
from operator import attrgetter

from reader.i18n import count, say
from reader.library.answers import NamedCollection
from reader.newspaper.decision import Chronicle, ChronicleLine
from reader.storage.user_data import UserData


def other_collections(user_data: UserData) -> list[NamedCollection]:
    """Return the chronicles by name, each with the number of its lines. Raises UserDataError."""
    decisions = user_data.decisions
    contents = [decision.content for decision in decisions.all(ChronicleLine)]
    numbers = Counter(line.chronicle for line in contents if isinstance(line, ChronicleLine))
    collections = []
    for decision in decisions.all(Chronicle):
        if isinstance(decision.content, Chronicle):
            number = numbers[decision.uuid]
            tip = say("从“{source}”起草；草稿，要自己看过", source=decision.content.drafted_from)
            events = count(number, "{n} 件事")
            name = decision.content.name
            collections.append(
                NamedCollection("chronicle", decision.uuid, name, say("大事记"), tip, number, events)
            )
    return sorted(collections, key=attrgetter("name", "uuid"))
