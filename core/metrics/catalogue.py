"""What is counted and timed: name → what it means."""

SENDS = "textbank_sends"
CALLBACKS = "textbank_callbacks"
SETTLED = "textbank_settled_texts"
BACKFILLED = "textbank_backfilled_texts"
JOBS_FAILED = "textbank_jobs_failed"
WEBHOOK_SECONDS = "textbank_webhook_seconds"

COUNTS = {
    SENDS: "Texts handed to the carrier, by what came of it",
    CALLBACKS: "Status callbacks heard, by the carrier's word",
    SETTLED: "Texts nobody was sure of that were looked for, by what was found",
    BACKFILLED: "Texts that no webhook brought and the carrier's list had",
    JOBS_FAILED: "Jobs that ended with an error and are tried again, by job",
}
TIMES = {WEBHOOK_SECONDS: "How long a webhook took, by route and status, in seconds"}

# seconds; Twilio waits 5 by our own wish, see core.delivery.twilio.sending
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
