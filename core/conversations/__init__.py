"""Sending, receiving, reporting, attention, archiving."""
