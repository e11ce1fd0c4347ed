"""What is logged is one object a line, and names nobody."""

import json
import subprocess
import sys

from textbank.logs import without_people

FAIL = """
import structlog
from textbank.logs import set_up_logs

set_up_logs("info")
log = structlog.get_logger()
log.debug("too_quiet")
log.info("import_taken_over", import_id=7)
try:
    body = "Hello Pat"
    raise ValueError("Key (phone)=(+12125550111)\\nDETAIL:  Failing row contains (Pat, Quinn)")
except ValueError:
    log.exception("job_failed", job="deliver")
"""


def test_errors_are_told_without_the_people_in_them() -> None:
    run = subprocess.run([sys.executable, "-c", FAIL], capture_output=True, text=True, check=True)

    taken, failed = map(json.loads, run.stderr.splitlines())
    assert ("import_taken_over", 7, "info") == (taken["event"], taken["import_id"], taken["level"])
    assert ("job_failed", "deliver", "error") == (failed["event"], failed["job"], failed["level"])
    assert "Traceback" in failed["exception"]
    assert "" == run.stdout
    for words in ("Hello Pat", "Quinn", "2125550111"):
        assert words not in run.stderr.replace('body = "Hello Pat"', "")


def test_an_address_of_the_carriers_is_told_without_the_number() -> None:
    problem = "Max retries exceeded with url: /Messages.json?To=%2B12125550111&PageSize=50"

    told = without_people(None, "warning", {"event": "settling_put_off", "problem": problem})

    assert "2125550111" not in told["problem"]
    assert "PageSize=50" in told["problem"]
