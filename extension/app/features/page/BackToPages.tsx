import type { PromptContent } from '@hearth/shared/session'
import { visible } from '@hearth/shared/session'
import ExternalLink from 'lucide-solid/icons/external-link'
import Undo2 from 'lucide-solid/icons/undo-2'
import { createMemo, For, type JSX, Show } from 'solid-js'
import { useServices } from '../../services.ts'
import styles from './BackToPages.module.css'
import { citedPages } from './cited.ts'
import { PAGE_WORDS } from './words.ts'

/** Ways back from a turn to the places in pages that it was about: in their own tab beside a panel, else in a new one. */
export const BackToPages = (props: { readonly content: PromptContent }): JSX.Element => {
  const { pages } = useServices()
  const cited = createMemo(() => citedPages(props.content))
  return (
    <Show when={cited().length > 0}>
      <p class={styles.list}>
        <For each={cited()}>
          {({ url, host }) =>
            pages === null ? (
              <a
                class={styles.link}
                href={url}
                target="_blank"
                rel="noopener noreferrer"
                title={visible(url)}
              >
                <ExternalLink aria-hidden="true" />
                <span>{PAGE_WORDS.open(host)}</span>
              </a>
            ) : (
              <button
                type="button"
                class={styles.link}
                title={visible(url)}
                onClick={() => void pages.show({ url, quote: null })}
              >
                <Undo2 aria-hidden="true" />
                <span>{PAGE_WORDS.back(host)}</span>
              </button>
            )
          }
        </For>
      </p>
    </Show>
  )
}
