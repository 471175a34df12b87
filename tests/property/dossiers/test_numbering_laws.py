from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from db.models.base import Base
from db.models.office import Workstation
from desktop_app.dossiers.numbering import NumberFormat, next_number
from tests.support.office import AT

FORM = NumberFormat("{yymmdd}-{order:04d}", "TMP-{workstation}-{yymmdd}-{order:03d}")
BLOCK = st.none() | st.tuples(st.integers(1, 9000), st.integers(0, 5))
STEPS = st.lists(st.tuples(st.sampled_from("AB"), st.integers(0, 2)), max_size=40)


@pytest.fixture(scope="module")
def engine() -> Iterator[sa.Engine]:
    engine = sa.create_engine("sqlite://")
    Base.metadata.create_all(engine)
    yield engine
    engine.dispose()


@given(a=BLOCK, gap=st.integers(1, 50), b_size=st.integers(0, 5), steps=STEPS)
def test_no_number_comes_twice_and_each_official_one_lies_in_its_block(engine, a, gap, b_size, steps):
    """Two workstations, the second one's block behind the first one's, over three days in any order."""
    first = a and (a[0], a[0] + a[1])
    start = first[1] + gap if first else gap
    blocks = {"A": first, "B": (start, start + b_size)}
    given_numbers = []
    with Session(engine) as session:
        for code, block in blocks.items():
            low, high = block or (None, None)
            session.add(Workstation(code=code, block_first=low, block_last=high, created_at=AT))
        for code, days in steps:
            number = next_number(session, code, "U", date(2026, 11, 20) + timedelta(days=days), FORM)
            given_numbers.append((code, number))
        session.rollback()
    texts = [number.text for _, number in given_numbers]
    assert len(texts) == len(set(texts))
    for code, number in given_numbers:
        block = blocks[code]
        assert number.temporary == number.text.startswith("TMP-")
        if not number.temporary:
            assert block is not None
            assert block[0] <= int(number.text[7:]) <= block[1]


@given(size=st.integers(0, 8), count=st.integers(0, 20))
def test_the_block_is_used_up_before_the_first_temporary_number(engine, size, count):
    with Session(engine) as session:
        session.add(Workstation(code="A", block_first=10, block_last=10 + size, created_at=AT))
        kinds = [next_number(session, "A", "U", date(2026, 11, 20), FORM).temporary for _ in range(count)]
        session.rollback()
    official = min(count, size + 1)
    assert kinds == [False] * official + [True] * (count - official)
