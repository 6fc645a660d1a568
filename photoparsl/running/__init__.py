"""Runs: plan the rows to measure, submit them as Parsl tasks, write the results and the page."""
