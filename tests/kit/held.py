# SPDX-FileCopyrightText: 2026 The Tapline contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What Tapline wrote, held against what the gateway sent and against what must not be in it."""

import base64
import json
import os
from collections import defaultdict

DOWN = ("response", "in")


def payload(record):
    """A record's bytes."""
    if "base64" in record:
        return base64.b64decode(record["base64"])
    return record.get("text", "").encode()


def read(path):
    """The records of a log; a line that is none raises ValueError."""
    with open(path, "rb") as log:
        return [json.loads(line) for line in log]


def difference(logged, sent):
    """Where two runs of bytes part, in words."""
    at = next((i for i, (a, b) in enumerate(zip(logged, sent)) if a != b),
              min(len(logged), len(sent)))
    return (f"{len(logged)} bytes in the log, {len(sent)} sent; from byte {at}: "
            f"{bytes(logged[at:at + 40])!r} instead of {bytes(sent[at:at + 40])!r}")


class Result:
    """What a comparison found."""

    def __init__(self):
        self.problems = []
        self.connections = 0
        self.bytes = 0
        self.left = 0  # connections that Tapline's side closed before the gateway had sent all


def compare(records, connections):
    """Every byte that came over the tee's @connections must stand in the log, in order."""
    result = Result()
    agents = {}                        # exchange -> the agent's connection
    logged = defaultdict(bytearray)    # the agent's connection -> the bytes of its gateway
    dialled = defaultdict(list)        # the agent's connection -> its connections at the tee
    seen = defaultdict(list)           # an address -> the connections from it: ports come again
    for connection in connections:
        seen[connection.peer].append(connection)
    ends = defaultdict(list)           # the agent's connection -> who ended its exchanges, and how
    for record in records:
        kind, exchange = record["kind"], record.get("exchange", 0)
        if kind == "connection" and record.get("side") == "gateway":
            if not seen[record["local"]]:
                result.problems.append(f"nobody connected from {record['local']}")
            else:
                dialled[record["for"]].append(seen[record["local"]].pop(0))
        elif kind == "request":
            agents[exchange] = record["connection"]
        elif kind in DOWN:
            if exchange not in agents:
                result.problems.append(f"bytes of exchange {exchange}, which has no request")
            else:
                logged[agents[exchange]] += payload(record)
        elif kind == "lost":
            result.problems.append(f"the log says that it lost bytes of exchange {exchange}")
        elif kind == "end" and exchange in agents:
            ends[agents[exchange]].append((record["by"], record["how"]))

    for agent, mine in dialled.items():
        _hold(result, mine, bytes(logged.get(agent, b"")), ends[agent])
    for connection in (one for rest in seen.values() for one in rest):
        result.problems.append(f"the log lacks the connection of {connection.peer}, over which "
                               f"{len(connection.down)} bytes came")
    if result.connections == 0 or result.bytes == 0:
        result.problems.append("nothing was compared")
    return result


def _hold(result, mine, logged, ends):
    sent = b"".join(bytes(connection.down) for connection in mine)
    result.connections += len(mine)
    result.bytes += len(logged)
    last = mine[-1]
    where = f"connection of {last.peer} ({', '.join('%s %s' % end for end in last.ends.items())})"
    if logged != sent:
        # Once the agent has left, nobody reads the rest that the gateway still sends.
        if next(iter(last.ends), None) == "near" and sent.startswith(logged):
            result.left += 1
        else:
            result.problems.append(f"{where}: {difference(logged, sent)}")
    if next(iter(last.ends.items()), None) == ("gateway", "rst") and ("gateway", "rst") not in ends:
        result.problems.append(f"{where}: the gateway's reset is not in the log: {ends}")


def sent_word(connections):
    """Whether the word that the tee looked for came to the gateway."""
    return any(connection.has_word for connection in connections)


def find_secret(folder, secret):
    """The files under @folder that hold the @secret, plainly or inside a record's base64."""
    needle = secret.encode()
    found = []
    for top, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(top, name)
            with open(path, "rb") as file:
                data = file.read()
            if needle in data or any(needle in bytes_ for bytes_ in _payloads(data)):
                found.append(os.path.relpath(path, folder))
    return sorted(found)


def _payloads(data):
    for line in data.splitlines():
        if b'"base64"' not in line:
            continue
        try:
            yield payload(json.loads(line))
        except (ValueError, TypeError, AttributeError):
            continue
