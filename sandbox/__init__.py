"""Stand-ins for Slack and Twilio on this machine. Development only; nothing else imports them."""
