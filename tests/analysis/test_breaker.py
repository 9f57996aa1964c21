"""The breaker: opens after failures in a row, lets one look whether the AI is back, honours Retry-After."""

from graphql_api.analysis.breaker import Breaker


class Clock:
    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


def opened(clock: Clock) -> Breaker:
    breaker = Breaker(clock)
    for _ in range(5):
        assert breaker.admit()
        breaker.fail("timeout")
    return breaker


def test_opens_after_five_failures_in_a_row_and_not_before() -> None:
    breaker = Breaker(Clock())
    for _ in range(3):
        for _ in range(4):
            breaker.fail("timeout")
        breaker.succeed()
    assert breaker.admit()
    assert not breaker.is_failing
    assert not opened(Clock()).admit()


def test_after_the_pause_one_call_is_let_through_and_no_other() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.seconds += 9.9
    assert not breaker.admit()
    clock.seconds += 0.2
    assert [breaker.admit() for _ in range(3)] == [True, False, False]
    breaker.succeed()
    assert breaker.admit()
    assert not breaker.is_open


def test_each_failed_look_doubles_the_pause_up_to_five_minutes() -> None:
    clock = Clock()
    breaker = opened(clock)
    pauses = []
    for _ in range(8):
        clock.seconds += breaker.seconds_left
        assert breaker.admit()
        breaker.fail("http_503")
        pauses.append(breaker.seconds_left)
    assert pauses == [20, 40, 80, 160, 300, 300, 300, 300]


def test_retry_after_opens_at_once_and_for_as_long_as_it_says() -> None:
    clock = Clock()
    breaker = Breaker(clock)
    breaker.fail("rate_limited", 30)
    assert breaker.seconds_left == 30
    clock.seconds += 29
    assert not breaker.admit()
    clock.seconds += 1
    assert breaker.admit()
    breaker.fail("rate_limited", 10**9)
    assert breaker.seconds_left == 3600, "a server that says never is asked again all the same"


def test_a_look_that_was_given_up_lets_the_next_one_look() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.seconds += 10
    assert breaker.admit()
    breaker.leave()
    assert breaker.admit()
