"""The commands, one a module: its arguments (`define`), and what it does.

With `cli` they are the only place that prints.
"""
