import type { ContentBlock, PromptContent } from '@hearth/shared/session'
import { resourceName, visible } from '@hearth/shared/session'
import FileText from 'lucide-solid/icons/file-text'
import { For, type JSX, Match, Switch } from 'solid-js'
import { Folded } from '../../../text/exact/Folded.tsx'
import { Fold } from '../../../ui/Fold.tsx'
import { SESSION_SCREEN_LIMITS } from '../limits.ts'
import { Prose } from '../prose/Prose.tsx'
import { useFold } from '../transcript/context.ts'
import { ImagePart } from './ImagePart.tsx'
import styles from './PromptParts.module.css'

type Of<T extends ContentBlock['type']> = Extract<ContentBlock, { type: T }>

/** All that a prompt holds, in its order. Files and links are named, never opened from here. */
export const PromptParts = (props: {
  readonly content: PromptContent
  /** Under which the folds are remembered. */
  readonly prompt: string
}): JSX.Element => {
  return (
    <div class={styles.parts}>
      <For each={props.content}>
        {(block, at) => {
          const as = <T extends ContentBlock['type']>(type: T): Of<T> | false =>
            block.type === type && (block as Of<T>)
          return (
            <Switch>
              <Match when={as('text')}>
                {(text) => <Prose text={text().text} lines={SESSION_SCREEN_LIMITS.promptLines.value} />}
              </Match>
              <Match when={as('image')}>{(image) => <ImagePart image={image()} />}</Match>
              <Match when={as('resource')}>
                {(part) => <ResourcePart part={part()} foldKey={`p:${props.prompt}:${at()}`} />}
              </Match>
              <Match when={as('resource_link')}>
                {(link) => (
                  <p class={styles.file} title={visible(link().uri)}>
                    <FileText aria-hidden="true" />
                    <span>{visible(link().name)}</span>
                  </p>
                )}
              </Match>
            </Switch>
          )
        }}
      </For>
    </div>
  )
}

/** What it is called, or its address without the words that find a place in its page again. */
const placeOf = (uri: string): string => resourceName(uri).replace(/#?:~:.*$/, '')

/** Text from somewhere that went along: where from, and all of it inside. */
const ResourcePart = (props: { readonly part: Of<'resource'>; readonly foldKey: string }): JSX.Element => {
  const [open, setOpen] = useFold(props.foldKey)
  return (
    <Fold
      open={open()}
      onToggle={setOpen}
      summary={
        <span class={styles.file}>
          <FileText aria-hidden="true" />
          <span>{visible(placeOf(props.part.resource.uri))}</span>
        </span>
      }
    >
      <Folded text={props.part.resource.text} />
    </Fold>
  )
}
