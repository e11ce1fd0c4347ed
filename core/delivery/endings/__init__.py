"""What became of a text, and what follows.

`statuses` hears callbacks, `advancing` moves a text through its states, `outcomes` says what a failure means
and `effects` what follows: for the one text, whether it may be had by `pressing_again`, for the campaign what
is among `troubles`, and by `stop_loss` an action pauses itself, when the people `last_texted` fared badly.
"""
