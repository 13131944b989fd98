import type { Steering } from '@hearth/shared/session'
import ArrowUp from 'lucide-solid/icons/arrow-up'
import ListPlus from 'lucide-solid/icons/list-plus'
import Square from 'lucide-solid/icons/square'
import Zap from 'lucide-solid/icons/zap'
import { type JSX, Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { IconButton } from '../../../ui/IconButton.tsx'
import { W } from '../words.ts'
import type { ComposerMode } from './mode.ts'
import type { Stopping } from './stopping.ts'
import { STEER, STEERING, STOP_NOW } from './words.ts'

export interface SendButtonsProps {
  readonly mode: ComposerMode
  /** A prompt is being kept. */
  readonly busy: boolean
  readonly running: boolean
  readonly steering: Steering | null
  readonly stopping: Stopping
  onSteer(): void
}

/** Steer, stop, and send or queue; the last two keep their places. */
export const SendButtons = (props: SendButtonsProps): JSX.Element => {
  const stopLabel = (): string => {
    if (props.stopping.busy() || props.stopping.step() === 'killed') return W.stopping
    return props.stopping.step() === null ? W.stop : STOP_NOW
  }
  return (
    <>
      <Show when={props.mode.ready && props.steering}>
        {(steering) => (
          <IconButton
            variant="secondary"
            label={STEER}
            title={STEERING[steering()]}
            busy={props.busy}
            onClick={() => props.onSteer()}
          >
            <Zap />
          </IconButton>
        )}
      </Show>
      <Show when={props.running}>
        <IconButton
          variant={props.stopping.step() === null ? 'secondary' : 'danger'}
          label={stopLabel()}
          busy={props.stopping.busy() || props.stopping.step() === 'killed'}
          onClick={() => void props.stopping.stop()}
        >
          <Square fill="currentColor" />
        </IconButton>
      </Show>
      <IconButton
        type="submit"
        variant="primary"
        label={props.mode.action === 'queue' ? W.queue : W.send}
        busy={props.busy}
        disabled={!props.mode.ready && !props.busy}
      >
        <Dynamic component={props.mode.action === 'queue' ? ListPlus : ArrowUp} />
      </IconButton>
    </>
  )
}
