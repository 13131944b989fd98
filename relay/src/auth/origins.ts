/** Whom the relay answers: names in `Host` and pages in `Origin`, both exact. */
export interface Doorkeeper {
  /**
   * The relay’s own name for a `Host` header: one of its names, or the first one for this machine by an address that
   * no page can borrow. Undefined: nobody calls it that.
   */
  name(header: string | undefined): string | undefined
  /** An `Origin` header; none is a program and no page. */
  origin(header: string | undefined): boolean
}

/** What a door is made of. */
export interface DoorPlan {
  /** The relay’s own names, as origins; the first is the one that it calls itself. */
  names: readonly [string, ...string[]]
  /** The port listened on. */
  port: number
  /** Origins of other pages and of extensions that may connect. */
  origins: readonly string[]
}

/**
 * Firefox gives each installation of an extension an origin of its own, which nobody can know before: so any is taken.
 * A login needs a key that the host has listed and no cookie exists, so this lets no extension in: docs/decisions/0011.
 */
const FIREFOX_EXTENSION = /^moz-extension:\/\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * Makes the check. A page that resolves its own name to this machine (DNS rebinding) sends that name as Host, and so
 * is refused.
 */
export const doorkeeper = ({ names, port, origins }: DoorPlan): Doorkeeper => {
  const pages = new Set([...names, ...origins])
  const [first] = names
  const local = names.find((name) => isLoopback(name)) ?? first
  const hosts = new Map<string, string>()
  for (const name of ['127.0.0.1', 'localhost', '[::1]']) {
    hosts.set(`${name}:${port}`, local)
    if (port === 80) hosts.set(name, local)
  }
  for (const name of names) hosts.set(new URL(name).host, name)
  return {
    name: (header) => (header === undefined ? undefined : hosts.get(header.toLowerCase())),
    origin: (header) => header === undefined || pages.has(header) || FIREFOX_EXTENSION.test(header),
  }
}

/** Whether an origin is this machine’s own, by an address or the name that stands for it. */
export const isLoopback = (origin: string): boolean => {
  const { hostname } = new URL(origin)
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname)
}
