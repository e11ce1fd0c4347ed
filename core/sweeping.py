"""Who looks after what is not finished: each state of each table, and the sweep that finds a row left in it.

The bell is no more than a bell: a crash, a lost bell or a broker that is away leaves a row in its state, and
the sweep of that state, rung by the clock and at every start, takes it up. A new state is entered here.
"""

from core.delivery import states
from core.models import (
    Action,
    Base,
    Import,
    InboundEvent,
    MediaFile,
    Message,
    Notice,
    SignInCode,
    TextsWanted,
)

NOBODY = None  # it is final, or waits for a person

# state → the job of `core.jobs.SWEEPS` that finds it
SWEPT_BY: dict[type[Base], dict[str, str | None]] = {
    Message: {
        states.QUEUED.name: "deliver",
        states.SENDING.name: "settle",
        states.UNKNOWN.name: "settle",
        "accepted": "follow",
        "sent": "follow",
        states.NOT_CONFIRMED.name: NOBODY,  # its volunteer decides
        states.REFUSED.name: NOBODY,
        states.FAILED.name: NOBODY,
        "delivered": NOBODY,
        "undelivered": NOBODY,
        "canceled": NOBODY,
        "received": NOBODY,
    },
    # its two states are told by `applied_at`
    InboundEvent: {"kept": "apply_inbound", "applied": NOBODY},
    MediaFile: {"waiting": "fetch_media", "fetched": NOBODY, "refused": NOBODY, "failed": NOBODY},
    Notice: {"due": "deliver_notices", "sending": "deliver_notices", "sent": NOBODY, "failed": NOBODY},
    Import: {
        "draft": "sweep_imports",
        "tried": "sweep_imports",  # forgotten after a day
        "queued": "sweep_imports",
        "running": "sweep_imports",
        "finished": NOBODY,
        "failed": NOBODY,
    },
    SignInCode: {
        "queued": "text_sign_in_codes",
        "sending": "text_sign_in_codes",
        "sent": NOBODY,
        "unknown": NOBODY,  # its owner asks for another
        "failed": NOBODY,
    },
    Action: {
        "scheduled": "publish_actions",
        "publishing": "publish_actions",
        **dict.fromkeys(("draft", "published", "paused", "closed"), NOBODY),  # people move these
    },
    TextsWanted: dict.fromkeys(("asked", "given", "refused"), NOBODY),  # an admin decides
}
