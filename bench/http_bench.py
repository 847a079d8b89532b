"""Requests per second and latencies of the real `xom serve` over loopback.

SITE is the installation that api_bench leaves (100 000 runs x 20 analyses). Load is made by wrk on the same machine,
so the figures are those of server and client sharing its processors.
"""
import asyncio
import re
import signal
import subprocess
import sys
import time

SECONDS = 5
SMALL = "/api/v1/health"
LARGE = "/api/v1/trend.bin?v=analysis_0.value&points=0&min_run=72222"  # 1.0 MB


def serve(xom, site):
    server = subprocess.Popen([xom, "--config", "xom.toml", "serve", "--listen", "127.0.0.1:0"], cwd=site,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    for line in server.stdout:
        if found := re.search(r"http://127\.0\.0\.1:(\d+)/", line):
            return server, int(found.group(1))
    sys.exit("bench: xom serve printed no address")


def wrk(port, path, connections):
    """Requests per second, p99 [ms], what was not answered with 200."""
    out = subprocess.run(["wrk", "-t1", "-c%d" % connections, "-d%ds" % SECONDS, "--latency",
                          "http://127.0.0.1:%d%s" % (port, path)], capture_output=True, text=True, check=True).stdout
    per_second = float(re.search(r"Requests/sec:\s+([\d.]+)", out).group(1))
    value, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", out).groups()
    bad = sum(int(n) for n in re.findall(r"(?:connect|read|write|timeout) (\d+)", out))
    bad += sum(int(n) for n in re.findall(r"Non-2xx or 3xx responses: (\d+)", out))
    return {"per_s": per_second, "p99_ms": float(value) * {"us": 1e-3, "ms": 1, "s": 1e3}[unit], "bad": bad}


def rss_mb(pid):
    with open("/proc/%d/status" % pid) as file:
        return int(re.search(r"VmRSS:\s+(\d+)", file.read()).group(1)) / 1024


async def open_streams(port, number):
    """Streams of events, each after its first message."""
    async def one(address):
        reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(address, 0))
        writer.write(b"GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
        await writer.drain()
        head = await reader.readuntil(b"\r\n")
        if b" 200 " not in head:
            sys.exit("bench: a stream of events was answered with %r, %r" % (head, await reader.read(2000)))
        await reader.readuntil(b"event: hello")
        return writer
    streams = []
    while len(streams) < number:  # not all at once: more than 256 requests that wait are refused
        address = "127.0.1.%d" % (1 + len(streams) // 50)  # one address may have no more than 256 connections
        streams += await asyncio.gather(*(one(address) for _ in range(50)))
    return streams


async def drip(port, number, until):
    """Clients that send one byte of a request each half second, until the server has enough of them."""
    async def one():
        while time.monotonic() < until:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                for byte in b"GET /api/v1/health HTTP/1.1\r\nHost: localhost\r\nX-Slow: " + b"x" * 1000:
                    writer.write(bytes([byte]))
                    await writer.drain()
                    await asyncio.sleep(0.5)
                    if time.monotonic() > until:
                        break
                writer.close()
            except OSError:
                await asyncio.sleep(0.1)
    await asyncio.gather(*(one() for _ in range(number)))


async def with_streams(port):
    """The small answer at 64 connections beside open streams."""
    streams = await open_streams(port, 500)
    result = await asyncio.to_thread(wrk, port, SMALL, 64)
    for writer in streams:
        writer.close()
    return result


async def with_slow(port):
    """The small answer at 64 connections beside slow clients."""
    slow = asyncio.create_task(drip(port, 300, time.monotonic() + SECONDS + 2))
    await asyncio.sleep(1)
    result = await asyncio.to_thread(wrk, port, SMALL, 64)
    await slow
    return result


def measure(xom, site):
    """Name of the case -> per_s, p99_ms, bad, rss_mb."""
    cases = {
        "small_64": lambda port: wrk(port, SMALL, 64),
        "small_256": lambda port: wrk(port, SMALL, 256),
        "large_64": lambda port: wrk(port, LARGE, 64),
        "large_256": lambda port: wrk(port, LARGE, 256),
        "streams_500": lambda port: asyncio.run(with_streams(port)),
        "slow_300": lambda port: asyncio.run(with_slow(port)),
    }
    out = {}
    for name, case in cases.items():  # each with a server of its own: nothing of one case waits in the next
        server, port = serve(xom, site)
        try:
            wrk(port, SMALL, 8)
            out[name] = case(port)
            out[name]["rss_mb"] = rss_mb(server.pid)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(10)
    return out
