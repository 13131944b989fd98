import { ErrorCode, HearthError, Platform } from '@hearth/shared/protocol'
import type { Risk } from '@hearth/shared/session'
import { renderUnicodeCompact } from 'uqr'
import * as v from 'valibot'
import type { ControlClient } from '../control/client.ts'
import { isLoopback } from '../uplink/loopback.ts'
import { Exit } from './exit.ts'
import { safeLine } from './format/escape.ts'
import type { Output } from './output.ts'
import { readLines } from './stdin.ts'

const Step = v.variant('step', [
  v.object({ step: v.literal('link'), link: v.string(), expiresAt: v.number(), relay: v.string() }),
  v.object({ step: v.literal('waiting') }),
  v.object({ step: v.literal('connected') }),
  v.object({ step: v.literal('confirm'), name: v.string(), platform: Platform, sas: v.string() }),
  v.object({ step: v.literal('alarm') }),
  v.object({ step: v.literal('accepted'), device: v.object({ id: v.string(), name: v.string() }) }),
  v.object({ step: v.literal('declined') }),
  v.object({ step: v.literal('failed'), code: ErrorCode }),
])

/** How a pairing is led at a terminal. */
export interface PairTerminal {
  readonly out: Output
  /** Confirms by itself. */
  readonly yes: boolean
  /** For a device on this machine. */
  readonly local?: boolean
  /** Highest risk that the device may allow. */
  readonly riskMax?: Risk
  /** The link is made, and waits for a device. */
  onLink?(link: string): void
  /** A device has the link, and nobody needs it any more. */
  onConnected?(): void
  readonly signal: AbortSignal
}

const spaced = (sas: string): string => `${sas.slice(0, 3)} ${sas.slice(3)}`

/** A phone can't reach this machine by its own name for itself, so there is nothing to scan then. */
const showLink = (out: Output, { link, relay }: { link: string; relay: string }): void => {
  const here = isLoopback(relay)
  if (!here) out.line(renderUnicodeCompact(link, { border: 2 }))
  const where = here
    ? 'Open this in a browser on this machine, or paste it into the side panel. (Phones: docs/hosting.md)'
    : 'Scan this, open the link on the device, or paste it into the side panel:'
  out.line(`${where}\n\n  ${link}\n`)
}

/** Leads a pairing from link to end: shows each step, and takes the person's answer from standard input. */
export const pairAtTerminal = async (
  control: Pick<ControlClient, 'call'>,
  { out, yes, local, riskMax, signal, onLink, onConnected }: PairTerminal,
): Promise<number> => {
  let exit: number = Exit.failed
  let stopReading = (): void => undefined
  const ask = (answer: (input: unknown) => void) => {
    stopReading()
    stopReading = readLines((line) => {
      if (line === '') return
      stopReading()
      answer({ accept: /^(y|yes)$/i.test(line) })
    })
  }
  const next = (value: unknown, answer: (input: unknown) => void) => {
    out.value(value)
    const step = v.parse(Step, value)
    switch (step.step) {
      case 'link':
        showLink(out, step)
        out.line(
          `It works once, until ${new Date(step.expiresAt).toLocaleTimeString()}. Waiting for the device…`,
        )
        onLink?.(step.link)
        return
      case 'connected':
        onConnected?.()
        return out.line('A device has the link; its keys are being checked.')
      case 'confirm':
        out.line(
          `\nPair “${safeLine(step.name)}” (${step.platform})? It must show these digits: ${spaced(step.sas)}`,
        )
        if (!yes) {
          out.raw('Does it? [y/N] ')
          ask(answer)
        }
        return
      case 'alarm':
        return out.note(
          'hearth: the link was used a second time: somebody else has seen it. If the digits differ, say no.',
        )
      case 'accepted':
        exit = Exit.ok
        return out.line(`Paired: ${safeLine(step.device.name)} (${step.device.id.slice(0, 8)}).`)
      case 'declined':
        exit = Exit.refused
        return out.line('Declined; nothing was paired.')
      case 'failed':
        throw new HearthError(step.code)
      default:
        return
    }
  }
  let failure: unknown
  const guarded = (value: unknown, answer: (input: unknown) => void) => {
    try {
      next(value, answer)
    } catch (error) {
      failure = error
    }
  }
  try {
    const spec = { yes, ...(local ? { local } : {}), ...(riskMax === undefined ? {} : { riskMax }) }
    await control.call('pair', spec, { next: guarded, timeoutMs: null, signal })
  } finally {
    stopReading()
  }
  if (failure !== undefined) throw failure
  return exit
}
