"""What `make test` leaves out of a table is the table's middle, and no entry."""

import pytest

from tests.crossing import crossed


@pytest.mark.parametrize("lengths", [(5, 5), (7, 24), (24, 15), (3, 11, 4)])
def test_each_entry_of_each_axis_is_tried(lengths):
    axes = [[f"{axis}{number}" for number in range(length)] for axis, length in enumerate(lengths)]
    kept = [row.values for row in crossed(*axes) if not row.marks]
    assert [sorted(set(column)) for column in zip(*kept, strict=True)] == [sorted(a) for a in axes]


def test_all_rows_are_there_and_one_in_so_many_is_tried():
    rows = crossed("abcd", [("x", 1), ("y", 2)], one_in=2)
    assert {row.values for row in rows} == {(a, *b) for a in "abcd" for b in (("x", 1), ("y", 2))}
    assert [row.values for row in rows if not row.marks] == [
        ("a", "x", 1),
        ("b", "y", 2),
        ("c", "x", 1),
        ("d", "y", 2),
    ]
