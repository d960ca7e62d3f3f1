"""The same batch over several machines, on Ray Data: listed and dealt out here, done by our engine in the workers.

Needs the extra `ray`; nothing outside this package imports ray or pyarrow, and here only what runs on them does.
"""
