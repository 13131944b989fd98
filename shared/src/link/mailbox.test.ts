import { expect, it } from 'vitest'
import { HearthError } from '../protocol/index.ts'
import { fastClock } from '../testing/index.ts'
import { MAX_PAIRING_MESSAGES } from './limits.ts'
import { Mailbox } from './mailbox.ts'

it('keeps no more than a pairing has messages: a relay that floods ends the pairing', async () => {
  const inbox = new Mailbox(fastClock(20), () => new HearthError('pairing.timeout'))
  for (let n = 0; n < MAX_PAIRING_MESSAGES + 1; n += 1) inbox.push(Uint8Array.of(n))
  for (let n = 0; n < MAX_PAIRING_MESSAGES; n += 1) expect(await inbox.next(1)).toEqual(Uint8Array.of(n))
  await expect(inbox.next(1)).rejects.toMatchObject({ code: 'link.protocol' })
})
