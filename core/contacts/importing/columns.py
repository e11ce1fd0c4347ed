"""How a file's columns are understood: known headers first, then what the cells look like."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain, count

from core.contacts import phones
from core.errors import Invalid
from core.slugs import slug


class Role(StrEnum):
    """What a column holds."""

    PHONE = "phone"
    OTHER_PHONE = "other_phone"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    FULL_NAME = "full_name"
    ZIP = "zip"
    STATE = "state"
    TIMEZONE = "timezone"
    VAN_ID = "van_id"
    ASSIGNED = "assigned_user_email"
    LABEL = "label"
    EXTRA = "extra"
    IGNORE = "ignore"


@dataclass(frozen=True)
class Column:
    """One column of a file.

    Attributes:
        position: from 0.
        header: as it stands in the file, or "Column 3" where it is blank.
        slug: the name of its script variable, should it be one; unique in the file.
        label: the tag or custom field that it fills, such as `tag:7`; empty for all other roles.
    """

    position: int
    header: str
    slug: str
    role: Role = Role.EXTRA
    label: str = ""

    @property
    def value(self) -> str:
        """What `Import.mapping` and menus call its role."""
        return self.label or self.role.value


def understand(headers: Sequence[str], samples: Sequence[Sequence[str]]) -> list[Column]:
    """Return what each column most likely holds.

    Args:
        headers: the first row.
        samples: some rows below it; they decide which column is the phone when no header says so.
    """
    columns = [replace(column, role=_known(column.header)) for column in name(headers)]
    columns = _one_each(columns)
    if not any(column.role is Role.PHONE for column in columns):
        columns = _with_phone_by_looks(columns, samples)
    return columns


def name(headers: Sequence[str]) -> list[Column]:
    """Return the columns with a header and a slug each; blank and repeated headers are told apart."""
    columns: list[Column] = []
    taken = set(_RESERVED)
    for position, given in enumerate(headers):
        header = " ".join(given.replace("\0", "").split()) or f"Column {position + 1}"
        made = _slug(header, position)
        unique = next(name for name in chain([made], (f"{made}_{n}" for n in count(2))) if name not in taken)
        taken.add(unique)
        columns.append(Column(position, header, unique))
    return columns


def chosen(headers: Sequence[str], mapping: Mapping[str, str]) -> list[Column]:
    """Return the columns with the roles that somebody chose; those left out of the mapping are variables."""
    return [_as(column, mapping.get(str(column.position), Role.EXTRA)) for column in name(headers)]


def labelled(columns: Iterable[Column], labels: Mapping[str, str]) -> list[Column]:
    """Return the columns, with those that bear the slug or the name of a tag or field filling it.

    Args:
        labels: what a header may be, in small letters → the tag or field, such as `tag:7`.
    """
    found: list[Column] = []
    taken: set[str] = set()
    for column in columns:
        key = labels.get(slug(column.header)) or labels.get(column.header.casefold()) or ""
        fills = column.role is Role.EXTRA and key and key not in taken
        found.append(_as(column, key) if fills else column)
        taken.add(found[-1].label)
    return found


def as_mapping(columns: Iterable[Column]) -> dict[str, str]:
    """Return what `Import.mapping` keeps: column position → role, or the tag or field it fills."""
    return {str(column.position): column.value for column in columns}


def labels_in(mapping: Mapping[str, str]) -> list[str]:
    """Return the tags and fields that a mapping fills, such as `tag:7`."""
    return [value for value in mapping.values() if _is_label(value)]


def check(mapping: Mapping[str, str]) -> None:
    """Refuse roles that cannot be imported: people must be told apart, and each role but a few only once.

    Args:
        mapping: column position → role, or the tag or field it fills.

    Raises:
        Invalid: beside the field `column_POSITION`; the first one when no column holds phones.
    """
    taken: set[str] = set()
    for position, value in mapping.items():
        if value in taken and value not in _MANY:
            called = "same tag or field" if _is_label(value) else LABELS[Role(value)]
            raise Invalid(
                f"column_{position}", f"Another column is the {called} already. Choose one of the two."
            )
        taken.add(value)
    if not {Role.PHONE, Role.VAN_ID} & taken:
        raise Invalid("column_0", NO_PHONE)


NO_PHONE = (
    "No column holds phone numbers. Choose the one that does, or add a column with the header “phone”. "
    "People you have already can be found by their VAN ID alone."
)

LABELS = {
    Role.PHONE: "Phone",
    Role.OTHER_PHONE: "Other phone",
    Role.FIRST_NAME: "First name",
    Role.LAST_NAME: "Last name",
    Role.FULL_NAME: "Full name",
    Role.ZIP: "ZIP code",
    Role.STATE: "State",
    Role.TIMEZONE: "Time zone",
    Role.VAN_ID: "VAN ID",
    Role.ASSIGNED: "Volunteer's e-mail",
    Role.EXTRA: "Script variable",
    Role.IGNORE: "Leave out",
}

_MANY: set[str] = {Role.OTHER_PHONE, Role.EXTRA, Role.IGNORE}

# Names that scripts and contacts use already, and words that a script cannot use as a name.
_RESERVED = (
    "first_name", "last_name", "full_name", "sender_first_name", "organisation", "zip", "state", "phone",
    "van_id", "and", "else", "false", "if", "in", "is", "none", "not", "or", "true",
)  # fmt: skip

# Headers as VAN, EveryAction, PDI and people write them, without blanks and signs; the best one comes first.
_PHONES = (
    "cellphone", "cell", "cellphonenumber", "mobile", "mobilephone", "mobilenumber", "wirelessphone",
    "smsphone", "textphone", "phone", "phonenumber", "telephone", "preferredphone", "primaryphone",
    "contactphone", "tel", "homephone", "landline",
)  # fmt: skip
_KNOWN: dict[Role, tuple[str, ...]] = {
    Role.PHONE: _PHONES,
    Role.FIRST_NAME: ("firstname", "first", "fname", "givenname", "forename", "preferredname"),
    Role.LAST_NAME: ("lastname", "last", "lname", "surname", "familyname"),
    Role.FULL_NAME: ("name", "fullname", "contactname", "votername"),
    Role.ZIP: (
        "zip", "zip5", "zipcode", "mzip5", "mzip", "vzip5", "vzip", "ziporpostal", "postalcode", "postcode",
        "mailingzip", "mailzip5",
    ),
    Role.STATE: ("state", "stateabbrev", "mstate", "vstate", "stateprovince", "stateorprovince", "statecode"),
    Role.TIMEZONE: ("timezone", "tz", "zone"),
    Role.VAN_ID: ("vanid", "voterfilevanid", "myvotersvanid", "myvvanid", "votervanid"),
    Role.ASSIGNED: ("assigneduseremail", "assignedvolunteeremail", "assignedtoemail"),
}  # fmt: skip
_ROLES = {spelling: role for role, spellings in _KNOWN.items() for spelling in spellings}
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z][a-z])")  # PollingPlace → Polling Place
_MAILING = {"m_city": "city", "v_city": "city", "mailing_city": "city", "m_address": "address"}


def _is_label(value: str) -> bool:
    return value.startswith(("tag:", "field:"))


def _as(column: Column, value: str) -> Column:
    if _is_label(value):
        return replace(column, role=Role.LABEL, label=value)
    return replace(column, role=Role(value), label="")


def _key(header: str) -> str:
    return re.sub(r"[^a-z0-9]+", "", header.lower())


def _known(header: str) -> Role:
    return _ROLES.get(_key(header), Role.EXTRA)


def _slug(header: str, position: int) -> str:
    made = slug(_HUMP.sub(" ", header), otherwise=f"column_{position + 1}")
    return _MAILING.get(made, made)


def _one_each(columns: list[Column]) -> list[Column]:
    """Keep the best column of each role; other phones stand in for the best one, the rest are variables."""
    best: dict[Role, Column] = {}
    for column in sorted(columns, key=_rank):
        best.setdefault(column.role, column)
    return [
        column if best[column.role] is column or column.role is Role.EXTRA else _second(column)
        for column in columns
    ]


def _rank(column: Column) -> int:
    key = _key(column.header)
    return _KNOWN[column.role].index(key) if column.role in _KNOWN else 0


def _second(column: Column) -> Column:
    return replace(column, role=Role.OTHER_PHONE if column.role is Role.PHONE else Role.EXTRA)


def _with_phone_by_looks(columns: list[Column], samples: Sequence[Sequence[str]]) -> list[Column]:
    found = next((column for column in columns if _looks_like_phones(column.position, samples)), None)
    return [replace(column, role=Role.PHONE) if column is found else column for column in columns]


def _looks_like_phones(position: int, samples: Sequence[Sequence[str]]) -> bool:
    cells = [row[position] for row in samples if len(row) > position and row[position].strip()]
    good = sum(isinstance(phones.read(cell), str) for cell in cells)
    return bool(cells) and good * 2 > len(cells)
