"""What a review team may decide, and what a room may see (CF-32)."""

import pytest

from safelight.core.teams.review import (
    INVITATION,
    NotInMeeting,
    for_the_room,
    require_quorum,
)


def test_without_enough_members_nothing_is_decided() -> None:
    require_quorum(3, 3)
    with pytest.raises(NotInMeeting, match="2 present.*decides with 3"):
        require_quorum(2, 3)


def test_the_room_sees_what_every_agency_there_was_given() -> None:
    assert for_the_room([{"a", "b"}, {"b", "c"}]) == {"b"}
    assert for_the_room([{"a"}, set()]) == set()
    assert for_the_room([]) == set()
    assert INVITATION == "Meeting"
