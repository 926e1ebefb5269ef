"""The command line: a module for each command, whose ``run`` prints and gives the exit code.

``main`` declares their arguments, options and help, and imports a module when its command is to
run: what one command needs, the others need not wait for.
"""

DONE, GAPS = 0, 1
