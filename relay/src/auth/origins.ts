/** Whom the relay answers: names in `Host` and pages in `Origin`, both exact. */
export interface Doorkeeper {
  /** A `Host` header: the relay's public name, or this machine by a name that no page can borrow. */
  host(header: string | undefined): boolean
  /** An `Origin` header; none is a program and no page. */
  origin(header: string | undefined): boolean
}

/**
 * Makes the check. `port` is the one listened on. A page that resolves its own name to this machine (DNS
 * rebinding) sends that name as Host, and so is refused.
 */
export const doorkeeper = (publicOrigin: string, port: number, origins: readonly string[]): Doorkeeper => {
  const pages = new Set([publicOrigin, ...origins])
  const hosts = new Set([new URL(publicOrigin).host])
  for (const name of ['127.0.0.1', 'localhost', '[::1]']) {
    hosts.add(`${name}:${port}`)
    if (port === 80) hosts.add(name)
  }
  return {
    host: (header) => header !== undefined && hosts.has(header.toLowerCase()),
    origin: (header) => header === undefined || pages.has(header),
  }
}
