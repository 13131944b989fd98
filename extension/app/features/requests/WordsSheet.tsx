import { createSignal, type JSX } from 'solid-js'
import { Sheet } from '../../ui/Sheet.tsx'
import { TextArea } from '../../ui/TextField.tsx'
import { ArmedButton } from './ArmedButton.tsx'
import type { CardMemory } from './card-memory.ts'
import { REQUEST_CARD_LIMITS } from './limits.ts'
import { charactersLeft } from './words.ts'

export interface WordsSheetProps {
  readonly open: boolean
  /** Hex, both: whose words these are. */
  readonly host: string
  readonly request: string
  /** Keeps what was begun: a sheet that was closed by mistake, or an answer that failed, loses no words. */
  readonly memory: CardMemory<string>
  readonly title: string
  readonly label: string
  readonly hint: string
  /** On the button that sends them. */
  readonly sends: string
  /** Characters at most. */
  readonly most: number
  onSend(text: string): void
  onClose(): void
}

/** Room for the person's own words to an agent, which go as they are; nothing is sent without any. */
export const WordsSheet = (props: WordsSheetProps): JSX.Element => {
  const [text, setText] = createSignal(props.memory.read(props.host, props.request) ?? '')
  const keep = (next: string): void => {
    setText(next)
    props.memory.write(props.host, props.request, next)
  }
  const left = (): number => props.most - text().length
  return (
    <Sheet
      open={props.open}
      title={props.title}
      onClose={() => props.onClose()}
      footer={
        <ArmedButton blocked={text().trim() === ''} onPress={() => props.onSend(text().trim())}>
          {props.sends}
        </ArmedButton>
      }
    >
      <TextArea
        label={props.label}
        hint={left() < REQUEST_CARD_LIMITS.reasonNearly.value ? charactersLeft(left()) : props.hint}
        value={text()}
        rows={3}
        maxlength={props.most}
        autofocus
        onText={keep}
      />
    </Sheet>
  )
}
