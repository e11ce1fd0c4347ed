"""A person-like driver for tests: finds things by the words people see."""

from sandbox.slack.driver.person import Person
from sandbox.slack.driver.words import text_of

__all__ = ["Person", "text_of"]
