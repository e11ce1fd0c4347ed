"""The domain: people, contacts, actions, conversations, delivery, results. Knows no web and no Slack."""
