"""Phone numbers, time zones, importing, lists, opt-outs."""
