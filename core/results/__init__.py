"""Read-only figures for screens, as frozen dataclasses."""
