import { type Rule, visible } from '@hearth/shared/session'
import Plus from 'lucide-solid/icons/plus'
import { createSignal, For, type JSX, lazy, Match, Show, Suspense, Switch } from 'solid-js'
import { useServices } from '../../services.ts'
import { type HostView, hostName } from '../../state/host-view.ts'
import { Banner } from '../../ui/Banner.tsx'
import { Button } from '../../ui/Button.tsx'
import { useDoing } from '../../ui/doing.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Menu } from '../../ui/Menu.tsx'
import { Page } from '../../ui/Page.tsx'
import { Progress } from '../../ui/Progress.tsx'
import { useToast } from '../../ui/Toast.tsx'
import { rulesFile, saveFile } from './export.ts'
import { RuleRow } from './RuleRow.tsx'
import styles from './RulesScreen.module.css'
import { Starters } from './Starters.tsx'
import { draftOf, useRules } from './use-rules.ts'
import { row, screen as words } from './words.ts'

const NewRuleSheet = lazy(() => import('./NewRuleSheet.tsx'))

/** The rules of one host. The route `rules`. `host`: hex. */
const RulesScreen = (props: { readonly host: string }): JSX.Element => {
  const { hub, router } = useServices()
  const host = () => hub.hosts().find(({ id }) => id === props.host)
  return (
    <Show
      when={host()}
      keyed
      fallback={
        <Page title={words.title} onBack={() => router.back()} backLabel={words.back}>
          <EmptyState title={words.noHost} />
        </Page>
      }
    >
      {(one) => <Rules host={one} />}
    </Show>
  )
}

const Rules = (props: { host: HostView }): JSX.Element => {
  const { router } = useServices()
  const toast = useToast()
  const doing = useDoing()
  const rules = useRules(props.host)
  const [making, setMaking] = createSignal(false)
  const read = () => {
    const now = rules.list()
    return now.at === 'read' && now
  }
  const failed = () => {
    const now = rules.list()
    return now.at === 'failed' && now
  }
  const restore = (rule: Rule): void => void doing.run(() => rules.add(draftOf(rule)))
  const remove = async (rule: Rule): Promise<void> => {
    if (!(await doing.run(() => rules.remove(rule)))) return
    toast({
      text: row.removed,
      // One that allows comes back only with a signed decision, or at the host.
      ...(rule.effect === 'allow' ? {} : { action: { label: row.undo, onAction: () => restore(rule) } }),
    })
  }
  const save = (): void => {
    const now = read()
    if (now) saveFile(`hearth-rules-${props.host.id.slice(0, 8)}.json`, rulesFile(now.rules))
  }
  const mayAdd = (): boolean => props.host.overview().device?.rights.includes('decide') === true
  return (
    <>
      <Page
        title={`${words.title}: ${visible(hostName(props.host))}`}
        onBack={() => router.back()}
        backLabel={words.back}
        actions={
          <Menu
            label={words.title}
            items={[
              { label: words.refresh, onSelect: () => void rules.reread() },
              { label: words.export, disabled: read() === false, onSelect: save },
            ]}
          />
        }
        footer={
          <Show when={mayAdd()}>
            <Button wide icon={<Plus />} aria-haspopup="dialog" onClick={() => setMaking(true)}>
              {words.add}
            </Button>
          </Show>
        }
      >
        <Switch fallback={<Progress words={words.loading} slow={words.loadingSlow} />}>
          <Match when={failed()}>
            {(now) => (
              <Banner
                tone="danger"
                title={words.failed}
                action={{ label: words.refresh, onAction: () => void rules.reread() }}
              >
                <p>{visible(now().why)}</p>
              </Banner>
            )}
          </Match>
          <Match when={read()}>
            {(now) => (
              <div class={styles.sections}>
                <section class={styles.section} aria-label={words.own}>
                  <p>{words.lead}</p>
                  <Show when={now().rules.length > 0} fallback={<p class={styles.note}>{words.none}</p>}>
                    <ul class={styles.rules} aria-label={words.own}>
                      <For each={now().rules}>
                        {(rule) => (
                          <RuleRow host={props.host} rule={rule} onRemove={() => void remove(rule)} />
                        )}
                      </For>
                    </ul>
                  </Show>
                  <p class={styles.note}>{words.allowHow}</p>
                </section>
                <Starters starters={now().starters} />
              </div>
            )}
          </Match>
        </Switch>
      </Page>
      <Show when={making()}>
        <Suspense>
          <NewRuleSheet
            host={props.host}
            add={(draft) => rules.add(draft)}
            onClose={() => setMaking(false)}
          />
        </Suspense>
      </Show>
    </>
  )
}

export default RulesScreen
