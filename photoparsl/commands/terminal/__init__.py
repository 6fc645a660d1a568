"""What the commands share towards the terminal: output, progress bar, exit codes."""
