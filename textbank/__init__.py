"""The only place that knows all parts: command line, web server, worker, clock."""

__version__ = "0.1.0"
