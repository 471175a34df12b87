from desktop_app.core.bus import Bus, Changed

CHANGE = Changed("dossier", "1")


def test_every_subscriber_hears_in_turn():
    bus, heard = Bus(), []
    bus.subscribe(lambda change: heard.append(("a", change)))
    bus.subscribe(lambda change: heard.append(("b", change)))
    bus.publish(CHANGE)
    assert heard == [("a", CHANGE), ("b", CHANGE)]


def test_who_left_hears_no_more_and_may_leave_twice():
    bus, heard = Bus(), []
    leave = bus.subscribe(heard.append)
    leave()
    leave()
    bus.publish(CHANGE)
    assert heard == []


def test_a_failing_receiver_does_not_stop_the_others(caplog):
    bus, heard = Bus(), []

    def fail(change):
        raise ValueError("bug")

    bus.subscribe(fail)
    bus.subscribe(heard.append)
    bus.publish(CHANGE)
    assert heard == [CHANGE]
    assert "a receiver of dossier failed" in caplog.text


def test_a_receiver_may_leave_while_it_is_told():
    bus, heard = Bus(), []

    def once(change):
        heard.append(change)
        leave()

    leave = bus.subscribe(once)
    bus.publish(CHANGE)
    bus.publish(CHANGE)
    assert heard == [CHANGE]
