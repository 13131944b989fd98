import type { JSX } from 'solid-js'
import { useServices } from '../../services.ts'
import { Banner } from '../../ui/Banner.tsx'
import type { Failure } from './failure.ts'
import { failure as words } from './words.ts'

/** A failed call: what happened, what to do, and the way there. `onRetry` where trying again is right here. */
export const FailureBanner = (props: { failure: Failure; onRetry?: () => void }): JSX.Element => {
  const { router } = useServices()
  const action = () => {
    const { onRetry } = props
    switch (props.failure.way) {
      case 'pair':
        return { label: words.pair, onAction: () => router.go({ screen: 'pair', link: null }) }
      case 'status':
        return { label: words.status, onAction: () => router.go({ screen: 'status' }) }
      case 'retry':
        return onRetry === undefined ? undefined : { label: words.retry, onAction: onRetry }
      case 'none':
        return undefined
    }
  }
  return (
    <Banner tone="danger" title={props.failure.what} action={action()}>
      <p>{props.failure.todo}</p>
    </Banner>
  )
}
