const ALLOWED: readonly string[] = ['http:', 'https:', 'mailto:']

/** A destination that may be offered to a person: http, https or mailto, absolute, as the URL parser reads it. Null for all else. */
export const outwardUrl = (destination: string): URL | null => {
  const url = URL.parse(destination)
  return url !== null && ALLOWED.includes(url.protocol) ? url : null
}

/** What a person decides by: the host in the form in which look-alike letters show (`xn--…`), or a mail's address. */
export const hostOf = (url: URL): string => (url.protocol === 'mailto:' ? url.pathname : url.host)

/** Does a link's text name another host than the one it leads to? */
export const namesAnotherHost = (label: string, url: URL): boolean => {
  const named = /(?:^|[\s/@(])((?:[\p{L}\p{N}-]+\.)+\p{L}{2,})/iu.exec(label)?.[1]?.toLowerCase()
  if (named === undefined) return false
  const host = hostOf(url).toLowerCase()
  return host !== named && host !== `www.${named}` && `www.${host}` !== named && !host.endsWith(`@${named}`)
}
