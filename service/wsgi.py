"""The application for a WSGI server: `gunicorn --config service/gunicorn.conf.py service.wsgi:app`."""

from . import create_app
from .extraction import ModelError
from .settings import SettingError

try:
    app = create_app()
except (SettingError, ModelError) as error:
    raise SystemExit(f"copydesk: {error}") from None
