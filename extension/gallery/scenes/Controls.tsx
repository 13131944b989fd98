import ArrowUp from 'lucide-solid/icons/arrow-up'
import FileText from 'lucide-solid/icons/file-text'
import GitBranch from 'lucide-solid/icons/git-branch'
import Pencil from 'lucide-solid/icons/pencil'
import Plus from 'lucide-solid/icons/plus'
import Settings from 'lucide-solid/icons/settings'
import Square from 'lucide-solid/icons/square'
import { createSignal, type JSX } from 'solid-js'
import { Button } from '../../app/ui/Button.tsx'
import { Chip } from '../../app/ui/Chip.tsx'
import { Digits } from '../../app/ui/Digits.tsx'
import { Dot } from '../../app/ui/Dot.tsx'
import { IconButton } from '../../app/ui/IconButton.tsx'
import { Kbd } from '../../app/ui/Kbd.tsx'
import { Page } from '../../app/ui/Page.tsx'
import { Segmented } from '../../app/ui/Segmented.tsx'
import { Tabs } from '../../app/ui/Tabs.tsx'
import { TextArea, TextField } from '../../app/ui/TextField.tsx'
import { Time } from '../../app/ui/Time.tsx'
import { Section } from '../Section.tsx'

const nothing = (): void => undefined

/** Everything that is pressed, typed into or read at a glance. */
export const Controls = (): JSX.Element => {
  const [grouping, setGrouping] = createSignal<'host' | 'newest'>('host')
  const [tab, setTab] = createSignal<'log' | 'changes'>('log')
  const now = Date.now()
  return (
    <Page
      title="Controls with a title that is too long for it"
      onBack={nothing}
      status={<Dot tone="ok">Live · 48 ms</Dot>}
      actions={
        <IconButton label="Settings">
          <Settings />
        </IconButton>
      }
    >
      <Section name="Buttons" row>
        <Button variant="primary">Allow once</Button>
        <Button>Deny</Button>
        <Button variant="ghost">Not now</Button>
        <Button variant="danger">Forget this host</Button>
      </Section>
      <Section name="With an icon, small, busy, off" row>
        <Button icon={<Plus />} variant="primary">
          New session
        </Button>
        <Button icon={<Pencil />} small>
          Rename
        </Button>
        <Button busy variant="primary">
          Pairing…
        </Button>
        <Button busy>Stopping…</Button>
        <Button disabled>Send</Button>
      </Section>
      <Section name="Icon buttons" row>
        <IconButton label="Add">
          <Plus />
        </IconButton>
        <IconButton label="Rename" variant="secondary">
          <Pencil />
        </IconButton>
        <IconButton label="Send" variant="primary">
          <ArrowUp />
        </IconButton>
        <IconButton label="Stop" variant="danger">
          <Square />
        </IconButton>
        <IconButton label="Add" disabled>
          <Plus />
        </IconButton>
      </Section>
      <Section name="Fields">
        <TextField
          label="Name of this device"
          value="Chrome on Linux"
          onText={nothing}
          hint="Shown at the host, so that you know it again."
        />
        <TextField
          label="Pairing link"
          value="https://relay.example/p"
          mono
          onText={nothing}
          error="This is not a pairing link. Copy the whole line that the terminal shows."
        />
        <TextArea label="Prompt" value="" placeholder="Ask, or say what to do…" onText={nothing} />
      </Section>
      <Section name="States" row>
        <Dot tone="accent">Needs you</Dot>
        <Dot tone="info" busy>
          Running
        </Dot>
        <Dot tone="ok">Done</Dot>
        <Dot tone="warn">Reconnecting</Dot>
        <Dot tone="danger">Failed</Dot>
        <Dot tone="idle">Idle</Dot>
      </Section>
      <Section name="Chips" row>
        <Chip icon={<GitBranch />}>hearth/login</Chip>
        <Chip icon={<FileText />} onRemove={nothing} removeLabel="Remove notes.md">
          notes.md
        </Chip>
        <Chip onPress={nothing} pressed>
          Everything
        </Chip>
        <Chip onPress={nothing} pressed={false}>
          Unread
        </Chip>
        <Chip tone="accent">2 waiting</Chip>
        <Chip tone="ok">+24</Chip>
        <Chip tone="danger">−3</Chip>
        <Chip tone="warn">Outside the worktree</Chip>
        <Chip tone="info">Queued</Chip>
      </Section>
      <Section name="Choices">
        <div>
          <Segmented
            label="Order"
            value={grouping()}
            onChange={setGrouping}
            options={[
              { value: 'host', label: 'By project' },
              { value: 'newest', label: 'Newest first' },
            ]}
          />
        </div>
        <Tabs
          label="What to see"
          value={tab()}
          onChange={setTab}
          tabs={[
            { value: 'log', label: 'Transcript' },
            { value: 'changes', label: 'Changes' },
          ]}
        >
          <p>What the tab shows.</p>
        </Tabs>
      </Section>
      <Section name="Digits">
        <Digits label="Digits to compare" value="482913" />
      </Section>
      <Section name="Keys and times" row>
        <Kbd keys="Ctrl+Enter" />
        <Time at={now - 4_000} />
        <Time at={now - 3 * 60_000} />
        <Time at={now - 26 * 3_600_000} />
        <Time at={now - 40 * 86_400_000} />
      </Section>
      <Section name="Type">
        <p>
          The host runs agents; this device steers them. <a href="#link">What a relay sees</a> and{' '}
          <code>npm test -- login</code> in one line.
        </p>
      </Section>
    </Page>
  )
}
