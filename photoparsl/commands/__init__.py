"""The commands: `photoparsl NAME` is the module NAME here, and a line in `main.COMMANDS`.

A command's module has `define`, which adds its arguments, and a function that does what it says, in
a few lines above `photoparsl.library`.  The modules that aren't commands: `main` and `parser`,
`options` and `argument_types`, `execute_run`, and the folder `terminal`.  Nothing is printed
elsewhere in photoparsl.
"""
