"""A TCP proxy that makes a network slow, or breaks it. Runs as a process of its own, so that a busy test doesn't disturb the clock.

Each direction is delayed by half of the round trip without limiting what is in flight, so batching and pipelining count as on a real
network. A round trip is a burst of the client after the server has spoken; those before the connection is up are counted apart.
"""

import argparse
import asyncio
import json
import subprocess
import sys
import threading
import time
from pathlib import Path


class Relay:
    def __init__(self, options):
        self.options = options
        self.delay = options.delay / 2000.0
        self.connections = []
        self.sent = 0  # bytes of all clients, for --cut-after

    async def accept(self, reader, writer):
        state = {"round_trips": 0, "startup": 0, "up": False, "bytes": 0, "cut": False}
        self.connections.append(state)
        server_reader, server_writer = await asyncio.open_connection(self.options.host, self.options.port)
        turn = {"client": True}
        tasks = [
            asyncio.create_task(self.pump(reader, server_writer, lambda data: self.from_client(state, turn, data))),
            asyncio.create_task(self.pump(server_reader, writer, lambda data: self.from_server(state, turn, data))),
        ]
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        await asyncio.sleep(self.delay)
        for task in tasks:
            task.cancel()
        for side in (writer, server_writer):
            if state["cut"]:
                side.transport.abort()
            else:
                side.close()

    def from_client(self, state, turn, data):
        """Bytes to pass on, or None to cut the connection here."""
        if turn["client"]:
            turn["client"] = False
            state["round_trips" if state["up"] else "startup"] += 1
        state["bytes"] += len(data)
        self.sent += len(data)
        if self.options.cut_at and self.options.cut_at in data:
            state["cut"] = True
            return data[: data.index(self.options.cut_at)] if not self.options.cut_late else data
        if self.options.cut_after and self.sent >= self.options.cut_after:
            state["cut"] = True
            return data
        return data

    def from_server(self, state, turn, data):
        turn["client"] = True
        if not state["up"]:
            # PostgreSQL: ReadyForQuery, idle. MySQL: an OK packet after the log-in.
            if b"Z\x00\x00\x00\x05I" in data or (len(data) > 6 and data[3] >= 2 and data[4] == 0):
                state["up"] = True
        return data

    async def pump(self, reader, writer, look):
        queue = asyncio.Queue()

        async def deliver():
            while True:
                when, data = await queue.get()
                pause = when - time.monotonic()
                if pause > 0:
                    await asyncio.sleep(pause)
                if data is None:
                    return
                writer.write(data)
                await writer.drain()

        delivery = asyncio.create_task(deliver())
        cut = False
        try:
            while data := await reader.read(1 << 16):
                before = self.connections_cut()
                passed = look(data)
                queue.put_nowait((time.monotonic() + self.delay, passed))
                if self.connections_cut() > before:
                    cut = True
                    break
        except (ConnectionError, asyncio.CancelledError):
            pass
        queue.put_nowait((time.monotonic() + self.delay, None))
        try:
            await delivery
        except (ConnectionError, asyncio.CancelledError):
            pass
        if cut and self.options.cut_late:
            await asyncio.sleep(0.2)  # the server has got it and worked; the answer is lost

    def connections_cut(self):
        return sum(state["cut"] for state in self.connections)

    async def serve(self):
        server = await asyncio.start_server(self.accept, "127.0.0.1", 0)
        print(server.sockets[0].getsockname()[1], flush=True)
        loop = asyncio.get_running_loop()
        ended = asyncio.Event()

        def listen():
            for _ in sys.stdin:
                print(json.dumps(self.connections), flush=True)
            loop.call_soon_threadsafe(ended.set)

        threading.Thread(target=listen, daemon=True).start()
        await ended.wait()


class Proxy:
    """with Proxy(host, port, delay_ms=20) as proxy: proxy.port, proxy.statistics()."""

    def __init__(self, port, host="127.0.0.1", delay_ms=0, cut_after=0, cut_at=None, cut_late=False):
        command = [sys.executable, str(Path(__file__)), "--host", host, "--port", str(port), "--delay", str(delay_ms), "--cut-after", str(cut_after)]
        command += ["--cut-at", cut_at] if cut_at else []
        command += ["--cut-late"] if cut_late else []
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline())

    def statistics(self):
        """A dictionary for each connection so far: round_trips (after it was up), startup, bytes, cut."""
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def round_trips(self):
        return sum(connection["round_trips"] for connection in self.statistics())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--host")
    parser.add_argument("--port", type=int)
    parser.add_argument("--delay", type=float)
    parser.add_argument("--cut-after", type=int)
    parser.add_argument("--cut-at", type=lambda text: text.encode())
    parser.add_argument("--cut-late", action="store_true")
    asyncio.run(Relay(parser.parse_args()).serve())
