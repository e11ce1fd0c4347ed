"""Sort the rows of a file: people to merge, repeats, and rows to refuse."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from core.contacts.importing.counting import Counts
from core.contacts.importing.labels import LabelReader, Marks
from core.contacts.importing.refusals import Refusals
from core.contacts.importing.rows import ERASED, Cells, Person, Reader, Refusal


class Sifted(NamedTuple):
    """The people of some rows, and by their phones what else the rows say of them."""

    people: list[Person]
    marks: dict[str, Marks]

    def without(self, phones: Collection[str]) -> "Sifted":
        """Return them without the people of some phones."""
        marks = {phone: each for phone, each in self.marks.items() if phone not in phones}
        return Sifted([person for person in self.people if person.phone not in phones], marks)


class Sieve:
    """Remembers which phones the file has had, so that each is merged once.

    Args:
        read: reads a row; see `core.contacts.importing.rows.reader`.
        refusals: where refused rows are written, and those that were taken in part.
        labels: reads what a row says beyond somebody's details.
    """

    def __init__(self, read: Reader, refusals: Refusals, labels: LabelReader | None = None) -> None:
        self._read = read
        self._refusals = refusals
        self._labels = labels
        # as numbers they take two thirds of the memory that texts take
        self._seen: set[int] = set()

    def sift(self, rows: Iterable[Cells], counts: Counts) -> Sifted:
        """Return the people of these rows, and count the rest."""
        people: list[Person] = []
        marks: dict[str, Marks] = {}
        for row in rows:
            found = self._read(row)
            counts.rows += 1
            if isinstance(found, Refusal):
                self._refuse(row, found, counts)
            elif (phone := int(found.phone)) in self._seen:
                counts.duplicates += 1
            else:
                self._seen.add(phone)
                people.append(found)
                if self._labels:
                    marks[found.phone] = self._marks(self._labels, row, counts)
        return Sifted(people, marks)

    def _marks(self, labels: LabelReader, row: Cells, counts: Counts) -> Marks:
        marks, remarks = labels.read(row)
        for remark in remarks:
            counts.remarks[remark.key] += 1
            self._refusals.add(row, remark.words)
        return marks

    def _refuse(self, row: Cells, refusal: Refusal, counts: Counts) -> None:
        counts.refused[refusal.key] += 1
        # of somebody who asked to be erased, the row is not kept either
        self._refusals.add([] if refusal is ERASED else row, refusal.words)
