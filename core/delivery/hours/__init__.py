"""When a contact may be texted.

`windows` says it, from the campaign's hours, the contact's zones and `by_state`, the table of hours by state,
with `state_rules`, what admins made of that table; `in_words` is what people are told.
"""
