import type { RuleWhat } from '@hearth/shared/session'
import type { Hit } from './hit.ts'

export type FetchWhat = Extract<RuleWhat, { type: 'fetch' }>

/** A host as a rule writes it. `below`: the domain's subdomains are meant. Null where it is none. */
const hostOf = (text: string): { name: string; port: string; below: boolean } | null => {
  const below = text.startsWith('*.')
  const address = `https://${below ? text.slice(2) : text}`
  if (/[/?#@\s\\]/.test(text) || !URL.canParse(address)) return null
  const { hostname, port } = new URL(address)
  return { name: hostname, port, below }
}

/** Why a text can't be a rule's host; null where it can. */
export const hostFault = (text: string): string | null => {
  const host = hostOf(text)
  if (host === null || host.name.includes('*')) return 'Not the name of a host'
  if (host.below && /^[\d.]+$|^\[/.test(host.name)) return 'An address has no subdomains'
  return host.below && !host.name.includes('.') ? 'Too many hosts: name a domain' : null
}

/** Does an allowing rule say that this address may be fetched? Over https alone; the port only where the rule has it. */
export const allowsFetch = (what: FetchWhat, address: string): boolean => {
  if (!URL.canParse(address)) return false
  const { protocol, hostname, port, username, password } = new URL(address)
  if (protocol !== 'https:' || username !== '' || password !== '') return false
  return what.hosts.some((text) => {
    const host = hostFault(text) === null ? hostOf(text) : null
    if (host === null || host.port !== port) return false
    return host.below ? hostname.endsWith(`.${host.name}`) : hostname === host.name
  })
}

/** Could this address be of a host that a denying or asking rule speaks of? By any protocol and port. */
export const touchesFetch = (what: FetchWhat, address: string): Hit => {
  if (!URL.canParse(address)) return 'maybe'
  const hostname = new URL(address).hostname.replace(/\.$/, '')
  const met = what.hosts.some((text) => {
    const host = hostOf(text)
    return host !== null && (hostname === host.name || (host.below && hostname.endsWith(`.${host.name}`)))
  })
  return met ? 'yes' : 'no'
}
