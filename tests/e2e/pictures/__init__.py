"""`make screenshots`: every picture of README and guides, taken while a campaign is played in the demo."""
