"""Asking after texts of which nothing was heard.

`unknown` looks for those of which nobody knows whether they left, and `adopting` finds each in the carrier's
list; `following` asks for those that left and of which no more was heard, both by `looking_up` several at a
time; `handing_back` ends both.
"""
