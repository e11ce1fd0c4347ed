"""Who fits a filter: `criteria` as data, `finding` as SQL over sets, `saving` as a new list by a job.

Combining lists is a filter too: of people who are in one list, or in several, and not in others.
"""
