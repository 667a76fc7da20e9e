"""The RSGI entry point that granian loads: the WSGI application behind the bridge."""

from django.conf import settings

from portal.bridge.application import Bridge, Policy
from portal.bridge.refusals import Refusals
from portal.observing.health import live, ready
from portal.observing.requests import RequestObserver
from portal.wsgi import application as wsgi_application

THREADS_PER_WORKER = 4
# Pages compute most of their time, and one at a time has the interpreter: a second one only stands in the way of refusals and light
# answers. With 1,000 connections, 99 % of the refusals came within 29 ms, with two at work within 73, and as many pages were
# answered, on PostgreSQL of the same machine too. Where a database is far away more processes use its waits (PORTAL_WORKERS).
# The other threads are for clients that send or read slowly.
WORKING_PER_WORKER = 1
# Their answers need no database.
LIGHT = (
    settings.STATIC_URL,
    "/robots.txt",
    "/favicon.ico",
    "/apple-touch-icon.png",
    "/apple-touch-icon-precomposed.png",
    "/manifest.webmanifest",
)

application = Bridge(
    wsgi_application,
    threads=THREADS_PER_WORKER,
    working=WORKING_PER_WORKER,
    policy=Policy(
        queue_seconds=settings.QUEUE_SECONDS,
        light=LIGHT,
        at_once={"/health/live": live, "/health/ready": ready},
        session_cookie=settings.SESSION_COOKIE_NAME,
        refuse=Refusals(settings.QUEUE_SECONDS),
    ),
    observer=RequestObserver(),
)
