"""How fast texts go: `buckets` by the sender's `throughput`, and the carriers' `daily_caps`."""
