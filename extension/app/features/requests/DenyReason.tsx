import { WIRE_LIMITS } from '@hearth/shared/protocol'
import type { JSX } from 'solid-js'
import { createCardMemory } from './card-memory.ts'
import { WordsSheet } from './WordsSheet.tsx'
import { button, reason } from './words.ts'

/** Reasons that were begun. */
export const reasonMemory = createCardMemory<string>()

/** Denies with words that the agent is told. */
export const DenyReason = (props: {
  open: boolean
  host: string
  request: string
  onDeny(reason: string): void
  onClose(): void
}): JSX.Element => (
  <WordsSheet
    open={props.open}
    host={props.host}
    request={props.request}
    memory={reasonMemory}
    title={reason.title}
    label={reason.label}
    hint={reason.hint}
    sends={button.sendDeny}
    most={WIRE_LIMITS.reasonLength.value}
    onSend={(text) => props.onDeny(text)}
    onClose={() => props.onClose()}
  />
)
