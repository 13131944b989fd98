import { fireEvent, render, screen } from '@solidjs/testing-library'
import { createSignal, onMount } from 'solid-js'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { useAnnounce } from './Announcer.tsx'
import { Button } from './Button.tsx'
import { Digits } from './Digits.tsx'
import { Fold } from './Fold.tsx'
import { Frame } from './Frame.tsx'
import { MAX_TOASTS, SLOW_MS, TOAST_ACTION_MS, TOAST_MS } from './limits.ts'
import { Page } from './Page.tsx'
import { Progress } from './Progress.tsx'
import { Tabs } from './Tabs.tsx'
import { TextField } from './TextField.tsx'
import { type ShowToast, useToast } from './Toast.tsx'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('a button', () => {
  it('keeps its focus while busy and does nothing more', () => {
    const onClick = vi.fn()
    const [busy, setBusy] = createSignal(false)
    render(() => (
      <Button busy={busy()} onClick={onClick}>
        Stop
      </Button>
    ))
    const button = screen.getByRole('button', { name: 'Stop' })
    button.focus()
    fireEvent.click(button)
    setBusy(true)
    fireEvent.click(button)
    expect(onClick).toHaveBeenCalledOnce()
    expect(document.activeElement).toBe(button)
    expect(button.getAttribute('aria-busy')).toBe('true')
  })
})

describe('digits', () => {
  it('are read one by one, in two groups', () => {
    render(() => <Digits label="Digits to compare" value="482913" />)
    expect(screen.getByText('Digits to compare: 4 8 2, 9 1 3')).toBeTruthy()
  })

  it('can be copied as one number', () => {
    const { container } = render(() => <Digits label="Digits to compare" value="048291" />)
    expect(container.querySelector('[aria-hidden]')?.textContent).toBe('048291')
  })
})

describe('a field', () => {
  it('ties label, hint and error to the control', () => {
    render(() => (
      <TextField
        label="Link"
        hint="Paste it here"
        error="This is no link"
        value=""
        onText={() => undefined}
      />
    ))
    const field = screen.getByRole('textbox', { name: 'Link' })
    const about = (field.getAttribute('aria-describedby') ?? '').split(' ')
    expect(about.map((id) => document.getElementById(id)?.textContent)).toEqual([
      'Paste it here',
      'This is no link',
    ])
    expect(field.getAttribute('aria-invalid')).toBe('true')
  })
})

describe('tabs', () => {
  it('are walked by arrow keys, round and round', () => {
    const [value, setValue] = createSignal<'a' | 'b' | 'c'>('a')
    const tabs = (['a', 'b', 'c'] as const).map((name) => ({ value: name, label: name }))
    render(() => (
      <Tabs label="Views" tabs={tabs} value={value()} onChange={setValue}>
        {value()}
      </Tabs>
    ))
    const press = (key: string) => {
      const tab = document.activeElement ?? document.body
      fireEvent.keyDown(tab, { key })
    }
    screen.getByRole('tab', { name: 'a' }).focus()
    press('ArrowLeft')
    expect(value()).toBe('c')
    expect(document.activeElement?.textContent).toBe('c')
    press('ArrowRight')
    press('ArrowRight')
    expect(screen.getByRole('tabpanel', { name: 'b' }).textContent).toBe('b')
    expect(screen.getAllByRole('tab').map((tab) => tab.tabIndex)).toEqual([-1, 0, -1])
  })
})

describe('a fold', () => {
  it('follows what is said from outside and otherwise the person', () => {
    const [open, setOpen] = createSignal(true)
    const { container } = render(() => (
      <Fold summary="Read 7 files" open={open()}>
        them
      </Fold>
    ))
    const details = container.querySelector('details')
    expect(details?.open).toBe(true)
    setOpen(false)
    expect(details?.open).toBe(false)
  })
})

describe('the announcer', () => {
  it('says what waits for a person at once and the rest in turn, the same words twice as two', () => {
    let announce: ReturnType<typeof useAnnounce> | undefined
    render(() => (
      <Frame>
        {(() => {
          announce = useAnnounce()
          return null
        })()}
      </Frame>
    ))
    announce?.('Connected')
    const first = screen.getByText('Connected')
    expect(first.closest('[aria-live]')?.getAttribute('aria-live')).toBe('polite')
    announce?.('Connected')
    expect(screen.getByText('Connected')).not.toBe(first)
    announce?.('Needs approval', 'assertive')
    expect(screen.getByText('Needs approval').closest('[aria-live]')?.getAttribute('aria-live')).toBe(
      'assertive',
    )
  })
})

describe('toasts', () => {
  const region = (): ShowToast => {
    const shown: ShowToast[] = []
    const Inside = () => {
      shown.push(useToast())
      return null
    }
    render(() => (
      <Frame>
        <Inside />
      </Frame>
    ))
    const [show] = shown
    if (show === undefined) throw new Error('no region')
    return show
  }

  it('go after their time, later with an action, and never while they are looked at', () => {
    const show = region()
    show({ text: 'Copied' })
    show({ text: 'Archived', action: { label: 'Undo', onAction: () => undefined } })
    vi.advanceTimersByTime(TOAST_MS)
    expect(screen.queryByText('Copied')).toBeNull()
    fireEvent.focusIn(screen.getByRole('button', { name: 'Undo' }))
    vi.advanceTimersByTime(2 * TOAST_ACTION_MS)
    expect(screen.getByText('Archived')).toBeTruthy()
    fireEvent.focusOut(screen.getByRole('button', { name: 'Undo' }))
    vi.advanceTimersByTime(TOAST_ACTION_MS)
    expect(screen.queryByText('Archived')).toBeNull()
  })

  it('do their action once and are gone', () => {
    const onAction = vi.fn()
    region()({ text: 'Archived', action: { label: 'Undo', onAction } })
    fireEvent.click(screen.getByRole('button', { name: 'Undo' }))
    expect(onAction).toHaveBeenCalledOnce()
    expect(screen.queryByText('Archived')).toBeNull()
  })

  it('never pile up', () => {
    const show = region()
    for (let n = 0; n < MAX_TOASTS + 2; n += 1) show({ text: `Toast ${n}`, stays: true })
    expect(screen.getAllByText(/Toast/).map((toast) => toast.textContent)).toEqual([
      'Toast 2',
      'Toast 3',
      'Toast 4',
    ])
  })
})

describe('a wait', () => {
  it('says more and offers a way out when it gets long', () => {
    const onAction = vi.fn()
    render(() => <Progress words="Asking…" slow="The host is slow." action={{ label: 'Cancel', onAction }} />)
    expect(screen.queryByText('The host is slow.')).toBeNull()
    vi.advanceTimersByTime(SLOW_MS)
    expect(screen.getByText('The host is slow.')).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: 'Cancel' }))
    expect(onAction).toHaveBeenCalledOnce()
  })
})

describe('a screen', () => {
  it('takes the focus that the one before left behind, by its name', async () => {
    render(() => <Page title="Hosts">them</Page>)
    await Promise.resolve()
    expect(document.activeElement).toBe(screen.getByRole('heading', { level: 1, name: 'Hosts' }))
  })

  it('leaves it to what asked for it first', async () => {
    const Prompt = () => {
      let field: HTMLInputElement | undefined
      onMount(() => field?.focus())
      return (
        <input
          aria-label="Prompt"
          ref={(element) => {
            field = element
          }}
        />
      )
    }
    render(() => (
      <Page title="Session">
        <Prompt />
      </Page>
    ))
    await Promise.resolve()
    expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Prompt' }))
  })
})
