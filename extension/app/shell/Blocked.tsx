import type { HearthError } from '@hearth/shared/protocol'
import type { JSX } from 'solid-js'
import { Banner } from '../ui/Banner.tsx'
import { Button } from '../ui/Button.tsx'
import { Page } from '../ui/Page.tsx'
import styles from './Blocked.module.css'
import { APP, BLOCKED_TITLE, blockedWords, RELOAD } from './words.ts'

/** This browser won't keep keys or hosts for Hearth: nothing can work until that changes. */
export const Blocked = (props: { readonly error: HearthError }): JSX.Element => {
  const words = () => blockedWords(props.error)
  return (
    <Page title={APP}>
      <div class={styles.stack}>
        <Banner tone="danger" title={BLOCKED_TITLE}>
          {words().what}
        </Banner>
        <p>{words().works}</p>
        <p>{words().todo}</p>
        <div>
          <Button variant="primary" onClick={() => location.reload()}>
            {RELOAD}
          </Button>
        </div>
      </div>
    </Page>
  )
}
