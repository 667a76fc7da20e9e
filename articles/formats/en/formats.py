"""Times with their offset, everywhere in the admin and on all of Django's own pages of it: the fields take them as they
are printed, in whatever zone. Readers are shown dates only, in Django's own format.
"""

DATETIME_FORMAT = SHORT_DATETIME_FORMAT = "Y-m-d H:i e"
