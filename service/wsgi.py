"""The application for a WSGI server: `gunicorn --config service/gunicorn.conf.py service.wsgi:app`."""

from . import create_app

app = create_app()
