"""The commands' output: streams, progress bar, reports, exit codes."""
