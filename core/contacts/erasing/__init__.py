"""Somebody asks to be erased: details and words go, counts stay, and the phone is known by its hash alone.

`erasing` does it, `forgetting` is what is emptied table by table, `hashes` tells an erased phone again.
"""
