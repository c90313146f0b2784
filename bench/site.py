"""The site as the measurements meet it: our addresses and one page more, the frame without any content.

As a program of a web server (`bench.site:application`) it answers as behind the proxy, which compresses pages.
"""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from django.test import Client

EMPTY = "/trang-rong/"
BACKEND = "accounts.backends.PhoneOrEmailBackend"


def empty(request: HttpRequest) -> HttpResponse:
    """The base template for somebody signed in, all middleware, no content."""
    from django.template import engines

    return HttpResponse(engines["django"].from_string('{% extends "base.html" %}').render({}, request))


def start(*, compressing: bool = False) -> None:
    """Django with the page more, as a server runs it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ntm.settings")
    from django.conf import settings

    settings.DEBUG = False  # a server keeps no list of its queries
    settings.ROOT_URLCONF = "bench.urls"
    if compressing:
        settings.MIDDLEWARE = ["django.middleware.gzip.GZipMiddleware", *settings.MIDDLEWARE]
    from ntm import wsgi  # noqa: F401 - sets Django up, and loads what a server loads before it answers

    logging.disable(logging.INFO)


def client_of(user: Any) -> Client:
    """A browser in which the person is signed in."""
    from django.test import Client

    client = Client(HTTP_HOST="localhost", raise_request_exception=False)
    client.force_login(user, backend=BACKEND)
    return client


def __getattr__(name: str) -> Any:
    """`application`, made when a web server asks for it."""
    if name != "application":
        raise AttributeError(name)
    start(compressing=True)
    from ntm.wsgi import application

    return application
