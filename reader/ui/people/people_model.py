"""The rows of the list of people, and those of the evidence for a name."""

from reader.i18n import say
from reader.people.person import Evidence, PersonRow, name_in_full
from reader.ui.people.paged_model import PagedModel
from reader.ui.people.person_wording import evidence_in_full, row_in_full
from reader.ui.widgets import wording


class PeopleModel(PagedModel[PersonRow]):
    """People in the order in which they are listed."""

    def words(self, row: PersonRow) -> str:
        names = say("、").join([name_in_full(row.name, row.label), *row.forms[1:]])
        return f"{names} {wording.articles(row.articles)}"

    def spoken(self, row: PersonRow) -> str:
        return row_in_full(row)

    def place_of(self, name: str, label: str) -> int:
        """Return the row of a person among those that have been read; -1 where there is none."""
        places = (at for at, row in self.known_rows() if row.label == label and name in row.forms)
        return next(places, -1)


class EvidenceModel(PagedModel[Evidence]):
    """The articles with a name, the newest first."""

    def words(self, row: Evidence) -> str:
        return f"{row.headline}\n{row.quote}"

    def spoken(self, row: Evidence) -> str:
        return evidence_in_full(row)
