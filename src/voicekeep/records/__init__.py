"""Values that every stage shares: identifiers, instants, items, scopes, facts, limits and the data catalogue.

Flow        imported by everything; its modules are its public names: voicekeep.records.<module>
Guarantees  1. Frozen values only; nothing here knows a stage, a store or a clock.
I/O         none
"""
