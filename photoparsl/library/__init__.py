"""What a script or a notebook calls: a run and its results, without a command line."""
