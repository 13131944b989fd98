import type { JSX } from 'solid-js'
import { useServices } from '../../services.ts'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Page } from '../../ui/Page.tsx'
import { W } from './words.ts'

/** A session that can't be shown: why, and the way on. */
export const Missing = (props: { readonly title: string; readonly explain: string }): JSX.Element => {
  const { router } = useServices()
  return (
    <Page title={W.session} onBack={() => router.back()} backLabel={W.back}>
      <EmptyState
        title={props.title}
        action={
          <Button variant="primary" onClick={() => router.replace({ screen: 'home' })}>
            {W.home}
          </Button>
        }
      >
        <p>{props.explain}</p>
      </EmptyState>
    </Page>
  )
}
