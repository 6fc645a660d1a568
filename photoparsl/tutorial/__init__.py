"""The demo's archive of synthetic photographs, and a web server for it."""
