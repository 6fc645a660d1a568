"""Make a manifest of an archive's records: its photos, with the years that the records give.

Every reader yields a `Record` for a photo, and a `Skipped` with the reason for what it can't use.
"""
