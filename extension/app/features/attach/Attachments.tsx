import FileCode from 'lucide-solid/icons/file-code'
import FileText from 'lucide-solid/icons/file-text'
import Globe from 'lucide-solid/icons/globe'
import ImageIcon from 'lucide-solid/icons/image'
import X from 'lucide-solid/icons/x'
import { createSignal, For, type JSX, lazy, Match, Show, Suspense, Switch } from 'solid-js'
import { type Attachment, tokensOf } from '../../state/attachment.ts'
import styles from './Attachments.module.css'
import { Picture } from './Picture.tsx'
import { A, sourceOf, titleOf } from './words.ts'

const PreviewSheet = lazy(() => import('./PreviewSheet.tsx'))

export interface AttachmentsProps {
  readonly attachments: readonly Attachment[]
  /** Something is being made ready. */
  readonly busy: boolean
  onRemove(attachment: Attachment): void
  onChange(attachment: Attachment): void
  /** A text becomes words of the prompt. */
  onText(attachment: Extract<Attachment, { kind: 'text' }>): void
}

/** What goes along with the prompt: each can be looked at and taken away. */
export const Attachments = (props: AttachmentsProps): JSX.Element => {
  const [shown, setShown] = createSignal<string | null>(null)
  const [opened, setOpened] = createSignal(false)
  const open = (): Attachment | null => props.attachments.find(({ id }) => id === shown()) ?? null
  let list: HTMLUListElement | undefined
  const remove = (attachment: Attachment, at: number): void => {
    props.onRemove(attachment)
    // Focus stays in the list as long as there is one.
    queueMicrotask(() => {
      const faces = list?.querySelectorAll<HTMLElement>('button[data-face]')
      faces?.[Math.min(at, faces.length - 1)]?.focus()
    })
  }
  return (
    <>
      <Show when={props.attachments.length > 0 || props.busy}>
        <ul
          class={styles.list}
          aria-label={A.list}
          aria-busy={props.busy}
          ref={(element) => {
            list = element
          }}
        >
          <For each={props.attachments}>
            {(attachment, at) => (
              <AttachmentChip
                attachment={attachment}
                onOpen={() => {
                  setOpened(true)
                  setShown(attachment.id)
                }}
                onRemove={() => remove(attachment, at())}
              />
            )}
          </For>
          <Show when={props.busy}>
            <li class={styles.working} role="status">
              {A.working}
            </li>
          </Show>
        </ul>
      </Show>
      <Show when={opened()}>
        <Suspense>
          <PreviewSheet
            attachment={open()}
            onClose={() => setShown(null)}
            onChange={(to) => props.onChange(to)}
            onText={(text) => props.onText(text)}
          />
        </Suspense>
      </Show>
    </>
  )
}

const AttachmentChip = (props: {
  readonly attachment: Attachment
  onOpen(): void
  onRemove(): void
}): JSX.Element => {
  const title = (): string => titleOf(props.attachment)
  const source = (): string => sourceOf(props.attachment)
  const size = (): string => {
    const tokens = tokensOf(props.attachment)
    return tokens === 0 ? '' : A.tokens(tokens)
  }
  const about = (): string => [source(), size() || A.readByAgent].filter((part) => part !== '').join(' · ')
  return (
    <li class={styles.chip} data-kind={props.attachment.kind}>
      <button
        type="button"
        class={styles.face}
        data-face=""
        title={`${title()}\n${about()}`}
        onClick={() => props.onOpen()}
        onKeyDown={(event) => {
          if (event.key !== 'Delete' && event.key !== 'Backspace') return
          event.preventDefault()
          props.onRemove()
        }}
      >
        <span class={styles.icon} aria-hidden="true">
          <Icon attachment={props.attachment} />
        </span>
        <span class={styles.words}>
          <span class={styles.title} dir="auto">
            <span class="hidden-text">{A.look}</span> {title()}
          </span>{' '}
          <span class={styles.about}>
            <span class={styles.source}>{source() || (size() === '' && A.readByAgent)}</span>{' '}
            <span class={styles.size}>{size()}</span>
          </span>
        </span>
      </button>
      <button
        type="button"
        class={styles.remove}
        aria-label={A.remove(title())}
        onClick={() => props.onRemove()}
      >
        <X aria-hidden="true" />
      </button>
    </li>
  )
}

const Icon = (props: { readonly attachment: Attachment }): JSX.Element => (
  <Switch>
    <Match when={props.attachment.kind === 'image' && props.attachment}>
      {(image) => <Picture class={styles.thumb} image={image()} alt="" fallback={<ImageIcon />} />}
    </Match>
    <Match when={props.attachment.kind === 'page'}>
      <Globe />
    </Match>
    <Match when={props.attachment.kind === 'text'}>
      <FileText />
    </Match>
    <Match when={props.attachment.kind === 'file'}>
      <FileCode />
    </Match>
  </Switch>
)
