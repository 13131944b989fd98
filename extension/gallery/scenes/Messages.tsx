import MessagesSquare from 'lucide-solid/icons/messages-square'
import type { JSX } from 'solid-js'
import { Banner } from '../../app/ui/Banner.tsx'
import { Button } from '../../app/ui/Button.tsx'
import { Card } from '../../app/ui/Card.tsx'
import { EmptyState } from '../../app/ui/EmptyState.tsx'
import { Fold } from '../../app/ui/Fold.tsx'
import { Page } from '../../app/ui/Page.tsx'
import { Progress, Skeleton } from '../../app/ui/Progress.tsx'
import { Section } from '../Section.tsx'

const nothing = (): void => undefined

/** Everything that says something. */
export const Messages = (): JSX.Element => (
  <Page
    title="Messages"
    top={
      <Banner flush tone="warn" title="Host is away">
        Prompts wait here and go out when it is back.
      </Banner>
    }
    footer={
      <Button wide variant="primary">
        Go on
      </Button>
    }
  >
    <Section name="Banners">
      <Banner tone="info" title="Update ready" action={{ label: 'Reload', onAction: nothing }}>
        Your drafts stay.
      </Banner>
      <Banner tone="ok">Paired with workstation.</Banner>
      <Banner tone="warn">The relay answers slowly: 1.8 s.</Banner>
      <Banner
        tone="danger"
        title="The host has revoked this device"
        action={{ label: 'Pair again', onAction: nothing }}
      >
        Transcripts that were loaded can still be read. Nothing can be sent.
      </Banner>
    </Section>
    <Section name="Cards">
      <Card tone="accent">
        <strong>Run a command?</strong>
        <p>
          <code>npm test -- login</code>
        </p>
      </Card>
      <Card>A plain card holds one thing with its parts.</Card>
      <Card tone="danger">Something in here went wrong.</Card>
    </Section>
    <Section name="Folds">
      <div>
        <Fold summary="Read 7 files">src/login.ts, src/form.ts, …</Fold>
        <Fold summary="Thought for 12 s" open>
          The form resets its state on every render.
        </Fold>
      </div>
    </Section>
    <Section name="Waiting">
      <Progress words="Asking the host…" />
      <Skeleton words="The session is loading" />
    </Section>
    <Section name="Nothing here">
      <EmptyState
        icon={<MessagesSquare />}
        title="No sessions yet"
        action={<Button variant="primary">New session</Button>}
      >
        A session is one conversation with an agent in one folder of your machine.
      </EmptyState>
    </Section>
  </Page>
)
