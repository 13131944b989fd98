const EXTENSIONS: ReadonlySet<string> = new Set([
  'chrome-extension:',
  'moz-extension:',
  'safari-web-extension:',
])

/** Where a passkey was made: the page's origin as the browser writes it, and the site that it is for. */
export interface PasskeySite {
  readonly origin: string
  readonly rpId: string
}

/**
 * What a browser's authenticator data names as the site: the host of a page; Chrome names an extension by its whole
 * origin, so that no page can have the same (seen with Chromium 156, whichever `rp.id` the extension asks for).
 */
const rpIdOf = (origin: string, { protocol, hostname }: URL): string =>
  protocol === 'chrome-extension:' ? origin : hostname

/**
 * The site of an origin from which a passkey may come: a secure page or an extension. Null for anything else. The site
 * is the very host, no domain above it, so that a neighbour can't use the passkey. Browsers make none for an address,
 * so of what is not encrypted only `localhost` is a place for one.
 */
export const siteOf = (origin: string): PasskeySite | null => {
  if (!URL.canParse(origin)) return null
  const url = new URL(origin)
  const { protocol, hostname } = url
  const isSecure =
    protocol === 'https:' || EXTENSIONS.has(protocol) || (protocol === 'http:' && hostname === 'localhost')
  if (!isSecure || hostname === '' || origin.endsWith('/')) return null
  return { origin, rpId: rpIdOf(origin, url) }
}
