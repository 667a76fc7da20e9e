"""The two databases as the portal uses them: Django's backends, which never wait for a database that does not answer."""
