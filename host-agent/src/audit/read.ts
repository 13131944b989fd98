import {
  type AuditHead,
  type CryptoProvider,
  fromHex,
  type SignedHead,
  toHex,
  verifyHead,
} from '@hearth/shared/crypto'
import * as v from 'valibot'
import type { AuditLine } from './entry.ts'
import { scan } from './scan.ts'

/** The signed head as it stands beside the log. */
const HeadFile = v.strictObject({
  i: v.pipe(v.number(), v.integer(), v.minValue(0)),
  head: v.pipe(v.string(), v.regex(/^[0-9a-f]{128}$/)),
  signature: v.pipe(v.string(), v.regex(/^[0-9a-f]{128}$/)),
})

/** What a log on disk turned out to be. `torn`: bytes of a last line that was being written when the host died. */
export type AuditCheck =
  | { state: 'good'; lines: AuditLine[]; head: AuditHead; torn: number }
  | { state: 'bad'; why: string }

/** The text of the head file. */
export const headText = (head: SignedHead): string =>
  `${JSON.stringify({ i: head.index, head: toHex(head.head), signature: toHex(head.signature) })}\n`

/** A head file's head, verified; null where there is none. Throws for one that can't be trusted. */
export const readHead = async (
  provider: CryptoProvider,
  signKey: Uint8Array,
  file: Uint8Array | null,
): Promise<SignedHead | null> => {
  if (file === null) return null
  const { i, head, signature } = v.parse(HeadFile, JSON.parse(new TextDecoder().decode(file)))
  const signed = { index: i, head: fromHex(head), signature: fromHex(signature) }
  await verifyHead(provider, signKey, signed)
  return signed
}

/** The whole lines of a log, and how many bytes of an unfinished one follow. */
export const splitLog = (log: Uint8Array): { texts: string[]; torn: number } => {
  const end = log.lastIndexOf(0x0a) + 1
  const texts = new TextDecoder().decode(log.subarray(0, end)).split('\n').slice(0, -1)
  return { texts, torn: log.length - end }
}

/**
 * Verifies a log and its signed head: every line continues the one before it, and the log reaches at least as far as
 * the head says, through the very same head. Lines beyond it were written by a host that died before it signed them.
 */
export const checkAudit = async (
  provider: CryptoProvider,
  signKey: Uint8Array,
  log: Uint8Array | null,
  headFile: Uint8Array | null,
): Promise<AuditCheck> => {
  let signed: SignedHead | null
  try {
    signed = await readHead(provider, signKey, headFile)
  } catch {
    return { state: 'bad', why: 'its signed head can’t be trusted' }
  }
  const { texts, torn } = splitLog(log ?? new Uint8Array(0))
  if (log !== null && texts.length === 0 && signed !== null && signed.index > 0)
    return { state: 'bad', why: 'it is empty, and was not' }
  const { lines, head, bad } = scan(provider, texts, { signed })
  if (bad !== null) return { state: 'bad', why: `entry ${bad.entry} ${bad.why}` }
  return { state: 'good', lines, head, torn }
}
