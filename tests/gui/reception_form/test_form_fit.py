"""Every word of form, papers and scanner has room at every scale, in every theme and both languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop_app.digitization.scanners.fake import FakeScanner
from desktop_app.reception import events
from desktop_app.ui.services import UiServices
from tests.support.fit_run import look
from tests.support.form_desk import FormDesk
from tests.support.session import BIRTH, MARRIAGE, RESIDENCE, chip, paper


def columns(services: UiServices) -> dict[str, QWidget]:
    """Each form empty, then with cards, problems and an unfolded appointment; the search; the scanner."""
    made: dict[str, QWidget] = {"search": FormDesk(services, FakeScanner())}
    for name, procedure in (("residence", RESIDENCE), ("birth", BIRTH), ("marriage", MARRIAGE)):
        empty, full = FormDesk(services, FakeScanner()), FormDesk(services, FakeScanner())
        empty.choose(procedure)
        full.choose(procedure)
        full.tell(chip())
        full.tell(events.PaperHeld(paper(full.view.checklist[-1].component)))
        for field in full.view.fields:
            if field.input in ("number", "phone", "email", "date"):
                full.tell(events.FieldTyped(field.key, "12ab"))
        if full.view.can_add_member:
            full.tell(events.MemberAdded())
            full.tell(events.RowTyped(1, "number", "12"))
        full.papers.due.why.setChecked(True)
        made |= {f"{name}-empty": empty, f"{name}-full": full}
    scanning = FormDesk(services, FakeScanner())
    scanning.choose(RESIDENCE)
    scanning.papers.scan(scanning.view.checklist[-1].component)
    QCoreApplication.processEvents()
    return made | {"scanning": scanning}


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("scale", ["1", "1.5", "2"])
def test_every_word_of_the_form_and_the_papers_has_room(tmp_path: Path, scale: str, language: str) -> None:
    found = look(
        "tests.gui.reception_form.test_form_fit:columns",
        scale=scale,
        language=language,
        profile=tmp_path / "p",
    )
    assert found == {}
