"""From an archive to a manifest: its records, as photos with the years that the archive knows.

Every reader gives a `Record` for each photo, and a `Skipped` with a reason for what it can't use.
"""
