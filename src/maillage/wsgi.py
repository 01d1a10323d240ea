"""The WSGI application, for granian and any other server."""

import os
from contextlib import ExitStack
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from maillage.core.data_lock import share

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maillage.settings")
application = get_wsgi_application()
# As long as a process answers, no upgrade begins.
holding = ExitStack()
holding.enter_context(share(Path(settings.DATA_DIR)))
