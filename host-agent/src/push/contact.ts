import { HearthError } from '@hearth/shared/protocol'
import { MAX_CONTACT } from './limits.ts'

/** A relay without a name on the web leaves nobody to be asked. Apple's push service refuses this; docs/protocol.md. */
const NOBODY = 'mailto:hearth@localhost'

/** A name that means something outside of this machine and its network. */
const PUBLIC_NAME = /^(?=.{1,253}$)([a-z0-9-]{1,63}\.)+[a-z][a-z0-9-]*[a-z0-9]$/i
const PRIVATE_END = /\.(local|localhost|invalid|internal|lan|home|home\.arpa|test|example)$/i
const MAIL = /^mailto:[^\s@?&,%/]+@([^\s@?&,/]+)$/i

const isPublic = (name: string): boolean => PUBLIC_NAME.test(name) && !PRIVATE_END.test(name)

/**
 * Whom push services are told to ask about this host (RFC 8292, section 2.1): `https:` or `mailto:`, with a name that
 * is known everywhere, since Apple's service refuses others (`BadJwtToken`).
 * @throws {HearthError} `input.invalid`
 */
export const readContact = (text: string): string => {
  const contact = text.trim()
  const name = contact.length > MAX_CONTACT ? undefined : nameIn(contact)
  if (name === undefined || !isPublic(name))
    throw new HearthError(
      'input.invalid',
      'The contact for push services is mailto:NAME@DOMAIN or an https address, of a domain that is known everywhere',
    )
  return contact
}

const nameIn = (contact: string): string | undefined => {
  const mail = MAIL.exec(contact)
  if (mail !== null) return mail[1]
  if (!/^https:/i.test(contact) || !URL.canParse(contact)) return undefined
  const { hostname, username, password } = new URL(contact)
  return username === '' && password === '' ? hostname : undefined
}

/** The contact of pushes by way of a relay, an origin: what the owner said, else the relay's https name. */
export const contactFor = (relay: string, said: string | null): string =>
  said ?? (relay.startsWith('https:') ? relay : NOBODY)
