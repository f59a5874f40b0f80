"""The expected part of each person, from tables of numbers; no database."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assignments.fairness import Carried, carried, expected_parts, spread

SEPTEMBER, OCTOBER, NOVEMBER = (date(2026, month, 1) for month in (9, 10, 11))
A, B, C = 1, 2, 3


@pytest.mark.parametrize(
    ("held", "shares", "expected"),
    [
        # Equal shares: an equal part, whoever held the seats.
        ({(A, NOVEMBER): 4}, {(A, NOVEMBER): 1, (B, NOVEMBER): 1}, {(A, NOVEMBER): 2, (B, NOVEMBER): 2}),
        # A specialist with share 2 carries twice as much as a leader with 1.
        ({(A, NOVEMBER): 3}, {(A, NOVEMBER): 1, (B, NOVEMBER): 2}, {(A, NOVEMBER): 1, (B, NOVEMBER): 2}),
        # Who came in November owes nothing for October.
        (
            {(A, OCTOBER): 3, (A, NOVEMBER): 2},
            {(A, OCTOBER): 1, (A, NOVEMBER): 1, (B, NOVEMBER): 1},
            {(A, OCTOBER): 3, (A, NOVEMBER): 1, (B, NOVEMBER): 1},
        ),
        # The seat of one who takes part no longer is one of those to be divided.
        ({(C, NOVEMBER): 6}, {(A, NOVEMBER): 1, (B, NOVEMBER): 1}, {(A, NOVEMBER): 3, (B, NOVEMBER): 3}),
        # A month without seats, and one without people.
        ({}, {(A, NOVEMBER): 1}, {(A, NOVEMBER): 0}),
        ({(A, OCTOBER): 2}, {}, {}),
    ],
)  # fmt: skip
def test_the_seats_of_a_month_are_divided_by_share_among_those_who_took_part(held, shares, expected):
    assert expected_parts(held, shares) == expected


def test_a_window_adds_its_months_up_and_a_group_its_people():
    held = {(A, SEPTEMBER): 2, (B, OCTOBER): 1, (A, NOVEMBER): 1, (B, NOVEMBER): 2}
    shares = {(person, month): 1 for person in (A, B) for month in (SEPTEMBER, OCTOBER, NOVEMBER)}
    parts = expected_parts(held, shares)
    assert carried([A], [NOVEMBER], held, parts) == Carried(seats=1, expected=Fraction(3, 2))
    assert carried([A], [SEPTEMBER, OCTOBER, NOVEMBER], held, parts) == Carried(seats=3, expected=Fraction(3))
    assert carried([A, B], [OCTOBER, NOVEMBER], held, parts) == Carried(seats=4, expected=Fraction(4), people=2)


def test_within_about_one_seat_nobody_is_far_off():
    assert not Carried(seats=3, expected=Fraction(17, 10)).is_more
    assert Carried(seats=3, expected=Fraction(3, 2)).is_more
    assert not Carried(seats=1, expected=Fraction(23, 10)).is_less
    assert Carried(seats=0, expected=Fraction(3, 2)).is_less


def test_how_far_apart():
    loads = [Carried(seats=seats, expected=Fraction(2)) for seats in (0, 2, 5)]
    apart = spread(loads)
    assert (apart.most, apart.least, apart.range, apart.far) == (5, 0, 5, 2)
    assert (apart.mean_off, apart.worst_off) == (Fraction(5, 3), 3)
    assert spread([]).range == 0


def test_groups_of_different_size_are_compared_by_what_each_person_carries():
    """Sixty specialists hold more together than ten leaders; that alone is no unfairness."""
    many = Carried(seats=120, expected=Fraction(104), people=60)
    few = Carried(seats=10, expected=Fraction(26), people=10)
    assert (many.is_more, few.is_less) == (False, True)
    apart = spread([many, few])
    assert (apart.most, apart.least, apart.range, apart.far) == (2, 1, 1, 1)
    assert (apart.mean_off, apart.worst_off) == (Fraction(14, 15), Fraction(8, 5))


@given(
    held=st.dictionaries(st.tuples(st.integers(1, 5), st.sampled_from([OCTOBER, NOVEMBER])), st.integers(0, 4)),
    shares=st.dictionaries(
        st.tuples(st.integers(1, 5), st.sampled_from([OCTOBER, NOVEMBER])), st.integers(1, 3), min_size=1
    ),
)
def test_the_parts_of_a_month_add_up_to_its_seats(held, shares):
    parts = expected_parts(held, shares)
    for month in {month for _, month in shares}:
        seats = sum(count for (_, held_in), count in held.items() if held_in == month)
        assert sum(part for (_, month_of), part in parts.items() if month_of == month) == seats
