"""What runs beneath the portal and may fail: the database, the disk, the task worker."""
