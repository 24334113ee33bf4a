import threading

from nnviz.worker.mailbox import Mailbox


def test_the_latest_wins():
    box = Mailbox[int]()
    assert box.take() is None
    box.put(1)
    box.put(2)
    assert box.take() == 2
    assert box.take() is None


def test_what_is_taken_only_grows_while_another_thread_puts():
    box = Mailbox[int]()
    producer = threading.Thread(target=lambda: [box.put(i) for i in range(100_000)])
    producer.start()
    taken = []
    while producer.is_alive():
        item = box.take()
        if item is not None:
            taken.append(item)
    producer.join()
    last = box.take()
    taken += [] if last is None else [last]
    assert taken == sorted(set(taken))
    assert taken[-1] == 99_999
