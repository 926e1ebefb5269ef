"""What the commands do: a module for each, whose ``run`` prints and gives the exit code.

``cli`` declares their arguments, options and help, and imports a module when its command is to
run: what one command needs, the others need not wait for.
"""

DONE, GAPS = 0, 1
