"""Whom campaigns text, and who must not be texted any more.

`phones`, time `zones` and `states` are read from what people write, `importing` makes contacts and `lists`
of them; `opt_out_words` knows how people say stop, `opting_out` keeps it.
`opt_out_phrases` hears it in longer texts, `opt_out_queued` takes back what waits, `opt_out_confirming` sends
the one text that may follow. People add and lift with `opt_out_by_hand`, read the record with
`opt_out_listing` and take it away with `opt_out_exporting`.
"""
