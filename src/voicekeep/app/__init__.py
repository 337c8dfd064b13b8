"""The program: operations on a keep, and the ways to ask for them (pages, command line, worker).

`operations` are the use cases, one function each, numbered like a procedure. `wiring` is the only module that knows
which concrete store stands behind which Protocol.
"""
