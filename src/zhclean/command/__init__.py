"""The command: everything between its arguments and its exit status. `zhclean.cli.main` begins it."""
