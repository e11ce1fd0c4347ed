"""Sort the rows of a file: people to merge, repeats, and rows to refuse."""

from collections.abc import Iterable

from core.contacts.importing.counting import Counts
from core.contacts.importing.refusals import Refusals
from core.contacts.importing.rows import Cells, Person, Reader, Refusal


class Sieve:
    """Remembers which phones the file has had, so that each is merged once.

    Args:
        read: reads a row; see `core.contacts.importing.rows.reader`.
        refusals: where refused rows are written.
    """

    def __init__(self, read: Reader, refusals: Refusals) -> None:
        self._read = read
        self._refusals = refusals
        # as numbers they take two thirds of the memory that texts take
        self._seen: set[int] = set()

    def sift(self, rows: Iterable[Cells], counts: Counts) -> list[Person]:
        """Return the people of these rows, and count the rest."""
        people: list[Person] = []
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
        return people

    def _refuse(self, row: Cells, refusal: Refusal, counts: Counts) -> None:
        counts.refused[refusal.key] += 1
        self._refusals.add(row, refusal.words)
