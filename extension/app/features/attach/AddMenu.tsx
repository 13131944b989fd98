import Camera from 'lucide-solid/icons/camera'
import FilePlus from 'lucide-solid/icons/file-plus'
import ImagePlus from 'lucide-solid/icons/image-plus'
import Plus from 'lucide-solid/icons/plus'
import type { JSX } from 'solid-js'
import { Menu, type MenuItem } from '../../ui/Menu.tsx'
import { A } from './words.ts'

/** The button that attaches: pictures, a photo where there is a camera at hand, text files, and what else is given. */
export const AddMenu = (props: {
  readonly touch: boolean
  readonly more?: readonly MenuItem[]
  readonly disabled?: boolean
  /** Says on the button what it does. */
  readonly words?: boolean
  onFiles(files: readonly File[]): void
}): JSX.Element => {
  let images: HTMLInputElement | undefined
  let camera: HTMLInputElement | undefined
  let texts: HTMLInputElement | undefined
  const items = (): MenuItem[] => [
    ...(props.more ?? []),
    {
      label: A.images,
      icon: <ImagePlus />,
      parted: (props.more?.length ?? 0) > 0,
      onSelect: () => images?.click(),
    },
    ...(props.touch ? [{ label: A.camera, icon: <Camera />, onSelect: () => camera?.click() }] : []),
    { label: A.files, icon: <FilePlus />, onSelect: () => texts?.click() },
  ]
  const input = (more: JSX.InputHTMLAttributes<HTMLInputElement>): JSX.Element => (
    <input
      {...more}
      type="file"
      hidden
      onChange={(event) => {
        props.onFiles([...(event.currentTarget.files ?? [])])
        // The same file may be chosen again.
        event.currentTarget.value = ''
      }}
    />
  )
  return (
    <>
      <Menu
        label={A.add}
        text={props.words && A.add}
        variant="ghost"
        icon={<Plus />}
        items={items()}
        disabled={props.disabled ?? false}
      />
      {input({ accept: 'image/*', multiple: true, ref: (element: HTMLInputElement) => (images = element) })}
      {input({
        accept: 'image/*',
        capture: 'environment',
        ref: (element: HTMLInputElement) => (camera = element),
      })}
      {input({ multiple: true, ref: (element: HTMLInputElement) => (texts = element) })}
    </>
  )
}
