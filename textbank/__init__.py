"""The only place that knows all parts; `cli` names its verbs, `product` puts the parts together.

`serving` and `web` answer HTTP, `processes` and `clock` run the parts apart, `demo` runs it all with
stand-ins. Each other verb has a file: `doctor`, `importing`, `manifest`, `owning`, `recounting`. They
share `logs`, `ports`, `readying` (is the database ready?) and `asking_slack`.
"""

__version__ = "0.1.0"
