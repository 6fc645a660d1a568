"""The commands: `photoparsl NAME` is the module NAME here, and a line in `command_list.COMMANDS`.

A command's module has `define`, which adds the command's arguments, and a function that executes
the command with a few calls of `photoparsl.library`.  The other modules are `main` and `parser`,
`options` and `argument_types`, `execute_run`, and the folder `terminal`.  No other part of
photoparsl prints.
"""
