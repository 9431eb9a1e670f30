"""A yardstick: asks eight sources at once (their ports are the arguments) and writes their answers one after the other."""

import asyncio
import sys

from aiohttp import ClientSession, TCPConnector, web

PORTS = [int(port) for port in sys.argv[1:]]


async def record(request: web.Request) -> web.Response:
    session: ClientSession = request.app["session"]

    async def one(port: int) -> bytes:
        async with session.get(f"http://127.0.0.1:{port}/record/{request.match_info['person']}") as answer:
            return await answer.read()

    answers = await asyncio.gather(*(one(port) for port in PORTS))
    return web.Response(body=b"[" + b",".join(answers) + b"]", content_type="application/json")


async def main() -> None:
    app = web.Application()
    app["session"] = ClientSession(connector=TCPConnector(limit=0))
    app.router.add_get("/record/{person}", record)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    print("ready", site._server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    await app["session"].close()


try:
    import uvloop

    uvloop.install()
except ImportError:
    pass
asyncio.run(main())
