import type { ServerResponse } from 'node:http'
import type { FastifyReply } from 'fastify'
import { pause } from '../world/clock.ts'
import type { Site } from './site.ts'

/** Everybody who looks costs a socket. */
const MOST = 50

/** Changes that follow each other closely are told once. */
const CALM_MS = 200

/** Tells browsers that something changed in the workspace they look at. What changed they see on the page itself. */
export function createStreams() {
  const listeners = new Set<() => void>()

  function open(site: Site, reply: FastifyReply): FastifyReply {
    if (listeners.size >= MOST || site.desk.services.isClosing())
      return reply.code(503).header('content-type', 'text/plain').send('Too many are looking\n')
    reply.hijack()
    const { raw } = reply
    raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      // The socket ends with the stream, so that a server that stops waits for none of them.
      connection: 'close',
      'x-accel-buffering': 'no'
    })
    raw.write('retry: 2000\n\n')
    const stop = site.world.watch(createCaller(raw))
    const close = () => {
      stop()
      listeners.delete(close)
      raw.end()
    }
    listeners.add(close)
    raw.on('close', close)
    return reply
  }

  return {
    open,
    close() {
      for (const close of [...listeners]) close()
    }
  }
}

/** Writes at most one event at a time, and none to somebody who does not read. */
function createCaller(raw: ServerResponse): () => void {
  let isWaiting = false
  return () => {
    if (isWaiting) return
    isWaiting = true
    void pause(CALM_MS).then(() => {
      isWaiting = false
      if (!raw.writableEnded && !raw.writableNeedDrain) raw.write('event: change\ndata: {}\n\n')
    })
  }
}
