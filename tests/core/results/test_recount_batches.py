"""What each volunteer took can be proven by the batches they claimed."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from core.actions.batches import claim_batch
from core.models import Action, Audience, User
from core.results.recount_batches import TakenDiffers, recount_batches
from tests.factories import NOON


def test_a_batch_is_counted_and_a_wrong_count_is_found(session: Session, action: Action, jo: User) -> None:
    taken = claim_batch(session, action.id, by=jo, now=NOON)
    assert [] == recount_batches(session, action.campaign_id)
    session.execute(update(Audience).filter_by(action_id=action.id, user_id=jo.id).values(taken=7))

    found = recount_batches(session, action.campaign_id)

    assert [TakenDiffers(action.id, jo.id, "7", str(taken))] == found
    assert f"Action {action.id}, user {jo.id}: taken is 7, counted {taken}." == str(found[0])
