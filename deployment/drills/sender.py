"""Alertmanagers, as the drills play them: each alert is sent again and again until it is acknowledged."""

import collections
import http.client
import time

import rig

Acknowledged = collections.namedtuple("Acknowledged", "at port name")


class Senders:
    """`port` is asked before each delivery, as a name would be looked up: once for each sender."""

    def __init__(self, the_rig, prefix, lookups):
        self.stop = the_rig.stop_flag
        self.prefix = prefix
        self.refused = 0
        self.lists = []
        for number, lookup in enumerate(lookups):
            acknowledged = []
            self.lists.append(acknowledged)
            the_rig.beside(self.run, number, lookup, acknowledged)

    def acknowledged(self):
        return [one for each in self.lists for one in list(each)]

    def run(self, number, lookup, acknowledged):
        count = 0
        while not self.stop.is_set():
            count += 1
            name = f"{self.prefix}{number}x{count}"
            # One alert with one start, however often it is sent: that is what makes it the same.
            delivery = rig.alert(name)
            while not self.stop.is_set():
                port = lookup()
                if deliver(port, delivery):
                    acknowledged.append(Acknowledged(time.monotonic(), port, name))
                    break
                self.refused += 1
                self.stop.wait(0.2)
            self.stop.wait(0.02)


def deliver(port, delivery):
    try:
        return rig.request(port, "POST", "/api/v1/webhooks/alertmanager", delivery, timeout=40)[0] == 200
    except (OSError, http.client.HTTPException):
        return False
