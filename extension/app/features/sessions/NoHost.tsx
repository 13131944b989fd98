import Flame from 'lucide-solid/icons/flame'
import type { JSX } from 'solid-js'
import { useServices } from '../../services.ts'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Command } from './Command.tsx'
import { notices as words } from './words.ts'

/** In place of sessions on a device that is paired with no host. */
export const NoHost = (): JSX.Element => {
  const { router } = useServices()
  return (
    <EmptyState
      icon={<Flame />}
      title={words.noHost}
      action={
        <Button variant="primary" onClick={() => router.go({ screen: 'pair', link: null })}>
          {words.pairHost}
        </Button>
      }
    >
      <p>{words.noHostMore}</p>
      <Command text={words.noHostCommand} />
    </EmptyState>
  )
}
