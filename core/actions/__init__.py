"""Drafting, scripts, publishing, audience, batches, reassigning; the tags and fields of a report."""
