import { encodePairingLink } from '@hearth/shared/crypto'
import type { PairedHost } from '@hearth/shared/link'
import { type ErrorCode, HearthError } from '@hearth/shared/protocol'
import { fireEvent, render, screen } from '@solidjs/testing-library'
import { createSignal } from 'solid-js'
import { describe, expect, it } from 'vitest'
import { type Face, ServicesContext } from '../../services.ts'
import type { PairingWish } from '../../state/hub.ts'
import { aDevice, aPairing } from '../../testing/build.ts'
import { fakeHost } from '../../testing/fake-host.ts'
import { fakeServices } from '../../testing/fake-services.ts'
import { Frame } from '../../ui/Frame.tsx'
import PairScreen from './PairScreen.tsx'
import { PAIR_TROUBLE } from './trouble.ts'
import { failed, link as linkWords } from './words.ts'

const aLink = (seconds = 600, relay = 'https://relay.example'): string =>
  encodePairingLink(relay, {
    expiresAt: Math.floor(Date.now() / 1_000) + seconds,
    hostFingerprint: Uint8Array.from({ length: 32 }, (_, n) => n),
    secret: new Uint8Array(32),
    relay,
  })

/** A pairing whose every step the test decides. */
const show = (given: string | null = null, options: { face?: Face; known?: boolean } = {}) => {
  const services = fakeServices({
    face: options.face ?? 'panel',
    hosts: options.known ? [fakeHost()] : [],
  })
  const wishes: PairingWish[] = []
  let end: { resolve(host: PairedHost): void; reject(error: unknown): void } | undefined
  services.hub.onPair = (wish) => {
    wishes.push(wish)
    return new Promise((resolve, reject) => {
      end = { resolve, reject }
    })
  }
  const [link, setLink] = createSignal(given)
  const { unmount } = render(() => (
    <ServicesContext.Provider value={services}>
      <Frame>
        <PairScreen link={link()} />
      </Frame>
    </ServicesContext.Provider>
  ))
  return {
    ...{ services, wishes, setLink, unmount },
    done: (host = aPairing()) => end?.resolve(host),
    fail: (code: ErrorCode) => end?.reject(new HearthError(code)),
  }
}
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }))
const type = (text: string) => {
  fireEvent.input(screen.getByRole('textbox', { name: 'Pairing link' }), { target: { value: text } })
}

describe('pairing', () => {
  it('goes from the link to the sessions, and dials only after the person’s word', async () => {
    const { services, wishes, done } = show()
    const link = aLink()
    type(link)
    expect(screen.getByText('https://relay.example')).toBeTruthy()
    expect(screen.getByText('0001 0203 0405 0607')).toBeTruthy()
    expect(wishes).toEqual([])
    fireEvent.input(screen.getByRole('textbox', { name: 'Name of this device' }), {
      target: { value: ' alice ' },
    })
    press('Pair')
    expect(wishes).toMatchObject([{ link, name: 'alice' }])
    expect(screen.getByText('On the way to the host…')).toBeTruthy()
    wishes[0]?.onSas('048291')
    expect(screen.getByText('Digits to compare: 0 4 8, 2 9 1')).toBeTruthy()
    const spoken = screen.getByText('Are these the digits in the terminal? 0 4 8, 2 9 1')
    expect(spoken.closest('[aria-live]')?.getAttribute('aria-live')).toBe('assertive')
    done(aPairing({ device: aDevice({ riskMax: 3 }) }))
    expect(await screen.findByRole('heading', { name: 'Paired with workstation' })).toBeTruthy()
    expect(screen.getByText(/up to risk 3 of 4/)).toBeTruthy()
    press('Go to sessions')
    expect(services.router.visited.at(-1)).toEqual({ screen: 'home' })
  })

  it('shows whose relay an opened link leads to, and waits', () => {
    const { wishes } = show(aLink())
    expect(screen.getByRole('heading', { name: 'Pair through this relay?' })).toBeTruthy()
    expect(wishes).toEqual([])
  })

  it('takes a link that is opened later', () => {
    const { setLink } = show()
    setLink(aLink())
    expect(screen.getByRole('heading', { name: 'Pair through this relay?' })).toBeTruthy()
  })

  it('says what is wrong with an opened link', () => {
    show(aLink(-5))
    expect(screen.getByRole('alert').textContent).toBe(linkWords.problem.expired)
  })

  it('says what is wrong with a typed link only when asked to go on', () => {
    show()
    type('npm start')
    expect(screen.queryByRole('alert')).toBeNull()
    press('Continue')
    expect(screen.getByRole('alert').textContent).toBe(linkWords.problem['not-a-link'])
    type('npm star')
    expect(screen.queryByRole('alert')).toBeNull()
  })

  it('wants a name', () => {
    const { wishes } = show(aLink())
    fireEvent.input(screen.getByRole('textbox', { name: 'Name of this device' }), { target: { value: '  ' } })
    press('Pair')
    expect(wishes).toEqual([])
    expect(screen.getByRole('alert').textContent).toContain('Give this device a name')
  })

  it('leads a page of another relay to the link’s own page', () => {
    const { wishes } = show(aLink(), { face: 'web' })
    expect(screen.queryByRole('button', { name: 'Pair' })).toBeNull()
    expect(screen.getByRole('link').getAttribute('href')).toMatch(/^https:\/\/relay\.example\/p#/)
    expect(wishes).toEqual([])
  })

  it('offers the camera where there can be one', () => {
    show()
    expect(screen.queryByRole('button', { name: 'Scan the code' })).toBeNull()
    expect(screen.getByText(/panel can’t use the camera/)).toBeTruthy()
  })

  it('has a way back only where there is something behind', () => {
    show(null, { known: true })
    expect(screen.getByRole('button', { name: 'Back' })).toBeTruthy()
  })
})

describe('cancelling', () => {
  it('before anything was dialled leads back to the link', () => {
    show(aLink())
    press('Cancel')
    expect(screen.getByRole('textbox', { name: 'Pairing link' })).toBeTruthy()
  })

  it.each(['on the way', 'while comparing'])(
    '%s ends the pairing, and what it says later counts no more',
    async (when) => {
      const { wishes, done } = show(aLink())
      press('Pair')
      if (when === 'while comparing') wishes[0]?.onSas('123456')
      press('Cancel')
      expect(wishes[0]?.signal.aborted).toBe(true)
      wishes[0]?.onSas('654321')
      done()
      await Promise.resolve()
      expect(screen.getByRole('textbox', { name: 'Pairing link' })).toBeTruthy()
    },
  )

  it('by leaving the screen ends the pairing too', () => {
    const { wishes, unmount } = show(aLink())
    press('Pair')
    unmount()
    expect(wishes[0]?.signal.aborted).toBe(true)
  })

  it('a pairing under way is not replaced by another link that is opened', () => {
    const { setLink, wishes } = show(aLink())
    press('Pair')
    setLink(aLink(600, 'https://mallory.example'))
    expect(screen.getByText('On the way to the host…')).toBeTruthy()
    expect(wishes[0]?.signal.aborted).toBe(false)
  })
})

describe('a failure', () => {
  it.each(Object.entries(PAIR_TROUBLE))('%s is told with its way on', async (code, trouble) => {
    const { fail } = show(aLink())
    press('Pair')
    fail(code as ErrorCode)
    const told = await screen.findByRole('alert')
    expect(told.textContent).toContain(trouble.title)
    expect(told.textContent).toContain(trouble.meaning)
    expect(screen.getByText(trouble.todo)).toBeTruthy()
    expect(screen.getByRole('button', { name: failed[trouble.next] })).toBeTruthy()
  })

  it('that may pass lets the same link be tried again', async () => {
    const { fail, wishes } = show(aLink())
    press('Pair')
    fail('relay.unreachable')
    fireEvent.click(await screen.findByRole('button', { name: 'Try again' }))
    expect(wishes).toHaveLength(1)
    press('Pair')
    expect(wishes).toHaveLength(2)
  })

  it('that ends a link asks for another', async () => {
    const { fail } = show(aLink())
    press('Pair')
    fail('pairing.used')
    fireEvent.click(await screen.findByRole('button', { name: 'Use a new link' }))
    expect(screen.getByRole('textbox', { name: 'Pairing link' })).toBeTruthy()
  })
})
