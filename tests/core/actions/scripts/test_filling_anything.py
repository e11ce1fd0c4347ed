"""Whatever somebody writes or is called, a script is either refused with a sentence or filled in."""

from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as some

from core.actions.scripts import ALWAYS_KNOWN, check, fill
from core.errors import Invalid
from core.models import Campaign, Contact, User

CAMPAIGN = Campaign(name="River", organisation="", contact_first_name="there", sender_first_name="a friend")
PIECES = some.sampled_from(
    ["{{", "}}", "{", "}", "{%", "#}", " first_name ", '|default("x")', "zip", "Hi, ", "\0"]
)
WORDS = some.text(max_size=40)


@given(some.lists(PIECES | WORDS, max_size=8).map("".join))
def test_any_wording_is_refused_with_a_sentence_or_filled_in(body: str) -> None:
    contact = Contact(first_name="Pat", last_name="", zip="", state="", extra={})
    with suppress(Invalid):  # said in a sentence; anything else would be a fault
        check(body, ALWAYS_KNOWN)
        assert "\0" not in fill(body, contact=contact, sender=None, campaign=CAMPAIGN)


@given(first=WORDS, last=WORDS, place=WORDS, sender=WORDS)
def test_nobodys_name_breaks_a_script(first: str, last: str, place: str, sender: str) -> None:
    contact = Contact(first_name=first, last_name=last, zip="", state="", extra={"place": place})
    body = "Hi {{ first_name }} {{ last_name }}, {{ sender_first_name }} here: {{ place }}!"

    text = fill(body, contact=contact, sender=User(first_name=sender), campaign=CAMPAIGN)

    assert text.startswith("Hi ")
    assert text.endswith("!")
    assert "\0" not in text
