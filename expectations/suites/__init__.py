"""One module per mart, named like it, with `FRAMES`: what SQL tests of dbt say badly.

Belongs here: ranges, orders of columns, shares and distributions. Keys, nulls, relationships,
accepted values, tiling and sums that must agree are tests of the dbt models.
"""
