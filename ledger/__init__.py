"""The append-only record: entries in a hash chain, a Merkle tree, and the walk that proves both.

Every accepted change of the office leaves exactly one entry here, in the same transaction as the change itself; a
refused
one leaves none. The ledger knows nothing about screens or rooms.
"""
