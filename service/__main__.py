"""`python -m service` is `copydesk`."""

from .cli import main

raise SystemExit(main())
