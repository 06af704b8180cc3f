"""The contract: one module a published table, a pandera model each.

`VERSION` is the contract's own number; it is raised whenever a column is added, removed, or means
something else. `schemas.package.TABLES` lists the models in the order in which a reader meets them.
"""

VERSION = 2
