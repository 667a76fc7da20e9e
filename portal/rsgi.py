"""The RSGI entry point that granian loads: the WSGI application behind the bridge."""

from django.conf import settings

from portal.bridge.application import Bridge, Policy
from portal.bridge.refusals import Refusals
from portal.observing.health import live, ready
from portal.observing.requests import RequestObserver
from portal.wsgi import application as wsgi_application

THREADS_PER_WORKER = 4
# Pages compute most of their time, and one of them at a time has the interpreter: two keep it busy while one asks the database.
# More only stand in the way of refusals and light answers: with 1,000 connections on a busy machine and four at work, refusals took
# 62 to 82 ms at the median and robots 67 to 85, with two 24 to 32 and 36 to 48. The other threads are for clients that send or
# read slowly.
WORKING_PER_WORKER = 2
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
