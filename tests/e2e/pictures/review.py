"""Who waits for an answer, what volunteers ask, what they may have, and what all did."""

from playwright.sync_api import Browser

from tests.e2e.acting import Console, Phone
from tests.e2e.conftest import DESKTOP, PHONE, Demo
from tests.e2e.pictures.actions import TITLE
from tests.e2e.pictures.album import Album


def attention(maya: Console, album: Album) -> None:
    """See who waits, and answer somebody."""
    maya.open("/textbank attention", "Needs attention")
    album.modal(maya, "slack-attention", height=720)
    maya.press("Open")
    maya.shows("Conversation")
    album.modal(maya, "slack-thread")
    maya.press("Answer")
    maya.shows("Answer")
    album.modal(maya, "slack-answer")
    maya.close()


def escalation(maya: Console, album: Album) -> None:
    """Read what Jo asks the admins."""
    maya.go("Textbank")
    maya.reads("Do we drive people?")
    album.message(maya, "slack-escalation", "Do we drive people?")
    maya.go("textbank")


def find(maya: Console, album: Album) -> None:
    """Find conversations by what was said in them."""
    maya.open("/textbank find", "Find conversations")
    maya.fill("Words in the texts", "vote")
    maya.modal.get_by_label("Status").select_option("The contact has replied")
    album.modal(maya, "slack-find")
    maya.press("Find")
    maya.says("Open")
    album.modal(maya, "slack-found", height=720)
    maya.close()


def results(maya: Console, album: Album) -> None:
    """See the figures, and who is behind one."""
    maya.open("/results get out the vote", "Results")
    album.modal(maya, "slack-results")
    maya.modal.get_by_label("Open a number").select_option(index=1)
    maya.shows("Behind the number")
    album.modal(maya, "slack-results-opened", height=720)
    maya.close()


def texts(maya: Console, browser: Browser, demo: Demo, album: Album) -> None:
    """Let Nat, who is new, link a phone and ask for texts; Maya approves."""
    nat = Console(browser, demo, DESKTOP, "U0NAT")
    nat.open("/textbank texts", "Link your phone")
    nat.fill("Your mobile phone", "(212) 555-0144")
    album.modal(nat, "slack-texts-link")
    nat.press("Text me a code")
    nat.fill("Code", Phone(browser, demo, PHONE, "+12125550144").code())
    nat.press("Link")
    nat.says("What do you want to do?")
    nat.choose("Action", TITLE)
    album.modal(nat, "slack-texts")
    nat.press("Ask")
    nat.says("An admin has been asked.")
    maya.go("Textbank")
    maya.reads("asks for a batch of first texts in")
    album.message(maya, "slack-texts-approval", "Approve")
    maya.go("textbank")
