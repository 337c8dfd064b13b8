"""What can be done with a keep, one function each, as a numbered procedure.

An operation gets a `Keep` and whoever is signed in; it calls the stages, which do the work and know no store, and
commits short transactions. It imports no store, no page and no driver.
"""
