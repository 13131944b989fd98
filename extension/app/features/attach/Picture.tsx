import { createSignal, type JSX, onCleanup, Show } from 'solid-js'
import type { ImageAttachment } from '../../state/attachment.ts'

const bytesOf = (data: string): Uint8Array<ArrayBuffer> | null => {
  try {
    return Uint8Array.from(atob(data), (char) => char.charCodeAt(0))
  } catch {
    // Not base64: there is nothing to show.
    return null
  }
}

/** A picture by its own bytes. */
export const Picture = (props: {
  readonly image: Pick<ImageAttachment, 'data' | 'mimeType'>
  readonly alt: string
  readonly class?: string
  readonly fallback: JSX.Element
}): JSX.Element => {
  const { data, mimeType } = props.image
  const bytes = bytesOf(data)
  const [failed, setFailed] = createSignal(bytes === null)
  const url = bytes === null ? undefined : URL.createObjectURL(new Blob([bytes], { type: mimeType }))
  onCleanup(() => {
    if (url !== undefined) URL.revokeObjectURL(url)
  })
  return (
    <Show when={!failed()} fallback={props.fallback}>
      <img class={props.class} src={url} alt={props.alt} onError={() => setFailed(true)} />
    </Show>
  )
}
