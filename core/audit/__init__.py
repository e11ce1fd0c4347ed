"""The audit trail as people read it: `reading` finds events, `words` says each in one sentence.

`naming` calls their subjects by name, `particulars` says what exactly was done.
"""
