"""The yardsticks of the web: a bare view, and one that makes one INSERT and nothing else."""

import os
from uuid import uuid4

from flask import Flask
from sqlalchemy import create_engine, insert

from core.clock import utcnow
from core.models import InboundEvent

app = Flask(__name__)
engine = create_engine(os.environ["DATABASE_URL"], pool_size=6)
statement = insert(InboundEvent)


@app.post("/insert")
def one_insert() -> str:
    """Write one row of the product's own table, without a check of any kind."""
    with engine.begin() as connection:
        connection.execute(statement, {"sid": uuid4().hex, "form": {}, "received_at": utcnow(), "tries": 0})
    return "ok"


@app.get("/hello")
def hello() -> str:
    """Answer at once."""
    return "ok"
