"""What the web server runs: each of its processes loads this module once, before it answers."""

import gc
import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ntm.settings")
application = get_wsgi_application()


def _settle() -> None:
    """Load what the first visitor would wait for, and tell the collector that all of it stays.

    Looking at everything that is loaded takes the collector a tenth of a second, in the middle of a page that reads many rows.
    """
    from django.conf import settings
    from django.template.loader import get_template

    import_module(settings.ROOT_URLCONF)
    get_template("base.html")
    gc.collect()
    gc.freeze()


_settle()
