import { type JSX, Show } from 'solid-js'
import { Button } from '../../ui/Button.tsx'
import styles from './Attachments.module.css'
import type { PageBeside } from './use-page.tsx'
import { PAGE } from './words.ts'

/** What to do now, while something is to be picked in the page. */
export const PagePicking = (props: { readonly page: PageBeside }): JSX.Element => (
  <Show when={props.page.picking()}>
    <p class={styles.picking} role="status">
      {PAGE.picking}
      <Button small variant="ghost" onClick={() => props.page.cancel()}>
        {PAGE.cancel}
      </Button>
    </p>
  </Show>
)
