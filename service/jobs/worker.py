"""What `copydesk worker` has Dramatiq load: the broker, and an extractor of this process."""

import logging

from service.api import load
from service.api.job_reader import JobReader
from service.api.job_report import webhooks
from service.api.logs import configure, logger
from service.api.metrics import Metrics
from service.settings import Settings

from .model import longest
from .redis import RedisStore
from .tasks import declare

settings = Settings.from_environ()
configure(settings)
logging.getLogger("dramatiq").setLevel(logging.ERROR)  # its warnings show the messages; ours say what is wrong
reader = JobReader(settings, load(settings), Metrics())
broker = declare(
    RedisStore.from_settings(settings), reader, webhooks(settings), logger.warning, longest(settings.deadline_seconds)
)
logger.info("worker-ready")
