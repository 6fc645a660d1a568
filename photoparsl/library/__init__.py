"""What `photoparsl` offers to scripts and notebooks, and to its own commands."""
