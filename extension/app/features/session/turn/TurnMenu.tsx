import { type Block, promptText } from '@hearth/shared/session'
import Copy from 'lucide-solid/icons/copy'
import Link from 'lucide-solid/icons/link'
import type { JSX } from 'solid-js'
import { useServices } from '../../../services.ts'
import { Menu } from '../../../ui/Menu.tsx'
import { useToast } from '../../../ui/Toast.tsx'
import { useTranscript } from '../transcript/context.ts'
import { linkToTurn } from '../transcript/link.ts'
import type { TurnHead } from '../transcript/model.ts'
import { W } from '../words.ts'

const isSaid = (block: Block): block is Extract<Block, { type: 'message' | 'thought' }> =>
  block.type === 'message'

/** What can be done with a turn that is there for good. */
export const TurnMenu = (props: { readonly turn: TurnHead }): JSX.Element => {
  const { face } = useServices()
  const { host, session, model } = useTranscript()
  const toast = useToast()
  const copy = async (text: string): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text)
      toast({ text: W.copied })
    } catch {
      toast({ text: W.notCopied })
    }
  }
  const base = (): string => `${location.origin}${location.pathname}`
  const answer = (): string =>
    model
      .blocks(props.turn.n)
      .filter(isSaid)
      .map(({ text }) => text)
      .join('\n\n')
  return (
    <Menu
      label={W.turnMenu}
      items={[
        {
          label: W.copyLink,
          icon: <Link />,
          onSelect: () => void copy(linkToTurn(host, session, props.turn.n, { face, base: base() })),
        },
        {
          label: W.copyPrompt,
          icon: <Copy />,
          onSelect: () => void copy(promptText(props.turn.prompt.content)),
        },
        { label: W.copyAnswer, icon: <Copy />, onSelect: () => void copy(answer()) },
      ]}
    />
  )
}
