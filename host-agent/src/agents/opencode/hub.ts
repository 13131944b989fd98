import { setTimeout as pause } from 'node:timers/promises'
import * as v from 'valibot'
import {
  CALL_TIMEOUT_MS,
  KNOWN_SESSIONS,
  SESSION_DEPTH_LIMIT,
  STREAM_RETRY_FIRST_MS,
  STREAM_RETRY_MAX_MS,
  STREAM_SILENCE_MS,
} from '../limits.ts'
import { call, clientFor, Refused } from './api.ts'
import type { OpencodeServer } from './server.ts'
import { changesLists, type Payload, readGlobalEvent, SessionInfo, sessionOf } from './wire.ts'

/** Who hears the events of one session and of all its subagents. */
export type Listener = {
  hear(event: Payload, directory: string | null): void
  /** The stream was cut: events may be missing from here on. */
  cut(): void
  /** The stream is back: what was missed has to be read. */
  back(): void
  /** The server has ended by itself. */
  died(): void
}

/** The one reader of a server's `/global/event`: it hands each event to the session it belongs to. */
export class Hub {
  private readonly listeners = new Map<string, Listener>()
  private readonly parents = new Map<string, string | null>()
  private connection: AbortController | null = null
  private server: OpencodeServer | null = null
  private stream: AbortController | null = null
  private lastEventAt: number | null = null
  private readonly onLists: () => void
  private readonly onRest: () => void

  /** `onLists`: the server says that models, modes or commands may have changed. `onRest`: nobody has a turn any more. */
  constructor(onLists: () => void = () => undefined, onRest: () => void = () => undefined) {
    this.onLists = onLists
    this.onRest = onRest
  }

  /** When the last event came, in ms since the epoch. */
  heardAt(): number | null {
    return this.lastEventAt
  }

  listen(session: string, listener: Listener): void {
    this.listeners.set(session, listener)
  }

  /** A listener that another has followed takes nothing away from that one. */
  leave(session: string, listener: Listener): void {
    if (this.listeners.get(session) !== listener) return
    this.listeners.delete(session)
    if (!this.hasTurns()) this.onRest()
  }

  /** Whoever has a turn listens. */
  hasTurns(): boolean {
    return this.listeners.size > 0
  }

  /** Does nobody else listen? */
  isAlone(listener: Listener): boolean {
    return [...this.listeners.values()].every((one) => one === listener)
  }

  /** Tells all who listen that the server has ended. */
  died(): void {
    for (const listener of this.listeners.values()) listener.died()
  }

  /** Follows a server until `disconnect`; resolves when the first event has come, so that none is missed later. */
  connect(server: OpencodeServer): Promise<void> {
    this.disconnect()
    const connection = new AbortController()
    this.connection = connection
    this.server = server
    return new Promise((resolve, reject) => {
      const late = setTimeout(
        () => reject(new Error('opencode’s event stream did not open')),
        CALL_TIMEOUT_MS,
      )
      void server.exited.then(() => {
        connection.abort()
        clearTimeout(late)
        reject(new Error('opencode ended before its event stream was open'))
      })
      const opened = () => {
        clearTimeout(late)
        resolve()
      }
      this.follow(server, connection.signal, opened).catch(reject)
    })
  }

  disconnect(): void {
    this.connection?.abort()
    this.connection = null
    this.server = null
  }

  /** Drops the stream, if there is one, and opens it again. */
  reopen(): void {
    this.stream?.abort()
  }

  /** Hands over an event that was read rather than heard. */
  async deliver(event: Payload, directory: string | null): Promise<void> {
    if (this.server !== null) await this.pass(event, directory, this.server)
  }

  private async follow(server: OpencodeServer, signal: AbortSignal, opened: () => void): Promise<void> {
    let wait = STREAM_RETRY_FIRST_MS
    let wasOpen = false
    while (!signal.aborted) {
      try {
        await this.readOnce(server, signal, () => {
          wait = STREAM_RETRY_FIRST_MS
          if (wasOpen) for (const listener of this.listeners.values()) listener.back()
          else opened()
          wasOpen = true
        })
      } catch (error) {
        // Whatever broke it, all sessions live by this stream: it is opened again, and what was missed is read.
        if (!wasOpen) throw error
      }
      for (const listener of this.listeners.values()) listener.cut()
      if (signal.aborted) return
      await pause(wait)
      wait = Math.min(wait * 2, STREAM_RETRY_MAX_MS)
    }
  }

  /** Reads one connection to its end; ends it when it is silent for too long. */
  private async readOnce(server: OpencodeServer, signal: AbortSignal, opened: () => void): Promise<void> {
    const connection = new AbortController()
    this.stream = connection
    const end = () => connection.abort()
    signal.addEventListener('abort', end)
    const watch = setTimeout(end, STREAM_SILENCE_MS)
    try {
      const { stream } = await clientFor(server).global.event({
        signal: connection.signal,
        sseMaxRetryAttempts: 1,
      })
      let isOpen = false
      for await (const value of stream) {
        watch.refresh()
        this.lastEventAt = Date.now()
        if (!isOpen) opened()
        isOpen = true
        await this.route(value, server)
      }
    } finally {
      clearTimeout(watch)
      signal.removeEventListener('abort', end)
    }
  }

  private async route(value: unknown, server: OpencodeServer): Promise<void> {
    const heard = readGlobalEvent(value)
    if (heard === null && changesLists(value)) this.onLists()
    if (heard === null) return
    await this.pass(heard.event, heard.directory, server)
  }

  private async pass(event: Payload, directory: string | null, server: OpencodeServer): Promise<void> {
    if (event.type === 'session.created' || event.type === 'session.updated') {
      this.remember(event.properties.info.id, event.properties.info.parentID ?? null)
    }
    const session = sessionOf(event)
    if (session === null || this.listeners.size === 0) return
    const own = this.listeners.get(session)
    // Looking up a session's parent is asynchronous; most events belong to a known one and must not wait.
    const listener = own ?? this.listeners.get(await this.rootOf(session, server))
    listener?.hear(event, directory)
  }

  /** The listening session above a subagent's, through all levels; else the topmost that is known. */
  private async rootOf(session: string, server: OpencodeServer): Promise<string> {
    let current = session
    for (let depth = 0; depth < SESSION_DEPTH_LIMIT && !this.listeners.has(current); depth++) {
      const known = this.parents.get(current)
      const parent = known === undefined ? await this.lookUp(current, server) : known
      if (parent === null) return current
      current = parent
    }
    return current
  }

  private async lookUp(session: string, server: OpencodeServer): Promise<string | null> {
    try {
      const client = clientFor(server)
      const data = await call('read a session', (o) => client.session.get({ sessionID: session }, o))
      const info = v.safeParse(SessionInfo, data)
      const parent = info.success ? (info.output.parentID ?? null) : null
      this.remember(session, parent)
      return parent
    } catch (error) {
      // A session that is not there belongs to nobody; one that could not be read is asked for again.
      if (error instanceof Refused) this.remember(session, null)
      return null
    }
  }

  private remember(session: string, parent: string | null): void {
    this.parents.set(session, parent)
    if (this.parents.size <= KNOWN_SESSIONS) return
    const oldest = this.parents.keys().next()
    if (!oldest.done) this.parents.delete(oldest.value)
  }
}
