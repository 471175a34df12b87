"""Whatever happens at the counter in any order: no bug, nothing typed lost, a way back, drafts whole."""

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.core.errors import AppError, declared_codes
from desktop_app.core.terms import Channel, Outcome, ResidenceMethod, ValueSource
from desktop_app.reception import events as ev
from desktop_app.reception.drafts import decode, encode
from desktop_app.reception.events import apply
from desktop_app.reception.inputs import paper_value, tidy
from desktop_app.reception.session import OpenScan, new_session
from desktop_app.reception.undo import Undo
from tests.support.session import (
    BINH,
    BIRTH,
    CONFIRMATION,
    MAI,
    MARRIAGE,
    NAM,
    RESIDENCE,
    chip,
    pack,
    paper,
    qr,
    seen,
    summary,
    text,
    without_moment,
)

START = new_session()
PAPERS = [paper("000.00.00.G15-KQ003159"), paper("000.00.00.G01-KQ003647"), paper("nothing")]
SLOTS = st.sampled_from(
    ["declarant", "household_head", "member.1", "member.2", "mother", "father", "bride", "groom", "nobody"]
)
KEYS = st.sampled_from(
    [
        "full_name",
        "birth_date",
        "number",
        "phone",
        "email",
        "sex",
        "request",
        "child_name",
        "bride_name",
        "nothing",
    ]
)
COLUMNS = st.sampled_from(["full_name", "birth_date", "number", "relation", "index", "nothing"])
TEXTS = st.text(max_size=12) | st.sampled_from(
    ["15/01/1999", "31/02/1999", "001199012345", "\ud800", "\x00", "e\u0302\u0301"]
)
WHO = st.sampled_from([MAI, NAM, BINH])
READS = st.sampled_from([summary(), summary("l1"), summary(dg_hashes=Outcome.FAILED)])
ROWS = st.integers(-1, 3)
EVENTS = st.one_of(
    st.builds(ev.ProcedureChosen, st.sampled_from([CONFIRMATION, RESIDENCE, BIRTH, MARRIAGE, "9.9"])),
    st.builds(ev.TermCaseChosen, st.sampled_from(["", "verification", "never"])),
    st.builds(ev.ChannelChosen, st.sampled_from(Channel)),
    st.builds(ev.ResidenceMethodChosen, st.none() | st.sampled_from(ResidenceMethod)),
    st.builds(ev.ConsentGiven, SLOTS, st.sampled_from(["c1", "c2"])),
    st.builds(lambda who, slot, read: chip(who, slot=slot, read=read), WHO, st.none() | SLOTS, READS),
    st.builds(text, WHO),
    st.builds(lambda who, slot: qr(who, slot=slot), WHO, st.none() | SLOTS),
    st.builds(ev.PhotoArrived, WHO, st.just(b"photo")),
    st.builds(ev.SamePerson, SLOTS, SLOTS),
    st.builds(ev.SeatsSwapped, SLOTS, SLOTS),
    st.builds(ev.PersonRemoved, SLOTS),
    st.builds(ev.TurnMoved, SLOTS),
    st.builds(ev.FieldTyped, KEYS, TEXTS),
    st.builds(ev.FieldLeft, KEYS),
    st.builds(ev.RowTyped, ROWS, COLUMNS, TEXTS),
    st.builds(ev.RowLeft, ROWS, COLUMNS),
    st.just(ev.MemberAdded()),
    st.just(ev.ScanBegun(OpenScan("s1", bytes(32)))),
    st.just(ev.ScanEnded()),
    st.builds(ev.MemberRemoved, ROWS),
    st.builds(ev.PaperHeld, st.sampled_from(PAPERS)),
    st.builds(ev.PaperRemoved, st.sampled_from([p.file.file_id for p in PAPERS])),
    st.builds(ev.PaperCompared, st.sampled_from([p.file.file_id for p in PAPERS]), st.booleans()),
)
# Most sequences begin with a procedure: without one, little can happen.
STORIES = st.builds(
    lambda code, events: [ev.ProcedureChosen(code), *events],
    st.sampled_from([CONFIRMATION, RESIDENCE, BIRTH, MARRIAGE]),
    st.lists(EVENTS, max_size=25),
)


def played(story, undo=None):
    session = START
    for event in story:
        try:
            after = apply(session, pack(), event)
        except AppError as error:
            assert error.code in declared_codes()
            continue
        if undo is not None:
            undo.note(session, event)
        session = after
    return session


@settings(max_examples=60)
@given(STORIES)
def test_every_story_can_be_shown(story):
    view = seen(played(story))
    assert 0 <= view.share_not_typed <= 100
    assert view.turn in [person.slot for person in view.people]


@settings(max_examples=60)
@given(STORIES)
def test_everybody_at_the_counter_is_shown_in_one_place_of_their_own(story):
    session = played(story)
    assert set(session.people) == {person.slot for person in seen(session).people if person.filled}
    assert all(person.slot == slot for slot, person in session.people.items())


@settings(max_examples=60)
@given(STORIES)
def test_stepping_back_to_the_end_gives_the_start(story):
    undo = Undo(limit=1000)
    played(story, undo)
    session = None
    while undo.can_undo:
        session = undo.back()
    assert session is None or (session.people, session.typed, session.procedure) == ({}, {}, None)


@settings(max_examples=60)
@given(STORIES)
def test_a_draft_gives_back_the_session_without_photos(story):
    session = played(story)
    assert decode(encode(session)) == without_moment(session)


@settings(max_examples=60)
@given(STORIES, TEXTS.filter(lambda text: "\ud800" not in text and paper_value("text", text)), WHO)
def test_what_was_typed_is_not_lost_by_a_later_card(story, typed, who):
    session = played([*story, ev.ProcedureChosen(CONFIRMATION), ev.FieldTyped("full_name", typed)])
    after = apply(session, pack(), chip(who))
    shown = next(item for item in seen(after).fields if item.key == "full_name")
    assert (shown.value, shown.source) == (session.typed["full_name"], ValueSource.TYPED)


@given(
    st.sampled_from(["text", "name", "date", "number", "phone", "email", "lines", "count"]),
    st.text(max_size=30),
)
def test_tidying_up_twice_is_tidying_up_once(kind, typed):
    assert tidy(kind, tidy(kind, typed)) == tidy(kind, typed)
