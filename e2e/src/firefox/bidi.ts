import WebSocket from 'ws'

/** What a browser answers to a command, or tells by itself. */
interface Said {
  readonly id?: number
  readonly type: string
  readonly method?: string
  readonly params?: unknown
  readonly result?: unknown
  readonly message?: string
}

interface Asked {
  resolve(result: unknown): void
  reject(error: Error): void
}

/** A WebDriver BiDi session: just enough for a smoke test, so that no further package is needed. */
export class Bidi {
  readonly #socket: WebSocket
  readonly #asked = new Map<number, Asked>()
  readonly #onEvent: (method: string, params: unknown) => void
  #last = 0

  private constructor(socket: WebSocket, onEvent: (method: string, params: unknown) => void) {
    this.#socket = socket
    this.#onEvent = onEvent
    socket.on('message', (data) => this.#take(JSON.parse(String(data)) as Said))
    socket.on('close', () => {
      for (const { reject } of this.#asked.values()) reject(new Error('the browser has ended'))
      this.#asked.clear()
    })
  }

  /** Connects to the address that the browser printed, and begins a session. */
  static async open(url: string, onEvent: (method: string, params: unknown) => void): Promise<Bidi> {
    const socket = new WebSocket(`${url}/session`)
    await new Promise((resolve, reject) => {
      socket.once('open', resolve)
      socket.once('error', reject)
    })
    const bidi = new Bidi(socket, onEvent)
    await bidi.send('session.new', { capabilities: {} })
    return bidi
  }

  /** Sends a command; its result. @throws what the browser says is wrong */
  send<T = unknown>(method: string, params: object = {}): Promise<T> {
    const id = ++this.#last
    return new Promise<unknown>((resolve, reject) => {
      this.#asked.set(id, { resolve, reject: (error) => reject(error) })
      this.#socket.send(JSON.stringify({ id, method, params }))
    }) as Promise<T>
  }

  close(): void {
    this.#socket.close()
  }

  #take({ id, type, method, params, result, message }: Said): void {
    if (id === undefined) {
      if (method !== undefined) this.#onEvent(method, params)
      return
    }
    const asked = this.#asked.get(id)
    this.#asked.delete(id)
    if (type === 'error') asked?.reject(new Error(message))
    else asked?.resolve(result)
  }
}
