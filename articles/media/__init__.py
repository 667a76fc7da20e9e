"""Pictures and the portal's own drawings: what their files are, and who may see them."""
