"""Everything that the window offers, in any order; `make soak` goes on for much longer."""

from tests.harness.child import listen


def test_nothing_breaks_in_any_order() -> None:
    told = listen(
        "tests.harness", "--windows", 2, "--things", 40, seconds=200, QT_QPA_PLATFORM="offscreen"
    )
    assert not told.broke, told.broke[0]
    assert told.tried > 50
