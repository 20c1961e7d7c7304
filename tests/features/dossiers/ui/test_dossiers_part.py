"""A note that is being written keeps what was stored of it in one recording, by which it can be taken back."""

from reader.features.dossiers.ui.dossiers_part import NotesInWriting
from reader.storage.act_recording import Recording


def test_a_new_note_is_fresh_until_it_is_written_or_given_up() -> None:
    notes = NotesInWriting()
    recording = Recording()
    notes.begin("a", recording)
    assert notes.is_fresh("a")
    assert not notes.is_fresh("b")
    assert notes.ended("a") is recording
    assert not notes.is_fresh("a")


def test_all_that_is_stored_of_a_note_goes_into_one_recording() -> None:
    notes = NotesInWriting()
    made = Recording()
    notes.begin("a", made)
    assert notes.of("a") is made
    assert notes.of("b") is notes.of("b")
    assert notes.of("b") is not made


def test_what_was_given_back_is_not_given_back_twice() -> None:
    notes = NotesInWriting()
    stored = notes.of("b")
    assert notes.ended("b") is stored
    assert notes.ended("b") is None


def test_the_end_of_one_note_leaves_another_as_it_is() -> None:
    notes = NotesInWriting()
    fresh = Recording()
    notes.begin("a", fresh)
    notes.of("b")
    notes.ended("b")
    assert notes.is_fresh("a")
    assert notes.of("a") is fresh
