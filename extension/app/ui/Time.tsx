import type { JSX } from 'solid-js'
import { useNow } from './now.ts'
import { relativeTime, shortTime } from './relative-time.ts'

export interface TimeProps {
  /** In ms since 1970. */
  readonly at: number
  /** As short as it can be, for the margin of a list. */
  readonly short?: boolean
}

/** When something was, as a person says it; the exact time in its title. */
export const Time = (props: TimeProps): JSX.Element => {
  const now = useNow()
  return (
    <time datetime={new Date(props.at).toISOString()} title={new Date(props.at).toLocaleString()}>
      {(props.short ? shortTime : relativeTime)(props.at, now())}
    </time>
  )
}
