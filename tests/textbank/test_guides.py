"""README and guides: every link leads somewhere, and every picture is made, kept and shown."""

import re
from pathlib import Path

from tests.e2e.pictures.names import NAMES

ROOT = Path(__file__).parents[2]
GUIDES = (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
PICTURES = ROOT / "docs" / "pictures"


def linked() -> list[tuple[Path, str]]:
    """Return each file that a guide links to, with the words or the alternative text of the link."""
    return [
        ((guide.parent / target).resolve(), words)
        for guide in GUIDES
        for words, target in re.findall(r"\[([^\]]*)\]\(([^)#\s]+)(?:#[^)]*)?\)", guide.read_text())
        if "://" not in target
    ]


def test_every_link_of_the_guides_leads_to_a_file() -> None:
    assert [] == [target for target, _ in linked() if not target.exists()]


def test_every_picture_is_made_kept_and_shown() -> None:
    kept = {path.stem for path in PICTURES.glob("*.png")}
    shown = {target.stem for target, _ in linked() if target.parent == PICTURES}

    assert (set(NAMES), set(NAMES)) == (kept, shown)


def test_every_picture_is_described() -> None:
    assert [] == [target for target, words in linked() if target.suffix == ".png" and not words]


def test_the_guide_s_pages_are_all_listed() -> None:
    index = (ROOT / "docs" / "admins.md").read_text()

    assert [] == [page.name for page in (ROOT / "docs" / "admins").glob("*.md") if page.name not in index]
