const EXTENSIONS: ReadonlySet<string> = new Set([
  'chrome-extension:',
  'moz-extension:',
  'safari-web-extension:',
])
const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]'])

/** Where a passkey was made: the page's origin as the browser writes it, and the site that it is for. */
export interface PasskeySite {
  readonly origin: string
  readonly rpId: string
}

/**
 * The site of an origin from which a passkey may come: a secure page or an extension. Null for anything else. The site
 * is the very host, no domain above it, so that a neighbour can't use the passkey.
 */
export const siteOf = (origin: string): PasskeySite | null => {
  if (!URL.canParse(origin)) return null
  const { protocol, hostname } = new URL(origin)
  const isSecure =
    protocol === 'https:' || EXTENSIONS.has(protocol) || (protocol === 'http:' && LOOPBACK.has(hostname))
  if (!isSecure || hostname === '' || origin.endsWith('/')) return null
  return { origin, rpId: hostname }
}
