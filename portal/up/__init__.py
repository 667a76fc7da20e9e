"""What `manage.py up` does: check what it needs, prepare the portal, serve it beside one task worker."""
