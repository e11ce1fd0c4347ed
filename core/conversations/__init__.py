"""A conversation as its volunteer lives it, and what follows from each step.

A text goes out by `sending`, and most `first_texts` by a shorter way: `pressing` finds what a press is judged
by, `queueing` writes what follows from it, and `trying_again` shows what may be pressed once more. One comes
in by `receiving`, which asks `matching` whose it is and `heeding` what its words ask for; `ordinary` does all
that in one statement for most of them. What Twilio tells is read by `telling`; what it does to the
conversation stands in `hearing`, and for texts of ours in `writing`. `inbox` and `tabs` list conversations,
`threads` shows one; `holding` says whose it is. `reporting` files the `report_form`; what is learned are
`facts`, also by `auto_tagging`. `backfilling` takes in the replies that no webhook brought, and `media` are
the files that came with them, got by `fetching_media`. What finds no conversation are `strays`, which admins
are told of (`strays_told`); `wishes` points out what sounds like a stop. `archiving` and `stopping` end a
talk, `moving` hands it over, and `keys` let a form act once.
"""
