"""What ends a whole round of work: it concerns every text, not only the one that was looked at.

Whatever else breaks over one text is logged, and holds up no other.
"""

from sqlalchemy.exc import InterfaceError, OperationalError

DATABASE_AWAY = (OperationalError, InterfaceError)
