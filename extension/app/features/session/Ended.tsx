import type { HearthError } from '@hearth/shared/protocol'
import type { JSX } from 'solid-js'
import { sayError } from '../../ui/say-error.ts'
import { Missing } from './Missing.tsx'
import { W } from './words.ts'

/** A session that can't be followed any more: why, and the way on. */
export const Ended = (props: { readonly error: HearthError }): JSX.Element => {
  const gone = (): boolean => props.error.code === 'host.unknown_session'
  return <Missing title={gone() ? W.gone : W.ended} explain={gone() ? W.goneNote : sayError(props.error)} />
}
