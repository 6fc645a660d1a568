"""The demo: an archive of synthetic photographs, and a server for it."""
