"""Whom campaigns text, and who must not be texted any more.

`phones` and time `zones` are read from what people write, `importing` makes contacts and `lists` of them;
`opt_out_words` knows how people say stop, `opting_out` keeps it.
"""
