import { createSignal, type JSX, onCleanup, Show } from 'solid-js'
import { W } from '../words.ts'
import styles from './PromptParts.module.css'
import { imageBytes, type PromptImage } from './prompt-parts.ts'

/** An image of a prompt. Its address holds as long as it is shown, and leads to nothing but these bytes. */
export const ImagePart = (props: { readonly image: PromptImage }): JSX.Element => {
  const { image } = props
  const bytes = imageBytes(image)
  const [failed, setFailed] = createSignal(bytes === null)
  const url = bytes === null ? undefined : URL.createObjectURL(new Blob([bytes], { type: image.mimeType }))
  onCleanup(() => {
    if (url !== undefined) URL.revokeObjectURL(url)
  })
  return (
    <Show when={!failed()} fallback={<p class={styles.note}>{W.imageBroken}</p>}>
      <img class={styles.image} src={url} alt={W.image} onError={() => setFailed(true)} />
    </Show>
  )
}
