"""What a script or a notebook calls, and the commands too: a run, its results, a manifest."""
