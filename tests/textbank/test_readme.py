"""The README tells of each setting that there is, and of no other."""

import re
from pathlib import Path

from core.config import Settings

README = (Path(__file__).parent.parent.parent / "README.md").read_text()


def test_each_setting_is_in_the_table_and_no_other() -> None:
    rows = re.findall(r"^\| (`[A-Z].*?) \|", README, re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"`([A-Z_]+)`", row)}

    assert {name.upper() for name in Settings.model_fields} == named
