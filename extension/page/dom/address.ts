import { PAGE_LIMITS } from '../limits.ts'

/** The whole address that a page's link or picture names, if it is one of the web and no secret of somebody else. */
export const addressFor = (value: string | null, base: string): string | null => {
  if (value === null || value.trim() === '') return null
  try {
    const url = new URL(value.trim(), base)
    if (url.protocol !== 'http:' && url.protocol !== 'https:' && url.protocol !== 'mailto:') return null
    url.username = ''
    url.password = ''
    return url.href.length <= PAGE_LIMITS.linkAddress.value ? url.href : null
  } catch {
    // No address at all.
    return null
  }
}

/** A page's own address as a prompt takes it; null where it has none that an agent may be told. */
export const pageAddress = (href: string, fragment = ''): string | null => {
  const longest = PAGE_LIMITS.pageAddress.value
  try {
    const url = new URL(href)
    if (url.protocol !== 'http:' && url.protocol !== 'https:') return null
    url.username = ''
    url.password = ''
    url.hash = url.hash.replace(/:~:.*$/, '')
    const whole =
      fragment === '' ? url.href : `${url.href.includes('#') ? url.href : `${url.href}#`}${fragment}`
    if (whole.length <= longest) return whole
    if (url.href.length <= longest) return url.href
    url.hash = ''
    url.search = ''
    return url.href.length <= longest ? url.href : `${url.origin}/`
  } catch {
    return null
  }
}
