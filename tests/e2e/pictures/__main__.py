"""Play a few minutes of two campaigns, and take a picture of each screen on the way."""

from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser

from tests.e2e.acting import Console
from tests.e2e.conftest import DESKTOP, Demo, chromium, running_demo
from tests.e2e.pictures import actions, contacts, first_day, labels, people, review, setting_up, texting
from tests.e2e.pictures.album import Album

PICTURES = Path("docs/pictures")
TALL = DESKTOP | {"height": 1080}  # the menu, Home and results fit whole


def main() -> None:
    """Make all pictures anew; end with an error if one of the names has none."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    album = Album(PICTURES)
    with TemporaryDirectory() as folder, chromium() as browser:
        with running_demo(Path(folder), "--fresh") as demo:
            first_day.begin(browser, demo, album)
        with running_demo(Path(folder)) as demo:
            play(browser, demo, album, Path(folder))
    assert not album.missing(), f"nobody took {album.missing()}"


def play(browser: Browser, demo: Demo, album: Album, folder: Path) -> None:
    """Let Jo text, and Maya look at all there is."""
    texting.text(browser, demo, album)
    maya = Console(browser, demo, TALL)
    setting_up.menu(maya, album)
    labels.folders(maya, album)
    labels.tags(maya, album)
    contacts.bring_in(maya, album, folder)
    labels.opt_out_question(maya, album)
    labels.clash(maya, Console(browser, demo, TALL, "U0ABE"), album)
    labels.fields(maya, album)
    contacts.lists(maya, album)
    contacts.contact(maya, album, "Rosa Diaz")
    people.user_lists(maya, album)
    people.volunteers(maya, album)
    actions.notes(maya, album)
    actions.draft(maya, album)
    actions.running(maya, album)
    review.attention(maya, album)
    review.escalation(maya, album)
    review.find(maya, album)
    review.results(maya, album)
    review.texts(maya, browser, demo, album)
    people.roles(maya, album)
    people.audit(maya, album)
    setting_up.rest(maya, album)


if __name__ == "__main__":
    main()
