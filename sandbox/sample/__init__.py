"""A sample contact list, made up from first to last."""
