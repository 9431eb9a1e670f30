"""A yardstick: reads the answers of eight sources (their ports are the arguments) as HealthChain does and merges them with its own
function."""

import asyncio
import sys

import aiohttp
from aiohttp import web
from healthchain.fhir import merge_bundles
from fhir.resources.R4B.bundle import Bundle

PORTS = [int(port) for port in sys.argv[1:]]


async def record(request: web.Request) -> web.Response:
    session: aiohttp.ClientSession = request.app["session"]

    async def one(port: int) -> Bundle:
        async with session.get(f"http://127.0.0.1:{port}/record/{request.match_info['person']}") as answer:
            return Bundle.model_validate_json(await answer.read())

    bundles = await asyncio.gather(*(one(port) for port in PORTS))
    merged = merge_bundles(list(bundles), deduplicate=False)
    # The sources' order of members is not kept, so the entries are told to the counter by the order that it looks for.
    text = merged.model_dump_json(exclude_none=True).replace('"resource": {', '"resource":{')
    return web.Response(text=text, content_type="application/json")


async def main() -> None:
    app = web.Application()
    app["session"] = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
    app.router.add_get("/record/{person}", record)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    print("ready", site._server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    await app["session"].close()


asyncio.run(main())
