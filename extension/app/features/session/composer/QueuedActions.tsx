import type { Turn } from '@hearth/shared/session'
import ArrowDown from 'lucide-solid/icons/arrow-down'
import ArrowUp from 'lucide-solid/icons/arrow-up'
import Pencil from 'lucide-solid/icons/pencil'
import Trash from 'lucide-solid/icons/trash'
import Zap from 'lucide-solid/icons/zap'
import { createMemo, type JSX, Show } from 'solid-js'
import { promptText } from '../../../state/prompt-text.ts'
import { IconButton } from '../../../ui/IconButton.tsx'
import { Menu, type MenuItem } from '../../../ui/Menu.tsx'
import { steeringOf } from '../agents/forecast.ts'
import { useTranscript } from '../transcript/context.ts'
import { chipText } from './ChipText.tsx'
import styles from './Waiting.module.css'
import { Q, STEERING } from './words.ts'

export interface QueuedActionsProps {
  readonly turn: Pick<Turn, 'n' | 'prompt' | 'agent'>
  /** Its place among those in sight, from 0. */
  readonly at: number
  readonly count: number
  onMove(by: -1 | 1): void
}

/** What can be done with a prompt that waits. */
export const QueuedActions = (props: QueuedActionsProps): JSX.Element => {
  const { host, model, queue, chosen } = useTranscript()
  const n = (): number => props.turn.n
  const busy = (): boolean => queue.busy(n())
  const steering = createMemo(() => {
    const running = model.current()?.agent
    if (running === undefined) return null
    return steeringOf(running, props.turn.agent, chosen.all(), host.overview().agents)
  })
  const items = (): MenuItem[] => [
    {
      label: Q.up,
      icon: <ArrowUp />,
      disabled: props.at === 0,
      onSelect: () => props.onMove(-1),
    },
    {
      label: Q.down,
      icon: <ArrowDown />,
      disabled: props.at >= props.count - 1,
      onSelect: () => props.onMove(1),
    },
    {
      label: Q.remove,
      icon: <Trash />,
      danger: true,
      parted: true,
      onSelect: () => void queue.withdraw(n()),
    },
  ]
  return (
    <span class={styles.actions}>
      <Show when={steering()}>
        {(effect) => (
          <IconButton
            label={Q.steerNow}
            title={STEERING[effect()]}
            busy={busy()}
            onClick={() => void queue.steer(n())}
          >
            <Zap />
          </IconButton>
        )}
      </Show>
      <IconButton label={Q.edit} busy={busy()} onClick={() => queue.open(n())}>
        <Pencil />
      </IconButton>
      <Menu
        label={Q.more(chipText(promptText(props.turn.prompt.content)))}
        items={items()}
        disabled={busy()}
      />
    </span>
  )
}
