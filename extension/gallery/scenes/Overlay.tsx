import Archive from 'lucide-solid/icons/archive'
import Copy from 'lucide-solid/icons/copy'
import Pencil from 'lucide-solid/icons/pencil'
import Trash from 'lucide-solid/icons/trash'
import { type JSX, onMount, Show } from 'solid-js'
import { Button } from '../../app/ui/Button.tsx'
import { Menu } from '../../app/ui/Menu.tsx'
import { Page } from '../../app/ui/Page.tsx'
import { Sheet } from '../../app/ui/Sheet.tsx'
import { useToast } from '../../app/ui/Toast.tsx'

const nothing = (): void => undefined

/** What lies over a screen. */
export const Overlay = (props: { readonly kind: 'sheet' | 'menu' | 'toast' }): JSX.Element => {
  const toast = useToast()
  onMount(() => {
    if (props.kind === 'menu') document.querySelector<HTMLElement>('[aria-haspopup=menu]')?.click()
    if (props.kind !== 'toast') return
    toast({ text: 'Session archived', action: { label: 'Undo', onAction: nothing }, stays: true })
    toast({ text: 'Copied', stays: true })
  })
  return (
    <Page
      title="Over the screen"
      actions={
        <Menu
          label="More about this session"
          items={[
            { label: 'Rename', icon: <Pencil />, onSelect: nothing },
            { label: 'Copy branch name', icon: <Copy />, onSelect: nothing },
            { label: 'Archive', note: 'It can be brought back', icon: <Archive />, onSelect: nothing },
            { label: 'Delete worktree', icon: <Trash />, danger: true, parted: true, onSelect: nothing },
            { label: 'Not now', disabled: true, onSelect: nothing },
          ]}
        />
      }
    >
      <p>What is below stays where it is.</p>
      <Show when={props.kind === 'sheet'}>
        <Sheet
          open
          title="Deny, and say why"
          onClose={nothing}
          footer={
            <>
              <Button variant="primary">Deny</Button>
              <Button variant="ghost">Cancel</Button>
            </>
          }
        >
          <p>The agent reads your reason and goes on with it.</p>
        </Sheet>
      </Show>
    </Page>
  )
}
