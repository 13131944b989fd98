import type { Agent } from '@hearth/shared/protocol'
import { visible } from '@hearth/shared/session'
import { createMemo, createSignal, type JSX, onCleanup, onMount, Show } from 'solid-js'
import { useServices } from '../../services.ts'
import { draftKey } from '../../state/drafts.ts'
import { type HostView, hostName } from '../../state/host-view.ts'
import { Banner } from '../../ui/Banner.tsx'
import { Button } from '../../ui/Button.tsx'
import { Fold } from '../../ui/Fold.tsx'
import { useNow } from '../../ui/now.ts'
import { Page } from '../../ui/Page.tsx'
import { Progress } from '../../ui/Progress.tsx'
import { SelectField } from '../../ui/SelectField.tsx'
import { useToast } from '../../ui/Toast.tsx'
import { AgentFacts } from '../agents/AgentFacts.tsx'
import { agentsInOrder, isChoosable } from '../agents/choices.ts'
import { agentLine, agentTrouble, otherAgents } from '../agents/words.ts'
import { fullness } from '../attach/full.ts'
import { Choice, type ChoiceOption } from './Choice.tsx'
import { Command } from './Command.tsx'
import { firstChoice } from './choices.ts'
import { FailureBanner } from './FailureBanner.tsx'
import { FirstPrompt } from './FirstPrompt.tsx'
import { ForeignSheet } from './ForeignSheet.tsx'
import type { LastChoice } from './memory.ts'
import styles from './NewSessionScreen.module.css'
import { NoHost } from './NoHost.tsx'
import { sightOf } from './sight.ts'
import { createMaker } from './use-making.ts'
import { useMemory } from './use-memory.ts'
import { createNewDraft } from './use-new-draft.ts'
import { notices, create as words } from './words.ts'

const agentOption = (agent: Agent): ChoiceOption<string> => ({
  value: agent.id,
  label: visible(agent.label),
  note: [agentLine(agent), agentTrouble(agent)].filter((part) => part !== null).join('. '),
})

/** Makes a session: what it shall do, where and by which agent. */
const NewSessionScreen = (): JSX.Element => {
  const { hub, router } = useServices()
  const memory = useMemory()
  const route = router.route()
  const [picked, pick] = createSignal(
    (route.screen === 'new' ? route.host : null) ?? memory.lastHost() ?? hub.hosts()[0]?.id ?? '',
  )
  const host = createMemo(() => hub.hosts().find(({ id }) => id === picked()) ?? hub.hosts()[0])
  return (
    <Show
      when={host()}
      fallback={
        <Page title={words.heading} onBack={() => router.back()}>
          <NoHost />
        </Page>
      }
    >
      {(host) => <NewSession host={host()} onHost={pick} />}
    </Show>
  )
}

export default NewSessionScreen

const NewSession = (props: { host: HostView; onHost(id: string): void }): JSX.Element => {
  const { hub, router, drafts } = useServices()
  const memory = useMemory()
  const toast = useToast()
  const now = useNow()
  const maker = createMaker()
  const draft = createNewDraft(drafts, () => props.host.id)
  const [over, setOver] = createSignal<Partial<LastChoice>>({})
  const [adopting, setAdopting] = createSignal(false)
  const [readying, setReadying] = createSignal(false)
  let button: HTMLButtonElement | undefined
  let left = false
  onCleanup(() => {
    left = true
  })

  const overview = () => props.host.overview()
  const name = (): string => hostName(props.host)
  const choice = createMemo((): LastChoice => {
    const base = firstChoice(overview(), memory.last(props.host.id))
    return firstChoice(overview(), { ...base, ...over() })
  })
  const change = (wish: Partial<LastChoice>): void => {
    setOver({ ...over(), ...wish })
  }
  const sight = createMemo(() => sightOf(props.host.status(), now()))
  const mayPrompt = (): boolean => overview().device?.rights.includes('prompt') ?? true
  const agents = createMemo(() => agentsInOrder(overview().agents))
  const ready = createMemo(() => agents().filter(isChoosable))
  const others = createMemo(() => agents().filter((agent) => !isChoosable(agent)))
  const noImages = (): string | null => {
    const agent = agents().find(({ id }) => id === choice().agent)
    return agent?.can?.images === false ? agent.label : null
  }
  const fits = createMemo(() => fullness(draft.typed(), noImages()).problem === null)
  const complete = (): boolean =>
    mayPrompt() && choice().project !== '' && choice().agent !== '' && fits() && !readying()
  const state = maker.state
  const failure = () => {
    const now = state()
    return now.at === 'making' ? null : now.failure
  }
  const locked = (): boolean => state().at !== 'editing'

  const start = async (): Promise<void> => {
    if (!complete() || state().at === 'making') return
    const { id } = props.host
    const typed = draft.typed()
    const made = await maker.make(props.host, choice(), typed)
    if (made === null) {
      // The fields were locked meanwhile, so focus is nowhere; the next try is one key away.
      button?.focus()
      return
    }
    memory.keepLast(id, choice())
    draft.clear()
    if (made.unasked !== null) {
      drafts.write(draftKey(id, made.session), typed)
      toast({ text: words.unasked(made.unasked.message), stays: true })
    }
    // Whoever went on to another screen meanwhile finds it in the list.
    if (!left) router.replace({ screen: 'session', host: id, session: made.session })
  }

  return (
    <Page
      title={words.heading}
      onBack={() => router.back()}
      footer={
        <Show
          when={state().at !== 'making'}
          fallback={<Progress words={words.making(choice().place, name())} slow={words.slow} />}
        >
          <div class={styles.buttons}>
            <Button
              ref={(element: HTMLButtonElement) => {
                button = element
              }}
              variant="primary"
              wide
              type="submit"
              form="new-session"
              disabled={!complete()}
            >
              {state().at === 'doubt'
                ? words.again
                : draft.text().trim() === '' && draft.attachments().length === 0
                  ? words.make
                  : words.start}
            </Button>
            <Show when={state().at === 'doubt'}>
              <Button wide onClick={() => maker.startOver()}>
                {words.startOver}
              </Button>
            </Show>
          </div>
        </Show>
      }
    >
      <form
        id="new-session"
        class={styles.form}
        onSubmit={(event) => {
          event.preventDefault()
          void start()
        }}
      >
        <Show when={failure()}>
          {(failure) => (
            <div ref={(banner) => onMount(() => banner.scrollIntoView?.({ block: 'nearest' }))}>
              <FailureBanner failure={failure()} />
            </div>
          )}
        </Show>
        <Show when={!mayPrompt()}>
          <Banner tone="warn" title={words.readOnly(name())}>
            <p>{words.readOnlyMore}</p>
          </Banner>
        </Show>
        <Show when={!sight().here && failure() === null}>
          <Banner tone="warn" title={words.away(name())}>
            <p>{words.awayMore}</p>
          </Banner>
        </Show>
        <fieldset class={styles.fields} disabled={locked()}>
          <FirstPrompt
            draft={draft}
            noImages={noImages()}
            disabled={locked()}
            onBusy={setReadying}
            onSend={() => void start()}
          />
          <Show when={hub.hosts().length > 1}>
            <SelectField
              label={words.host}
              options={hub.hosts().map((each) => ({ value: each.id, label: visible(hostName(each)) }))}
              value={props.host.id}
              onChange={props.onHost}
            />
          </Show>
          <Show
            when={overview().projects.length > 0}
            fallback={
              <Banner tone="info" title={notices.noProject(name())}>
                <p>{notices.noProjectMore}</p>
                <Command text={notices.noProjectCommand} />
              </Banner>
            }
          >
            <SelectField
              label={words.project}
              hint={visible(overview().projects.find(({ id }) => id === choice().project)?.path ?? '')}
              options={overview().projects.map(({ id, name }) => ({ value: id, label: visible(name) }))}
              value={choice().project}
              onChange={(project) => change({ project })}
            />
            <Choice
              label={words.place}
              options={words.places}
              value={choice().place}
              onChange={(place) => change({ place })}
            />
          </Show>
          <Choice
            label={words.agentLabel}
            options={ready().map(agentOption)}
            value={choice().agent}
            onChange={(agent) => change({ agent })}
          />
          <Show when={others().length > 0}>
            <Fold open={ready().length === 0} summary={otherAgents(others().length)}>
              <AgentFacts agents={others()} />
            </Fold>
          </Show>
        </fieldset>
        <Show when={choice().project !== '' && choice().agent !== '' && mayPrompt()}>
          <Button small variant="ghost" disabled={locked()} onClick={() => setAdopting(true)}>
            {words.adopt(agents().find(({ id }) => id === choice().agent)?.label ?? choice().agent)}
          </Button>
        </Show>
      </form>
      <ForeignSheet
        open={adopting()}
        host={props.host}
        project={choice().project}
        agent={choice().agent}
        onClose={() => setAdopting(false)}
      />
    </Page>
  )
}
