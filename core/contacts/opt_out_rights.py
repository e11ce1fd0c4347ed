"""Who may do what with opt-outs: staff may stop texts to somebody, admins may do all the rest."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import NotAllowed
from core.models import User


def check_staff(session: Session, by: User) -> None:
    """Refuse whoever is not of the staff. Raises NotAllowed, which says who can help."""
    if not by.may_look:
        raise NotAllowed(f"Only the text bank's staff can do that. {_who_can_help(session, by)}")


def check_admin(session: Session, by: User) -> None:
    """Refuse whoever is no admin. Raises NotAllowed, which says who can help."""
    if not by.is_admin:
        raise NotAllowed(f"Only the text bank's admins can do that. {_who_can_help(session, by)}")


def _who_can_help(session: Session, by: User) -> str:
    owners = select(User).filter_by(campaign_id=by.campaign_id, role="owner", deactivated_at=None)
    owner = session.scalar(owners.order_by(User.id).limit(1))
    return f"{owner.name} can help." if owner else "Nobody owns it yet."
