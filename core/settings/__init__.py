"""What a campaign decided once for all its actions, and how admins change it.

`changing` keeps the campaign's own settings, with `wide_hours` for those that need a word from counsel,
`hours_by_state` what it changed in that table, `sending` what is known of the service its texts leave from;
`looking` reads it all for a screen. Of two admins at once the last one wins, but only for the settings that
they changed: whoever saves hands in those alone.
"""
