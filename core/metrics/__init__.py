"""What an operator's dashboard shows of the running product, in Prometheus' format.

The `catalogue` says what is counted and timed. Every process keeps `tallies` of its own and adds them to the
database's now and then, so that one look anywhere sees all processes on all machines; `reading` adds what
waits at this moment and prints the lot.
"""
