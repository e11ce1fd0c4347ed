"""`python -m textbank` is the same as `textbank`."""

from textbank.cli import main

main()
