"""Runs the WSGI application on granian's RSGI interface, which shows the names of headers as they were sent.

Granian's WSGI interface makes `X-Forwarded-For` and `X_Forwarded_For` one key of the environment, in which the last one
wins: what a client sent would replace what the proxy says of it. Here a header with an underscore in its name is dropped
before anything could take it for another, as nginx, Apache and gunicorn do.
"""
