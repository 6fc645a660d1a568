"""A run while it goes on: tasks out, results in, and its pace, hosts and weather."""
