"""Labels are moved beside one another; a move means the same however often it is sent."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.errors import NotFound, Stale
from core.labels import tags
from core.labels.ordering import LAST_POSITION, Spot, move
from core.models import Event, Tag, User
from tests import factories
from tests.factories import NOON

LATER = NOON + timedelta(hours=1)


@pytest.fixture
def ant(session: Session, maya: User) -> Callable[[str], Tag]:
    """Ant, Bee and Cat, found by name."""
    made = {
        name: factories.tag(session, maya.campaign_id, name, position=at)
        for at, name in enumerate(("Ant", "Bee", "Cat"), 1)
    }
    return made.__getitem__


def order(session: Session, by: User) -> list[tuple[str, int]]:
    return [(tag.name, tag.position) for tag in tags.list_tags(session, by.campaign_id)]


@pytest.mark.parametrize(
    ("side", "neighbour", "wanted"),
    [
        ("first", None, ["Cat", "Ant", "Bee"]),
        ("last", None, ["Ant", "Bee", "Cat"]),
        ("before", "Bee", ["Ant", "Cat", "Bee"]),
        ("after", "Ant", ["Ant", "Cat", "Bee"]),
        ("after", "Cat", ["Ant", "Bee", "Cat"]),
    ],
)
def test_a_tag_is_moved_and_the_numbers_stay(
    session: Session,
    maya: User,
    ant: Callable[[str], Tag],
    side: str,
    neighbour: str | None,
    wanted: list[str],
) -> None:
    spot = Spot(side, ant(neighbour).id if neighbour else 0)
    for _ in range(2):
        move(session, Tag, ant("Cat").id, spot, by=maya, now=LATER)

    assert list(zip(wanted, (1, 2, 3), strict=True)) == order(session, maya)
    moved = session.scalar(select(func.count()).select_from(Event).filter_by(name="tag_moved"))
    assert moved == (wanted != ["Ant", "Bee", "Cat"])


def test_numbers_that_are_there_twice_are_dealt_out_anew(session: Session, maya: User) -> None:
    for name, position in (("Ant", 5), ("Bee", 5), ("Cat", 5), ("Dog", 9)):
        factories.tag(session, maya.campaign_id, name, position=position)
    dog = tags.list_tags(session, maya.campaign_id)[-1]
    move(session, Tag, dog.id, Spot("first"), by=maya, now=LATER)

    assert [("Dog", 5), ("Ant", 6), ("Bee", 7), ("Cat", 9)] == order(session, maya)


def test_there_is_always_room_at_the_end(session: Session, maya: User) -> None:
    for name in ("Ant", "Bee"):
        factories.tag(session, maya.campaign_id, name, position=LAST_POSITION)
    ant = tags.list_tags(session, maya.campaign_id)[0]
    move(session, Tag, ant.id, Spot("last"), by=maya, now=LATER)

    assert [("Bee", 1), ("Ant", 2)] == order(session, maya)


def test_a_neighbour_that_was_archived_meanwhile_is_told(
    session: Session, maya: User, ant: Callable[[str], Tag]
) -> None:
    tags.archive(session, ant("Bee").id, by=maya, now=NOON)

    with pytest.raises(Stale, match="changed meanwhile"):
        move(session, Tag, ant("Cat").id, Spot("before", ant("Bee").id), by=maya, now=LATER)
    with pytest.raises(NotFound):
        move(session, Tag, ant("Bee").id, Spot("first"), by=maya, now=LATER)
