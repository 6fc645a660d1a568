"""From an archive to a manifest: what its records say, as photos with the years they are of.

Every kind of source gives `Record`s and, for what it couldn't use, `LeftOut`s with a reason.
"""
