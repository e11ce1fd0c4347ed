"""What Slack is to be told: rows that are delivered."""
