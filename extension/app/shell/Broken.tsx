import { visible } from '@hearth/shared/session'
import type { JSX } from 'solid-js'
import { useServices } from '../services.ts'
import { Banner } from '../ui/Banner.tsx'
import { Button } from '../ui/Button.tsx'
import { Fold } from '../ui/Fold.tsx'
import { Page } from '../ui/Page.tsx'
import styles from './Blocked.module.css'
import * as words from './words.ts'

/** A screen failed while it was drawn. Everything else goes on, so the way out is another screen. */
export const Broken = (props: { readonly error: unknown; onAgain(): void }): JSX.Element => {
  const { router } = useServices()
  const text = (): string => (props.error instanceof Error ? props.error.message : String(props.error))
  return (
    <Page title={words.APP}>
      <div class={styles.stack}>
        <Banner tone="danger" title={words.BROKEN_TITLE}>
          {words.BROKEN_WORKS}
        </Banner>
        <div>
          <Button
            variant="primary"
            onClick={() => {
              router.replace({ screen: 'home' })
              props.onAgain()
            }}
          >
            {words.TO_SESSIONS}
          </Button>
        </div>
        <Fold summary={words.BROKEN_MORE}>
          <code>{visible(text())}</code>
          <p>
            <Button small onClick={() => location.reload()}>
              {words.RELOAD}
            </Button>
          </p>
        </Fold>
      </div>
    </Page>
  )
}
