import { visible } from '@hearth/shared/session'
import { type JSX, Match, Show, Switch } from 'solid-js'
import { type Attachment, tokensOf } from '../../state/attachment.ts'
import { Button } from '../../ui/Button.tsx'
import { Sheet } from '../../ui/Sheet.tsx'
import { TextArea } from '../../ui/TextField.tsx'
import { Picture } from './Picture.tsx'
import styles from './PreviewSheet.module.css'
import { A, sourceOf, titleOf } from './words.ts'

export interface PreviewSheetProps {
  /** Null: closed. */
  readonly attachment: Attachment | null
  onClose(): void
  onChange(attachment: Attachment): void
  onText(attachment: Extract<Attachment, { kind: 'text' }>): void
}

/** What an attachment holds, as plain text: exactly what the agent is given. */
const PreviewSheet = (props: PreviewSheetProps): JSX.Element => {
  const as = <K extends Attachment['kind']>(kind: K): Extract<Attachment, { kind: K }> | false =>
    props.attachment?.kind === kind && (props.attachment as Extract<Attachment, { kind: K }>)
  const about = (attachment: Attachment): string => {
    const tokens = tokensOf(attachment)
    return [sourceOf(attachment), tokens > 0 ? A.tokens(tokens) : '']
      .filter((part) => part !== '')
      .join(' · ')
  }
  return (
    <Sheet
      open={props.attachment !== null}
      title={props.attachment === null ? '' : titleOf(props.attachment)}
      tall
      onClose={() => props.onClose()}
      footer={
        <Show when={as('text')}>
          {(text) => (
            <Button
              wide
              onClick={() => {
                props.onText(text())
                props.onClose()
              }}
            >
              {A.intoText}
            </Button>
          )}
        </Show>
      }
    >
      <Show when={props.attachment}>
        {(attachment) => (
          <div class={styles.preview}>
            <p class={styles.about}>{about(attachment())}</p>
            <Switch>
              <Match when={as('image')}>
                {(image) => (
                  <>
                    <Picture
                      class={styles.image}
                      image={image()}
                      alt={titleOf(image())}
                      fallback={<p>{A.imageBroken}</p>}
                    />
                    <Show when={image().note}>{(note) => <Plain text={note()} />}</Show>
                  </>
                )}
              </Match>
              <Match when={as('text')}>{(text) => <Plain text={text().text} />}</Match>
              <Match when={as('page')}>
                {(page) => (
                  <>
                    <p class={styles.about}>{A.data}</p>
                    <p class={styles.address}>{visible(page().url.replace(/#?:~:.*$/, ''))}</p>
                    <div class={styles.trim}>
                      <TextArea
                        label={A.content}
                        hint={A.contentHint}
                        mono
                        value={page().markdown}
                        onText={(markdown) => props.onChange({ ...page(), markdown })}
                      />
                    </div>
                  </>
                )}
              </Match>
              <Match when={as('file')}>
                {(file) => <p class={styles.address}>{visible(file().path)}</p>}
              </Match>
            </Switch>
          </div>
        )}
      </Show>
    </Sheet>
  )
}

export default PreviewSheet

/** Text as it is, which the keys can scroll. */
const Plain = (props: { readonly text: string }): JSX.Element => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: it may be longer than the sheet, and has nothing else to focus
  <section class={styles.plain} aria-label={A.content} tabIndex={0}>
    <pre class={styles.text}>{visible(props.text, { lines: true })}</pre>
  </section>
)
